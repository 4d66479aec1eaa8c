"""Other programs: their failures in one line, their end."""

import os
import signal
import sys
import time

import pytest

from tools.suite import shell
from tools.suite.errors import SuiteError, explain_oserror


def test_failure_names_the_line_that_says_why():
    script = "import sys; print('working'); print('ValueError: the number is odd'); print('bye'); sys.exit(3)"
    with pytest.raises(SuiteError) as caught:
        shell.run([sys.executable, "-c", script], what="counting", remedy="use an even one")
    assert str(caught.value) == "counting failed: ValueError: the number is odd. Remedy: use an even one"


def test_failure_with_a_log_names_the_log(tmp_path):
    log = tmp_path / "a.log"
    with pytest.raises(SuiteError) as caught:
        shell.run([sys.executable, "-c", "raise SystemExit('nothing to do')"], log=log, what="work")
    assert str(caught.value) == f"work failed: nothing to do (log: {log})"
    assert log.read_text() == "nothing to do\n"


def test_full_disk_is_recognised_whoever_met_it(tmp_path):
    script = "import sys; print('tar: x: Cannot write: No space left on device'); print('tar: exiting'); sys.exit(2)"
    with pytest.raises(SuiteError) as caught:
        shell.run([sys.executable, "-c", script], log=tmp_path / "a.log")
    assert "is full" in caught.value.message
    assert "AGENCY_CACHE" in caught.value.remedy


def test_real_full_disk():
    with pytest.raises(OSError) as caught, open("/dev/full", "w") as full:
        full.write("x")
        full.flush()
    assert "is full" in explain_oserror(caught.value).message


def test_missing_program_is_a_known_failure():
    with pytest.raises(SuiteError) as caught:
        shell.run(["agency-no-such-program"], what="printing", remedy="install it")
    assert str(caught.value) == "printing: the program agency-no-such-program is not there. Remedy: install it"


def test_environment_of_children(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("KEPT", "1")
    env = shell.clean_env(MORE=2, KEPT=None)
    assert "PYTHONDONTWRITEBYTECODE" not in env and "PYTHONPATH" not in env and "KEPT" not in env
    assert env["MORE"] == "2"


def test_a_process_that_nobody_waited_for_is_not_alive(children):
    """The child's own child ends and is never waited for: it stays as a zombie."""
    source = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = children(source, stdout=-1)
    pid = int(parent.stdout.readline())
    assert shell.alive(pid)
    os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 10
    while shell.alive(pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert not shell.alive(pid)
    assert os.path.exists(f"/proc/{pid}"), "it is a zombie, still in the table"


def test_stubborn_process_is_ended_by_force(children):
    source = (
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)\n"
    )
    child = children(source, stdout=-1)
    child.stdout.readline()
    shell.stop_process(child.pid, timeout=0.3)
    assert child.wait(10) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("a\nE: Unable to locate package x\n", "E: Unable to locate package x"),
        ("psql: error: no server\nmore\n", "psql: error: no server"),
        (
            "odoo.tools.convert.ParseError: while parsing\n\nINFO closed\n",
            "odoo.tools.convert.ParseError: while parsing",
        ),
        ("Everything is fine\n", "Everything is fine"),
        ("", ""),
    ],
)
def test_last_words(output, expected):
    assert shell.last_words(output) == expected
