"""What pytest-odoo leaves out of the environment that Odoo's own runner gives its tests; loaded with ``-p``."""

import threading

import pytest


@pytest.fixture(scope="session", autouse=True)
def database_of_the_thread(load_registry):
    """The main thread knows its database, as under Odoo: tests open cursors of their own by it."""
    from odoo.tests.common import get_db_name

    thread = threading.current_thread()
    thread.dbname = get_db_name()
    yield
    del thread.dbname
