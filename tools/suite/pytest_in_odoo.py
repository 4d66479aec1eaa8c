"""What pytest-odoo leaves out of the environment that Odoo's own runner gives its tests; loaded with ``-p``."""

import os
import threading
from pathlib import Path

import pytest

from .database import copy_filestore, filestore


def pytest_sessionstart(session):
    """A process of several (pytest-xdist) gets files of its own, as it gets a database of its own.

    pytest-odoo would share the original's: what a test of one process wrote and rolled back is gone for the others.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return
    from odoo.tests.common import get_db_name
    from odoo.tools import config

    shared, own = Path(config["data_dir"]), Path(config["data_dir"], worker)
    copy_filestore(filestore(shared, get_db_name()), filestore(own, get_db_name()))
    config["data_dir"] = str(own)


@pytest.fixture(scope="session", autouse=True)
def database_of_the_thread(load_registry):
    """The main thread knows its database, as under Odoo: tests open cursors of their own by it."""
    from odoo.tests.common import get_db_name

    thread = threading.current_thread()
    thread.dbname = get_db_name()
    yield
    del thread.dbname


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords(load_registry):
    """Passwords of test users are hashed in one round: Odoo's 600,000 take half of the tests' time.

    Odoo takes the larger of this floor and the system parameter, so the parameter alone cannot lower it.
    """
    from odoo.addons.base.models import res_users

    floor, res_users.MIN_ROUNDS = res_users.MIN_ROUNDS, 1
    yield
    res_users.MIN_ROUNDS = floor
