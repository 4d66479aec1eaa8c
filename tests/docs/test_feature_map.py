"""``docs/feature-map.md`` tells the truth: every requirement has a row, and a row that says "works" is proven.

A row is proven by a test that exists and, when results of a run are at hand (``AGENCY_RESULTS``: a folder of JUnit
files, one folder a series), passed on every series that ran; and by a screenshot that exists.
"""

import os
import re
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "feature-map.md"
COLUMNS = ("id", "status", "where", "addon", "test", "screenshot")
STATUS = {"works", "partial", "none"}

#: prefix -> number of rows in the requirements
REQUIREMENTS = {
    "CRM": 7, "SAL": 7, "PRJ": 7, "HR": 7, "WEB": 7, "MKT": 7, "DSH": 7, "POR": 7, "AGM": 7, "INT": 14, "DAT": 3,
    "ONB": 6, "DEL": 6, "BIL": 6, "ROL": 7, "ACC": 6, "BI": 7, "REP": 7, "BEY": 5,
}  # fmt: skip


def read_map():
    """:return: list of rows (dict by column) of the feature map"""
    rows = []
    for line in MAP.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and re.fullmatch(r"[A-Z]+-\d+", cells[0]):
            rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def named_tests(cell):
    """:return: list of ``(path, name)`` of the tests a cell names as ``path::Class::test`` in backquotes"""
    return [tuple(name.split("::", 1)) for name in re.findall(r"`([^`]+\.py::[^`]+)`", cell)]


def passed_tests():
    """:return: dict series -> names of tests that passed (``Class::test``), failed ones and skipped ones left out"""
    results = os.environ.get("AGENCY_RESULTS")
    series = {}
    for folder in sorted(Path(results).iterdir()) if results and Path(results).is_dir() else []:
        if not folder.is_dir():
            continue
        names = set()
        for file in folder.glob("**/*.xml"):
            for case in ElementTree.parse(file).iter("testcase"):
                if not any(case.find(tag) is not None for tag in ("failure", "error", "skipped")):
                    names.add(case.get("classname", "").rsplit(".", 1)[-1] + "::" + case.get("name", ""))
        if names:
            series[folder.name] = names
    return series


class TestFeatureMap(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.rows = read_map()

    def test_every_requirement_has_one_row(self):
        expected = [f"{prefix}-{number}" for prefix, count in REQUIREMENTS.items() for number in range(1, count + 1)]
        self.assertEqual(sorted(row["id"] for row in self.rows), sorted(expected))

    def test_status_is_one_of_three(self):
        self.assertEqual({row["status"] for row in self.rows} - STATUS, set())

    def test_works_names_a_test_that_exists(self):
        """Each named test stands in its file, as a function of its class."""
        missing = []
        for row in self.rows:
            names = named_tests(row["test"])
            if row["status"] == "works" and not names:
                missing.append(f"{row['id']}: no test named")
            for path, name in names:
                file = ROOT / path
                text = file.read_text() if file.is_file() else ""
                parts = name.split("::")
                if row["status"] == "works" and not parts[-1].startswith("test"):
                    missing.append(f"{row['id']}: {path}::{name} is a class and no test")
                if not all(re.search(rf"^\s*(class|def|async def) {re.escape(part)}\b", text, re.M) for part in parts):
                    missing.append(f"{row['id']}: {path}::{name}")
        self.assertEqual(missing, [])

    def test_works_has_its_screenshot(self):
        missing = []
        for row in self.rows:
            pictures = re.findall(r"\]\(([^)]+)\)", row["screenshot"])
            if row["status"] == "works" and not pictures:
                missing.append(f"{row['id']}: no screenshot named")
            missing += [f"{row['id']}: {path}" for path in pictures if not (MAP.parent / path).is_file()]
        self.assertEqual(missing, [])

    def test_works_passed_on_every_series_that_ran(self):
        """Checked against the results of the run this test belongs to."""
        series = passed_tests()
        failed = [
            f"{row['id']} on {name}: {test}"
            for name, passed in series.items()
            for row in self.rows
            if row["status"] == "works"
            for _path, test in named_tests(row["test"])
            if test not in passed
        ]
        self.assertEqual(failed, [])
