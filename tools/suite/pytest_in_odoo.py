"""What pytest-odoo leaves out of the environment that Odoo's own runner gives its tests; loaded with ``-p``."""

import functools
import gc
import os
import threading
from collections import Counter
from pathlib import Path

import pytest

from .database import copy_filestore, filestore
from .kept_templates import KeptTemplates

KEPT = KeptTemplates()


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The classes that take long come first."""
    from odoo.tests import HttpCase

    longest_first(items, HttpCase)


def longest_first(items, pages):
    """Sort tests: classes with ``pages`` first, then the larger ones.

    A process that takes a long class last keeps the others waiting. Each test of a page in a browser takes seconds, so
    that a class of a few of them takes longest.
    """
    sizes = Counter(item.cls for item in items)
    items.sort(key=lambda item: (not (item.cls and issubclass(item.cls, pages)), -sizes[item.cls]))


@pytest.fixture(scope="session", autouse=True)
def database_of_the_thread(load_registry):
    """The main thread knows its database, as under Odoo: tests open cursors of their own by it."""
    from odoo.tests.common import get_db_name

    thread = threading.current_thread()
    thread.dbname = get_db_name()
    yield
    del thread.dbname


@pytest.fixture(scope="session", autouse=True)
def registry_stays(load_registry):
    """The garbage collector leaves the loaded Odoo alone and looks at what the tests leave behind.

    Environments are cycles that live until it comes, and Odoo searches all living ones whenever it needs one.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before a class is set up."""
    KEPT.test_begins(item.cls)


@pytest.fixture(scope="session", autouse=True)
def templates_stay(load_registry):
    """Pages and mails are compiled once, not in each test that shows them."""
    from odoo.modules.registry import Registry
    from odoo.tests.common import get_db_name

    yield from KEPT.installed(Registry, Registry(get_db_name())["ir.qweb"])


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords(load_registry):
    """Passwords of test users are hashed in one round: Odoo's 600,000 take half of the tests' time.

    Odoo takes the larger of this floor and the system parameter, so the parameter alone cannot lower it.
    """
    from odoo.addons.base.models import res_users

    floor, res_users.MIN_ROUNDS = res_users.MIN_ROUNDS, 1
    yield
    res_users.MIN_ROUNDS = floor


#: What a new person gets of stock Odoo that no test of ours looks at, and that is most of what a person costs:
#: drawn initials, kept as ten files, and a to-do note that greets them, a task with all that follows from one.
WELCOME = {"hr.employee": "_avatar_generate_svg", "res.users": "_generate_onboarding_todo"}


@pytest.fixture(scope="session", autouse=True)
def no_welcome(load_registry):
    """New people come without what stock greets them with."""
    from odoo.modules.registry import Registry
    from odoo.tests.common import get_db_name

    registry = Registry(get_db_name())
    classes = {registry[model]: method for model, method in WELCOME.items() if hasattr(registry.get(model), method)}
    for person, method in classes.items():
        setattr(person, method, lambda _people: False)
    yield
    for person, method in classes.items():
        delattr(person, method)


@pytest.fixture(scope="session", autouse=True)
def sources_stay(load_registry):
    """Folders of styles and scripts are read once: Odoo reads all of them for every page after each test."""
    from odoo.addons.base.models import ir_asset

    read = ir_asset._glob_static_file
    ir_asset._glob_static_file = functools.cache(read)
    yield
    ir_asset._glob_static_file = read
