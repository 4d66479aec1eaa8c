"""What a part of the test run came to, and the summary at the end."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from .errors import SuiteError
from .progress import seconds

# Reasons with which a browser test skips itself when its tools are missing: that must never pass for a success.
NO_BROWSER = ("chrome", "chromium", "websocket-client", "websocket client", "playwright", "browser")


@dataclass
class Outcome:
    """One part's result: ``records`` has a dict per test (class, name, outcome, seconds, message)."""

    name: str
    series: str = ""
    seconds: float = 0.0
    records: list = field(default_factory=list)

    @property
    def title(self):
        """The part's name with its series."""
        return f"{self.series} {self.name}".strip()

    @property
    def counts(self):
        """``12 passed, 1 failed``."""
        words = [word for word in ("passed", "failed", "skipped") if self.count(word) or word == "passed"]
        return ", ".join(f"{self.count(word)} {word}" for word in words)

    def count(self, outcome):
        """How many tests ended so: passed, failed or skipped."""
        return sum(entry["outcome"] == outcome for entry in self.records)

    def add(self, name, ok, message="", took=0.0):
        """Add the result of a check that is no test function."""
        self.records.append(record(self.name, name, "passed" if ok else "failed", took, message))

    def skip(self, name, reason):
        """Note something that was not done, and why."""
        self.records.append(record(self.name, name, "skipped", 0.0, reason))

    @property
    def silent_browser_skips(self):
        """Tests that skipped themselves for want of a browser."""
        return [
            entry
            for entry in self.records
            if entry["outcome"] == "skipped" and any(word in entry["message"].lower() for word in NO_BROWSER)
        ]

    def save(self, folder):
        """Write the results as a JUnit file into ``folder``, for the tests that check other tests' results."""
        root = ElementTree.Element("testsuite", name=f"{self.series} {self.name}".strip(), tests=str(len(self.records)))
        for entry in self.records:
            case = ElementTree.SubElement(
                root, "testcase", classname=entry["class"], name=entry["name"], time=f"{entry['seconds']:.3f}"
            )
            if entry["outcome"] != "passed":
                tag = "failure" if entry["outcome"] == "failed" else "skipped"
                ElementTree.SubElement(case, tag, message=_printable(entry["message"]))
        path = Path(folder) / f"{self.name.replace(' ', '-')}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def record(cls, name, outcome, took=0.0, message=""):
    """One test's result."""
    return {"class": cls, "name": name, "outcome": outcome, "seconds": took, "message": message}


def title(entry):
    """A record's test, as a person names it."""
    return f"{entry['class']}::{entry['name']}" if entry["class"] else entry["name"]


def _printable(text):
    return "".join(character for character in text if character in "\n\t" or character >= " ")


def from_junit(path):
    """The records of a pytest run from its JUnit file."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise SuiteError(f"pytest left no readable result: {error}", "its output above has the cause") from error
    records = []
    for case in root.iter("testcase"):
        outcome, message = "passed", ""
        for child in case:
            if child.tag in ("failure", "error"):
                outcome, message = "failed", f"{child.get('message') or ''}\n{child.text or ''}"
            elif child.tag == "skipped" and outcome == "passed":
                outcome, message = "skipped", child.get("message") or child.text or ""
        took = float(case.get("time") or 0)
        records.append(record(case.get("classname") or "", case.get("name") or "", outcome, took, message.strip()))
    return records


def summary(outcomes):
    """The lines of the closing table, skipped tests with their reasons first."""
    lines = []
    for outcome in outcomes:
        reasons = {}
        for entry in outcome.records:
            if entry["outcome"] == "skipped":
                reason = (entry["message"].splitlines() or ["no reason given"])[0]
                reasons.setdefault(reason, []).append(title(entry))
        for reason, names in reasons.items():
            shown = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
            lines.append(f"skipped in {outcome.title}: {shown}: {reason}")
    width = max((len(outcome.title) for outcome in outcomes), default=0)
    lines += [f"{outcome.title.ljust(width)}  {outcome.counts} in {seconds(outcome.seconds)}" for outcome in outcomes]
    for series in sorted({outcome.series for outcome in outcomes if outcome.series and outcome.seconds}):
        parts = [outcome for outcome in outcomes if outcome.series == series]
        passed, took = sum(part.count("passed") for part in parts), sum(part.seconds for part in parts)
        lines.append(f"Odoo {series}: {passed} passed in {seconds(took)}")
    return lines


def closing_line(outcomes):
    """``N passed, N failed, N skipped``: the line a reader of the log looks for."""
    return ", ".join(
        f"{sum(outcome.count(word) for outcome in outcomes)} {word}" for word in ("passed", "failed", "skipped")
    )
