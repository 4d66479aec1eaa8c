"""When a role is short of people: for how many weeks in a row more hours are asked of it than its people have.

Hours asked are those booked for certain, of people and of the role while nobody is named, and as much of the tentative
ones as the rule counts. All figures of a week are hours.
"""

import math
from dataclasses import dataclass
from datetime import date

from .capacity import TOLERANCE


@dataclass(frozen=True)
class Rule:
    """What counts as a shortage.

    :ivar int weeks: so many weeks in a row, at least 1
    :ivar float share: a week is short when at least this part of the hours asked is missing, 0 to 1
    :ivar float tentative: part of the tentative hours that counts, 0 to 1
    """

    weeks: int
    share: float
    tentative: float = 0.0


@dataclass(frozen=True)
class Week:
    """What a role has and what is asked of it.

    :ivar datetime.date first: its Monday
    :ivar float capacity: hours of the people of the role, net of time off and holidays
    :ivar float confirmed: hours booked for certain
    :ivar float tentative: hours booked in case, those of open quotations weighted by the chance to win them
    :ivar float person: hours one more person would have
    """

    first: date
    capacity: float
    confirmed: float
    tentative: float
    person: float


@dataclass(frozen=True)
class ShortWeek:
    """A week of a shortage; ``missing`` = ``asked`` − ``capacity``."""

    first: date
    capacity: float
    asked: float
    missing: float


@dataclass(frozen=True)
class Shortage:
    """What is missing, and how many people would mend it.

    :ivar tuple weeks: of :class:`ShortWeek`, by day; those of runs that are long enough
    :ivar float hours: missing in all of them
    :ivar int people: at least 1
    """

    weeks: tuple
    hours: float
    people: int


def asked(week, rule):
    """:return float: hours asked of the role in a week"""
    return week.confirmed + rule.tentative * week.tentative


def missing(week, rule):
    """:return float: hours asked beyond the capacity; 0 when the week is not short by the rule"""
    wanted = asked(week, rule)
    gap = wanted - week.capacity
    return gap if gap > TOLERANCE and gap >= rule.share * wanted else 0.0


def find(weeks, rule):
    """Look for a shortage of one role.

    Short weeks count in runs without a gap that are as long as the rule says; shorter ones are what overtime and
    moving bookings are for. The number of people is the missing hours ÷ the hours one more person would have in the
    same weeks, rounded up; a person who has no hours in any of them (holidays) counts as one.

    :param weeks: neighbouring :class:`Week`, by day
    :return Shortage: or None
    """
    found, run = [], []
    for week in [*weeks, None]:
        if week is not None and missing(week, rule):
            run.append(week)
            continue
        if len(run) >= rule.weeks:
            found += run
        run = []
    if not found:
        return None
    hours = sum(missing(week, rule) for week in found)
    of_one = sum(week.person for week in found)
    people = max(1, math.ceil((hours - TOLERANCE) / of_one)) if of_one else 1
    short = tuple(ShortWeek(week.first, week.capacity, asked(week, rule), missing(week, rule)) for week in found)
    return Shortage(short, hours, people)


def runs(weeks):
    """Group short weeks that follow each other.

    :param weeks: :class:`ShortWeek`, by day
    :return list: of lists
    """
    result = []
    for week in weeks:
        if result and (week.first - result[-1][-1].first).days == 7:
            result[-1].append(week)
        else:
            result.append([week])
    return result
