"""Running other programs: output to a log file, and known failures told with their remedy."""

import contextlib
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from .errors import DISK_FULL, SuiteError, disk_full

# A caller's Python settings must not leak into the virtual environments that the tooling runs:
# PYTHONDONTWRITEBYTECODE alone makes a start of the server four times slower.
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "ODOO_RC")


# "error: ...", "E: ...", "psql: error: ...", "odoo.tools.convert.ParseError: ...", "KeyError: ..."
FAILURE = re.compile(r"^(\w+: )?(error|fatal|e)\b|^[\w.]*(Error|Exception|Failure|Invalid\w*): ", re.IGNORECASE)


def clean_env(**extra):
    """The environment for a child: the caller's without what misleads Python, plus ``extra`` (None removes)."""
    env = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    for name, value in extra.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = str(value)
    return env


def tail(path, lines=15):
    """The last lines of a text file, '' when it is not there."""
    try:
        data = Path(path).read_bytes()[-20000:]
    except OSError:
        return ""
    return "\n".join(data.decode(errors="replace").splitlines()[-lines:])


def run(command, log=None, env=None, cwd=None, check=True, what="", remedy="", stdin=None):
    """Run ``command`` to its end and return its output (stdout and stderr together) as text.

    With ``log`` the output goes to that file as it comes and '' is returned. A failure is a ``SuiteError``
    naming ``what`` and ``remedy``; a full disk is recognised whatever program met it.
    """
    command = [str(part) for part in command]
    with contextlib.ExitStack() as stack:
        out = subprocess.PIPE
        if log:
            Path(log).parent.mkdir(parents=True, exist_ok=True)
            out = stack.enter_context(open(log, "ab"))
        try:
            done = subprocess.run(
                command,
                **({"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}),
                stdout=out,
                stderr=subprocess.STDOUT,
                env=clean_env() if env is None else env,
                cwd=cwd,
            )
        except FileNotFoundError as error:
            raise SuiteError(f"{what or command[0]}: the program {command[0]} is not there", remedy) from error
    output = "" if log else done.stdout.decode(errors="replace")
    if check and done.returncode:
        failure = output if not log else tail(log, 40)
        if DISK_FULL in failure.lower():
            raise disk_full(log or os.getcwd())
        reason = last_words(failure) or f"exit code {done.returncode}"
        raise SuiteError(f"{what or Path(command[0]).name} failed: {reason}", remedy, log=log)
    return output


def last_words(text):
    """The line of a program's output that says best why it failed: the last error or exception, else the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in reversed(lines):
        if FAILURE.match(line):
            return line[:300]
    return lines[-1][:300] if lines else ""


def alive(pid):
    """Whether a process with this id runs; one that ended but was not waited for by its parent does not count."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (OSError, IndexError):
        return False


def stop_process(pid, timeout=20.0, group=False):
    """Ask a process (or the group it leads) to end, and end it by force after ``timeout`` seconds."""
    send = os.killpg if group else os.kill
    for sign, patience in ((signal.SIGTERM, timeout), (signal.SIGKILL, 5.0)):
        try:
            send(pid, sign)
        except ProcessLookupError:
            return
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not alive(pid):
                return
            time.sleep(0.05)
