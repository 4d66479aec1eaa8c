"""The pins: every file parses, and what the addons ask for is in them."""

import ast
import re
import sys

import pytest

from tools.suite import manifest, pins
from tools.suite.cache import Checkout

from .conftest import ROOT

SERIES = ("17.0", "19.0")
FILES = sorted(pins.FOLDER.glob("*.txt"))
# OCA modules whose name differs from their distribution's do not exist; stock modules are whatever no pin names.
OCA = {"queue_job", "web_timeline", "helpdesk_mgmt", "dms", "resource_booking", "payroll", "report_xlsx", "auditlog"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_is_an_exact_pin(path):
    assert pins.read(path) or path.stem == "addons"


@pytest.mark.parametrize("series", SERIES)
def test_oca_pins_are_of_their_series(series):
    for line in [
        *pins.file(f"oca-{series}").read_text().splitlines(),
        *pins.file(f"bench-{series}").read_text().splitlines(),
    ]:
        if line.startswith("odoo-addon-"):
            assert re.fullmatch(rf"odoo-addon-\w+=={re.escape(series)}\.[\d.]+", line)


def test_both_series_pin_the_same_oca_addons():
    assert pins.addon_modules("17.0") == pins.addon_modules("19.0")


@pytest.mark.parametrize("series", SERIES)
def test_needs_of_the_addons_are_pinned(series):
    addons = Checkout(ROOT).addons
    assert [path.name for path in addons] == ["agency_crm", "agency_dashboard", "agency_management", "agency_portal"]
    have = {name for path in pins.server_files(series) for name in pins.read(path)}
    lacking = [
        f"{addon}: {library}"
        for addon, libraries in manifest.python_libraries(addons).items()
        for library in libraries
        if pins.normal(library) not in have
    ]
    assert lacking == []
    modules = set(manifest.foreign_modules(addons))
    assert sorted((modules & OCA) - set(pins.addon_modules(series))) == []


def test_cores_are_tested_before_a_server_is_there():
    modules = [
        path
        for addon in Checkout(ROOT).addons
        for place in ("core", "tests/core")
        for path in addon.glob(f"{place}/*.py")
    ]
    assert len(modules) > 50
    lacking = {
        name
        for path in modules
        for name in imported(path)
        if name not in sys.stdlib_module_names
        and name != "odoo"
        and pins.normal(name) not in pins.read(pins.file("e2e"))
    }
    assert lacking == set()


def imported(path):
    """Top names of the packages a module imports, its own package's left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def test_production_pins_hold_the_series_of_production():
    have = pins.read(ROOT / "requirements.txt")
    for path in (pins.file("server-17.0"), pins.file("oca-17.0"), pins.file("addons")):
        for name, versions in pins.read(path).items():
            assert versions <= have[name]


def test_key_ignores_comments(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# one\na==1\n")
    before = pins.key([path])
    path.write_text("# two\n\na==1\n")
    assert pins.key([path]) == before
    path.write_text("a==2\n")
    assert pins.key([path]) != before


@pytest.mark.parametrize("line", ["a", "a>=1", "a==1.*", "git+https://x.example/a"])
def test_loose_requirements_are_refused(tmp_path, line):
    path = tmp_path / "a.txt"
    path.write_text(line)
    with pytest.raises(ValueError, match="not an exact pin"):
        pins.read(path)
