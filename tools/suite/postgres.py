"""PostgreSQL: the server that PGHOST names, else the private cluster (see ``cluster.py``)."""

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from .cache import locked
from .errors import SuiteError
from .shell import clean_env, last_words


class Postgres:
    """A PostgreSQL server to work with; ``env()`` is what its clients need."""

    def __init__(self, host, port, user, programs=None, password=None):
        self.host, self.port, self.user, self.password = str(host), str(port), user, password
        self.programs = programs

    def env(self):
        """The libpq variables for a child process, and PATH with its client programs."""
        env = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user}
        if self.password:
            env["PGPASSWORD"] = self.password
        if self.programs:
            env["PATH"] = f"{self.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        return env

    def sql(self, query, database="postgres"):
        """Run SQL in autocommit and return the rows as lists of text."""
        command = [
            self.client("psql"),
            "-X",
            "-q",
            "-A",
            "-t",
            "-F",
            "\x1f",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            query,
        ]
        done = subprocess.run(
            command, env=clean_env(**self.env()), capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            raise SuiteError(
                f"PostgreSQL: {last_words(done.stderr)}", "see the message; make logs shows the server's side"
            )
        return [line.split("\x1f") for line in done.stdout.splitlines() if line]

    def client(self, name):
        """The path of a client program."""
        path = self.programs and Path(self.programs, name)
        return str(path) if path and path.exists() else name

    def exists(self, database):
        """Whether a database is there."""
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def create(self, database, template="template0"):
        """Create a database as a copy of ``template``."""
        self.sql(
            f'CREATE DATABASE "{database}" TEMPLATE "{template}"'
            + (" ENCODING 'UTF8'" if template == "template0" else "")
        )

    def drop(self, database):
        """Drop a database, disconnecting whoever is in it."""
        self.sql(f"UPDATE pg_database SET datistemplate = false WHERE datname = '{database}'")
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def rename(self, old, new):
        """Rename a database."""
        self.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def databases(self, prefix):
        """The names of the databases that start with ``prefix``."""
        return [row[0] for row in self.sql("SELECT datname FROM pg_database ORDER BY 1") if row[0].startswith(prefix)]


@contextlib.contextmanager
def in_use(cache, environ=os.environ):
    """A ``Postgres`` for the length of a block; a private cluster is stopped after its last user's block."""
    if environ.get("PGHOST"):
        yield existing(environ)
        return
    from .cluster import Cluster

    cluster = Cluster(cache)
    try:
        with locked(cluster.usage(), shared=True):
            yield cluster.start()
    finally:
        cluster.stop_if_unused()


def existing(environ):
    """The server that PGHOST names; refused with a remedy when it does not answer or may not create databases."""
    programs = None
    if not shutil.which("psql"):
        folders = [*Path("/usr/lib/postgresql").glob("*/bin"), Path(environ.get("AGENCY_PG_BIN") or "/nonexistent")]
        found = [folder for folder in folders if (folder / "psql").exists()]
        if not found:
            raise SuiteError("PGHOST is set but psql is not on this machine", "apt-get install postgresql-client")
        programs = found[-1]
    user = environ.get("PGUSER") or pwd.getpwuid(os.geteuid()).pw_name
    server = Postgres(environ["PGHOST"], environ.get("PGPORT") or "5432", user, programs, environ.get("PGPASSWORD"))
    remedy = "check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST for a private server"
    end = time.monotonic() + 10
    while True:
        try:
            rows = server.sql("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            break
        except SuiteError as error:
            if time.monotonic() > end or "starting up" not in error.message:
                raise SuiteError(error.message, remedy) from error
            time.sleep(0.5)
    if rows != [["t"]]:
        raise SuiteError(
            f"the PostgreSQL role {user} may not create databases", f'ALTER ROLE "{user}" CREATEDB; or unset PGHOST'
        )
    return server
