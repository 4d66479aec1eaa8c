"""A running Odoo: started, waited for, stopped; what is needed to start it again is kept in a file."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from .cache import read_json, write_json
from .errors import SuiteError
from .shell import alive, last_words, stop_process, tail

START_SECONDS = 120


def started_at(pid):
    """When a process was started, in clock ticks since boot: tells a reused process id from the one we knew."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    except (OSError, ValueError, IndexError):
        return None


class Server:
    """An Odoo process described by a file: command, environment, address, log, process id."""

    def __init__(self, state):
        self.state = Path(state)
        self.facts = read_json(self.state, {})

    @classmethod
    def describe(cls, state, command, env, url, log, **more):
        """Write the description of a server that is not running yet."""
        server = cls(state)
        server.facts = {"command": [str(part) for part in command], "env": env, "url": url, "log": str(log), **more}
        server._save()
        return server

    def _save(self):
        write_json(self.state, self.facts)
        self.state.chmod(0o600)

    @property
    def url(self):
        """The address of its pages, without a slash at the end."""
        return self.facts["url"]

    @property
    def pid(self):
        """The process id when it runs, else None."""
        pid = self.facts.get("pid")
        if pid and alive(pid) and started_at(pid) == self.facts.get("started"):
            return pid
        return None

    def start(self, wait=True, **env):
        """Start it, with extra environment variables for this start alone, and wait until it answers."""
        if self.pid:
            raise SuiteError(f"the server of {self.state.name} runs already (process {self.pid})", "make stop")
        log = self.facts["log"]
        with open(log, "ab") as out:
            process = subprocess.Popen(
                self.facts["command"],
                env={**self.facts["env"], **{name: str(value) for name, value in env.items()}},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.facts.update(pid=process.pid, started=started_at(process.pid))
        self._save()
        if wait:
            self.wait()
        return self

    def wait(self, seconds=START_SECONDS):
        """Wait until the server answers; ``SuiteError`` with its last words when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.pid:
                raise SuiteError(
                    f"the server ended while starting: {last_words(tail(self.facts['log']))}",
                    "see its log",
                    self.facts["log"],
                )
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=30) as answer:
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        raise SuiteError(f"the server did not answer within {seconds} s", "see its log", self.facts["log"])

    def stop(self):
        """End it in order."""
        self._end(lambda pid: stop_process(pid, group=True))

    def kill(self):
        """End it at once, as a power cut would (SIGKILL to it and its children)."""
        self._end(lambda pid: os.killpg(pid, 9))

    def _end(self, how):
        pid = self.pid
        if pid:
            how(pid)
            while alive(pid):
                time.sleep(0.02)
        self.facts.pop("pid", None)
        self._save()

    def restart(self, **env):
        """Stop and start."""
        self.stop()
        return self.start(**env)
