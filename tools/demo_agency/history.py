"""The story of eighteen months, told in the order of time: the last three in detail, what is older more coarsely."""

import datetime
from functools import partial

from . import (
    billing,
    catalogue,
    deliverables,
    delivering,
    freelancers,
    freelancing,
    growing,
    hiring,
    hours,
    measuring,
    notices,
    offer,
    people,
    plan,
    planning,
    rates,
    selling,
    staffing,
    submitting,
    talking,
    winning,
)
from .clients import CLIENTS
from .world import Client

SEED = 20
#: long ago there was a billing run once in so many days, and once in so many all the rest was caught up on
BILLED_EVERY, THOROUGH_EVERY = 14, 98
WEEK_DAYS = 7
#: once in so many days the leads go through what they were told of budgets
LOOKED_AT_EVERY = 14
#: client -> deliverable -> [(days ago, what happens, arguments)]
DELIVERABLES = {
    "linden": {
        "Keyword map": [(76, "submit", "carl", "paul"), (75, "pass", "paul"), (73, "approve")],
        "Audit report": [(66, "submit", "carl", "paul"), (65, "pass", "paul"), (63, "approve")],
    },
    "harbor": {
        "Keyword map": [(74, "submit", "carl", "paul"), (73, "pass", "paul"), (71, "approve")],
        "Content plan": [(70, "submit", "tess", "paul"), (69, "pass", "paul"), (67, "approve")],
        "Audit report": [
            (66, "submit", "carl", "paul"),
            (64, "pass", "paul"),
            (63, "changes", "Please show what each finding is worth, so that we can choose."),
            (61, "submit", "carl", "paul", "Each finding now names the visits it is worth."),
            (60, "pass", "paul"),
            (58, "approve"),
        ],
        "Quarterly report": [(4, "submit", "carl", "paul"), (3, "pass", "paul")],
    },
    "kestrel": {
        "Content plan": [(48, "submit", "tess", "paul"), (47, "pass", "paul"), (45, "approve")],
        "Page texts": [
            (25, "submit", "tess", "carl"),
            (24, "pass", "carl"),
            (21, "changes", "Too formal. We are on first-name terms with our guests."),
            (14, "submit", "tess", "carl", "Rewritten in the voice of the guides."),
            (12, "pass", "carl"),
            (4, "changes", "Much better. The prices of the winter tours are last year's."),
        ],
        "Page designs": [(3, "submit", "nina", "paul")],
    },
}
#: client -> what Paul writes about its project: (days ago, status, progress in percent, text)
UPDATES = {
    "linden": [(70, "on_track", 60, "Crawl and keyword research done."), (60, "on_track", 100, "Audit approved.")],
    "harbor": [(72, "on_track", 50, "Keyword map approved, audit on its way."), (55, "on_track", 100, "All approved.")],
    "kestrel": [
        (50, "on_track", 30, "Content plan nearly done."),
        (20, "at_risk", 65, "A second round for the texts costs us days."),
        (3, "off_track", 80, "The hours are used up; the designs are in the internal check. We talk on Tuesday."),
    ],
}


def tell(world, story):
    """Put everything that happened into the story; functions are called when their time has come."""
    for key, spec in CLIENTS.items():
        client = world.clients[key] = Client(key, spec, team=staffing.TEAMS.get(key, {}))
        delivering.tell_start(world, story, client)
        if "order" in spec:
            _deliver(world, story, client)
    growing.tell(world, story)
    _bill(world, story)
    _work(world, story)
    winning.tell_enquiries(world, story)
    selling.tell(world, story)
    planning.tell(world, story)
    talking.tell(world, story)
    for part in (rates, freelancing, hiring, notices, submitting):
        part.tell(world, story)
    for number, key in enumerate(measuring.SITES):
        story.on(
            story.today - datetime.timedelta(days=1),
            8 + number / 10,
            measuring.import_files,
            world,
            world.clients[key],
            SEED + number,
        )


def _deliver(world, story, client):
    deliverables.tell(world, story, client, DELIVERABLES[client.key])
    for days, status, progress, text in UPDATES[client.key]:
        story.at(days, 16.5, delivering.report, world, client, status, progress, text)
    for days in range(client.spec["order"] - 9, 0, -7):
        story.at(days, 17.5, delivering.close_tasks, world, client)


def _bill(world, story):
    for days in range(plan.HISTORY_DAYS - 3, -1, -1):
        day = story.today - datetime.timedelta(days=days)
        if days <= plan.RECENT_DAYS:
            # little happens in the nights of a week-end: Monday's does it
            if days < WEEK_DAYS or plan.is_workday(day):
                story.on(day, 0.0, billing.nightly, world, days < WEEK_DAYS or day.weekday() == 0)
        elif days % BILLED_EVERY == 0:
            story.on(day, 0.0, billing.quiet_night, world, days % THOROUGH_EVERY == 0)
    linden, harbor = world.clients["linden"], world.clients["harbor"]
    story.at(57, 10, billing.invoice_order, world, linden)
    story.at(52, 11, billing.cancel_retainer, world, linden, 2)
    story.at(48, 10, billing.pay_oldest, world, linden)
    story.at(46, 10, billing.pay_oldest, world, linden)
    story.at(26, 12, billing.part, world, linden)
    story.at(47, 10, billing.pay_oldest, world, harbor)
    story.at(40, 10, billing.invoice_order, world, harbor)
    story.at(29, 10, billing.pay_oldest, world, harbor)
    story.at(15, 10, billing.pay_oldest, world, harbor)
    story.at(1, 9, billing.plan_reminder, world, world.clients["kestrel"])


def _work(world, story):
    """Every Friday the hours of the week are there."""
    yesterday = story.today - datetime.timedelta(days=1)
    jobs = staffing.jobs(story.today, offer.BUDGETS)
    recent = story.today - datetime.timedelta(days=plan.RECENT_DAYS)
    rows = hours.bookings(staffing.SHARES, jobs, yesterday, SEED, recent)
    whole = submitting.week(story.today, submitting.WHOLE_WEEKS)
    rows += _internal(rows, recent, whole - datetime.timedelta(days=1))
    rows += hours.rest(rows, submitting.forgotten(story.today), whole, yesterday, "internal")
    rows += freelancers.rows(story.today)
    projects = {"internal": partial(getattr, world, "internal")}
    for job in jobs:
        key, kind = job.key.split(".")[:2]
        projects[job.key] = partial(getattr, world.clients[key], "project" if kind == "order" else "care")
    for week in hours.by_week(rows).values():
        story.on(max(row.day for row in week), 17.75, delivering.book, world, week, projects)
    for days in range(plan.HISTORY_DAYS - LOOKED_AT_EVERY, 0, -LOOKED_AT_EVERY):
        story.at(days, 11, delivering.look_at_budgets, world)
    day = plan.workday(story.today, 1)
    start = plan.moment(day, 10)
    story.on(day, 10, delivering.time_with_clock, world, "tess", world.clients["harbor"], start, 45)


def _internal(rows, recent, yesterday):
    """:return list: an hour for the Monday meeting, for whoever is there; long ago once a month"""
    since = {}
    for row in rows:
        since.setdefault(row.person, row.day)
    meetings = []
    for day in plan.workdays(rows[0].day, yesterday):
        if day.weekday() == 0 and (day >= recent or day.day <= 7):
            there = [login for login in people.PEOPLE if since.get(login, rows[0].day) <= day]
            meetings += [hours.Booking(day, login, "internal", 1.0) for login in there]
    return meetings


def open_house(world, today):
    """What is there before the first enquiry: people, catalogue, prices, a project for what nobody pays.

    :param date today: the day on which the story ends
    """
    env = world.env
    people.set_up_company(env)
    world.roles = people.create_roles(env)
    world.users, world.employees = people.create_people(env, world.roles)
    world.passwords.give(world.users.values())
    people.set_up_sales(env, world.users)
    freelancing.join(world, today)
    rates.make_cards(world)
    world.services = catalogue.create_services(env, world.roles)
    world.packages = catalogue.create_packages(env, world.services)
    world.internal = env.company.internal_project_id
    world.internal.write({"name": "Brightwater: Internal", "user_id": world.users["paul"].id})
