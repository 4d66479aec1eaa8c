"""``make test``: every layer of tests for every series found, the log gate, and the summary."""

import contextlib
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from . import odoo19, postgres, selection, series
from .cache import read_json
from .cluster import server_programs
from .errors import SuiteError
from .outcome import Outcome, closing_line, from_junit, summary, title
from .progress import seconds
from .shell import clean_env
from .testing_series import run_series


class TestRun:
    """One run of the tests: what is chosen, what came of it."""

    def __init__(self, suite):
        self.suite, self.progress, self.checkout = suite, suite.progress, suite.checkout
        self.addon, self.expression = suite.environ.get("ADDON") or None, suite.environ.get("K") or None
        self.results = self.checkout.run("results")
        self.outcomes = []
        # Where Hypothesis keeps what it learned: not beside the sources.
        self.storage = {"HYPOTHESIS_STORAGE_DIRECTORY": self.checkout.run("hypothesis")}
        everything = selection.collect(self.checkout)
        if self.addon and self.addon not in {case.addon for case in everything} | {
            path.name for path in self.checkout.addons
        }:
            raise SuiteError(
                f"ADDON={self.addon} is not an addon of the suite",
                f"use one of {', '.join(path.name for path in self.checkout.addons)}",
            )
        try:
            self.cases = selection.choose(everything, self.addon, self.expression)
        except ValueError as error:
            raise SuiteError(str(error), "for example K='timer and not stop'") from error

    @property
    def narrow(self):
        """Whether only a part was asked for (daily work): the checks of the whole are left out then."""
        return bool(self.addon or self.expression)

    def has(self, layer):
        """Whether a layer has chosen tests."""
        return any(case.layer == layer for case in self.cases)

    def run(self):
        """Run what is chosen; returns the exit code."""
        start = time.monotonic()
        shutil.rmtree(self.results, ignore_errors=True)
        if self.narrow and not self.cases:
            raise SuiteError(
                f"no test matches ADDON={self.addon or ''} K={self.expression or ''}",
                "make test without them runs everything",
            )
        # cores and lint take one core, what comes after them leaves one free most of the time
        with ThreadPoolExecutor(max_workers=1) as beside:
            parts = [self.cores] * self.has("core") + [self.lint] * (not self.narrow)
            others = [beside.submit(part) for part in parts]
            if self.has("tooling"):
                self.provide_tree()
                self.plain("tooling", [place for place, layer in selection.PLACES.items() if layer == "tooling"])
            if not self.narrow or any(self.has(layer) for layer in ("addon", "suite", "demo", "e2e")):
                self.each_series()
            for other in others:
                other.result()
        if self.has("meta"):
            self.save_results()
            self.plain("documentation", [place for place, layer in selection.PLACES.items() if layer == "meta"])
        return self.close(time.monotonic() - start)

    def add(self, outcome):
        """Keep a part's outcome and print it at once."""
        self.outcomes.append(outcome)
        for entry in outcome.records:
            if entry["outcome"] == "failed" and entry.get("show", True):
                self.progress.say(f"FAILED {outcome.title}: {title(entry)}\n{entry['message']}")

    def save_results(self):
        """A JUnit file per part in a folder per series that ran, for the tests that judge the documentation."""
        ran = {outcome.series for outcome in self.outcomes if outcome.series and outcome.seconds}
        for name in ran if not self.narrow else ():
            for outcome in self.outcomes:
                if outcome.series in ("", name):
                    outcome.save(self.results / name)

    def close(self, took):
        """Print the summary and return the exit code."""
        self.progress.say()
        for line in summary(self.outcomes):
            self.progress.say(line)
        failed = sum(outcome.count("failed") for outcome in self.outcomes)
        self.progress.say(f"all in {seconds(took)}")
        self.progress.say(closing_line(self.outcomes))
        return 1 if failed or not any(outcome.count("passed") for outcome in self.outcomes) else 0

    # -- the layers ---------------------------------------------------------------------------------------------

    def cores(self):
        """The pure cores: no Odoo, no database, under a second."""
        out = self.checkout.run("core-results.json")
        out.unlink(missing_ok=True)
        addons = [path for path in self.checkout.addons if not self.addon or path.name == self.addon]
        command = [
            self._core_python(),
            "-m",
            "tools.suite.coretests",
            "--out",
            out,
            *(["-k", self.expression] if self.expression else []),
            *addons,
        ]
        start = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.checkout.root,
            env=clean_env(PYTHONPYCACHEPREFIX=self.suite.cache.path("pycache"), **self.storage),
        )
        outcome = Outcome("cores", seconds=time.monotonic() - start)
        outcome.records = [{**entry, "show": False} for entry in read_json(out, [])]
        if done.returncode not in (0, 5) and not outcome.count("failed"):
            outcome.add("cores", False, "the core tests ended abnormally: see above")
        self.add(outcome)

    def _core_python(self):
        """A Python with the libraries that core tests use: a server environment's; made when there is none yet."""
        found = sorted(self.suite.cache.path("venv").glob("odoo*/.complete"), key=lambda path: path.stat().st_mtime)
        return found[-1].parent / "bin" / "python" if found else self.suite.tools_venv() / "bin" / "python"

    def lint(self):
        """``make lint`` as one check."""
        outcome = Outcome("lint")
        start = time.monotonic()
        code = lint(self.suite)
        outcome.seconds = time.monotonic() - start
        if code is None:
            outcome.skip("lint", "tools/lint is not there")
        else:
            outcome.add("lint", code == 0, "the findings are above")
        self.add(outcome)

    def provide_tree(self):
        """The tests of the port read Odoo 19's tree: fetch it first when everything is to be run."""
        found, _left_out = series.all_found(self.suite.cache, self.suite.environ)
        if not self.narrow and "19.0" in dict(found):
            with contextlib.suppress(SuiteError), self.progress.step("Odoo 19.0 server"):
                odoo19.provision(self.suite.cache, self.suite.environ, self.progress)

    def plain(self, name, places, env=None, series_name=""):
        """Tests that run under plain pytest, outside Odoo."""
        root = self.checkout.root
        present = [place for place in places if (root / place).is_file() or any((root / place).glob("**/test_*.py"))]
        if not present:
            return
        nineteen = max(self.suite.cache.path("odoo").glob("19.0-*/" + odoo19.TREE), default=None, key=os.path.getmtime)
        env = {
            **clean_env(
                AGENCY_RESULTS=None if self.narrow else self.results,
                AGENCY_ODOO19_PATH=nineteen,
                AGENCY_PG_BIN=None if self.narrow else server_programs(self.suite.cache),
                PYTHONPYCACHEPREFIX=self.suite.cache.path("pycache"),
                **self.storage,
            ),
            **(env or {}),
        }
        self.pytest(
            Outcome(name, series_name),
            self.suite.tools_venv() / "bin" / "python",
            ["-c", self.checkout.root / "pytest.ini", *present],
            env,
        )

    def pytest(self, outcome, python, arguments, env, judge=None):
        """Run pytest to the terminal, take its result from the JUnit file, and let ``judge`` add to it."""
        junit = self.checkout.run("junit", f"{outcome.name}-{outcome.series}.xml")
        junit.unlink(missing_ok=True)
        command = [
            python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--import-mode=importlib",
            f"--junitxml={junit}",
            "-o",
            "junit_family=xunit1",
            *arguments,
        ]
        if self.expression:
            command += ["-k", self.expression]
        self.progress.say(f"-- {outcome.series} {outcome.name}".replace("--  ", "-- "))
        start = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command], cwd=self.checkout.root, env=env, stdin=subprocess.DEVNULL
        )
        outcome.seconds = time.monotonic() - start
        if done.returncode == 5:
            return
        outcome.records = [{**entry, "show": False} for entry in from_junit(junit)]
        if done.returncode not in (0, 1) or (done.returncode == 1 and not outcome.count("failed")):
            outcome.add("pytest", False, f"pytest ended with exit code {done.returncode}: see above")
        skipped = outcome.silent_browser_skips
        if skipped and self.suite.environ.get("BROWSER") != "0":
            outcome.add(
                "browser tests",
                False,
                f"{len(skipped)} skipped for want of a browser: {skipped[0]['message']}. "
                "Remedy: make it available, or say BROWSER=0",
            )
        if judge:
            judge()
        self.add(outcome)

    # -- a series -----------------------------------------------------------------------------------------------

    def each_series(self):
        """Everything that needs a server, for each series found."""
        found, left_out = series.all_found(self.suite.cache, self.suite.environ)
        if self.narrow and not self.suite.environ.get("SERIES"):
            left_out += [(name, "ADDON and K run on the default series; SERIES= chooses") for name, _why in found[1:]]
            found = found[:1]
        for name, why in left_out:
            outcome = Outcome("series", name)
            outcome.skip(f"everything on Odoo {name}", why)
            self.add(outcome)
        with self.suite.alone("test"), postgres.in_use(self.suite.cache, self.suite.environ) as server:
            for name, why in found:
                self.progress.say(f"== Odoo {name} ({why})")
                try:
                    run_series(self, name, server)
                except SuiteError as error:
                    outcome = Outcome("provisioning", name)
                    outcome.add("provisioning", False, str(error))
                    self.add(outcome)


def lint(suite):
    """Run ``tools/lint`` in its environment; the exit code, or None when it is not there."""
    if not (suite.checkout.root / "tools" / "lint" / "__main__.py").is_file():
        return None
    folder = suite.tools_venv()
    path = os.pathsep.join([str(folder / "bin"), os.environ.get("PATH", os.defpath)])
    return subprocess.run(
        [str(folder / "bin" / "python"), "-m", "tools.lint"], cwd=suite.checkout.root, env=clean_env(PATH=path)
    ).returncode


def main(suite):
    """``make test``."""
    return TestRun(suite).run()
