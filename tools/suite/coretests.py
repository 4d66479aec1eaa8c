"""Runs the tests of the pure cores without Odoo.

``python -m tools.suite.coretests [-k EXPRESSION] [--out FILE] ADDON_DIR...``

The cores import no Odoo, but their packages' ``__init__`` would. So the packages above them are stand-ins that
only have a path, and ``odoo.tests`` has just what such a test needs: ``BaseCase`` and ``tagged``.
"""

import argparse
import importlib
import importlib.abc
import importlib.machinery
import json
import sys
import time
import types
import unittest
from pathlib import Path

from .outcome import Outcome, record, title
from .selection import matcher


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds ``odoo``, ``odoo.addons``, the addons and their ``tests`` as empty packages with a path."""

    def __init__(self, addons):
        self.paths = {"odoo": [], "odoo.addons": []}
        for addon in addons:
            self.paths[f"odoo.addons.{addon.name}"] = [str(addon)]
            self.paths[f"odoo.addons.{addon.name}.tests"] = [str(addon / "tests")]
        self.modules = {"odoo.tests": _odoo_tests, "odoo.tests.common": _odoo_tests}

    def find_spec(self, name, path=None, target=None):
        """A spec for the names this finder stands in for."""
        if name in self.paths or name in self.modules:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if name.startswith("odoo.") and not name.startswith(
            tuple(f"{known}." for known in self.paths if known.count(".") == 2)
        ):
            raise ImportError(f"a core and its tests may not import {name}")
        return None

    def create_module(self, spec):
        """A module with the package's path and nothing run."""
        module = types.ModuleType(spec.name)
        module.__path__ = self.paths.get(spec.name, [])
        return module

    def exec_module(self, module):
        """Fill ``odoo.tests``; everything else stays empty."""
        fill = self.modules.get(module.__name__)
        if fill:
            fill(module)


def _odoo_tests(module):
    module.BaseCase = type("BaseCase", (unittest.TestCase,), {"__module__": module.__name__})
    module.tagged = lambda *_tags: lambda cls: cls


class Record(unittest.TestResult):
    """Collects one dict per test."""

    def __init__(self):
        super().__init__()
        self.records, self._start, self._failed_parts = [], 0.0, []

    def startTest(self, test):
        """Note the time."""
        super().startTest(test)
        self._start, self._failed_parts = time.perf_counter(), []

    def _add(self, test, outcome, message=""):
        took = round(time.perf_counter() - self._start, 4)
        cls, _dot, name = test.id().rpartition(".")
        self.records.append(record(cls, name, outcome, took, message))

    def addSuccess(self, test):
        """A test passed, unless one of its parts did not."""
        if not self._failed_parts:
            self._add(test, "passed")

    def addFailure(self, test, error):
        """A test failed."""
        self._add(test, "failed", self._exc_info_to_string(error, test))

    addError = addFailure

    def addSkip(self, test, reason):
        """A test was skipped."""
        self._add(test, "skipped", reason)

    def addSubTest(self, test, subtest, error):
        """A part of a test ended; only failures are recorded."""
        if error:
            self._failed_parts.append(subtest)
            self._add(test, "failed", f"{subtest}\n{self._exc_info_to_string(error, test)}")


def load(addons, expression=None):
    """The suite of core tests of these addon folders; a file that cannot be imported is a failing test."""
    sys.meta_path.insert(0, StandIns(addons))
    match = matcher(expression) if expression else None
    loader, suite = unittest.TestLoader(), unittest.TestSuite()
    for addon in addons:
        for path in sorted((addon / "tests" / "core").glob("**/test_*.py")):
            inner = ".".join(path.relative_to(addon).with_suffix("").parts)
            for test in _flat(loader.loadTestsFromName(f"odoo.addons.{addon.name}.{inner}")):
                words = "/".join((addon.name, *path.parts[-3:], *test.id().split(".")[-2:])).lower()
                if not match or match(words) or "_FailedTest" in test.id():
                    suite.addTest(test)
    return suite


def _flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _flat(test)
        else:
            yield test


def main(arguments=None):
    """Run; the exit code is 1 when a test failed and 5 when there was none, as pytest's."""
    parser = argparse.ArgumentParser(prog="coretests")
    parser.add_argument("-k", default=None)
    parser.add_argument("--out", type=Path)
    parser.add_argument("addons", nargs="+", type=lambda text: Path(text).resolve())
    options = parser.parse_args(arguments)
    result, start = Record(), time.perf_counter()
    load(options.addons, options.k).run(result)
    took = time.perf_counter() - start
    outcome = Outcome("cores", records=result.records)
    for entry in result.records:
        if entry["outcome"] == "failed":
            print(f"FAILED {title(entry)}\n{entry['message']}")
    print(f"cores: {outcome.counts} in {took:.2f} s")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result.records))
    return 1 if outcome.count("failed") else 0 if result.records else 5


if __name__ == "__main__":
    sys.exit(main())
