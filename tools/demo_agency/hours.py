"""Who worked how long on what: timesheet rows. Pure and deterministic."""

import datetime
import random
from dataclasses import dataclass

from . import plan

QUARTER = 0.25
#: more than this nobody books on clients in a day
MOST_A_DAY = 7.25
#: days of a week, and those on which long ago time was written down
WEEK, COARSE_WEEK = 5, 4


@dataclass(frozen=True)
class Job:
    """A project hours are booked on.

    ``first`` and ``last`` are the days between which there is work; ``cap`` the hours after which nothing more is
    booked (None: no end), ``weight`` how much it draws compared with others, ``people`` who works on it (None:
    everybody).
    """

    key: str
    first: datetime.date
    last: datetime.date
    weight: float
    cap: float = None
    people: frozenset = None

    def runs(self, day, person):
        """:return bool: whether somebody works on it on a day"""
        return self.first <= day <= self.last and (self.people is None or person in self.people)

    @property
    def a_day(self):
        """Most hours a day, so that they last until the last day; None without a cap."""
        if self.cap is None:
            return None
        return quarters(1.3 * self.cap / len(plan.workdays(self.first, self.last))) + QUARTER


@dataclass(frozen=True)
class Booking:
    """Hours of one person on one project on one day."""

    day: datetime.date
    person: str
    job: str
    hours: float


def quarters(hours):
    """:return float: hours rounded to quarters"""
    return round(hours / QUARTER) * QUARTER


def bookings(shares, jobs, last, seed, fine_from=None):
    """Spread each person's days over the projects that run.

    :param dict shares: person -> share of a day spent on clients, on average
    :param list jobs: :class:`Job`
    :param date last: last day with hours
    :param date fine_from: before this day everybody writes down four days a week with one project each, the hours of
        Friday among them; from it on every day, with up to three projects (None: ever)
    :return list: :class:`Booking` by day, person
    """
    rng = random.Random(seed)
    left = {job.key: job.cap for job in jobs}
    rows = []
    for day in plan.workdays(min(job.first for job in jobs), last):
        today = {job.key: job.a_day for job in jobs}
        fine = fine_from is None or day >= fine_from
        parts = (0.6, 0.7) if fine else (1.0,)
        for person, share in shares.items():
            # who has no room in four days writes down all five
            stretch = 1.0 if fine or share > COARSE_WEEK / WEEK else WEEK / COARSE_WEEK
            if stretch > 1.0 and day.weekday() >= COARSE_WEEK:
                continue
            most = min(plan.DAY_HOURS, stretch * MOST_A_DAY)
            wanted = quarters(min(most, stretch * plan.DAY_HOURS * share * rng.uniform(0.85, 1.15)))
            running = [job for job in jobs if job.runs(day, person)]
            rows += _day(rng, day, person, wanted, running, (left, today), parts)
    return rows


def _day(rng, day, person, wanted, running, limits, parts):
    """One person's bookings of a day, on at most three projects; what the limits leave over goes to one without.

    :param list running: :class:`Job` the person works on that day
    :param limits: dicts job -> hours left (None: any number), which are counted down
    :param parts: share of what is still wanted that one project after the other gets
    """
    booked = {}
    for part in parts:
        free = [job for job in running if all(limit[job.key] != 0 for limit in limits) and job.key not in booked]
        if not free or wanted <= 0:
            break
        job = rng.choices(free, [job.weight for job in free])[0]
        hours = min([quarters(wanted * part), *(limit[job.key] for limit in limits if limit[job.key] is not None)])
        booked[job.key] = hours
        wanted -= hours
        for limit in limits:
            if limit[job.key] is not None:
                limit[job.key] -= hours
    endless = [job for job in running if job.cap is None]
    if endless and wanted > 0:
        job = rng.choices(endless, [job.weight for job in endless])[0]
        booked[job.key] = booked.get(job.key, 0.0) + wanted
    return [Booking(day, person, key, hours) for key, hours in booked.items() if hours > 0]


def rest(rows, people, first, last, job):
    """What people do besides: hours that make their days whole.

    :param list rows: :class:`Booking` there is
    :param dict people: person -> Mondays of the weeks the person writes nothing more down for
    :param str job: what the hours are booked on
    :return list: :class:`Booking` by day
    """
    booked = {}
    for row in rows:
        booked[row.person, row.day] = booked.get((row.person, row.day), 0.0) + row.hours
    return [
        Booking(day, person, job, lacking)
        for day in plan.workdays(first, last)
        for person, forgotten in people.items()
        if monday(day) not in forgotten and (lacking := plan.DAY_HOURS - booked.get((person, day), 0.0)) > 0
    ]


def monday(day):
    """:return date: the Monday of the week of a day"""
    return day - datetime.timedelta(days=day.weekday())


def by_week(rows):
    """:return dict: Monday of the week -> bookings"""
    weeks = {}
    for row in rows:
        weeks.setdefault(monday(row.day), []).append(row)
    return weeks
