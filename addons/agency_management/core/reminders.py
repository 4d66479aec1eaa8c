"""Which reminders of a step are due: rules relative to its due date, each of whose occurrences is sent once."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Rule:
    """When somebody is reminded.

    :ivar key: whatever identifies the rule to the caller
    :ivar int offset_days: days after the due date, negative before it
    :ivar int repeat_days: days between repetitions, 0 for none
    :ivar int repeats: how many times it is repeated after the first time
    """

    key: object
    offset_days: int = 0
    repeat_days: int = 0
    repeats: int = 0


@dataclass(frozen=True)
class Reminder:
    """Something to send now.

    :ivar key: the rule's
    :ivar int number: which of its occurrences, from 0
    :ivar tuple missed: earlier occurrences that were never sent and now never will be: one reminder is enough
    """

    key: object
    number: int
    missed: tuple = ()


def occurrences(rule, due):
    """:return list: the days of a rule's occurrences, for a due date"""
    first = due + timedelta(days=rule.offset_days)
    repeats = rule.repeats if rule.repeat_days > 0 else 0
    return [first + timedelta(days=number * rule.repeat_days) for number in range(repeats + 1)]


def due_reminders(rules, due, sent, today):
    """What has to be sent today.

    :param rules: iterable of :class:`Rule`
    :param due: ``datetime.date`` the step is due, or None
    :param sent: set of (rule key, number) that need no sending any more
    :param datetime.date today: the day it is
    :return list: a :class:`Reminder` for each rule of which something is due
    """
    result = []
    for rule in rules if due else ():
        numbers = [
            number
            for number, day in enumerate(occurrences(rule, due))
            if day <= today and (rule.key, number) not in sent
        ]
        if numbers:
            result.append(Reminder(rule.key, numbers[-1], tuple(numbers[:-1])))
    return result


def next_day(rules, due, sent):
    """:return: the first day on which something has to be sent (``datetime.date``, may be past), or None"""
    days = [
        day
        for rule in (rules if due else ())
        for number, day in enumerate(occurrences(rule, due))
        if (rule.key, number) not in sent
    ]
    return min(days, default=None)
