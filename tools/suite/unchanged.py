"""Classes of tests that need not run again: nothing they reach has changed since they passed.

For daily work on one addon (``make test ADDON=...``) alone: the run of everything leaves nothing out. What a class
depends on is kept when it has passed:

- the functions of the addons that were called while it ran (``reach.py``), and the views it asked for;
- its own file and the files of tests that it imports;
- what no call tells (``sources.py``): fields, constraints' texts, data, access rules; the server, the pins, the
  tooling. When one of these changes, all run;
- styles and scripts, if it asks for pages.

After a week it runs again in any case: what depends on the date shows itself then. A change in a function that the
installation alone calls, for a record of the addons' data, is not noticed: the run of everything asks for that.
"""

import datetime
import shutil

from .cache import digest, digest_tree, read_json, write_json
from .sources import Sources, defined_names

# Raised when what is kept, or how it is compared, changes.
FORMAT = "2"
KEPT_DAYS = 7


def sources(databases, addons):
    """:param dict addons: name -> folder
    :return: :class:`Sources` of them, beside the server of a series
    """
    runtime = databases.runtime
    names = databases.cache.path("names", f"{digest(str(runtime.tree), runtime.version, str(runtime.venv))}.json")
    if not names.exists():
        write_json(names, defined_names([runtime.tree, runtime.venv]))
    return Sources(addons, read_json(names, []))


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
        self.sources = sources(databases, addons)
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
        facts = {"addons": folders, "views": sorted(self.sources.views), "leave_out": sorted(self.left_out)}
        write_json(wanted, {**facts, "into": str(self.folder)})
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
