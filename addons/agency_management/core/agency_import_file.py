"""From the bytes of a CSV file to its header and rows, and back: encodings, separators, cells that are formulas."""

import csv
import io
import re
from dataclasses import dataclass

from .agency_import_errors import FileError

#: larger files are refused: they are no list of an agency's clients
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
SEPARATORS = (",", ";", "\t")
#: first bytes of files that people mistake for a CSV
_SIGNATURES = ((b"PK\x03\x04", "excel"), (b"\xd0\xcf\x11\xe0", "excel"), (b"%PDF", "pdf"))
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


def decode(data):
    """Text of a file in UTF-8 or UTF-16, with or without a mark of order; failing these, in Windows-1252.

    :param bytes data: the whole file
    :raise FileError: empty, too large, or no text at all
    """
    if not data or not data.strip():
        raise FileError("empty")
    if len(data) > MAX_BYTES:
        raise FileError("too_large", megabytes=MAX_BYTES // 1024 // 1024)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise FileError(kind)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise FileError("encoding")


def _encodings(data):
    """:return tuple: encodings to try, the likeliest first"""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    # every other byte of a header in Latin letters is zero when there are two bytes a letter
    zeros = (data[:200:2].count(0), data[1:200:2].count(0))
    if max(zeros) > len(data[:200]) // 4:
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8-sig", "cp1252")


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
