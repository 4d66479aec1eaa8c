"""Which tests ADDON and K choose, told from the sources alone."""

import pytest

from tools.suite.cache import Checkout
from tools.suite.selection import choose, collect, matcher
from tools.suite.testing_series import processes


@pytest.fixture
def checkout(tmp_path):
    def write(path, text):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    for addon in ("agency_one", "agency_two"):
        write(f"addons/{addon}/__manifest__.py", "{}")
        write(f"addons/{addon}/tests/core/test_rates.py", "class TestRates:\n    def test_table(self): pass\n")
    write(
        "addons/agency_one/tests/test_timer.py",
        "class TestTimer(Case):\n    def test_stop(self): pass\n    def helper(self): pass\n",
    )
    write("addons/agency_two/tests/test_mixed.py", "class TestMixed(Shared):\n    x = 1\n")
    write("tests/tooling/test_tool.py", "def test_tool(): pass\n")
    write("tests/e2e/test_walk.py", "def test_walk(page): pass\n")
    return Checkout(tmp_path)


def names(cases):
    return sorted((case.layer, case.addon, case.cls, case.function) for case in cases)


def test_collects_every_layer(checkout):
    assert names(collect(checkout)) == [
        ("addon", "agency_one", "TestTimer", "test_stop"),
        ("addon", "agency_two", "TestMixed", ""),
        ("core", "agency_one", "TestRates", "test_table"),
        ("core", "agency_two", "TestRates", "test_table"),
        ("e2e", "", "", "test_walk"),
        ("tooling", "", "", "test_tool"),
    ]


def test_chooses(checkout):
    cases = collect(checkout)
    assert names(choose(cases, "agency_one")) == [
        ("addon", "agency_one", "TestTimer", "test_stop"),
        ("core", "agency_one", "TestRates", "test_table"),
    ]
    assert names(choose(cases, None, "rates and not two")) == [("core", "agency_one", "TestRates", "test_table")]
    assert names(choose(cases, "agency_two", "timer")) == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("timer", True), ("TIMER", True), ("not timer", False), ("(walk or timer) and stop", True), ("walk", False)],
)
def test_expressions(expression, expected):
    assert matcher(expression)("agency_one/test_timer.py/testtimer/test_stop") is expected


@pytest.mark.parametrize("expression", ["timer and", "(timer", "not"])
def test_torn_expression(expression):
    with pytest.raises(ValueError, match="is not an expression"):
        matcher(expression)


def test_processes_that_share_the_tests():
    found = {
        (tests, cores): processes(tests, cores, "/usr/bin/createdb")
        for tests in (0, 79, 80, 1000)
        for cores in (1, 2, 64)
    }
    assert found == {
        (0, 1): 1, (0, 2): 1, (0, 64): 1,
        (79, 1): 1, (79, 2): 1, (79, 64): 1,
        (80, 1): 1, (80, 2): 2, (80, 64): 2,
        (1000, 1): 1, (1000, 2): 2, (1000, 64): 8,
    }  # fmt: skip


def test_one_process_where_a_database_cannot_be_copied():
    assert processes(1000, 8, None) == 1
