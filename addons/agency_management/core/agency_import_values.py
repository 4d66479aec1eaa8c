"""What stands in a cell: numbers, days and words as spreadsheets of different countries write them.

Nothing is guessed. Whether ``03/04/2026`` is in March or April, and whether ``1.234`` is more than a thousand, is
decided by the other cells of the file or by whoever imports it.
"""

import re
from datetime import date
from decimal import Decimal

from .agency_import_errors import CellError

DATE_ORDERS = ("dmy", "mdy")
DECIMAL_MARKS = (".", ",")
YES = frozenset(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sí"))
NO = frozenset(("no", "n", "false", "0", "nein", "non"))
#: between the words of a cell that holds several
LIST_MARK = "|"

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'\u2019"))
_CURRENCY_SIGNS = re.compile(r"[€$£¥]|\b[A-Z]{3}\b")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_NUMBERED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


# ---------------------------------------------------------------------- days


def date_order(texts):
    """Tell how days like 03/04/2026 are meant, from all of them together.

    :param texts: cells of columns that hold days
    :return tuple: (order, example): ``dmy``, ``mdy`` or None, and a cell that can be read two ways while the order is
        None; the example is None when there is no such cell
    """
    found, example = set(), None
    for text in texts:
        parts = _NUMBERED.fullmatch(text)
        if not parts or parts[2] == ".":
            continue
        first, second = int(parts[1]), int(parts[3])
        if first > 12:
            found.add("dmy")
        elif second > 12:
            found.add("mdy")
        elif first != second:
            example = example or text
    # a file that mixes both says nothing about those that could be either
    order = found.pop() if len(found) == 1 else None
    return order, None if order else example


def parse_date(text, order=None):
    """:return date: a day written as 2026-04-03, 3.4.2026 (day first) or, in the given order, 03/04/2026 or 03-04-2026

    :param str order: ``dmy`` or ``mdy``; not needed for days that can be read one way only
    :raise CellError: ``not_a_date``
    """
    try:
        if parts := _ISO.fullmatch(text):
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        if parts := _NUMBERED.fullmatch(text):
            first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
            if parts[2] == ".":
                return date(year, second, first)
            if order == "mdy" or (order is None and second > 12):
                return date(year, first, second)
            if order == "dmy" or first > 12 or first == second:
                return date(year, second, first)
    except ValueError as error:
        raise CellError("not_a_date", value=text) from error
    raise CellError("not_a_date", value=text)


# ---------------------------------------------------------------------- numbers


def _bare(text):
    return _CURRENCY_SIGNS.sub("", text).translate(_SPACES)


def decimal_mark(texts):
    """Tell which mark a file uses for decimals, from all of its numbers together.

    :param texts: cells of columns that hold numbers
    :return tuple: (mark, example): ``.``, ``,`` or None, and a cell that can be read two ways while the mark is None
    """
    found, example = set(), None
    for text in texts:
        bare = _bare(text).lstrip("-")
        marks = [char for char in bare if char in DECIMAL_MARKS]
        if not marks:
            continue
        last = marks[-1]
        tail = bare.rpartition(last)[2]
        other = "," if last == "." else "."
        if len(set(marks)) == 2:
            found.add(last)
        elif len(marks) > 1:
            found.add(other)  # 1.234.567
        elif len(tail) != 3 or bare.startswith("0"):
            found.add(last)
        else:
            example = example or text
    mark = found.pop() if len(found) == 1 else None
    return mark, None if mark else example


def parse_number(text, mark=None):
    """:return Decimal: a number with a mark for decimals, the other mark or spaces between thousands

    :param str mark: ``.`` or ``,``; not needed for numbers without any
    :raise CellError: ``not_a_number``
    """
    bare = _bare(text)
    mark = mark or "."
    other = "," if mark == "." else "."
    if re.fullmatch(rf"-?\d{{1,3}}(\{other}\d{{3}})+(\{mark}\d+)?", bare):
        bare = bare.replace(other, "")
    if not re.fullmatch(rf"-?\d{{1,15}}(\{mark}\d{{1,9}})?", bare):
        raise CellError("not_a_number", value=text)
    return Decimal(bare.replace(mark, "."))


def parse_amount(text, mark=None):
    """:return Decimal: a number that is not negative"""
    value = parse_number(text, mark)
    if value < 0:
        raise CellError("negative", value=text)
    return value


def parse_whole(text, low=0, high=1000):
    """:return int: a whole number within limits"""
    if not re.fullmatch(r"\d{1,6}", text) or not low <= int(text) <= high:
        raise CellError("not_whole", value=text, low=low, high=high)
    return int(text)


# ---------------------------------------------------------------------- words


def fold(text):
    """:return str: a text without regard to capitals and spaces, to compare names by"""
    return " ".join(text.split()).casefold()


def parse_bool(text):
    """:return bool: from words for yes and no"""
    word = fold(text)
    if word not in YES | NO:
        raise CellError("not_yes_no", value=text)
    return word in YES


def parse_email(text):
    """:return str: one address"""
    if not _EMAIL.fullmatch(text):
        raise CellError("not_an_email", value=text)
    return text


def parse_choice(text, choices):
    """:return str: key of what a word means

    :param dict choices: key -> other words for it
    """
    word = fold(text)
    for key, words in choices.items():
        if word in (key, *words):
            return key
    raise CellError("not_a_choice", value=text, allowed=", ".join(choices))


def parse_list(text):
    """:return tuple: the words of a cell, in order, each once"""
    return tuple(dict.fromkeys(part.strip() for part in text.split(LIST_MARK) if part.strip()))
