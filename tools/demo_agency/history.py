"""The story of the last three months, told in the order of time."""

import datetime
from functools import partial

from odoo import Command

from . import billing, catalogue, delivering, hours, measuring, people, plan, winning
from .clients import CLIENTS
from .world import Client

SEED = 20
#: hours booked on the project of an order, as share of its budget: one is over, one nearly spent, one within
SPENT = {"harbor": 0.74, "kestrel": 1.14, "linden": 0.92}
#: client -> deliverable -> [(days ago, what happens, arguments)]
DELIVERABLES = {
    "linden": {
        "Keyword map": [(72, "submit", "carl", "paul"), (71, "pass", "paul"), (69, "approve")],
        "Audit report": [(63, "submit", "carl", "paul"), (62, "pass", "paul"), (60, "approve")],
    },
    "harbor": {
        "Keyword map": [(70, "submit", "carl", "paul"), (69, "pass", "paul"), (67, "approve")],
        "Audit report": [
            (58, "submit", "carl", "paul"),
            (57, "pass", "paul"),
            (55, "changes", "Please show what each finding is worth, so that we can choose."),
            (52, "submit", "carl", "paul", "Each finding now names the visits it is worth."),
            (51, "pass", "paul"),
            (49, "approve"),
        ],
        "Content plan": [(8, "submit", "tess", "paul"), (6, "pass", "paul")],
    },
    "kestrel": {
        "Content plan": [(44, "submit", "tess", "paul"), (43, "pass", "paul"), (41, "approve")],
        "Page texts": [
            (20, "submit", "tess", "carl"),
            (19, "pass", "carl"),
            (17, "changes", "Too formal. We are on first-name terms with our guests."),
            (12, "submit", "tess", "carl", "Rewritten in the voice of the guides."),
            (11, "pass", "carl"),
            (4, "changes", "Much better. The prices of the winter tours are last year's."),
        ],
        "Page designs": [(3, "submit", "nina", "paul")],
    },
}


def tell(world, story):
    """Put everything that happened into the story; functions are called when their time has come."""
    for key, spec in CLIENTS.items():
        client = world.clients[key] = Client(key, spec)
        _win(world, story, client)
        if "order" in spec:
            _deliver(world, story, client)
    _bill(world, story)
    _work(world, story)
    winning.tell_enquiries(world, story)
    for number, key in enumerate(measuring.SITES):
        story.at(1, 8 + number / 10, measuring.import_files, world, world.clients[key], SEED + number)


def _win(world, story, client):
    lead = client.spec["lead"]
    quoted = client.spec.get("quote", client.spec.get("order", 0) + 1)
    story.at(lead, 9.5, winning.enquire, world, client)
    story.at(lead, 11.25, winning.answer_client, world, client)
    story.at(min(lead - 1, quoted), 12.5, winning.convert, world, client)
    story.at(quoted, 15, winning.quote, world, client)
    if "order" in client.spec:
        story.at(client.spec["order"], 16, winning.sign_and_pay, world, client)
        story.at(client.spec["order"], 16.5, delivering.hand_over, world, client)


def _deliver(world, story, client):
    order = client.spec["order"]
    story.after(order, 1, 9, delivering.join, world, client)
    story.after(order, 2, 10, delivering.plan, world, client)
    story.after(order, 4, 14, delivering.upload, world, client)
    story.after(order, 6, 13, delivering.kick_off, world, client)
    moves = {
        "submit": delivering.submit,
        "pass": delivering.pass_check,
        "changes": delivering.ask_changes,
        "approve": delivering.approve,
    }
    for name, steps in DELIVERABLES[client.key].items():
        for days, move, *arguments in steps:
            story.at(days, 15, moves[move], world, client, name, *arguments)
    for days in range(order - 9, 0, -7):
        story.at(days, 17.5, delivering.close_tasks, world, client)


def _bill(world, story):
    for days in range(plan.HISTORY_DAYS - 3, -1, -1):
        story.on(story.today - datetime.timedelta(days=days), 0.0, billing.nightly, world)
    linden, harbor = world.clients["linden"], world.clients["harbor"]
    story.at(57, 10, billing.invoice_order, world, linden)
    story.at(52, 11, billing.cancel_retainer, world, linden, 2)
    story.at(48, 10, billing.pay_oldest, world, linden)
    story.at(46, 10, billing.pay_oldest, world, linden)
    story.at(26, 12, billing.part, world, linden)
    story.at(47, 10, billing.pay_oldest, world, harbor)
    story.at(15, 10, billing.pay_oldest, world, harbor)


def _work(world, story):
    """Every Friday the hours of the week are there."""
    jobs, projects = [], {}
    yesterday = story.today - datetime.timedelta(days=1)
    for key, share in SPENT.items():
        client = world.clients[key]
        spec = client.spec
        first = plan.workday(story.today, spec["order"] - 3)
        last = plan.workday(story.today, 38) if key == "linden" else yesterday
        cap = hours.quarters(share * catalogue.PACKAGES[spec["package"]]["hours_budget"])
        jobs.append(hours.Job(f"{key}.order", first, last, 4, cap))
        jobs.append(hours.Job(f"{key}.care", first, last, 2))
        projects[f"{key}.order"] = partial(getattr, client, "project")
        projects[f"{key}.care"] = partial(getattr, client, "care")
    rows = hours.bookings(people.SHARES, jobs, yesterday, SEED)
    projects["internal"] = partial(getattr, world, "internal")
    mondays = [day for day in plan.workdays(rows[0].day, yesterday) if day.weekday() == 0]
    rows += [hours.Booking(day, login, "internal", 1.0) for day in mondays for login in people.PEOPLE]
    for week in hours.by_week(rows).values():
        story.on(max(row.day for row in week), 17.75, delivering.book, world, week, projects)
    day = plan.workday(story.today, 1)
    start = plan.moment(day, 10)
    story.on(day, 10, delivering.time_with_clock, world, "tess", world.clients["harbor"], start, 45)


def open_house(world):
    """What is there before the first enquiry: people, catalogue, a project for what nobody pays."""
    env = world.env
    people.set_up_company(env)
    world.roles = people.create_roles(env)
    world.users, world.employees = people.create_people(env, world.roles)
    people.set_up_sales(env, world.users)
    world.services = catalogue.create_services(env, world.roles)
    world.packages = catalogue.create_packages(env, world.services)
    world.internal = env["project.project"].create(
        {
            "name": "Brightwater: Internal",
            "user_id": world.users["paul"].id,
            "allow_timesheets": True,
            "allow_billable": False,
            "type_ids": [Command.create({"name": "Open"})],
        }
    )
