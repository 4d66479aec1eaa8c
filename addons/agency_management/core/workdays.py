"""Counting in working days."""

from dataclasses import dataclass
from datetime import timedelta

#: A calendar may have no working day at all by mistake; counting stops after this many days instead of never.
HORIZON_DAYS = 3660


@dataclass(frozen=True)
class WorkWeek:
    """Which days are worked.

    :ivar frozenset weekdays: worked days of the week, 0 = Monday … 6 = Sunday
    :ivar frozenset holidays: ``datetime.date`` values that are not worked
    """

    weekdays: frozenset = frozenset(range(5))
    holidays: frozenset = frozenset()

    def is_worked(self, day):
        """:return bool: whether work is done on ``day``"""
        return day.weekday() in self.weekdays and day not in self.holidays


def on_or_after(day, week):
    """:return datetime.date: ``day`` when it is worked, else the next day that is"""
    for offset in range(HORIZON_DAYS):
        candidate = day + timedelta(days=offset)
        if week.is_worked(candidate):
            return candidate
    return day


def on_or_before(day, week):
    """:return datetime.date: ``day`` when it is worked, else the last day before it that is"""
    for offset in range(HORIZON_DAYS):
        candidate = day - timedelta(days=offset)
        if week.is_worked(candidate):
            return candidate
    return day


def count(first, last, week):
    """:return int: working days from ``first`` to ``last``, both included; all days when the week has no worked one"""
    if not week.weekdays:
        return max((last - first).days + 1, 0)
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return sum(week.is_worked(day) for day in days)


def distance(before, after, week):
    """:return int: working days one has to go from one day to the other; negative when the second is the earlier one"""
    if after < before:
        return -distance(after, before, week)
    return count(before, after, week) - count(before, before, week)


def add(day, count, week):
    """Day that lies ``count`` working days after ``day``.

    :param datetime.date day: where counting starts; day zero is the first working day on or after it
    :param int count: working days to add, not negative
    :param WorkWeek week: which days are worked
    :return datetime.date: a worked day (``day`` + ``count`` calendar days when the week has no worked day at all)
    """
    if not week.weekdays:
        return day + timedelta(days=count)
    result = on_or_after(day, week)
    for _step in range(count):
        result = on_or_after(result + timedelta(days=1), week)
    return result
