"""What a run of tests came to."""

import xml.etree.ElementTree as ElementTree

import pytest

from tools.suite.errors import SuiteError
from tools.suite.outcome import Outcome, closing_line, from_junit, summary

JUNIT = """<?xml version="1.0"?><testsuites><testsuite>
<testcase classname="a.TestA" name="test_one" time="0.5"/>
<testcase classname="a.TestA" name="test_two" time="0.1"><failure message="1 != 2">trace</failure></testcase>
<testcase classname="a.TestA" name="test_three"><skipped message="Chrome executable not found"/></testcase>
<testcase classname="a.TestA" name="test_four"><error message="broken"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def outcome(tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(JUNIT)
    return Outcome("addons", "17.0", 2.0, from_junit(path))


def test_counts(outcome):
    assert [outcome.count(word) for word in ("passed", "failed", "skipped")] == [1, 2, 1]
    assert closing_line([outcome, outcome]) == "2 passed, 4 failed, 2 skipped"


def test_browser_tests_that_skip_themselves_are_seen(outcome):
    assert [entry["name"] for entry in outcome.silent_browser_skips] == ["test_three"]


def test_summary_says_what_was_skipped_and_why(outcome):
    assert summary([outcome]) == [
        "skipped in 17.0 addons: a.TestA::test_three: Chrome executable not found",
        "17.0 addons  1 passed, 2 failed, 1 skipped in 2.0 s",
        "Odoo 17.0: 1 passed in 2.0 s",
    ]


def test_saved_results_read_back_the_same(outcome, tmp_path):
    outcome.add("log of the tests", False, "bad \x1b[31m")
    outcome.save(tmp_path / "17.0")
    again = from_junit(tmp_path / "17.0" / "addons.xml")
    assert [(entry["class"], entry["name"], entry["outcome"]) for entry in again] == [
        (entry["class"], entry["name"], entry["outcome"]) for entry in outcome.records
    ]
    assert ElementTree.parse(tmp_path / "17.0" / "addons.xml").getroot().get("tests") == "5"


def test_pytest_that_left_no_result_is_told(tmp_path):
    with pytest.raises(SuiteError, match="left no readable result"):
        from_junit(tmp_path / "none.xml")
