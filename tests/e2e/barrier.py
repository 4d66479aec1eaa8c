"""Stops the server inside its transaction, at a statement the test chooses.

Nothing in the addons knows of it: the test puts a trigger on a table. What can be waited for is state of the database,
so that no test sleeps and hopes.
"""

import contextlib
import subprocess
import time

from tools.suite.shell import clean_env

#: Advisory lock that the test holds and the triggers ask for; Odoo and its job runner use none near it.
KEY = 481516
PATIENCE = 60
BEHIND = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'"


def wait(what, is_so, seconds=PATIENCE, pause=0.05):
    """Wait until a condition holds.

    :param str what: what is waited for, for the message of the failure
    :param is_so: function without arguments
    :param float pause: seconds between two looks
    """
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(pause)


class Barrier:
    """Whoever reaches a statement waits there, its work done but not committed, until ``open``.

    :param server: ``AgencyServer``
    :param str statement: for example ``INSERT ON project_project`` or ``UPDATE OF setup_state ON sale_order``
    """

    def __init__(self, server, statement):
        self.server, self.statement = server, statement

    def __enter__(self):
        postgres = self.server.postgres
        # psql keeps the lock for as long as it runs, and it runs until its input ends
        self.holder = subprocess.Popen(
            [postgres.client("psql"), "-X", "-q", "-d", self.server.database],
            env=clean_env(**postgres.env()),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        self.holder.stdin.write(f"SELECT pg_advisory_lock({KEY});\n")
        self.holder.stdin.flush()
        wait("the barrier's lock", lambda: self._count("granted"))
        # shared, so that who passes later does not wait for who passed first
        self.trigger = _trigger(self.server, self.statement, f"PERFORM pg_advisory_xact_lock_shared({KEY})")
        self.trigger.__enter__()
        return self

    def __exit__(self, *_exception):
        self.open()
        self.trigger.__exit__(*_exception)

    def open(self):
        """Let everybody pass."""
        if self.holder.poll() is None:
            self.holder.stdin.close()
            self.holder.wait()

    def reached(self):
        """Wait until a transaction stands at the statement."""
        wait(f"somebody at {self.statement}", lambda: self._count("NOT granted") == 1)

    def blocked(self):
        """Wait until another transaction queues behind those at the statement, for a row they hold."""
        wait(f"somebody behind {self.statement}", self.is_blocked)

    def is_blocked(self):
        """:return bool: whether another transaction queues behind those at the statement"""
        return self.server.sql(BEHIND) == [["1"]]

    def kill(self):
        """End the server as a power cut would while somebody stands at the statement; the barrier is open after."""
        self.server.kill()
        # what PostgreSQL still does for the dead ends once it is free to go on and finds nobody there
        self.open()
        query = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        """
        wait("the dead server's transactions to end", lambda: self.server.sql(query) == [["0"]])

    def _count(self, granted):
        query = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {KEY} AND {granted}"
        return int(self.server.sql(query)[0][0])


@contextlib.contextmanager
def refusal(server, statement, words):
    """Within the block the database refuses a statement with an error that says ``words``."""
    with _trigger(server, statement, f"RAISE EXCEPTION '{words}'"):
        yield


@contextlib.contextmanager
def _trigger(server, statement, action):
    table = statement.rsplit(" ", 1)[-1]
    server.sql(f"""
        CREATE FUNCTION agency_test_barrier() RETURNS trigger AS $$ BEGIN {action}; RETURN NULL; END $$
        LANGUAGE plpgsql;
        CREATE TRIGGER agency_test_barrier AFTER {statement} FOR EACH STATEMENT EXECUTE FUNCTION agency_test_barrier()
    """)
    try:
        yield
    finally:
        server.sql(f"DROP TRIGGER agency_test_barrier ON {table}; DROP FUNCTION agency_test_barrier()")
