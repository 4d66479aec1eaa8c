"""A real server process for end-to-end tests, and what such a test may do with it.

``make test`` starts the server on a copy of a database with the suite installed and hands over, in the environment:

=================  ==============================================================================================
AGENCY_URL         address of the server, no slash at the end
AGENCY_DB          its database
AGENCY_SERIES      ``17.0`` or ``19.0``
AGENCY_ARTEFACTS   folder for screenshots and traces (``.run/artefacts/<series>``)
AGENCY_CHROMIUM    the Chromium program for ``launch(executable_path=...)``
AGENCY_MAIL_URL    page (and ``/api/messages/``) of the mail catcher, '' when there is none
AGENCY_SERVER      the server's description, for ``AgencyServer.from_environ()``
AGENCY_LOG         its log; entries of WARNING and above outside the reviewed list fail the run
=================  ==============================================================================================

``AgencyServer`` restarts or kills the process, puts the database back to its first state, runs SQL and Odoo shell
scripts. It needs the standard library alone.
"""

import contextlib
import json
import os
import shutil
import subprocess
import urllib.request

from . import logcheck, mailcatcher, ports
from .database import copy_filestore
from .errors import SuiteError, Unavailable
from .postgres import Postgres
from .run import SERVED
from .server import Server
from .shell import last_words

HTTP_PORT = 8169
#: What is done hourly or more rarely waits until a journey asks for it: it is due at the minute at which the database
#: was installed, so it would come in the middle of some journeys. (Stock's long clean-up would moreover begin with the
#: server; tests stop the server while it runs, which Odoo calls an error.)
NO_NIGHT = """
UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc' + interval '1 day' WHERE interval_type <> 'minutes'
"""
LAUNCH_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
)


class AgencyServer(Server):
    """The server under test."""

    @classmethod
    def from_environ(cls, environ=os.environ):
        """The server that ``make test`` (or ``python3 -m tools.suite e2e-server``) started."""
        if not environ.get("AGENCY_SERVER"):
            raise SuiteError("AGENCY_SERVER is not set", "run the end-to-end tests through make test K=NAME")
        return cls(environ["AGENCY_SERVER"])

    @property
    def database(self):
        """Name of the database."""
        return self.facts["database"]

    @property
    def postgres(self):
        """The PostgreSQL server."""
        return Postgres(**self.facts["postgres"])

    def sql(self, query):
        """Run SQL in autocommit; rows as lists of text."""
        return self.postgres.sql(query, self.database)

    def wake(self):
        """Let the scheduler do what is due now; one that was started just now would come round to it in a minute."""
        self.postgres.sql(f"SELECT pg_notify('cron_trigger', '{self.database}')")

    def shell(self, script):
        """Run a Python script in ``odoo shell`` (it has ``env`` and commits itself); returns what it printed."""
        done = subprocess.run(
            [*self.facts["shell"], "--no-http"], input=script, env=self.facts["env"], capture_output=True, text=True
        )
        if done.returncode:
            raise SuiteError(f"the shell script failed: {last_words(done.stderr)}\n{done.stderr[-3000:]}")
        return done.stdout

    def reset(self, script="", base=None, **env):
        """Put the database back to its first state and start the server again; see ``prepare``."""
        self.prepare(script, base)
        return self.start(**env)

    def prepare(self, script="", base=None):
        """Put the database back to its first state (or to that of ``base``) and run a script on it, without server.

        :param str script: for the Odoo shell; the mails it sends are the first ones caught
        :param str base: name that ``keep`` gave
        """
        # its database goes: ended in order, it would complain of scheduled work that it cannot finish
        self.kill()
        self.forget_mails()
        self._copy(base or self.facts["base"], self.database)
        self.postgres.sql(SERVED.format(url=self.url) + ";" + NO_NIGHT, self.database)
        if script:
            self.shell(script)

    def keep(self, name):
        """Keep the state of the database of a server that does not run; returns the name ``reset(base=...)`` takes."""
        kept = f"{self.database}_{name}"
        self._copy(self.database, kept)
        return kept

    def _copy(self, source, target):
        self.postgres.drop(target)
        self.postgres.create(target, source)
        stores = self.facts["filestores"]
        copy_filestore(os.path.join(stores, source), os.path.join(stores, target))

    @contextlib.contextmanager
    def provoked(self, *patterns):
        """Within the block the test provokes entries in the server's log, at least one for each pattern.

        Those entries do not fail the run; it is the counterpart of ``assertLogs`` for a server process.

        :param patterns: regular expressions, searched in ``LEVEL logger: text`` and the lines below it
        :raise AssertionError: nothing was logged for a pattern
        """
        with self.may_log(*patterns) as missing:
            yield
        if missing:
            raise AssertionError(f"the server logged nothing like {', '.join(missing)}")

    @contextlib.contextmanager
    def may_log(self, *patterns):
        """As :meth:`provoked`, for entries of which chance decides whether they come within the block.

        Yields a list that holds the patterns without an entry when the block has ended.
        """
        log, missing = self.facts["log"], []
        first = logcheck.length(log) + 1
        try:
            yield missing
        finally:
            missing += logcheck.provoke(log, first, patterns)

    def mails(self):
        """The mails caught so far, newest last: dicts of the catcher's API."""
        if not self.facts.get("mail"):
            return []
        with urllib.request.urlopen(f"{self.facts['mail']}api/messages/", timeout=10) as answer:
            return sorted(json.load(answer)["data"], key=lambda mail: mail["id"])

    def forget_mails(self):
        """Empty the mail catcher."""
        if self.facts.get("mail"):
            request = urllib.request.Request(f"{self.facts['mail']}api/messages/", method="DELETE")
            with urllib.request.urlopen(request, timeout=10):
                pass


@contextlib.contextmanager
def serve_for_tests(suite, databases, base, purpose="e2e"):
    """Start a server on a copy of ``base`` and yield the environment described above."""
    # tests stop the server and start it again: meanwhile its port must not become another checkout's
    with ports.reserved(suite.cache, HTTP_PORT) as port, _serve(suite, databases, base, purpose, port) as env:
        yield env


@contextlib.contextmanager
def _serve(suite, databases, base, purpose, port):
    runtime, checkout = databases.runtime, suite.checkout
    database = databases.copy(base, checkout.database(purpose, runtime.series))
    log = checkout.run("logs", f"{purpose}-{runtime.series}.log")
    log.unlink(missing_ok=True)
    logcheck.forget_provoked(log)
    artefacts = checkout.run("artefacts", runtime.series)
    artefacts.mkdir(parents=True, exist_ok=True)
    catcher = None
    try:
        mails, mail_log = checkout.run("mail", purpose), checkout.run("logs", f"mail-{purpose}.log")
        shutil.rmtree(mails, ignore_errors=True)
        catcher = mailcatcher.start(suite.cache, suite.environ, mails, mail_log)
    except Unavailable as error:
        suite.progress.warn(f"mails of the tests are dropped: {error}")
    url = f"http://127.0.0.1:{port}"
    databases.postgres.sql(SERVED.format(url=url) + ";" + NO_NIGHT, database)
    conf = databases.conf(database, http_port=port, **({"smtp_port": catcher.smtp_port} if catcher else {}))
    pg = databases.postgres
    server = AgencyServer.describe(
        checkout.run(runtime.series, f"{purpose}-server.json"),
        runtime.command("-c", conf),
        runtime.env(pg, AGENCY_MAIL=catcher.smtp if catcher else "drop"),
        url,
        log,
        shell=runtime.command("shell", "-c", conf, "-d", database),
        database=database,
        base=base,
        series=runtime.series,
        mail=catcher.url if catcher else "",
        filestores=str(databases.data_dir / "filestore"),
        postgres={
            "host": pg.host,
            "port": pg.port,
            "user": pg.user,
            "password": pg.password,
            "programs": str(pg.programs) if pg.programs else None,
        },
    )
    try:
        with suite.progress.step(f"{runtime.series}: server for {purpose}"):
            server.start()
        yield {
            "AGENCY_URL": url,
            "AGENCY_DB": database,
            "AGENCY_SERIES": runtime.series,
            "AGENCY_ARTEFACTS": str(artefacts),
            "AGENCY_CHROMIUM": str(runtime.chromium or ""),
            "AGENCY_MAIL_URL": catcher.url if catcher else "",
            "AGENCY_SERVER": str(server.state),
            "AGENCY_LOG": str(log),
        }
    finally:
        # its database goes, as in reset
        Server(server.state).kill()
        if catcher:
            catcher.stop()
        for name in [database, *databases.postgres.databases(f"{database}_")]:
            databases.drop(name)
