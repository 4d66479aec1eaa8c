"""``make bench``: runs ``tests/bench/*.py`` and prints one JSON line a budget.

A bench is a module of ``tests/bench`` (names with a leading underscore are helpers) that has one of

* ``run(env)``: called in an Odoo shell on a database with the suite and the peers installed, a copy of its own.
* ``run_http(server)``: called outside Odoo with an ``AgencyServer`` (see ``e2e.py``), a real process on that database.

Both return a list of dicts with at least ``bench`` (name) and ``ok``; ``ratio`` and ``budget`` tell how near it was::

    {"bench": "portal_overview", "ratio": 0.8, "budget": 1.3, "ok": true, "queries": 31}

The peers are the OCA addons of ``tools/requirements/bench-<series>.txt``; no addon of the suite depends on them. Each
bench starts from a fresh copy of the database. K chooses benches by a part of their name.
"""

import ast
import json
import re
import subprocess
import sys

from . import pins, postgres, runtime, series, venv
from .cache import digest, read_json, write_json
from .e2e import serve_for_tests
from .errors import SuiteError
from .shell import clean_env, last_words
from .suite import install_key, installed

MARK = "AGENCY-BENCH "
LOAD = """
import importlib.util, json, sys
sys.path.insert(0, {root!r})
spec = importlib.util.spec_from_file_location("agency_bench", {path!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
"""
IN_ODOO = LOAD + "print({mark!r} + json.dumps(module.run(env)))\n"
OVER_HTTP = LOAD + (
    "from tools.suite.e2e import AgencyServer\n"
    "print({mark!r} + json.dumps(module.run_http(AgencyServer.from_environ())))\n"
)


def kind(path):
    """``run`` or ``run_http``: which of the two a bench has."""
    names = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
    found = [name for name in ("run", "run_http") if name in names]
    if len(found) != 1:
        raise SuiteError(
            f"{path.name} needs a function run(env) or run_http(server)", "tools/suite/bench.py tells more"
        )
    return found[0]


def results(output, name):
    """The results that a bench printed; ``SuiteError`` when there are none or one lacks what is required."""
    found = [line[len(MARK) :] for line in output.splitlines() if line.startswith(MARK)]
    if not found:
        raise SuiteError(f"{name} printed no result: {last_words(output)}", "its output has the cause")
    values = json.loads(found[-1])
    for value in values:
        if not {"bench", "ok"} <= set(value):
            raise SuiteError(f"a result of {name} lacks bench or ok: {value}", "correct the bench")
    return values


def peers(name):
    """The modules of the bench's own pins for a series."""
    found = re.findall(r"^odoo-addon-([\w-]+)==", pins.file(f"bench-{name}").read_text(), re.MULTILINE)
    return [module.replace("-", "_") for module in found]


def prepared(suite, databases, name):
    """A database with the suite and the peers installed; the server's environment gets the peers, too."""
    base, _log = installed(databases)
    with suite.progress.step("Python environment for the bench"):
        program, _version = venv.find_python(name, suite.environ)
        more = [pins.file(f"bench-{name}")]
        databases.runtime.venv = runtime.server_venv(suite.cache, name, program, databases.runtime.tree, "bench", more)
    database = suite.checkout.database("bench_base", name)
    note = suite.checkout.run(name, f"{database}.json")
    key = digest(install_key(databases, suite.checkout.addons), peers(name))
    if read_json(note) != key or not databases.postgres.exists(database):
        with suite.progress.step(f"install the peers: {', '.join(peers(name))}"):
            note.unlink(missing_ok=True)
            databases.copy(base, database)
            log = suite.checkout.run("logs", f"bench-install-{name}.log")
            log.unlink(missing_ok=True)
            databases.install(database, peers(name), log, what="installing the bench's peers")
        write_json(note, key)
    return database


def scripts(suite):
    """The benches to run."""
    wanted = suite.environ.get("K") or ""
    found = [path for path in sorted(suite.checkout.root.glob("tests/bench/[!_]*.py")) if wanted in path.stem]
    if not found:
        raise SuiteError(f"there is no tests/bench/*{wanted}*.py", "use a complete clone, or another K")
    return found


def _in_odoo(suite, databases, base, path):
    database = databases.copy(base, suite.checkout.database("bench", databases.runtime.series))
    log = suite.checkout.run("logs", f"bench-{path.stem}-{databases.runtime.series}.log")
    log.unlink(missing_ok=True)
    script = IN_ODOO.format(root=str(suite.checkout.root), path=str(path), mark=MARK)
    try:
        databases.shell(database, script, log=log, what=f"the bench {path.stem}", log_level="warn")
    finally:
        databases.drop(database)
    return log.read_text(errors="replace")


def _over_http(suite, databases, base, path):
    script = OVER_HTTP.format(root=str(suite.checkout.root), path=str(path), mark=MARK)
    with serve_for_tests(suite, databases, base, purpose="bench") as env:
        command = [str(suite.tools_venv() / "bin" / "python"), "-c", script]
        done = subprocess.run(command, cwd=suite.checkout.root, env=clean_env(**env), stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SuiteError(f"the bench {path.stem} ended with exit code {done.returncode}", "its output is above")
    return done.stdout


def main(suite):
    """``make bench``: JSON lines on standard output, everything else on standard error."""
    suite.progress.stream = sys.stderr
    todo = [(path, kind(path)) for path in scripts(suite)]
    name, why = series.choose(suite.cache, suite.environ)
    suite.progress.say(f"Odoo {name} ({why})")
    provisioned = suite.runtime(name)
    ok = True
    with postgres.in_use(suite.cache, suite.environ) as server:
        databases = suite.databases(provisioned, server)
        base = prepared(suite, databases, name)
        for path, function in todo:
            try:
                output = (_in_odoo if function == "run" else _over_http)(suite, databases, base, path)
                values = results(output, path.name)
            except SuiteError as error:
                suite.progress.warn(str(error))
                values = [{"bench": path.stem, "ok": False, "error": error.message}]
            for value in values:
                ok = ok and bool(value["ok"])
                print(json.dumps({"series": name, **value}), flush=True)
    return 0 if ok else 1
