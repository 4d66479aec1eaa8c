"""For the tests of one addon: leaves out classes that were found unchanged, notes what the others reach.

Loaded with ``-p`` into the processes that run tests inside Odoo; ``tools/suite/unchanged.py`` is its other side.
``AGENCY_REACH`` names a JSON file: the addons' folders, the classes to leave out, the folder for what was noted.
"""

import json
import os
import sys
from pathlib import Path

import pytest

from . import pytest_in_odoo
from .reach import Reached

WANTED = json.loads(Path(os.environ["AGENCY_REACH"]).read_text())
#: what is called before the first test and between them belongs to all of them
EVERY = ""
REACHED = Reached(WANTED["addons"])
REACHED.begin(EVERY)
sys.meta_path.insert(0, REACHED)
#: class -> its number of tests, whether they show pages in a browser, whether all of them passed
CLASSES = {}


def class_of(item):
    """:return str: the class of a test by file and name; '' for one that has none"""
    return item.nodeid.rsplit("::", 1)[0] if item.cls else EVERY


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out the tests of unchanged classes."""
    known = set(WANTED["leave_out"])
    left_out = [item for item in items if class_of(item) in known]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if class_of(item) not in known]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    """The class's own preparation and what follows belongs to it."""
    part = class_of(item)
    REACHED.begin(part)
    if part:
        entry = CLASSES.setdefault(part, {"tests": 0, "pages": shows_pages(item.cls), "passed": True})
        entry["tests"] += 1


@pytest.fixture(scope="session", autouse=True)
def views_noted(request):
    """Views note that their content is looked at."""
    if not WANTED["views"]:
        yield
        return
    request.getfixturevalue("load_registry")
    from odoo.modules.registry import Registry
    from odoo.tests.common import get_db_name

    registry = Registry(get_db_name())
    with registry.cursor() as cr:
        cr.execute("SELECT res_id, module || '.' || name FROM ir_model_data WHERE model = 'ir.ui.view'")
        names = {view: f"view:{name}" for view, name in cr.fetchall() if name in set(WANTED["views"])}
    yield from REACHED.views(registry["ir.ui.view"], names, pytest_in_odoo.KEPT)


def shows_pages(cls):
    """:return bool: whether a class of tests asks a server for pages, with the styles and scripts of the addons"""
    return any(parent.__name__ == "HttpCase" for parent in cls.__mro__)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """A class with a failure has not passed."""
    report = yield
    if report.failed and class_of(item):
        CLASSES[class_of(item)]["passed"] = False
    return report


def pytest_sessionfinish():
    """Write down what this process noted; the one that only hands out tests has noted nothing."""
    if not CLASSES:
        return
    every = sorted(REACHED.by_part.pop(EVERY))
    result = {
        "every": every,
        "classes": {
            part: {**CLASSES[part], "reached": sorted(reached)}
            for part, reached in REACHED.by_part.items()
            if part in CLASSES
        },
    }
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    Path(WANTED["into"], f"{worker}.json").write_text(json.dumps(result))
