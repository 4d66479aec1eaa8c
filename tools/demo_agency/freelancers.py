"""Freelancers: what they ask for, on which days they work for whom, what of it is billed. Plain data; pure."""

import datetime

from . import hours, plan

#: key -> name, what they do, role, lead, vendor, and prices as (days ago from which on, price, "hour" or "day")
FREELANCERS = {
    "jonas": {
        "name": "Jonas Weber",
        "title": "Front-end Developer",
        "role": "dev",
        "lead": "lena",
        "vendor": "Weber Code Works",
        "rates": [(84, 68, "hour"), (31, 74, "hour")],
    },
    "marta": {
        "name": "Marta Silva",
        "title": "Motion Designer",
        "role": "designer",
        "lead": "paul",
        "vendor": "Silva Motion Studio",
        "rates": [(84, 480, "day")],
    },
}
#: days a week on which they can be booked, Monday is 0; the others are for clients of their own
WORKING_DAYS = (0, 1, 2)
#: (freelancer, key of a job of ``staffing``, weekday, hours, days ago of the first and of the last)
SCHEDULE = [
    ("jonas", "northgate.care.after", 0, 6.0, 76, 1),
    ("jonas", "cascade_site.order", 1, 7.0, 36, 1),
    ("marta", "harbor.care", 2, 8.0, 76, 1),
    ("marta", "kestrel.care", 0, 4.0, 48, 1),
]
#: who worked, on what is billed, in days ago: the first day, the last, and when the bill came
BILLED = (84, 24, 18)
#: the work of a week is handed in and approved on the Monday after next
APPROVED_AFTER_WEEKS = 2


def rows(today):
    """:return list: :class:`hours.Booking` of freelancers up to yesterday, by day"""
    found = [
        hours.Booking(day, person, job, booked)
        for person, job, weekday, booked, first, last in SCHEDULE
        for day in plan.workdays(today - datetime.timedelta(days=first), today - datetime.timedelta(days=last))
        if day.weekday() == weekday
    ]
    return sorted(found, key=lambda row: (row.day, row.person, row.job))


def approvals(today):
    """:return list: (day of approving, Monday of the week that is approved), for weeks that are long enough over"""
    mondays = hours.by_week(rows(today))
    days = [(monday + datetime.timedelta(weeks=APPROVED_AFTER_WEEKS), monday) for monday in mondays]
    return [(day, monday) for day, monday in sorted(days) if day < today]
