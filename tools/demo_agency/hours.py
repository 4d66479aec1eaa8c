"""Who worked how long on what: timesheet rows for three months. Pure and deterministic."""

import datetime
import random
from dataclasses import dataclass

from . import plan

QUARTER = 0.25
#: more than this nobody books on clients in a day
MOST_A_DAY = 7.25


@dataclass(frozen=True)
class Job:
    """A project hours are booked on.

    ``first`` and ``last`` are the days between which there is work; ``cap`` the hours after which nothing more is
    booked (None: no end), ``weight`` how much it draws compared with others.
    """

    key: str
    first: datetime.date
    last: datetime.date
    weight: float
    cap: float = None

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


def bookings(shares, jobs, last, seed):
    """Spread each person's days over the projects that run.

    :param dict shares: person -> share of a day spent on clients, on average
    :param list jobs: :class:`Job`
    :param date last: last day with hours
    :return list: :class:`Booking` by day, person
    """
    rng = random.Random(seed)
    left = {job.key: job.cap for job in jobs}
    rows = []
    for day in plan.workdays(min(job.first for job in jobs), last):
        today = {job.key: job.a_day for job in jobs}
        for person, share in shares.items():
            wanted = quarters(min(MOST_A_DAY, plan.DAY_HOURS * share * rng.uniform(0.85, 1.15)))
            rows += _day(rng, day, person, wanted, jobs, (left, today))
    return rows


def _day(rng, day, person, wanted, jobs, limits):
    """One person's bookings of a day, on at most three projects.

    :param limits: dicts job -> hours left (None: any number), which are counted down
    """
    rows = []
    running = [job for job in jobs if job.first <= day <= job.last]
    for part in (0.6, 0.7, 1.0):
        running = [job for job in running if all(limit[job.key] is None or limit[job.key] > 0 for limit in limits)]
        if wanted <= 0 or not running:
            break
        job = rng.choices(running, [job.weight for job in running])[0]
        hours = wanted if part == 1.0 else quarters(wanted * part)
        for limit in limits:
            if limit[job.key] is not None:
                hours = min(hours, limit[job.key])
        for limit in limits:
            if limit[job.key] is not None:
                limit[job.key] -= hours
        running.remove(job)
        wanted -= hours
        if hours > 0:
            rows.append(Booking(day, person, job.key, hours))
    return rows


def by_week(rows):
    """:return dict: Monday of the week -> bookings"""
    weeks = {}
    for row in rows:
        weeks.setdefault(row.day - datetime.timedelta(days=row.day.weekday()), []).append(row)
    return weeks
