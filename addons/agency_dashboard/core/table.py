"""From the text of a download to its tables: separator, comment lines, sections."""

import csv
from dataclasses import dataclass, field


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
