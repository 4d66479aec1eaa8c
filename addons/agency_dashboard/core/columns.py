"""What a column of a provider's download means."""

import re
from dataclasses import dataclass

#: roles of a column
DATE, NTH_DAY, DIMENSION, MEASURE = "date", "nth_day", "dimension", "measure"


@dataclass(frozen=True)
class Column:
    """Meaning of one header.

    :ivar role: date, nth_day, dimension or measure
    :ivar target: dimension or measure key
    :ivar kind: how a measure is written: ``count``, ``decimal`` or ``seconds``
    """

    role: str
    target: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Provider:
    """How to read the downloads of one provider.

    :ivar headers: normalised header -> :class:`Column`
    :ivar derive: function (measures of a row: dict) -> dict of stored metrics; raises ``CellError``
    :ivar period: function (comment lines) -> ``Period`` or None, the range a file says it covers
    :ivar clean: function (dimension, text) -> text, spells values one way whatever report they come from
    """

    key: str
    headers: dict
    derive: callable
    period: callable
    clean: callable

    def column(self, header):
        """:return: :class:`Column` or None when the header is not one we store"""
        return self.headers.get(normalise(header))

    def recognises(self, cells):
        """:return bool: whether these cells are the header of one of the provider's tables"""
        columns = [column for column in map(self.column, cells) if column]
        return any(column.role == MEASURE for column in columns) and any(column.role != MEASURE for column in columns)


def normalise(header):
    """:return str: a header without capitals, doubled blanks and surrounding quotes"""
    return re.sub(r"\s+", " ", header.replace("\u00a0", " ")).strip(" '\"\ufeff").casefold()


def table(*groups):
    """:return dict: normalised header -> column, from (column, header, header, ...) groups"""
    return {normalise(header): column for column, *headers in groups for header in headers}
