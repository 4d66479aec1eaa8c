"""Odoo 19's own upgrade engine and scripts, taken from its tree without importing Odoo."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from pathlib import Path

from . import PortError
from .rules import RULES

#: Odoo's scripts worth running; the others are for localisations and optional sugar
SCRIPTS = (
    "17.5-01-tree-to-list.py",
    "18.1-00-sql-constraint.py",
    "18.1-02-route-jsonrpc.py",
    "18.5-00-deprecated-properties.py",
)


def load(path: Path, name: str):
    """Import a Python file under a name of its own, leaving no byte code next to it."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@contextlib.contextmanager
def standalone():
    """Make ``import odoo`` fail, so that the engine takes its branch for use outside of a server.

    That branch puts ``odoo/tools`` on the path, where ``json.py`` shadows the standard one, and imports two modules
    of very general names from there: both are undone.
    """
    path, modules = list(sys.path), dict(sys.modules)
    for name in modules:
        if name.partition(".")[0] == "odoo":
            del sys.modules[name]
    sys.modules["odoo"] = None
    try:
        yield
    finally:
        sys.path[:] = path
        for name in ("odoo", "release", "parse_version"):
            sys.modules.pop(name, None)
        sys.modules.update({name: module for name, module in modules.items() if name not in sys.modules})


class Engine:
    """The file manager and the scripts of an Odoo 19 tree, and our rules in front of them.

    :param dist_packages: the folder that holds the ``odoo`` package of 19.0.
    :raises PortError: there is no such engine in that folder.
    """

    def __init__(self, dist_packages: Path):
        odoo = Path(dist_packages) / "odoo"
        wanted = [odoo / "cli" / "upgrade_code.py", *(odoo / "upgrade_code" / name for name in SCRIPTS)]
        missing = [path for path in wanted if not path.is_file()]
        if missing:
            raise PortError(
                f"no Odoo 19 upgrade engine in {dist_packages} ({missing[0]} is missing): "
                "--odoo19 takes the folder that holds the 'odoo' package of 19.0"
            )
        with standalone():
            self.file_manager = load(wanted[0], "port19_engine").FileManager
        scripts = [(path.name, load(path, "port19_" + path.stem)) for path in wanted[1:]]
        self.steps = [(rule.__name__.rpartition(".")[2], rule) for rule in RULES] + scripts

    def run(self, addons: list[Path]) -> dict[Path, str]:
        """Return the new text of each file that the port changes, by its path in the source.

        Nothing is written. The addons are ported together: groups of one name privileges of another.

        :raises PortError: a rule or script could not cope with a file.
        """
        files = self.file_manager([])
        for addon in addons:
            files._files.update(self.file_manager([str(addon.parent)], f"{addon.name}/**/*")._files)
        for file in files:
            # the engine would read in the encoding of the locale
            try:
                file._content = file.path.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise PortError(f"{file.path}: not UTF-8 ({error.reason} at byte {error.start})") from None
        for name, step in self.steps:
            try:
                step.upgrade(files)
            except PortError:
                raise
            except Exception as error:
                raise PortError(f"{self.culprit(step, files)}: the rule {name} failed: {error}") from error
        return {file.path: file.content for file in files if file.dirty}

    @staticmethod
    def culprit(step, files) -> Path | str:
        """Return the file a step fails on, by running it on one file after the other."""
        everything = dict(files._files)
        for path, file in everything.items():
            files._files = {path: file}
            try:
                step.upgrade(files)
            except Exception:
                return file.path
        return "somewhere in the addons"
