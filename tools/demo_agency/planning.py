"""The weeks to come: who is booked for what, who is away, what nobody is named for yet."""

import datetime

from . import plan

#: (login, client, hours a week, first and last week from the coming one on, certain)
BOOKED = [
    ("ivan", "northgate", 14, 0, 7, True),
    ("ivan", "cascade", 14, 0, 7, True),
    ("ivan", "bramble", 12, 0, 7, True),
    ("lena", "northgate", 9, 0, 5, True),
    ("lena", "cascade", 9, 0, 5, True),
    ("lena", "summit", 8, 1, 6, False),
    ("omar", "northgate", 12, 0, 7, True),
    ("omar", "cascade", 12, 0, 7, True),
    ("omar", "alder", 6, 0, 3, True),
    ("omar", "summit", 10, 3, 8, False),
    ("ines", "northgate", 14, 0, 5, True),
    ("ines", "cascade", 12, 0, 5, True),
    ("ines", "alder", 8, 0, 7, True),
    ("yuki", "northgate", 10, 0, 3, True),
    ("yuki", "cascade", 12, 0, 5, True),
    ("raj", "cascade", 8, 0, 3, True),
    ("raj", "northgate", 8, 0, 5, True),
    ("sofia", "northgate", 18, 0, 7, True),
    ("sofia", "cascade", 16, 0, 7, True),
    ("paul", "harbor", 14, 0, 5, True),
    ("paul", "kestrel", 10, 0, 3, True),
    ("tess", "harbor", 16, 0, 5, True),
    ("tess", "kestrel", 12, 0, 5, True),
    ("carl", "harbor", 22, 0, 5, True),
    ("carl", "kestrel", 8, 0, 5, True),
    ("nina", "harbor", 14, 0, 0, True),
    ("nina", "kestrel", 12, 0, 2, True),
    ("nina", "harbor", 20, 4, 7, True),
    ("dan", "bramble", 12, 0, 5, True),
    ("dan", "harvest", 10, 0, 5, True),
    # too much: the planner shows it
    ("mina", "bramble", 24, 0, 5, True),
    ("mina", "harvest", 22, 1, 3, True),
    ("felix", "bramble", 16, 0, 5, True),
    ("felix", "harvest", 14, 0, 4, True),
    ("greta", "bramble", 10, 0, 3, True),
    ("tomas", "bramble", 8, 0, 5, True),
    ("zoe", "bramble", 26, 0, 7, True),
    # room for more
    ("kim", "pinnacle", 10, 0, 2, True),
    ("noor", "pinnacle", 14, 0, 3, True),
]
#: (role, client, hours in all, first and last week, certain): nobody is named yet
PLACEHOLDERS = [
    ("dev", "northgate", 60, 3, 6, False),
    ("writer", "summit", 40, 2, 5, False),
    ("ads", "harvest", 36, 2, 5, False),
    # more than the only one there is can do: the planner proposes a job
    ("analyst", "northgate", 128, 1, 8, True),
]
#: what freelancers are booked for, as in ``BOOKED``
OUTSIDE = [
    ("jonas", "northgate", 6, 0, 5, True),
    ("jonas", "cascade", 10, 0, 3, True),
    ("marta", "harbor", 12, 0, 5, True),
]
#: (login, first day and last day after the coming Monday, approved)
TIME_OFF = [
    ("nina", 7, 18, True),
    ("tess", 21, 25, True),
    ("tomas", 9, 11, True),
    ("zoe", 32, 36, True),
    ("omar", 28, 32, False),
    ("otto", 3, 4, False),
]


def coming_monday(today):
    """:return date: Monday of the week on a working day, of the next week at a week-end"""
    days = -today.weekday() if plan.is_workday(today) else 7 - today.weekday()
    return today + datetime.timedelta(days=days)


def tell(world, story):
    """Put the planning of the weeks to come into the story."""
    monday = coming_monday(story.today)
    story.at(4, 9, book, world, monday)
    story.at(2, 13, take_time_off, world, monday)


def book(world, monday):
    """The leads book their people, and hold places for those who are to be found."""
    asked = [
        ({"employee_id": world.employees[who].id}, key, weekly * (last - first + 1), first, last, certain)
        for who, key, weekly, first, last, certain in BOOKED + OUTSIDE
    ] + [
        ({"role_id": world.roles[code].id}, key, planned, first, last, certain)
        for code, key, planned, first, last, certain in PLACEHOLDERS
    ]
    by_lead = {}
    for whom, key, planned, first, last, certain in asked:
        client = world.clients[key]
        by_lead.setdefault(client.manager, []).append(
            whom
            | {
                "start_date": monday + datetime.timedelta(weeks=first),
                "end_date": monday + datetime.timedelta(weeks=last, days=4),
                "project_id": client.care.id,
                "hours": planned,
                "state": "confirmed" if certain else "tentative",
            }
        )
    for lead, values in by_lead.items():
        world.by(lead, world.env["agency.booking"]).create(values)


def take_time_off(world, monday):
    """People ask for time off; Hugo approves most of it."""
    types = world.env["hr.leave.type"]
    without = "no" if types._fields["requires_allocation"].type == "selection" else False
    kind = types.create({"name": "Holiday", "leave_validation_type": "hr", "requires_allocation": without})
    for login, first, last, approved in TIME_OFF:
        leave = world.env["hr.leave"].create(
            {
                "employee_id": world.employees[login].id,
                "holiday_status_id": kind.id,
                "request_date_from": monday + datetime.timedelta(days=first),
                "request_date_to": monday + datetime.timedelta(days=last),
            }
        )
        if approved:
            world.by("hugo", leave).action_approve()
