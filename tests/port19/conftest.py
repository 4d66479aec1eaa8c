"""Where the tests of the port find an Odoo 19 tree, and a stand-in for Odoo's file objects."""

import importlib.util
import os
from pathlib import Path

import pytest


def find_odoo19():
    """Return the folder that holds the odoo package of 19.0: AGENCY_ODOO19_PATH, or the one that can be imported."""
    if os.environ.get("AGENCY_ODOO19_PATH"):
        return Path(os.environ["AGENCY_ODOO19_PATH"])
    spec = importlib.util.find_spec("odoo")
    for location in (spec and spec.submodule_search_locations) or ():
        if Path(location, "upgrade_code", "18.1-00-sql-constraint.py").is_file():
            return Path(location).parent
    return None


@pytest.fixture(scope="session")
def odoo19():
    """The folder that holds the odoo package of 19.0."""
    path = find_odoo19()
    if path is None:
        pytest.skip("no Odoo 19 tree: set AGENCY_ODOO19_PATH to the folder that holds its odoo package")
    return path


class File:
    """What a rule sees of a file."""

    def __init__(self, path, content):
        self.path = Path(path)
        self.addon = Path(self.path.parts[0])
        self.content = content


@pytest.fixture
def apply():
    """Run a rule over files given as ``{path: content}`` and return them in the same form.

    Each call also checks that the rule changes nothing when it runs on its own result.
    """

    def run(rule, files):
        once = run_rule(rule, files)
        assert run_rule(rule, once) == once, "the rule is not idempotent"
        return once

    return run


def run_rule(rule, files):
    """Run the rule once over ``{path: content}``."""
    objects = [File(path, content) for path, content in files.items()]
    rule.upgrade(objects)
    return {str(file.path): file.content for file in objects}
