"""When what happened: days counted back from today. Pure: no clock, no Odoo."""

import datetime
from dataclasses import dataclass, field

#: the first enquiry came so many days ago: eighteen months
HISTORY_DAYS = 548
#: since so many days ago everything is told day by day; what is older is coarser
RECENT_DAYS = 92
DAY_HOURS = 8.0


def is_workday(day):
    """:return bool: Monday to Friday"""
    return day.weekday() < 5


def workday(today, days_ago):
    """:return date: the last working day on or before the day so many days ago"""
    day = today - datetime.timedelta(days=days_ago)
    while not is_workday(day):
        day -= datetime.timedelta(days=1)
    return day


def workdays(first, last):
    """:return list: the working days from one day to another, both included"""
    span = (last - first).days
    days = [first + datetime.timedelta(days=offset) for offset in range(span + 1)]
    return [day for day in days if is_workday(day)]


def moment(day, hour):
    """:param float hour: 9.5 is half past nine, UTC
    :return datetime: a time of a day
    """
    return datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=round(hour * 60))


@dataclass(order=True)
class Event:
    """Something that happens at a moment; ``order`` keeps those of one moment in the order they were told in."""

    moment: datetime.datetime
    order: int
    action: object = field(compare=False)
    arguments: tuple = field(compare=False, default=())


class Story:
    """Collects what happens and tells it in the order of time.

    :param date today: the day on which the story ends
    """

    def __init__(self, today):
        self.today = today
        self.events = []

    def at(self, days_ago, hour, action, *arguments):
        """Something happens on the last working day on or before that day."""
        self._add(moment(workday(self.today, days_ago), hour), action, arguments)

    def after(self, days_ago, working_days, hour, action, *arguments):
        """Something happens so many working days after the working day that :meth:`at` means."""
        day = workday(self.today, days_ago)
        for _number in range(working_days):
            day += datetime.timedelta(days=1)
            while not is_workday(day):
                day += datetime.timedelta(days=1)
        self._add(moment(day, hour), action, arguments)

    def on(self, day, hour, action, *arguments):
        """Something happens on exactly this day."""
        self._add(moment(day, hour), action, arguments)

    def _add(self, when, action, arguments):
        self.events.append(Event(when, len(self.events), action, arguments))

    def told(self):
        """:return list: events by moment"""
        return sorted(self.events)
