"""What ``make test`` does for one series: installation, tests inside Odoo, life cycle, end-to-end tests, log gate."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import demo, lifecycle, logcheck
from .e2e import serve_for_tests
from .errors import SuiteError
from .manifest import with_needed
from .outcome import Outcome
from .suite import installed
from .unchanged import KEPT_DAYS, Unchanged

INI = Path(__file__).with_name("pytest_odoo.ini")
# A process more costs ten seconds of loading and a copy of the database: it needs this many tests to be worth it.
TESTS_A_PROCESS = 40
MOST_PROCESSES = 8
JOURNEYS = "tests/e2e"
CRASHES = f"{JOURNEYS}/test_setup_crash.py"
#: Part of the journeys -> what its server, database and log are called.
PURPOSES = {"end-to-end": "e2e", "crashes": "crash"}


def run_series(run, name, server):
    """Everything of one series; ``run`` is the ``TestRun`` that chose the tests and takes the outcomes."""
    runtime = run.suite.runtime(name)
    for text in runtime.off:
        run.progress.warn(text)
    databases = run.suite.databases(runtime, server)
    if not run.narrow or run.has("addon") or run.has("suite"):
        odoo_tests(run, databases)
    if run.narrow:
        if run.has("demo"):
            demo_tests(run, databases)
        if run.has("e2e"):
            end_to_end(run, databases, "end-to-end", [JOURNEYS])
        return
    # people, servers that are killed and installations wait most of the time: three lanes share the cores
    with ThreadPoolExecutor(max_workers=2) as beside:
        others = [beside.submit(crashes, run, databases), beside.submit(life_and_demo, run, databases)]
        journeys(run, databases)
        for other in others:
            other.result()


def journeys(run, databases):
    """The journeys of people in a browser, but those of a server that is killed."""
    if run.has("e2e"):
        places = sorted((run.checkout.root / JOURNEYS).glob("test_*.py"))
        end_to_end(run, databases, "end-to-end", [place for place in places if place != run.checkout.root / CRASHES])


def crashes(run, databases):
    """A server that is killed."""
    if run.has("e2e"):
        end_to_end(run, databases, "crashes", [CRASHES])


def life_and_demo(run, databases):
    """The addons' life cycle, then the demo agency: together they take about as long as the journeys."""
    run.add(lifecycle.check(databases, gate))
    demo_tests(run, databases)


def gate(outcome, name, log):
    """Judge a server log: each entry that is not on the list is a failure."""
    if not Path(log).exists():
        return
    bad = logcheck.offending(log)
    shown = "\n".join(str(entry) for entry in bad[:20])
    more = f"\n... and {len(bad) - 20} more" if len(bad) > 20 else ""
    outcome.add(f"log of {name}", not bad, f"{len(bad)} entries are not on the reviewed list:\n{shown}{more}")


def odoo_tests(run, databases):
    """The addons' and the suite's tests inside Odoo, through pytest-odoo."""
    runtime = databases.runtime
    addons = {case.addon for case in run.cases if case.layer == "addon"}
    names = sorted(addons) if run.addon and not run.has("suite") else None
    start = time.monotonic()
    base, install_log = installed(databases, names, exactly=not run.narrow)
    outcome = Outcome("installation", runtime.series, time.monotonic() - start)
    gate(outcome, "installation", install_log)
    run.add(outcome)
    source = build_folders(databases)
    paths = [
        source[name] / "tests" for name in sorted(addons or source) if (source.get(name, Path()) / "tests").is_dir()
    ]
    if run.has("suite"):
        paths.append(run.checkout.root / "tests" / "suite")
    known = what_is_known(run, databases, source)
    if known and known.covers(cases_inside(run)):
        outcome = Outcome("addons", runtime.series)
        note_left_out(outcome, known)
        run.add(outcome)
        return
    database = databases.copy(base, run.checkout.database("test", runtime.series))
    in_odoo(run, databases, "addons", database, paths, known)


def cases_inside(run):
    """The chosen tests that run inside Odoo."""
    return [case for case in run.cases if case.layer in ("addon", "suite")]


def what_is_known(run, databases, source):
    """What earlier runs tell about the tests of an addon when it alone, and all of it, was asked for; else None."""
    needed = with_needed([run.addon], run.checkout.addons) if run.addon and not run.expression else []
    if not needed:
        return None
    folders = {path.name: source[path.name] for path in needed}
    return Unchanged(databases, run.addon, folders, ask_all=run.suite.environ.get("ALL") == "1")


def note_left_out(outcome, known):
    """Say in the result what was left out."""
    if known and known.tests:
        outcome.skip(
            f"{known.tests} tests",
            f"nothing they reach has changed since they passed (from {known.since} on, at most {KEPT_DAYS} days ago); "
            "ALL=1 runs them, too",
        )


def demo_tests(run, databases):
    """Loads the demo agency, which checks its own shape, and runs its tests on that database."""
    if not demo.present(run.checkout):
        outcome = Outcome("demo agency", databases.runtime.series)
        outcome.skip("demo agency", "its loader, tools/demo_agency/load.py, is not there")
        run.add(outcome)
        return
    base, _log = installed(databases)
    start = time.monotonic()
    loading = Outcome("demo loading", databases.runtime.series)
    database = run.checkout.database("test_demo", databases.runtime.series)
    try:
        demo.obtain(databases, base, database)
        loading.add("loading", True)
    except SuiteError as error:
        loading.add("loading", False, str(error))
    loading.seconds = time.monotonic() - start
    gate(loading, "the demo agency's loading", demo.log(databases))
    run.add(loading)
    if run.has("demo") and not loading.count("failed"):
        in_odoo(run, databases, "demo agency", database, [run.checkout.root / "tests" / "demo"])
    databases.drop(database)


def in_odoo(run, databases, name, database, paths, known=None):
    """Run pytest-odoo over ``paths`` on a database, judge the server's log, and drop the database.

    :param Unchanged known: what earlier runs tell about these tests, if it is to be used
    """
    runtime = databases.runtime
    log = run.checkout.run("logs", f"{name.replace(' ', '-')}-{runtime.series}.log")
    log.unlink(missing_ok=True)
    conf = databases.conf(database, logfile=log, log_level="warn", max_cron_threads=0)
    ignores = [f"--ignore={path / 'core'}" for path in paths if (path / "core").is_dir()]
    options = ["--odoo-config", conf, "--odoo-database", database, "--odoo-http", "--odoo-log-level=warn"]
    arguments = [
        "-c",
        INI,
        "-p",
        "tools.suite.pytest_in_odoo",
        "--rootdir",
        run.checkout.root,
        *options,
        *ignores,
        *paths,
    ]
    outcome = Outcome(name, runtime.series)
    facts = {"AGENCY_SERIES": runtime.series, "AGENCY_ROOT": run.checkout.root, **run.storage}
    env = runtime.env(databases.postgres, **facts)
    count = len(cases_inside(run)) if name == "addons" else 0
    if known:
        env.update(known.ask())
        arguments += ["-p", "tools.suite.pytest_reach"]
        count -= known.tests
    number = processes(count, len(os.sched_getaffinity(0)), shutil.which("createdb", path=env["PATH"]))
    if number > 1:
        arguments += ["-n", number, "--dist", "loadscope", "--no-loadscope-reorder"]

    def judge():
        gate(outcome, f"the tests of {name}", log)
        if known:
            # a failure without a class of tests, such as the log's, may be any one's
            if not any(entry["class"] == name for entry in outcome.records if entry["outcome"] == "failed"):
                known.keep()
            note_left_out(outcome, known)

    run.pytest(outcome, runtime.python, arguments, env, judge)
    databases.drop_with_copies(database)


def processes(tests, cores, createdb):
    """How many processes share ``tests``; each works on a database that pytest-odoo copies with ``createdb``."""
    return max(1, min(cores, MOST_PROCESSES, tests // TESTS_A_PROCESS)) if createdb else 1


def end_to_end(run, databases, name, places):
    """Journeys in a real browser against a real server process with the job runner on.

    :param str name: of this part of them; it has a server, a database and a log of its own
    :param list places: files or folders of tests, from the checkout on
    """
    runtime = databases.runtime
    if not runtime.chromium:
        outcome = Outcome(name, runtime.series)
        reason = "; ".join(runtime.off) or "no Chromium"
        if run.suite.environ.get("BROWSER") == "0":
            outcome.skip(f"{name} tests", f"BROWSER=0, and {reason}")
        else:
            outcome.add(f"{name} tests", False, f"they need a browser: {reason}. BROWSER=0 leaves them out")
        run.add(outcome)
        return
    base, _log = installed(databases)
    with serve_for_tests(run.suite, databases, base, PURPOSES[name]) as env:
        run.plain(name, places, env, runtime.series)
        log = Path(env["AGENCY_LOG"])
    outcome = Outcome(f"{name} server", runtime.series)
    gate(outcome, f"the {name} server", log)
    run.add(outcome)


def build_folders(databases):
    """The addon folders the server loads, by name (ported ones on 19.0)."""
    return {
        path.parent.name: path.parent
        for folder in databases.addons_paths
        for path in Path(folder).glob("*/__manifest__.py")
    }
