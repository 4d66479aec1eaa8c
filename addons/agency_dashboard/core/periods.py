"""Periods and what to compare them with. Days are the property's own: no time zone is involved here."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

PRESETS = ("last_28", "this_month", "last_month", "custom")
COMPARISONS = ("previous", "year", "none")


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self):
        if self.end < self.start:
            raise ValueError("a period ends before it starts")

    @property
    def days(self):
        return (self.end - self.start).days + 1

    def dates(self):
        """:return: every day of the period, in order"""
        return [self.start + timedelta(days=offset) for offset in range(self.days)]

    def contains(self, other):
        """:return bool: whether ``other`` lies wholly inside"""
        return self.start <= other.start and other.end <= self.end

    @property
    def is_whole_months(self):
        return self.start.day == 1 and self.end.day == calendar.monthrange(self.end.year, self.end.month)[1]


def month(day):
    """:return: the calendar month that holds ``day``"""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def preset(name, today, start=None, end=None):
    """The period a choice in the date picker stands for.

    Yesterday is the last day offered: no provider has finished today.

    :param str name: one of :data:`PRESETS`; ``custom`` needs ``start`` and ``end``
    :param date today: the current day
    """
    yesterday = today - timedelta(days=1)
    if name == "custom" and start and end:
        return Period(min(start, end), max(start, end))
    if name == "this_month":
        # on the first of a month nothing of it is complete yet: that very day is shown, empty
        return Period(today.replace(day=1), max(yesterday, today.replace(day=1)))
    if name == "last_month":
        return month(today.replace(day=1) - timedelta(days=1))
    return Period(yesterday - timedelta(days=27), yesterday)


def comparison(period, mode):
    """The period to compare with.

    * ``previous``: the days right before, as many of them; for whole calendar months as many whole months
    * ``year``: the same days a year earlier; 29 February becomes 28 February
    * ``none``: None
    """
    if mode == "none":
        return None
    if mode == "year":
        end = _year_before(period.end)
        if period.is_whole_months:
            end = month(end).end
        return Period(_year_before(period.start), end)
    if mode != "previous":
        raise ValueError(f"unknown comparison {mode!r}")
    end = period.start - timedelta(days=1)
    if period.is_whole_months:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        index = period.start.year * 12 + period.start.month - 1 - months
        return Period(date(index // 12, index % 12 + 1, 1), end)
    return Period(end - timedelta(days=period.days - 1), end)


def _year_before(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def missing_dates(period, present):
    """:return: days of the period for which there is no data, in order"""
    return [day for day in period.dates() if day not in present]


def best_cover(spans, period):
    """Choose snapshots that cover most of a period without counting a day twice.

    Exports without a date column hold one value for a whole range. Several such ranges may overlap (the last 28 days,
    exported every week), so they cannot simply be summed.

    :param spans: ``Period`` objects
    :return: chosen periods in order; of equal coverage, the one ending later
    """
    inside = sorted({span for span in spans if period.contains(span)}, key=lambda span: (span.end, span.start))
    best = [(0, ())]  # best[i]: days covered and choice among the first i spans, ordered by their end
    for index, span in enumerate(inside):
        fits = next((i for i in range(index, 0, -1) if inside[i - 1].end < span.start), 0)
        days, chosen = best[fits]
        taken = (days + span.days, (*chosen, span))
        best.append(taken if taken[0] >= best[index][0] else best[index])
    return list(best[-1][1])
