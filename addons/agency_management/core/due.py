"""When the steps of an onboarding are due, in working days."""

from dataclasses import dataclass
from datetime import timedelta

from . import workdays

START = "start"
PREVIOUS = "previous"
KICKOFF = "kickoff"
DATE = "date"


@dataclass(frozen=True)
class Rule:
    """How the due date of one step comes about.

    :ivar key: whatever identifies the step to the caller
    :ivar str base: ``start`` or ``previous`` (days after the onboarding's start, after the step before), ``kickoff``
        (days before the kick-off) or ``date`` (a fixed day)
    :ivar int days: working days, not negative
    :ivar fixed: the day of a ``date`` rule; ``datetime.date`` or None
    :ivar finished: the day the step was finished, or None
    """

    key: object
    base: str = START
    days: int = 0
    fixed: object = None
    finished: object = None


def before(day, count, week):
    """Day that lies ``count`` working days before ``day``.

    :param datetime.date day: day zero, whether it is worked or not
    :param int count: working days to go back, not negative
    :param workdays.WorkWeek week: which days are worked
    :return datetime.date: a worked day when ``count`` is positive, else ``day`` itself
    """
    if not week.weekdays:
        return day - timedelta(days=count)
    result = day
    for _step in range(count):
        for offset in range(1, workdays.HORIZON_DAYS):
            if week.is_worked(result - timedelta(days=offset)):
                result -= timedelta(days=offset)
                break
    return result


def due_dates(rules, start, kickoff, week):
    """Find the due dates of all steps.

    A step that counts from the one before it counts from the day that one was finished, else from the day it is due,
    else from the start. What would have to be done before the onboarding started is due on its first day.

    :param rules: list of :class:`Rule` in the order of the checklist
    :param datetime.date start: first day of the onboarding
    :param kickoff: day of the kick-off, ``datetime.date`` or None when nobody knows it yet
    :param workdays.WorkWeek week: which days are worked
    :return dict: key -> ``datetime.date`` or None
    """
    result = {}
    earliest = workdays.on_or_after(start, week)
    previous = start
    for rule in rules:
        if rule.base == DATE:
            due = rule.fixed
        elif rule.base == KICKOFF:
            due = max(before(kickoff, rule.days, week), earliest) if kickoff else None
        else:
            due = workdays.add(previous if rule.base == PREVIOUS else start, rule.days, week)
        result[rule.key] = due
        previous = rule.finished or due or previous
    return result
