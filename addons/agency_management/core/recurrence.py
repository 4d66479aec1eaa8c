"""Monthly periods of a retainer, their parts, and what they cost.

All dates are plain calendar days of the billing company: no clock, no time zone and therefore no DST in here.
Periods are *inclusive* on both ends, because that is how invoices name them ("1 March to 31 March").

A retainer is anchored on a day of the month (1–31). In months that are too short the last day takes its place;
the anchor itself is kept, so that 31 January is followed by 28 February and then by 31 March, never by 28 March.

What a line costs is stated in *slices*: from a day to a day (or open-ended) it is in force. A price step is one
slice ending and another one beginning, a pause is a gap between two slices. A slice that covers only a part of a
period is charged by days: days in force / days of the period.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

ONE_DAY = timedelta(days=1)


class RecurrenceError(ValueError):
    """A period or slice that cannot exist: a programming error or bad data, never a matter of the clock."""


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self):
        if self.end < self.start:
            raise RecurrenceError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self):
        """:return int: number of days, at least 1"""
        return (self.end - self.start).days + 1

    def clip(self, start=None, end=None):
        """:return: the part of the period between two days (either may be None), or None when nothing is left"""
        first = max(self.start, start) if start else self.start
        last = min(self.end, end) if end else self.end
        return Period(first, last) if first <= last else None


@dataclass(frozen=True)
class Slice:
    """The days in which one line is in force.

    :param key: what the caller recognises the line by (an id)
    :param start: first day
    :param end: last day, or None while it is open-ended
    :param price: Decimal, what a whole period of it costs
    """

    key: object
    start: date
    end: date | None
    price: Decimal


@dataclass(frozen=True)
class Charge:
    """What is due for one slice in one period.

    :param period: the days charged
    :param whole: the full period they are a part of
    :param amount: Decimal in the currency's precision
    """

    key: object
    period: Period
    whole: Period
    amount: Decimal

    @property
    def is_partial(self):
        """:return bool: True when fewer days than the whole period are charged"""
        return self.period != self.whole


def anchored(year, month, anchor_day):
    """:return date: the anchor's day in a month, or the month's last day when the month is too short"""
    if not 1 <= anchor_day <= 31:
        raise RecurrenceError(f"a month has no day {anchor_day}")
    return date(year, month, min(anchor_day, monthrange(year, month)[1]))


def next_month(year, month):
    """:return: ``(year, month)`` of the month after"""
    return (year + 1, 1) if month == 12 else (year, month + 1)


def period_of(day, anchor_day):
    """:return Period: the whole period a day lies in"""
    start = anchored(day.year, day.month, anchor_day)
    if start > day:
        year, month = (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
        start = anchored(year, month, anchor_day)
    return Period(start, anchored(*next_month(start.year, start.month), anchor_day) - ONE_DAY)


def periods(start, until, anchor_day, end=None):
    """Periods that begin up to a day, the first and the last one clipped to the term.

    :param date start: first day of the term
    :param date until: periods whose (clipped) first day is after it are left out
    :param int anchor_day: day of the month on which periods begin
    :param date end: last day of the term, None when it is open-ended
    :return: list of ``(part, whole)`` pairs of :class:`Period`, in order, without gap or overlap
    """
    result = []
    day = start
    while day <= until and (end is None or day <= end):
        whole = period_of(day, anchor_day)
        part = whole.clip(start, end)
        result.append((part, whole))
        day = part.end + ONE_DAY
    return result


def quantize(amount, digits):
    """:return Decimal: an amount rounded half away from zero to a number of decimals, as Odoo rounds money"""
    return Decimal(amount).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def prorate(price, part, whole, digits):
    """What the days of ``part`` cost when ``whole`` costs ``price``.

    The amount is the difference of two rounded running totals (whole period's first day to the part's last day,
    and to the day before the part), so that parts that make up the whole always sum to its price, to the cent.

    :param Decimal price: price of the whole period
    :param int digits: decimals of the currency
    :return Decimal: the amount, rounded
    """
    if part.start < whole.start or part.end > whole.end:
        raise RecurrenceError(f"{part} is not a part of {whole}")
    until_end = quantize(price * ((part.end - whole.start).days + 1) / whole.days, digits)
    before = quantize(price * (part.start - whole.start).days / whole.days, digits)
    return until_end - before


def charges(slices, until, anchor_day, digits, charged=frozenset()):
    """Everything due up to a day and not charged yet.

    Billing is in advance: a part of a period is due on its first day. Missed periods are all returned, so a run
    that was skipped is caught up by the next one.

    :param slices: iterable of :class:`Slice`
    :param date until: the day billing is run for
    :param int anchor_day: day of the month on which periods begin
    :param int digits: decimals of the currency
    :param charged: set of ``(key, period start)`` that are charged already
    :return: list of :class:`Charge`, by period, then in the order of the slices
    """
    result = []
    for item in slices:
        for part, whole in periods(item.start, until, anchor_day, end=item.end):
            if (item.key, part.start) not in charged:
                result.append(Charge(item.key, part, whole, prorate(item.price, part, whole, digits)))
    return sorted(result, key=lambda charge: charge.whole.start)


def next_due(slices, anchor_day, charged=frozenset()):
    """The first day on which something not charged yet becomes due.

    :return date: None when nothing will ever be due again
    """
    days = []
    for item in slices:
        day = item.start
        while item.end is None or day <= item.end:
            if (item.key, day) not in charged:
                days.append(day)
                break
            day = period_of(day, anchor_day).end + ONE_DAY
    return min(days, default=None)


def covered_until(slices, anchor_day, charged):
    """The last day for which each slice has been charged: what a pause or an end does not take back.

    :param charged: set of ``(key, period start)``
    :return: dict key -> date; keys of slices without a charge are absent
    """
    ends = {}
    by_key = {item.key: item for item in slices}
    for key, day in charged:
        item = by_key.get(key)
        if item is None:
            continue
        part = period_of(day, anchor_day).clip(item.start, item.end)
        if part:
            ends[key] = max(part.end, ends.get(key, part.end))
    return ends


def price_on(slices, day):
    """:return Decimal: what a whole period costs with the slices in force on a day"""
    return sum(
        (item.price for item in slices if item.start <= day and (item.end is None or day <= item.end)), Decimal(0)
    )


def add_months(day, months, anchor_day=None):
    """Move a day by whole months, keeping the anchor where months are long enough.

    :param int months: may be negative
    :param int anchor_day: defaults to the day's own number
    """
    index = day.year * 12 + day.month - 1 + months
    return anchored(index // 12, index % 12 + 1, anchor_day or day.day)


def term_end(start, months):
    """:return date: the last day of a term of so many months, None for no term"""
    return add_months(start, months) - ONE_DAY if months else None
