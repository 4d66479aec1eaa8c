"""Rules of time: what is typed, how it is rounded, which day and week it belongs to, whether a client pays for it.

Amounts are whole minutes, so that sums are exact; the ORM shell makes them hours. Days are ``datetime.date`` in the
time zone of the person whose time it is.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

DAY_MINUTES = 24 * 60

# ----------------------------------------------------------------------------------------------------------------------
# Rounding
# ----------------------------------------------------------------------------------------------------------------------

NONE, UP, NEAREST = "none", "up", "nearest"
METHODS = (NONE, UP, NEAREST)
STEPS = (5, 6, 10, 15, 30)


@dataclass(frozen=True)
class Rounding:
    """How a run of the clock becomes booked time.

    :ivar str method: ``none``, ``up`` or ``nearest``
    :ivar int step: minutes to round to, one of ``STEPS``; not used by ``none``
    :ivar int minimum: least minutes of an entry, whatever the method; 0 for none
    """

    method: str = NONE
    step: int = 15
    minimum: int = 0


def rounded(minutes, rule):
    """Minutes to book for a piece of work.

    Work never vanishes: what lasted at all is at least one step (or one minute) and the minimum. Half a step rounds up.

    :param int minutes: time worked
    :param Rounding rule: how to round
    :return int: 0 when nothing was worked
    """
    if minutes <= 0:
        return 0
    if rule.method == UP:
        minutes = -(-minutes // rule.step) * rule.step
    elif rule.method == NEAREST:
        minutes = max((2 * minutes + rule.step) // (2 * rule.step), 1) * rule.step
    return max(minutes, rule.minimum)


# ----------------------------------------------------------------------------------------------------------------------
# What is typed
# ----------------------------------------------------------------------------------------------------------------------

UNREADABLE, NEGATIVE, OVER_DAY, FUTURE = "unreadable", "negative", "over_day", "future"

_CLOCK = re.compile(r"(\d{0,2})\s*[:h]\s*(\d{0,2})\s*(?:m|min)?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min)", re.ASCII)
_DECIMAL = re.compile(r"\d{0,3}(?:[.,]\d{0,4})?", re.ASCII)
_DECIMAL_HOURS = re.compile(r"(\d{0,3}[.,]\d{1,4})\s*h", re.ASCII)


class TimeError(Exception):
    """Time that cannot be booked.

    :ivar str code: ``unreadable``, ``negative``, ``over_day`` or ``future``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def parse_hours(text):
    """Read a duration the way people type it: ``1:30``, ``1.5``, ``1,5``, ``1h30``, ``90m``, ``:30``.

    :param str text: what was typed
    :return int: minutes; 0 for an empty text
    :raise TimeError: ``unreadable``, ``negative``, or ``over_day`` for more than 24 hours
    """
    text = (text or "").strip().lower()
    if not text:
        return 0
    if text[0] in "-\N{MINUS SIGN}":
        raise TimeError(NEGATIVE)
    minutes = _read(text)
    if minutes is None:
        raise TimeError(UNREADABLE)
    if minutes > DAY_MINUTES:
        raise TimeError(OVER_DAY)
    return minutes


def _read(text):
    clock = _CLOCK.fullmatch(text)
    if clock and (clock[1] or clock[2]):
        minutes = int(clock[2] or 0)
        return int(clock[1] or 0) * 60 + minutes if minutes < 60 else None
    only_minutes = _MINUTES.fullmatch(text)
    if only_minutes:
        return int(only_minutes[1])
    with_unit = _DECIMAL_HOURS.fullmatch(text)
    if with_unit:
        text = with_unit[1]
    if not _DECIMAL.fullmatch(text):
        return None
    try:
        return to_minutes(Decimal(text.replace(",", ".")))
    except InvalidOperation:  # a lone dot or comma
        return None


def to_minutes(hours):
    """:return int: minutes of a number of hours, half a minute up; floats at face value (0.1 is six minutes)"""
    return int((Decimal(str(hours)) * 60).quantize(Decimal(1), ROUND_HALF_UP))


def clock_text(minutes):
    """:return str: minutes as people read them, ``1:30``"""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def check_entry(day, minutes, others, today):
    """Refuse what cannot have been worked.

    :param datetime.date day: the day it is booked on
    :param int minutes: the entry
    :param int others: everything else of the same person on that day
    :param datetime.date today: where the person is
    :raise TimeError: ``negative``, ``over_day`` or ``future``
    """
    if minutes < 0:
        raise TimeError(NEGATIVE)
    if minutes and minutes + others > DAY_MINUTES:
        raise TimeError(OVER_DAY)
    if minutes and day > today:
        raise TimeError(FUTURE)


# ----------------------------------------------------------------------------------------------------------------------
# Weeks
# ----------------------------------------------------------------------------------------------------------------------

WEEK = timedelta(days=7)


def week_start(day, first_weekday=1):
    """First day of the week a day is in.

    :param datetime.date day: any day
    :param int first_weekday: on which day weeks begin, 1 = Monday … 7 = Sunday (as languages in Odoo say it)
    :return datetime.date: at most six days before ``day``
    """
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)


def week_days(start):
    """:return list: the seven days of the week that begins on ``start``"""
    return [start + timedelta(days=number) for number in range(7)]


def weeks(first, last, first_weekday=1):
    """:return list: first days of all weeks that have a day between two days (both included), in order"""
    result = []
    start = week_start(first, first_weekday)
    while start <= last:
        result.append(start)
        start += WEEK
    return result


# ----------------------------------------------------------------------------------------------------------------------
# Who pays for it
# ----------------------------------------------------------------------------------------------------------------------

#: Why time is or is not billable, strongest first.
INTERNAL, PROJECT, KIND, TASK, SERVICE, CLIENT = "internal", "project", "kind", "task", "service", "client"


@dataclass(frozen=True)
class Work:
    """What decides whether time is billable.

    :ivar bool has_client: whether the project is done for a client
    :ivar bool project: whether the project's time is billable
    :ivar bool kind: whether this kind of time is, as a rule
    :ivar task: what is said on the task: True, False, or None for nothing
    :ivar service: whether the service the task belongs to is; None when it belongs to none
    """

    has_client: bool
    project: bool = True
    kind: bool = True
    task: bool | None = None
    service: bool | None = None


def billable(work):
    """Decide whether a client pays for time.

    Without a client nobody does; then what is said about the project, about the kind of time, about the task and about
    its service decides, in this order. The task stands above its service, because it is more particular.

    :return tuple: (bool, which rule decided)
    """
    if not work.has_client:
        return False, INTERNAL
    if not work.project:
        return False, PROJECT
    if not work.kind:
        return False, KIND
    if work.task is not None:
        return work.task, TASK
    if work.service is not None:
        return work.service, SERVICE
    return True, CLIENT


def draw_down(entries, included):
    """Take billable time from the hours a retainer includes, in the order it was worked.

    :param entries: iterable of (key, minutes) in order
    :param int included: minutes the period includes
    :return dict: key -> (minutes covered, minutes over)
    """
    result = {}
    left = max(included, 0)
    for key, minutes in entries:
        covered = min(minutes, left)
        left -= covered
        result[key] = covered, minutes - covered
    return result


def missing(expected, logged, tolerance=0):
    """:return int: minutes that lack; 0 when it is not more than the tolerance"""
    lacking = expected - logged
    return lacking if lacking > max(tolerance, 0) else 0


# ----------------------------------------------------------------------------------------------------------------------
# A clock that is still running
# ----------------------------------------------------------------------------------------------------------------------

LONG, DAY_END = "long", "day_end"


def running_reminder(started, now, limit, day_end):
    """Why somebody should look at a running clock.

    :param datetime.datetime started: when it was started
    :param datetime.datetime now: the moment, in the same time zone
    :param int limit: minutes a run may last, 0 for no limit
    :param day_end: ``datetime.datetime`` at which the working day of the person ends, None when today is none
    :return: ``long``, ``day_end``, or None; a clock started after work is no mistake
    """
    if limit and now - started >= timedelta(minutes=limit):
        return LONG
    if day_end and started < day_end <= now:
        return DAY_END
    return None


# ----------------------------------------------------------------------------------------------------------------------
# What was planned and is not booked yet
# ----------------------------------------------------------------------------------------------------------------------


def suggest(booked, logged):
    """Planned time that nothing has been entered for yet.

    Time entered for a task counts against what is planned for the task; what goes beyond counts against what is planned
    for its project as a whole, and so does time entered for the project or for its other tasks.

    :param dict booked: (project, task or None) -> {day: minutes}
    :param dict logged: (project, task or None) -> {day: minutes}
    :return dict: (project, task or None) -> {day: minutes}, only where something is left
    """
    result = {}
    spare = {}
    for (project, _task), by_day in logged.items():
        for day, minutes in by_day.items():
            spare[project, day] = spare.get((project, day), 0) + minutes
    # plans for tasks first: they are the more particular ones
    for key in sorted(booked, key=lambda pair: (pair[0], pair[1] is None, pair[1] or 0)):
        project, task = key
        left = {}
        for day, minutes in sorted(booked[key].items()):
            limit = spare.get((project, day), 0)
            if task is not None:
                limit = min(limit, logged.get(key, {}).get(day, 0))
            used = min(limit, minutes)
            if used:
                spare[project, day] -= used
            if minutes > used:
                left[day] = minutes - used
        if left:
            result[key] = left
    return result
