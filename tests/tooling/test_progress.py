"""Progress on a terminal and in a log."""

import io

import pytest

from tools.suite.progress import Progress, seconds


class Clock:
    def __init__(self, *times):
        self.times = list(times)

    def __call__(self):
        return self.times.pop(0) if len(self.times) > 1 else self.times[0]


def test_plain_line_per_step():
    out = io.StringIO()
    progress = Progress(out, tty=False, clock=Clock(0, 2.5))
    with progress.step("unpack"):
        pass
    assert out.getvalue() == "unpack: done in 2.5 s\n"


def test_failed_and_interrupted_steps_say_so():
    out = io.StringIO()
    progress = Progress(out, tty=False, clock=Clock(0))
    with pytest.raises(ValueError), progress.step("a"):
        raise ValueError
    with pytest.raises(KeyboardInterrupt), progress.step("b"):
        raise KeyboardInterrupt
    assert out.getvalue() == "a: failed in 0.0 s\nb: interrupted in 0.0 s\n"
    assert progress.times == []


def test_terminal_gets_a_line_redrawn():
    out = io.StringIO()
    progress = Progress(out, tty=True, clock=Clock(0, 1))
    with progress.step("unpack"):
        pass
    assert out.getvalue().endswith("\r\033[K\033[32m✓\033[0m unpack \033[2m1.0 s\033[0m\n")


def test_plain_progress_shows_life(monkeypatch):
    monkeypatch.setattr("tools.suite.progress.TICK_PLAIN", 0.02)
    out = io.StringIO()
    progress = Progress(out, tty=False)
    with progress.step("unpack"):
        progress.detail("file 3 of 9")
        while "still running" not in out.getvalue():
            pass
    assert out.getvalue().startswith("unpack: file 3 of 9 (still running, ")


@pytest.mark.parametrize(
    ("value", "expected"), [(0.04, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 00 s"), (125.4, "2 min 05 s")]
)
def test_durations(value, expected):
    assert seconds(value) == expected
