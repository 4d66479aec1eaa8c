"""The runner of the core tests: without Odoo, and with its answers told apart."""

import json
import subprocess
import sys

import pytest

from .conftest import ROOT

TEST = """
import unittest
from odoo.tests.common import BaseCase, tagged
from odoo.addons.my_addon.core import calc

@tagged("post_install")
class TestCalc(BaseCase):
    def test_good(self):
        self.assertEqual(calc.double(2), 4)

    def test_bad(self):
        self.assertEqual(calc.double(2), 5)

    def test_parts(self):
        for value in (1, 2):
            with self.subTest(value=value):
                self.assertEqual(value, 1)

    @unittest.skip("not today")
    def test_left(self):
        pass
"""


@pytest.fixture
def addon(tmp_path):
    path = tmp_path / "my_addon"
    for folder in ("core", "tests/core"):
        (path / folder).mkdir(parents=True)
        (path / folder / "__init__.py").touch()
    (path / "__init__.py").write_text("from odoo import models\n")
    (path / "tests" / "__init__.py").write_text("from . import nothing_that_exists\n")
    (path / "core" / "calc.py").write_text("def double(value):\n    return 2 * value\n")
    (path / "tests" / "core" / "test_calc.py").write_text(TEST)
    return path


def run(addon, *arguments):
    out = addon.parent / "out.json"
    command = [sys.executable, "-m", "tools.suite.coretests", "--out", str(out), *arguments, str(addon)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done, {entry["name"]: entry["outcome"] for entry in json.loads(out.read_text())}


def test_results(addon):
    done, results = run(addon)
    assert done.returncode == 1
    assert results == {"test_good": "passed", "test_bad": "failed", "test_parts": "failed", "test_left": "skipped"}
    assert "cores: 1 passed, 2 failed, 1 skipped" in done.stdout
    assert "AssertionError: 4 != 5" in done.stdout


def test_expression(addon):
    done, results = run(addon, "-k", "calc and good")
    assert done.returncode == 0
    assert results == {"test_good": "passed"}
    done, results = run(addon, "-k", "nothing_like_it")
    assert (done.returncode, results) == (5, {})


def test_core_that_imports_odoo_fails(addon):
    (addon / "core" / "calc.py").write_text("from odoo import fields\n")
    done, results = run(addon)
    assert done.returncode == 1
    assert list(results.values()) == ["failed"]
    assert "a core and its tests may not import odoo.fields" in done.stdout


def test_core_that_imports_models_fails(addon):
    (addon / "core" / "calc.py").write_text("from ..models import thing\n")
    done, _results = run(addon)
    assert done.returncode == 1
