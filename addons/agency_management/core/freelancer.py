"""What the hours of freelancers cost: dated rates by the hour or by the day, and the lines of their bills."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

HOUR, DAY = "hour", "day"


@dataclass(frozen=True)
class Rate:
    """What a freelancer asks for from a day on.

    :ivar datetime.date valid_from: first day it holds for
    :ivar float price: of an hour or of a day
    :ivar str unit: ``hour`` or ``day``
    :ivar int currency: id of the currency of the price
    :ivar float hours_per_day: how many hours a day of the price has; counts for days alone
    """

    valid_from: date
    price: float
    unit: str
    currency: int
    hours_per_day: float = 8.0

    @property
    def hourly(self):
        """:return float: price of an hour, not rounded"""
        return self.price if self.unit == HOUR else self.price / self.hours_per_day


@dataclass(frozen=True)
class Work:
    """Time that was worked: an entry, its day and hours; ``task`` is None for time on the project itself."""

    id: int
    project: int
    task: int | None
    day: date
    hours: float


@dataclass(frozen=True)
class BillLine:
    """A line of a bill: what was worked on a task at one rate.

    :ivar float hours: all of the time
    :ivar str unit: in what ``quantity`` counts, ``hour`` or ``day``
    :ivar float price: of one unit
    :ivar tuple entries: ids of the time
    """

    project: int
    task: int | None
    first: date
    last: date
    hours: float
    unit: str
    quantity: float
    price: float
    entries: tuple


def rate_on(rates, day):
    """:return: the :class:`Rate` that holds on a day, the latest that has begun; None when none has"""
    begun = [rate for rate in rates if rate.valid_from <= day]
    return max(begun, key=lambda rate: rate.valid_from, default=None)


def measure(rate, hours):
    """How hours are written on a bill, where quantities and prices have two decimals.

    Days are billed as days where that is exact. 7 of 8 hours are 0.875 days and would be billed as 0.88, half a per
    cent too much; they are billed as 7 hours at the eighth of the price. Where neither is exact the closer one is
    taken.

    :param Rate rate: what is agreed
    :param float hours: hours that were worked
    :return: (unit, quantity, price of one unit)
    """
    by_hour = (HOUR, round(hours, 2), round(rate.hourly, 2))
    if rate.unit == HOUR:
        return by_hour
    by_day = (DAY, round(hours / rate.hours_per_day, 2), round(rate.price, 2))

    def error(written):
        return round(abs(written[1] * written[2] - hours * rate.hourly), 6)

    return min((by_day, by_hour), key=error)


def bill_lines(work, rates):
    """Price what one freelancer worked, each entry at the rate of its day.

    :param work: iterable of :class:`Work`
    :param rates: iterable of :class:`Rate`
    :return: (dict currency id -> list of :class:`BillLine` by project, task and day; list of :class:`Work` no rate
        holds for)
    """
    rates = list(rates)
    groups, unpriced = defaultdict(list), []
    for one in sorted(work, key=lambda one: (one.day, one.id)):
        rate = rate_on(rates, one.day)
        if rate is None:
            unpriced.append(one)
        else:
            terms = (rate.currency, rate.unit, rate.price, rate.hours_per_day if rate.unit == DAY else 0.0)
            groups[one.project, one.task or 0, terms].append((one, rate))
    result = defaultdict(list)
    for (project, task, (currency, *_terms)), found in sorted(
        groups.items(), key=lambda item: (item[0][:2], item[1][0][0].day)
    ):
        # hours of a clock are fractions; together they are minutes again
        hours = round(sum(one.hours for one, _rate in found), 4)
        unit, quantity, price = measure(found[0][1], hours)
        days = [one.day for one, _rate in found]
        result[currency].append(
            BillLine(
                project,
                task or None,
                min(days),
                max(days),
                hours,
                unit,
                quantity,
                price,
                tuple(one.id for one, _rate in found),
            )
        )
    return dict(result), unpriced
