"""Figures as a file people open in a spreadsheet."""

import csv
import io

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value):
    """:return: the value; a text a spreadsheet would run as a formula gets an apostrophe in front"""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def to_csv(blocks):
    """:param blocks: lists of rows, written one below the other with an empty line between
    :return bytes: UTF-8 with a byte order mark, so that spreadsheets read accents right
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for index, rows in enumerate(blocks):
        if index:
            writer.writerow([])
        writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")
