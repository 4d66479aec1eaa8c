"""The small commands: shell, psql, logs, mail, clean, provision, pot, e2e-server."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tools.lint import pot as catalogues
from tools.lint.project import Project

from . import postgres, series
from .cache import read_json
from .cluster import Cluster, base_folder
from .errors import SuiteError
from .run import stop
from .server import Server
from .suite import installed


def _database(suite):
    """(series, database) of this checkout's last run."""
    facts = read_json(suite.checkout.run("server.json"), {})
    if not facts.get("database") or suite.environ.get("SERIES", facts.get("series")) != facts.get("series"):
        raise SuiteError("there is no agency of this checkout yet", "make run")
    return facts["series"], facts["database"]


def shell(suite):
    """An interactive Odoo shell on the agency's database."""
    name, database = _database(suite)
    runtime = suite.runtime(name)
    with postgres.in_use(suite.cache, suite.environ) as server:
        databases = suite.databases(runtime, server)
        conf = suite.checkout.run(name, f"{database}.conf")
        return subprocess.run(
            runtime.command("shell", "-c", conf, "-d", database, "--no-http"),
            env=runtime.env(databases.postgres),
        ).returncode


def psql(suite, arguments):
    """psql on the agency's database."""
    _name, database = _database(suite)
    with postgres.in_use(suite.cache, suite.environ) as server:
        return subprocess.run(
            [server.client("psql"), "-d", database, *arguments], env={**os.environ, **server.env()}
        ).returncode


def logs(suite):
    """Follow the server's log; Ctrl-C leaves."""
    facts = read_json(suite.checkout.run("server.json"), {})
    if not facts.get("log") or not os.path.exists(facts["log"]):
        raise SuiteError("there is no server log of this checkout yet", "make run")
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return (
            subprocess.run(
                ["tail", "-n", "200", "-F", facts["log"]],
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            ).returncode
            and 0
        )
    finally:
        signal.signal(signal.SIGINT, before)


def mail(suite):
    """The address of the mail catcher's page."""
    server = Server(suite.checkout.run("server.json"))
    if not server.pid:
        raise SuiteError("no make run of this checkout is running", "make run")
    if not server.facts.get("mail"):
        raise SuiteError("this run has no mail catcher: mails are dropped", "see the warning that make run printed")
    return server.facts["mail"]


def clean(suite):
    """Stop, then remove this checkout's databases and ``.run``; with ALL=1 the cache as well."""
    stop(suite)
    everything = suite.environ.get("ALL") == "1"
    if suite.environ.get("PGHOST") or base_folder(suite.cache).exists():
        with postgres.in_use(suite.cache, suite.environ) as server:
            prefixes = [f"agency_{suite.checkout.key}_"] + (["agency_tpl_"] if everything else [])
            for database in [name for prefix in prefixes for name in server.databases(prefix)]:
                server.drop(database)
    shutil.rmtree(suite.checkout.state, ignore_errors=True)
    suite.progress.say("removed this checkout's databases and .run")
    if everything:
        if not suite.environ.get("PGHOST") and base_folder(suite.cache).exists():
            cluster = Cluster(suite.cache)
            if not cluster.stop_if_unused():
                raise SuiteError("another checkout uses the cache", "make stop there first")
            shutil.rmtree(cluster.base, ignore_errors=True)
        shutil.rmtree(suite.cache.root, ignore_errors=True)
        suite.progress.say(f"removed the cache {suite.cache.root}")


def provision(suite):
    """Everything up to the template database, for the chosen series or for each one found."""
    found, left_out = series.all_found(suite.cache, suite.environ)
    for name, why in left_out:
        suite.progress.say(f"Odoo {name} is left out: {why}")
    for name, why in found:
        suite.progress.say(f"Odoo {name} ({why})")
        runtime = suite.runtime(name)
        for text in runtime.off:
            suite.progress.warn(text)
        with postgres.in_use(suite.cache, suite.environ) as server:
            suite.databases(runtime, server).template()


def pot(suite):
    """Write the translation catalogues anew, from a database with the suite as it is now."""
    name, why = series.choose(suite.cache, suite.environ)
    suite.progress.say(f"Odoo {name} ({why})")
    project = Project(suite.checkout.root)
    addons = [addon for addon in project.addons if addon.folder in suite.checkout.addons]
    names = [addon.name for addon in addons]
    runtime = suite.runtime(name, with_browser=False)
    with suite.alone("test"), postgres.in_use(suite.cache, suite.environ) as server:
        databases = suite.databases(runtime, server)
        base, _log = installed(databases)
        with tempfile.TemporaryDirectory() as folder:
            facts = {"AGENCY_POT_FOLDER": folder, "AGENCY_POT_MODULES": ",".join(names)}
            databases.shell(
                base,
                f"import os; os.environ.update({facts!r})\n{catalogues.SCRIPT}",
                suite.checkout.run("logs", f"pot-{name}.log"),
                "exporting the catalogues",
            )
            exported, texts = catalogues.read(Path(folder), names)
    written = list(catalogues.write(project, addons, exported, texts))
    for path in written:
        suite.progress.say(f"wrote {path}")
    if not written:
        suite.progress.say("every catalogue is up to date")


def e2e_server(suite):
    """The server of the end-to-end tests, for working on one of them."""
    from .e2e import serve_for_tests

    name, why = series.choose(suite.cache, suite.environ)
    suite.progress.say(f"Odoo {name} ({why})")
    runtime = suite.runtime(name)
    with suite.alone(f"try-{name}"), postgres.in_use(suite.cache, suite.environ) as server:
        databases = suite.databases(runtime, server)
        base, _log = installed(databases)
        with serve_for_tests(suite, databases, base, purpose="try") as env:
            for variable, value in env.items():
                print(f"export {variable}={value}", flush=True)
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            while True:
                time.sleep(1)
