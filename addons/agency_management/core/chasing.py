"""Which reminders of an unanswered quotation are due."""

from dataclasses import dataclass
from datetime import timedelta

BEFORE_EXPIRY = "before_expiry"
AFTER_EXPIRY = "after_expiry"
AFTER_SENDING = "after_sending"
CLIENT = "client"
SALESPERSON = "salesperson"
#: A reminder that is overdue for longer than this is dropped: nobody is mailed about what is long past.
GRACE_DAYS = 7


@dataclass(frozen=True)
class Rule:
    """When somebody is reminded.

    :ivar key: whatever identifies the rule to the caller
    :ivar str moment: ``before_expiry``, ``after_expiry`` or ``after_sending``
    :ivar int days: so many days before or after it, not negative
    :ivar str recipient: ``client`` or ``salesperson``
    """

    key: object
    moment: str
    days: int
    recipient: str


@dataclass(frozen=True)
class Quotation:
    """An open quotation.

    :ivar datetime.date sent_on: None when it is not known
    :ivar datetime.date valid_until: its last valid day, None when it does not expire
    :ivar bool answered: the client has written since it was sent: people talk, machines do not chase the client
    """

    sent_on: object
    valid_until: object
    answered: bool = False


@dataclass(frozen=True)
class Reminder:
    """A rule whose day has come.

    :ivar key: key of the rule
    :ivar datetime.date about: the day the rule counts from; with it, each reminder happens once
    :ivar datetime.date due_on: the day it was due
    :ivar bool send: False when it is only noted as done: a later one says the same, or it is long past
    """

    key: object
    about: object
    due_on: object
    send: bool


def _day(rule, quotation):
    """:return: (the day the rule counts from, the day it is due), None when it does not apply"""
    about = quotation.sent_on if rule.moment == AFTER_SENDING else quotation.valid_until
    if about is None:
        return None
    sign = -1 if rule.moment == BEFORE_EXPIRY else 1
    return about, about + timedelta(days=sign * rule.days)


def due(rules, quotation, today, done=frozenset()):
    """Find the reminders whose day has come, also those that were missed.

    Of several to the same recipient only the latest is sent.

    :param rules: iterable of :class:`Rule`
    :param quotation: :class:`Quotation`
    :param datetime.date today: in the company's time zone
    :param done: set of (key of a rule, day it counts from) that are done with
    :return: list of :class:`Reminder`, by the day they were due
    """
    expired = quotation.valid_until is not None and today > quotation.valid_until
    found = []
    for rule in rules:
        days = _day(rule, quotation)
        if days is None or (rule.key, days[0]) in done or days[1] > today:
            continue
        if expired != (rule.moment == AFTER_EXPIRY):
            continue
        if quotation.answered and rule.recipient == CLIENT:
            continue
        found.append((days[1], rule, days[0]))
    found.sort(key=lambda item: item[0])
    latest = {rule.recipient: rule.key for _due_on, rule, _about in found}
    return [
        Reminder(
            rule.key,
            about,
            due_on,
            latest[rule.recipient] == rule.key and today - due_on <= timedelta(days=GRACE_DAYS),
        )
        for due_on, rule, about in found
    ]
