"""Times at which several people can meet: common free time, cut into slots.

Moments are whole minutes since 1970-01-01 UTC, so that a change of the clocks is no special case: only
:func:`local_hours` and the grid of :func:`offer` know about time zones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from . import intervals

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Rules:
    """What makes a slot.

    :ivar int length: minutes the meeting takes
    :ivar int step: slots begin at multiples of this many minutes of the visitor's day
    :ivar int buffer: minutes that stay free before and after everybody's other appointments
    :ivar int notice: minutes between now and the earliest slot
    """

    length: int
    step: int = 30
    buffer: int = 0
    notice: int = 0


def to_minute(moment):
    """:return int: minute of an aware ``datetime``; seconds are cut off"""
    return int((moment - EPOCH).total_seconds() // 60)


def to_moment(minute):
    """:return datetime: the moment of a minute, aware, in UTC"""
    return EPOCH + timedelta(minutes=minute)


def local_hours(first, last, zone, opens, closes, weekdays=frozenset(range(7))):
    """The hours between two times of the day, in a time zone.

    :param datetime.date first: first day
    :param datetime.date last: last day, included
    :param zone: time zone with ``localize``, as pytz makes them
    :param int opens: minute of the day
    :param int closes: minute of the day, up to 1440; nothing is open when it is not after ``opens``
    :param weekdays: 0 = Monday … 6 = Sunday
    :return list: normal list of (start, end)
    """
    result = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() in weekdays:
            midnight = datetime(day.year, day.month, day.day)
            # of an hour that the clocks show twice, the second; one they skip counts as if they did not
            edges = [zone.localize(midnight + timedelta(minutes=edge), is_dst=False) for edge in (opens, closes)]
            result.append((to_minute(edges[0]), to_minute(edges[1])))
    return intervals.merge(result)


def common_free(working, busy, buffer=0):
    """When everybody is at work and free.

    :param list working: for each person, intervals of working time
    :param list busy: for each person, intervals of appointments; as long as ``working``
    :param int buffer: minutes kept free around each appointment
    :return list: normal list of (start, end); nobody is never free
    """
    result = None
    for shifts, appointments in zip(working, busy, strict=True):
        free = intervals.subtract(shifts, [(start - buffer, end + buffer) for start, end in appointments])
        result = free if result is None else intervals.intersect(result, free)
    return result or []


def offer(free, hours, rules, zone, now, until):
    """Cut common free time into slots.

    :param list free: intervals in which everybody is free
    :param list hours: intervals in which the visitor wants to meet
    :param Rules rules: what makes a slot
    :param zone: the visitor's time zone; slots begin on its grid
    :param int now: the minute it is
    :param int until: no slot ends later
    :return list: (start, end) by start; neighbours may overlap each other
    """
    result = []
    for start, end in intervals.intersect(intervals.intersect(free, hours), [(now + rules.notice, until)]):
        start = _on_grid(start, rules.step, zone)
        while start + rules.length <= end:
            result.append((start, start + rules.length))
            start = _on_grid(start + 1, rules.step, zone)
    return result


def _on_grid(minute, step, zone):
    """:return int: the first minute from ``minute`` on that is a multiple of ``step`` in the local day"""
    while True:
        local = to_moment(minute).astimezone(zone)
        over = (local.hour * 60 + local.minute) % step
        if not over:
            return minute
        ahead = minute + step - over
        if to_moment(ahead).astimezone(zone).utcoffset() == local.utcoffset():
            return ahead
        # the clocks change in between: look minute by minute
        minute += 1
