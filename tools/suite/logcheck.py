"""The gate on server logs: every WARNING or worse must be on the reviewed list."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ALLOWED = Path(__file__).with_name("log_allowlist.txt")
LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) (?P<db>\S+) (?P<logger>[\w.]+): (?P<text>.*)$"
)
BAD = ("WARNING", "ERROR", "CRITICAL")
PY_WARNING = re.compile(r"^\S+\.py:\d+: \w*Warning: ")


@dataclass
class Entry:
    """One log entry: its place, level, logger, first line and the lines that follow it."""

    source: str
    number: int
    level: str
    logger: str
    text: str
    more: list

    @property
    def whole(self):
        """The entry as one text, as the patterns of the list see it."""
        return "\n".join([f"{self.level} {self.logger}: {self.text}", *self.more])

    def __str__(self):
        lines = [
            f"{self.source}:{self.number}: {self.level} {self.logger}: {self.text}",
            *(f"    {line}" for line in self.more[-12:]),
        ]
        return "\n".join(lines)


def entries(path):
    """The entries of a log file; lines before the first entry (a crash of Python, say) count as CRITICAL."""
    current, found = None, []
    for number, line in enumerate(Path(path).read_text(errors="replace").splitlines(), 1):
        match = LINE.match(line)
        if match:
            current = Entry(Path(path).name, number, match["level"], match["logger"], match["text"], [])
            found.append(current)
        elif PY_WARNING.match(line):
            current = Entry(Path(path).name, number, "WARNING", "python", line, [])
            found.append(current)
        elif current:
            current.more.append(line)
        elif line.startswith(("Traceback", "Error", "error", "usage:")):
            current = Entry(Path(path).name, number, "CRITICAL", "output", line, [])
            found.append(current)
    return found


def allowed_patterns(path=ALLOWED):
    """The patterns of the allow-list. Each stands below a comment with its reason; ``ValueError`` where none does."""
    patterns, reason = [], False
    for number, line in enumerate(Path(path).read_text().splitlines(), 1):
        if not line.strip():
            reason = False
        elif line.startswith("#"):
            reason = True
        elif not reason:
            raise ValueError(f"{Path(path).name}:{number}: a pattern without a comment that gives its reason")
        else:
            patterns.append(re.compile(line))
    return patterns


def offending(path, patterns=None):
    """The entries of WARNING and above that no pattern allows and no test said it would provoke."""
    patterns = allowed_patterns() if patterns is None else patterns
    provoked = _provoked(path)
    return [
        entry
        for entry in entries(path)
        if entry.level in BAD
        and not any(pattern.search(entry.whole) for pattern in patterns)
        and not any(first <= entry.number <= last and pattern.search(entry.whole) for first, last, pattern in provoked)
    ]


def length(path):
    """The number of lines of a log."""
    return len(Path(path).read_text(errors="replace").splitlines()) if Path(path).exists() else 0


def provoke(path, first, patterns):
    """Say that a test has provoked entries on purpose: those from a line to the log's present end that match.

    Kept beside the log for ``offending``.

    :param int first: number of the first line that may hold one
    :param patterns: regular expressions as in the list of allowed entries
    :return list: the patterns that no entry matches, so that the test can fail for want of what it expected
    """
    last = length(path)
    found = [entry for entry in entries(path) if entry.level in BAD and first <= entry.number <= last]
    with open(_note(path), "a") as out:
        out.writelines(json.dumps([first, last, pattern]) + "\n" for pattern in patterns)
    return [pattern for pattern in patterns if not any(re.search(pattern, entry.whole) for entry in found)]


def forget_provoked(path):
    """Forget what tests provoked in a log that was removed."""
    _note(path).unlink(missing_ok=True)


def _note(path):
    return Path(f"{path}.provoked")


def _provoked(path):
    if not _note(path).exists():
        return []
    rows = map(json.loads, _note(path).read_text().splitlines())
    return [(first, last, re.compile(pattern)) for first, last, pattern in rows]
