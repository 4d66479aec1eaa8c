"""Filestores and configuration of databases."""

import configparser
from types import SimpleNamespace

from tools.suite import config
from tools.suite.cache import Checkout
from tools.suite.database import copy_filestore
from tools.suite.postgres import Postgres


def test_filestore_copy_is_independent(tmp_path):
    source, target = tmp_path / "a", tmp_path / "b"
    (source / "1f").mkdir(parents=True)
    (source / "1f" / "1f00").write_text("one")
    (target / "old").mkdir(parents=True)
    copy_filestore(source, target)
    assert sorted(str(path.relative_to(target)) for path in target.rglob("*")) == ["1f", "1f/1f00"]
    (source / "1f" / "1f00").unlink()
    (source / "1f" / "1f01").write_text("two")
    assert (target / "1f" / "1f00").read_text() == "one"
    assert not (target / "1f" / "1f01").exists()


def test_filestore_of_a_database_without_files(tmp_path):
    copy_filestore(tmp_path / "none", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_configuration_pins_the_job_runner_to_its_database(tmp_path):
    checkout = Checkout(tmp_path)
    runtime = SimpleNamespace(series="19.0", addons_paths=[])
    path = config.write(
        tmp_path / "odoo.conf", runtime, Postgres("/run/pg", 5432, "odoo"), checkout, "agency_x", [tmp_path / "build"],
        http_port=8123, db_maxconn=None,
    )  # fmt: skip
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path)
    options = dict(parser["options"])
    assert options["db_name"] == "agency_x"
    assert options["dbfilter"] == "^agency_x$"
    assert options["list_db"] == "False"
    assert options["http_port"] == "8123"
    assert "db_maxconn" not in options and "db_password" not in options
    assert set(options["server_wide_modules"].split(",")) == {"base", "web", "queue_job"}
    assert dict(parser["queue_job"]) == {"channels": "root:2"}
    assert options["smtp_server"] == "127.0.0.1"
    assert path.stat().st_mode & 0o077 == 0, "it holds the master password"
    assert config.admin_password(checkout) == options["admin_passwd"]


def test_without_scheduled_actions_no_job_runs_by_itself(tmp_path):
    checkout = Checkout(tmp_path)
    runtime = SimpleNamespace(series="17.0", addons_paths=[])
    postgres = Postgres("/run/pg", 5432, "odoo")
    path = config.write(tmp_path / "odoo.conf", runtime, postgres, checkout, "agency_x", [], max_cron_threads=0)
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path)
    assert dict(parser["queue_job"]) == {"channels": "root:0"}
