"""Classes of tests that need not run again: nothing they reach has changed since they passed.

For daily work on one addon (``make test ADDON=...``) alone: the run of everything leaves nothing out. What a class
depends on is kept when it has passed:

- the functions of the addons that were called while it ran (``reach.py``), by what is in their bodies;
- its own file and the files of tests that it imports;
- what no call tells: everything of the addons outside of functions (fields, constraints' texts, signatures), data,
  views, access rules, what tests share; the server, the pins, the tooling. When one of these changes, all run;
- styles and scripts, if it asks for pages.

After a week it runs again in any case: what depends on the date shows itself then. A change in a function that the
installation alone calls, for a record of the addons' data, is not noticed: the run of everything asks for that.
"""

import ast
import datetime
import shutil
from pathlib import Path

from . import reach
from .cache import digest, digest_tree, read_json, write_json

# Raised when what is kept, or how it is compared, changes.
FORMAT = "1"
KEPT_DAYS = 7
#: neither installed nor shown
IGNORED = ("readme", "__pycache__")


def _without_effect(inside):
    """Whether no test inside Odoo depends on a file of an addon."""
    # pytest finds tests by their files, not by what the package imports
    core_or_list = inside.parts[:2] in (("tests", "core"), ("tests", "__init__.py"))
    return bool(set(inside.parts) & set(IGNORED)) or inside.suffix == ".pot" or core_or_list


class Sources:
    """The sources of some addons as tests depend on them, as hashes.

    Of each function and of each file of tests; of the assets; of what tests share; of all the rest, the frame.

    :param dict addons: name -> folder
    """

    def __init__(self, addons):
        self.functions, self.tests, assets, shared, frame = {}, {}, [], [], []
        for name, folder in sorted(addons.items()):
            for path in sorted(Path(folder).rglob("*")):
                inside = path.relative_to(folder)
                if not path.is_file() or _without_effect(inside):
                    continue
                if inside.parts[0] == "static":
                    if inside.parts[1] != "description":
                        assets += [f"{name}/{inside}", path.read_bytes()]
                elif inside.parts[0] == "tests" and inside.name.startswith("test_"):
                    self.tests[path] = digest(*_with_imported(path))
                elif inside.parts[0] == "tests":
                    shared += [f"{name}/{inside}", path.read_bytes()]
                elif inside.suffix == ".py" and inside.name not in reach.WHOLE:
                    rest, bodies = reach.parts(path.read_text())
                    frame += [f"{name}/{inside}", rest]
                    self.functions.update({f"{name}/{inside}:{key}": digest(text) for key, text in bodies.items()})
                else:
                    frame += [f"{name}/{inside}", path.read_bytes()]
        self.assets, self.shared, self.frame = digest(*assets), digest(*shared), digest(*frame)

    def of(self, reached):
        """:return str: a hash of these functions as they are; '' when one of them is not there any more"""
        if not all(name in self.functions for name in reached):
            return ""
        return digest(*[f"{name}={self.functions[name]}" for name in sorted(reached)])


def _with_imported(path, seen=()):
    """The contents of a file of tests and of those it imports by ``from .test_... import``."""
    contents = [path.read_bytes()]
    for node in ast.walk(ast.parse(contents[0])):
        if isinstance(node, ast.ImportFrom) and node.level == 1 and (node.module or "").startswith("test_"):
            other = path.with_name(f"{node.module}.py")
            if other.is_file() and other not in seen:
                contents += _with_imported(other, (*seen, path))
    return contents


class Unchanged:
    """What is known of the tests of one addon, and what this run adds to it.

    :param databases: of the checkout and the series
    :param str addon: whose tests are run
    :param dict addons: name -> folder of what is installed for them
    :param bool ask_all: leave out nothing
    """

    def __init__(self, databases, addon, addons, ask_all=False):
        checkout, runtime = databases.checkout, databases.runtime
        self.root, self.cache, self.addon, self.addons = checkout.root, databases.cache, addon, addons
        self.lock = f"passed-{runtime.series}-{addon}"
        self.store = databases.cache.path("passed", runtime.series, f"{addon}.json")
        self.folder = checkout.run("reached", "wanted.json").parent
        # as they are now: what is changed while the tests run has not been tested
        self.sources = Sources(addons)
        self.key = digest(
            FORMAT,
            *map(str, (runtime.venv, runtime.chromium, runtime.printer)),
            databases.template_key(),
            digest_tree(checkout.root / "tools" / "suite"),
            digest_tree(checkout.root / "tests" / "data"),
            self.sources.frame,
            self.sources.shared,
        )
        known = {} if ask_all else read_json(self.store, {})
        self.left_out = {name: entry for name, entry in known.items() if self._same(name, entry)}

    @property
    def tests(self):
        """How many tests are left out."""
        return sum(entry["tests"] for entry in self.left_out.values())

    def covers(self, cases):
        """:param list cases: :class:`selection.Case` of the addon
        :return bool: whether all of them are left out
        """
        classes = {name[name.rindex(f"{self.addon}/tests/") :] for name in self.left_out}
        return all(
            case.cls and f"{case.path[case.path.rindex(f'{self.addon}/tests/') :]}::{case.cls}" in classes
            for case in cases
        )

    @property
    def since(self):
        """The day on which the first of the classes left out passed."""
        return min(entry["day"] for entry in self.left_out.values())

    def _same(self, name, entry):
        age = (datetime.date.today() - datetime.date.fromisoformat(entry["day"])).days
        return 0 <= age < KEPT_DAYS and entry == {**entry, **self._depends(name, entry["reached"], entry["pages"])}

    def _depends(self, name, reached, pages):
        """What a class depends on, as it is now."""
        return {
            "key": self.key,
            "functions": self.sources.of(reached),
            "file": self.sources.tests.get(self.root / name.partition("::")[0], ""),
            "assets": self.sources.assets if pages else "",
        }

    def ask(self):
        """Write down what the processes of the tests have to know; forget what is known of the classes they run.

        :return dict: environment for them
        """
        with self.cache.lock(self.lock):
            write_json(self.store, self.left_out)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        wanted = self.folder / "wanted.json"
        folders = {name: str(folder) for name, folder in self.addons.items()}
        write_json(wanted, {"addons": folders, "leave_out": sorted(self.left_out), "into": str(self.folder)})
        return {"AGENCY_REACH": str(wanted)}

    def keep(self):
        """Keep what the processes of the tests noted of the classes that passed."""
        noted = [read_json(path, {}) for path in self.folder.glob("*.json") if path.name != "wanted.json"]
        day = datetime.date.today().isoformat()
        with self.cache.lock(self.lock):
            known = read_json(self.store, {})
            for result in noted:
                for name, entry in result["classes"].items():
                    reached = sorted({*result["every"], *entry["reached"]})
                    depends = self._depends(name, reached, entry["pages"])
                    if entry["passed"] and depends["functions"] and depends["file"]:
                        about = {"day": day, "tests": entry["tests"], "pages": entry["pages"], "reached": reached}
                        known[name] = {**about, **depends}
            write_json(self.store, known)
