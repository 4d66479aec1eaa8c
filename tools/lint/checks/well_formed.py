"""XML, SVG, CSV and JSON files parse, and the rows of a CSV file are as wide as its header."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from xml.parsers import expat

from ..project import Finding, Project

RULE = "well-formed"
#: samples of what other systems send, malformed on purpose now and then
SAMPLES = "data"


def check(project: Project) -> Iterator[Finding]:
    """Yield the files that do not parse."""
    for path in project.files(".xml", ".svg", ".csv", ".json"):
        parts = path.relative_to(project.root).parts
        if parts[0] == "tests" and SAMPLES in parts[:-1] or parts[0] == "addons" and parts[2:4] == ("tests", SAMPLES):
            continue
        content = path.read_bytes()
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            yield Finding(path, line, RULE, "not UTF-8")
            continue
        checker = {".csv": check_csv, ".json": check_json}.get(path.suffix, check_xml)
        for line, message in checker(text):
            yield Finding(path, line, RULE, message)


def check_xml(text: str) -> Iterator[tuple[int, str]]:
    """Yield the syntax error of an XML text."""
    try:
        expat.ParserCreate("utf-8").Parse(text.encode(), True)
    except expat.ExpatError as error:
        yield error.lineno, expat.errors.messages[error.code]


def check_json(text: str) -> Iterator[tuple[int, str]]:
    """Yield the syntax error of a JSON text."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield error.lineno, error.msg


def check_csv(text: str) -> Iterator[tuple[int, str]]:
    """Yield the rows of a CSV text that are wider or narrower than its header, and doubled ids."""
    reader = csv.reader(io.StringIO(text), strict=True)
    header: list[str] = []
    seen: dict[str, int] = {}
    try:
        for row in reader:
            if not row or row[0].startswith("#"):
                continue
            if not header:
                header = row
            elif len(row) != len(header):
                yield reader.line_num, f"{len(row)} columns where the header has {len(header)}"
            elif header[0] == "id":
                if row[0] in seen:
                    yield reader.line_num, f"the id {row[0]} stands in line {seen[row[0]]} already"
                seen.setdefault(row[0], reader.line_num)
    except csv.Error as error:
        yield reader.line_num, str(error)
