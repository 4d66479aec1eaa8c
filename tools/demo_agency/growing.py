"""How the agency grew: eight clients more, a handover between teams, two second orders, one onboarding that runs."""

from datetime import timedelta

from odoo import fields

from . import billing, deliverables, delivering, offer, plan, staffing, winning
from .portfolio import MORE_CLIENTS, SITES
from .world import Client

#: working days a client takes to approve, and how much longer than planned the way to it is
APPROVED_AFTER = 4
STRETCH = 1.45
#: days after the order: the final invoice, and the end of its project
INVOICED, FINISHED = 75, 100
YEAR = 365
#: days from today to the kick-off that is still to come: a loaded copy is up to six days old when it is served
KICKOFF_AHEAD = 9
#: days ago on which invoices are paid near the end, so that none becomes overdue within these six days either
LAST_PAYMENTS = (12, 9, 6, 3, 1)
#: who makes what
AUTHORS = {
    "Keyword map": "seo",
    "Audit report": "seo",
    "Content plan": "writer",
    "Page texts": "writer",
    "Page designs": "designer",
    "Site concept": "writer",
    "Design system": "designer",
    "Launch checklist": "dev",
}
REPORT = "Quarterly report"
#: what happens to the deliverables of the second orders
SITE_DELIVERABLES = {
    "cascade_site": {
        "Site concept": [(30, "submit", "ines", "lena"), (29, "pass", "lena"), (26, "approve")],
        "Design system": [
            (24, "submit", "yuki", "lena"),
            (23, "pass", "lena"),
            (21, "changes", "The colours are not those of our cards."),
            (18, "submit", "yuki", "lena", "Colours taken from the cards."),
            (17, "pass", "lena"),
            (15, "changes", "Too dark for the older members."),
            (12, "submit", "yuki", "lena", "Lighter, with more contrast."),
            (11, "pass", "lena"),
            (8, "changes", "Our board would like to see a version in green, too."),
        ],
    },
    "bramble_site": {
        "Site concept": [(12, "submit", "felix", "dan"), (11, "pass", "dan"), (7, "approve")],
        "Design system": [(9, "submit", "greta", "dan"), (8, "pass", "dan"), (5, "approve")],
    },
}


def tell(world, story):
    """Put the other clients into the story."""
    for key, spec in MORE_CLIENTS.items():
        client = world.clients[key] = Client(key, spec, team=staffing.TEAMS[key])
        if key == "summit":
            _begin(world, story, client)
        else:
            _grow(world, story, client)
    for key, spec in SITES.items():
        _again(world, story, world.clients.setdefault(key, Client(key, spec, team=staffing.TEAMS[key])))
    payers = [world.clients[key] for key in MORE_CLIENTS]
    for days in [
        *range(plan.HISTORY_DAYS - 20, plan.RECENT_DAYS, -28),
        *range(plan.RECENT_DAYS, 14, -7),
        *LAST_PAYMENTS,
    ]:
        story.at(days, 12, billing.pay_due, world, payers)


def _grow(world, story, client):
    order = client.spec["order"]
    delivering.tell_start(world, story, client)
    deliverables.tell(world, story, client, usual_moves(client))
    for days in range(order - 28, order - FINISHED, -28):
        story.at(days, 17.5, delivering.close_tasks, world, client)
    story.at(order - INVOICED, 10, billing.invoice_order, world, client)
    story.at(max(1, order - FINISHED), 17.6, delivering.finish, world, client)
    if order > YEAR:
        story.at(order - YEAR, 9, delivering.renew_care, world, client)
    if client.key in staffing.TAKES_OVER:
        story.at(staffing.HANDED_OVER, 11, delivering.change_team, world, client, staffing.TAKES_OVER[client.key])
    if "pause" in client.spec:
        story.at(client.spec["pause"], 11, billing.pause, world, client)
    if "milestone" in client.spec:
        story.at(30, 10, _promise, world, client, *client.spec["milestone"])
    if "review" in client.spec:
        _review(world, story, client, client.spec["review"])


def _promise(world, client, name, late):
    """The lead promises something for a day that is over by now."""
    due = plan.workday(fields.Date.today(), late - 30)
    client.care.allow_milestones = True
    world.by(client.manager, world.env["project.milestone"]).create(
        {"name": name, "project_id": client.care.id, "deadline": due}
    )


def usual_moves(client):
    """:return dict: deliverable -> moves, as ``deliverables.tell`` takes them: checked and approved without a change"""
    team, moves = client.team, {}
    for service, billed, _price, addon in offer.PACKAGES[client.spec["package"]]["lines"]:
        if billed != "one_off" or addon:
            continue
        for name, _kind, offset, _milestone in offer.SERVICES[service]["deliverables"]:
            author = team.get(AUTHORS[name], team["writer"])
            days = client.spec["order"] - 8 - round(STRETCH * offset)
            moves[name] = [
                (days, "submit", author, client.manager),
                (days - 1, "pass", client.manager),
                (days - 1 - APPROVED_AFTER, "approve"),
            ]
    return moves


def _review(world, story, client, days):
    """The report of the quarter goes to the client; those of long ago are approved, the others wait."""
    team = staffing.TAKES_OVER.get(client.key, client.team)
    moves = [(days, "submit", team["seo"], team["strategist"]), (days - 1, "pass", team["strategist"])]
    if days > 14:
        moves.append((days - 8, "approve"))
    deliverables.tell(world, story, client, {REPORT: moves})


def _begin(world, story, client):
    """Signed a few days ago: some documents are there, the kick-off is in the calendar, the team is only proposed."""
    order = client.spec["order"]
    delivering.tell_win(world, story, client)
    story.after(order, 1, 9, delivering.join, world, client)
    story.after(order, 2, 15, _first_document, world, client, story.today + timedelta(days=KICKOFF_AHEAD))


def _first_document(world, client, kickoff):
    requests = client.order.onboarding_id.document_request_ids
    delivering.receive(world, client, requests[:1])
    delivering.book_meeting(client, kickoff)
    requests[1:2].due_date = fields.Date.add(fields.Date.today(), days=1)


def _again(world, story, client):
    """A client orders a new site besides the ongoing work."""
    order = client.spec["order"]
    account = world.clients[client.spec["client"]]
    story.at(order + 5, 10, winning.order_again, world, client, account)
    story.at(order, 16, winning.sign_and_pay, world, client)
    story.at(order, 16.5, delivering.hand_over, world, client)
    story.after(order, 2, 10, delivering.plan, world, client)
    story.after(order, 4, 14, delivering.upload, world, client)
    story.after(order, 6, 13, delivering.kick_off, world, client)
    deliverables.tell(world, story, client, SITE_DELIVERABLES[client.key])
    for days in range(order - 9, 0, -7):
        story.at(days, 17.5, delivering.close_tasks, world, client)
    if client.key == "cascade_site":
        story.at(14, 16, take_baseline, world, client)
        story.at(4, 11, deliverables.change_order, world, client, "Design system")


def take_baseline(world, client):
    """What was promised at first is not what is planned now: the lead keeps the plan of today."""
    world.by(client.manager, client.project).action_agency_take_baseline()
