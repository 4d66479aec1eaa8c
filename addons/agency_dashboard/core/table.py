"""From the bytes of a download to its tables: encoding, separator, comment lines, sections."""

import csv
from dataclasses import dataclass, field

from .errors import FileError

MAX_BYTES = 50 * 1024 * 1024
#: first bytes of files that people mistake for a CSV
_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "excel"),
    (b"%PDF", "pdf"),
)


@dataclass
class Line:
    """One line of the file; ``cells`` is None when its quotation marks do not match."""

    no: int
    cells: list
    raw: str


@dataclass
class Section:
    """One table of a file: its header and the lines below it."""

    header: Line
    lines: list = field(default_factory=list)


@dataclass
class Sheet:
    """A file taken apart: the comment lines in order, and its tables."""

    comments: list
    sections: list


def decode(data):
    """Text of a file in UTF-8, UTF-16 (what "Excel CSV" downloads are) or, failing both, Windows-1252.

    :raise FileError: empty, too large, or no text at all
    """
    if not data or not data.strip():
        raise FileError("empty")
    if len(data) > MAX_BYTES:
        raise FileError("too_large", megabytes=MAX_BYTES // 1024 // 1024)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise FileError(kind)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise FileError("binary")
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        raise FileError("html")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def separator(text):
    """:return str: comma, semicolon or tab, whichever splits the first lines that hold data into most cells"""
    sample = [line for line in text.split("\n")[:60] if line.strip() and not line.startswith("#")][:5]
    return max(",;\t", key=lambda mark: sum(len(_split(line, mark) or ()) for line in sample))


def _split(line, mark):
    try:
        return next(csv.reader([line], delimiter=mark, strict=True), [])
    except csv.Error:
        return None


def parse(text, is_header):
    """Take a file apart.

    Lines are split one by one: a quotation mark that is never closed costs its own line and not the rest of the file.
    GA4 downloads begin with ``#`` lines and may hold several tables one after the other.

    :param is_header: function of a list of cells telling whether it is the header of a table we know
    :return: :class:`Sheet`
    """
    mark = separator(text)
    sheet = Sheet([], [])
    section = None
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        cells = _split(raw, mark)
        if cells is not None and not any(cell.strip() for cell in cells):
            continue
        # a search query may begin with #, but then its row has figures too
        if raw.startswith("#") and (section is None or cells is None or len(cells) < len(section.header.cells)):
            sheet.comments.append(raw.lstrip("# ").strip().rstrip(mark))
            continue
        line = Line(number, cells, raw)
        if cells is not None and is_header(cells):
            section = Section(line)
            sheet.sections.append(section)
        elif section is not None:
            section.lines.append(line)
    return sheet


def first_row(text):
    """:return list: cells of the first line that is no comment, to show what was found instead of a known header"""
    mark = separator(text)
    for raw in text.split("\n"):
        if raw.strip() and not raw.startswith("#"):
            return [cell.strip() for cell in _split(raw, mark) or [raw]]
    return []
