"""Numbers and dates as spreadsheets and report downloads write them in different countries."""

import re
from datetime import date, datetime, timedelta

from .errors import CellError

#: what stands in a cell when the provider has no value; no value is not zero
BLANK = {"", "-", "--", "\u2013", "\u2014", "(not set)", "n/a", "null"}

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'\u2019"))
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}


def is_blank(text):
    return text.strip().lower() in BLANK


def decimal_mark(texts):
    """Tell which mark a file uses for decimals, from all its numeric cells together.

    ``1,234`` alone may be a thousand or one and a bit; ``5,26`` or ``1.234,5`` elsewhere in the file settles it.

    :return str: ``,`` or ``.``
    """
    for text in texts:
        bare = text.strip().rstrip("%").translate(_SPACES)
        last = max(bare.rfind(","), bare.rfind("."))
        if last < 0:
            continue
        mark, tail = bare[last], bare[last + 1 :]
        other = "." if mark == "," else ","
        if not tail.isdigit():
            continue
        if other in bare or (len(tail) != 3 and bare.count(mark) == 1):
            return mark
    return "."


def parse_count(text):
    """:return float: a whole number of something, written with or without thousands separators"""
    bare = text.strip().translate(_SPACES)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", "")
    try:
        value = float(bare)
    except ValueError:
        raise CellError("not_a_number", value=text.strip()) from None
    return _checked(value, text, whole=True)


def parse_decimal(text, mark="."):
    """:return float: a number with decimals; ``mark`` is what :func:`decimal_mark` found in the file"""
    bare = text.strip().translate(_SPACES)
    other = "," if mark == "." else "."
    bare = bare.replace(other, "").replace(mark, ".")
    try:
        value = float(bare)
    except ValueError:
        raise CellError("not_a_number", value=text.strip()) from None
    return _checked(value, text)


def parse_seconds(text, mark="."):
    """:return float: seconds, from ``48.27``, ``0:48`` or ``1:02:03``"""
    if ":" not in text:
        return parse_decimal(text, mark)
    seconds = 0
    for part in text.strip().split(":"):
        if not part.isdigit():
            raise CellError("not_a_number", value=text.strip())
        seconds = seconds * 60 + int(part)
    return float(seconds)


def _checked(value, text, whole=False):
    if value != value or value in (float("inf"), float("-inf")):
        raise CellError("not_a_number", value=text.strip())
    if value < 0:
        raise CellError("negative", value=text.strip())
    if whole and value != int(value):
        raise CellError("not_whole", value=text.strip())
    return value


def slash_order(texts):
    """Tell how dates like 03/10/2026 are meant, from all of them together.

    :return: ``dmy``, ``mdy`` or None when every date could be read both ways
    """
    for text in texts:
        parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", text.strip())
        if parts and int(parts[1]) > 12:
            return "dmy"
        if parts and int(parts[2]) > 12:
            return "mdy"
    return None


def is_slash_date(text):
    return bool(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text.strip()))


def parse_date(text, order=None):
    """:return date: from ``2026-10-31``, ``20261031``, ``31.10.2026``, ``Oct 31, 2026``, ``31 Oct 2026`` or slashes"""
    bare = text.strip()
    try:
        if re.fullmatch(r"\d{8}", bare):
            return datetime.strptime(bare, "%Y%m%d").date()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", bare):
            return date.fromisoformat(bare)
        if parts := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", bare):
            return date(int(parts[3]), int(parts[2]), int(parts[1]))
        if order and (parts := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", bare)):
            first, second = int(parts[1]), int(parts[2])
            day, number = (first, second) if order == "dmy" else (second, first)
            return date(int(parts[3]), number, day)
        if parts := re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2}), (\d{4})", bare):
            return date(int(parts[3]), _MONTHS[parts[1].lower()], int(parts[2]))
        if parts := re.fullmatch(r"(\d{1,2}) ([A-Za-z]+)\.? (\d{4})", bare):
            return date(int(parts[3]), _MONTHS[parts[2].lower()], int(parts[1]))
    except (KeyError, ValueError) as error:
        raise CellError("not_a_date", value=bare) from error
    raise CellError("not_a_date", value=bare)


def parse_nth_day(text, start):
    """:return date: the day that GA4 writes as a counter from the first day of the report (``0000``, ``0001``)"""
    bare = text.strip()
    if not bare.isdigit():
        raise CellError("not_a_date", value=bare)
    return start + timedelta(days=int(bare))
