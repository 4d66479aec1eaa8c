"""The gate on server logs."""

import pytest

from tools.suite import logcheck
from tools.suite.e2e import AgencyServer

LOG = """\
2026-01-02 03:04:05,678 12 INFO db odoo.modules.loading: loading
2026-01-02 03:04:05,678 12 WARNING db odoo.models: field x is odd
2026-01-02 03:04:05,678 12 ERROR db odoo.sql_db: bad query: UPDATE a
ERROR: could not serialize access due to concurrent update
2026-01-02 03:04:05,678 12 ERROR db odoo.http: Exception during request handling.
Traceback (most recent call last):
ValueError: boom
"""


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "server.log"
    path.write_text(LOG)
    return path


def test_entries_keep_their_traceback(log):
    found = logcheck.entries(log)
    assert [(entry.number, entry.level) for entry in found] == [(1, "INFO"), (2, "WARNING"), (3, "ERROR"), (5, "ERROR")]
    assert found[3].more == ["Traceback (most recent call last):", "ValueError: boom"]


def test_gate_lets_only_the_list_pass(log):
    bad = logcheck.offending(log)
    assert [entry.text for entry in bad] == ["field x is odd", "Exception during request handling."]
    assert "ValueError: boom" in str(bad[1])


def test_what_a_test_provokes_passes_where_it_was_provoked(log):
    odd, boom = "^WARNING odoo[.]models: field x", "^ERROR odoo[.]http: [\\s\\S]*boom"
    assert logcheck.provoke(log, 3, [odd, boom, "never said"]) == [odd, "never said"]
    assert [entry.text for entry in logcheck.offending(log)] == ["field x is odd"]
    with log.open("a") as out:
        out.write(LOG)
    assert [entry.number for entry in logcheck.offending(log)] == [2, 9, 12], "said later, it counts again"
    logcheck.forget_provoked(log)
    assert len(logcheck.offending(log)) == 4


def test_a_journey_says_what_it_provokes(log, tmp_path):
    server = AgencyServer.describe(tmp_path / "server.json", [], {}, "http://x", log)
    with server.provoked("^WARNING odoo[.]models: field x"), log.open("a") as out:
        out.write(LOG)
    with pytest.raises(AssertionError, match="nothing like field x"), server.provoked("field x"):
        pass
    assert [entry.number for entry in logcheck.offending(log)] == [2, 5, 12]


def test_what_chance_decides_may_be_logged_or_not(log, tmp_path):
    server = AgencyServer.describe(tmp_path / "server.json", [], {}, "http://x", log)
    with server.may_log("field x is odd") as missing:
        pass
    assert missing == ["field x is odd"], "nothing came, and that is no failure"
    with server.may_log("field x is odd"), log.open("a") as out:
        out.write(LOG)
    assert [entry.number for entry in logcheck.offending(log)] == [2, 5, 12], "what came before the block counts"


def test_output_that_is_no_log_is_not_lost(tmp_path):
    path = tmp_path / "server.log"
    path.write_text("Traceback (most recent call last):\nImportError: no odoo\n")
    assert [entry.level for entry in logcheck.offending(path)] == ["CRITICAL"]
    path.write_text("/a/b.py:12: DeprecationWarning: old\n  code\n")
    assert [entry.logger for entry in logcheck.offending(path)] == ["python"]


def test_every_pattern_has_its_reason(tmp_path):
    assert logcheck.allowed_patterns()
    path = tmp_path / "list.txt"
    path.write_text("# because\n^INFO\n\n^WARNING\n")
    with pytest.raises(ValueError, match=r"list\.txt:4: a pattern without a comment"):
        logcheck.allowed_patterns(path)


def test_nothing_of_ours_is_on_the_list():
    for pattern in logcheck.allowed_patterns():
        for text in (
            "WARNING odoo.addons.agency_crm.models.x: anything",
            "ERROR odoo.http: agency_crm",
            "WARNING x: y",
        ):
            assert not pattern.search(text)
