"""From the text of a CSV file to its header and rows, and back: separators, cells that are formulas."""

import csv
import io
import re
from dataclasses import dataclass

from .agency_import_errors import FileError

#: larger files are refused: they are no list of an agency's clients
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
SEPARATORS = (",", ";", "\t")
#: a spreadsheet computes a cell that begins like this; apostrophes before it were put there to prevent that
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True)
class Row:
    """One row of a file.

    :ivar int line_no: line of the file on which it begins, the first one being 1
    :ivar tuple cells: texts, without spaces around them
    """

    line_no: int
    cells: tuple


@dataclass(frozen=True)
class Table:
    """A file taken apart.

    :ivar tuple header: texts of the first row
    :ivar list rows: :class:`Row`, without empty ones
    """

    header: tuple
    rows: list


def parse(text, score):
    """Take the text of a file apart.

    :param function score: tells of a list of header cells how many it knows; decides between separators
    :return: :class:`Table`
    :raise FileError: no header, no rows, too many rows, or a quotation mark that is never closed
    """
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(SEPARATORS, key=lambda mark: _rank(first, mark, score))
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    header, rows, begin = None, [], 1
    try:
        for cells in reader:
            cells = tuple(restore(cell).strip() for cell in cells)
            if any(cells):
                if header is None:
                    header = cells
                else:
                    rows.append(Row(begin, cells))
            begin = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise FileError("too_many_rows", rows=MAX_ROWS)
    except csv.Error:
        raise FileError("quotes", line=begin) from None
    if header is None:
        raise FileError("empty")
    if not rows:
        raise FileError("no_rows")
    return Table(header, rows)


def _rank(line, mark, score):
    try:
        cells = next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return (0, 0)
    return (score(cells), len(cells))


def neutralise(cell):
    """:return str: a cell that no spreadsheet takes for a formula; :func:`restore` gives back what it was"""
    return "'" + cell if _FORMULA.match(cell) else cell


def restore(cell):
    """:return str: a cell without the apostrophe of :func:`neutralise`"""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def encode(header, rows):
    """A CSV that spreadsheets open by a double click: UTF-8 with a mark, commas, no cell that is a formula.

    :param header: texts
    :param rows: iterable of rows of texts
    :return bytes: the file
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([neutralise(cell) for cell in header])
    writer.writerows([neutralise(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
