"""Progress: step names and times, redrawn on a terminal and as plain lines elsewhere."""

import contextlib
import os
import sys
import threading
import time

TICK_TTY = 0.2
TICK_PLAIN = 30.0
SPINNER = "|/-\\"


def seconds(value):
    """Format a duration: ``0.4 s``, ``12.3 s``, ``2 min 05 s``."""
    if value < 60:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest:02d} s"


class Progress:
    """Prints named steps with their times.

    On a terminal the running step is redrawn in place with a spinner; elsewhere it is one line at its
    end, and one every thirty seconds while it runs, so that a log that is being read shows life.
    """

    def __init__(self, stream=None, tty=None, clock=time.monotonic):
        self.stream = stream or sys.stdout
        self.clock = clock
        self.tty = self._is_terminal() if tty is None else tty
        self.times = []
        self._detail = ""
        self._lock = threading.Lock()
        self._depth = 0

    def _is_terminal(self):
        return self.stream.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("CI")

    def say(self, text=""):
        """Print a line of its own."""
        with self._lock:
            self._write(f"{self._erase()}{text}\n")

    def warn(self, text):
        """Print a line that a person should not overlook."""
        self.say(f"\033[33m! {text}\033[0m" if self.tty else f"! {text}")

    def detail(self, text):
        """Set what the running step is doing just now (shown on a terminal, and in the plain reminders)."""
        self._detail = text

    @contextlib.contextmanager
    def step(self, name):
        """Time a step; steps inside a step are printed on their own and do not spin."""
        start = self.clock()
        self._depth += 1
        self._detail = ""
        done = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(name, start, done), daemon=True)
        if self._depth == 1:
            ticker.start()
        try:
            yield self
        except BaseException as error:
            self._finish(ticker, done)
            word = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
            self._close(name, start, word)
            raise
        self._finish(ticker, done)
        self.times.append((name, self.clock() - start))
        self._close(name, start, "done")

    def _finish(self, ticker, done):
        self._depth -= 1
        done.set()
        if ticker.is_alive():
            ticker.join()

    def _close(self, name, start, word):
        took = seconds(self.clock() - start)
        if self.tty:
            mark = {"done": "\033[32m✓\033[0m", "failed": "\033[31m✗\033[0m"}.get(word, "-")
            self.say(f"{mark} {name} \033[2m{took}\033[0m")
        else:
            self.say(f"{name}: {word} in {took}")

    def _tick(self, name, start, done):
        turn = 0
        while not done.wait(TICK_TTY if self.tty else TICK_PLAIN):
            took = seconds(self.clock() - start)
            with self._lock:
                if done.is_set():
                    return
                about = f": {self._detail}" if self._detail else ""
                if self.tty:
                    turn += 1
                    spin = SPINNER[turn % len(SPINNER)]
                    self._write(f"{self._erase()}{spin} {name}{about} ({took})"[:200])
                else:
                    self._write(f"{name}{about} (still running, {took})\n")

    def _erase(self):
        return "\r\033[K" if self.tty else ""

    def _write(self, text):
        self.stream.write(text)
        self.stream.flush()
