"""What people tell each other and their clients: weekly statuses, stand-ups, handovers, requests for documents."""

from odoo import Command, fields

from . import billing, plan

#: (client, its project or ongoing work, days ago of the statuses)
STATUSES = [
    ("cascade_site", "project", (23, 16, 9, 2)),
    ("bramble_site", "project", (16, 9, 2)),
    ("harbor", "care", (16, 9, 2)),
    ("kestrel", "project", (9,)),
]
#: clients for whose ongoing work the status of the week is drafted, and not sent yet
DRAFTED = ("northgate", "harvest")
#: login -> (done, next, in the way) of the last days, the latest first; in the way may be missing
STANDUPS = {
    "carl": [
        ("Harbor: redirects of the sale pages", "Kestrel: crawl after the launch"),
        ("Harbor: product schema live", "Harbor: redirects of the sale pages"),
        ("Kestrel: titles of the tours", "Harbor: product schema"),
    ],
    "tess": [
        ("Harbor: two articles checked", "Kestrel: texts with this winter's prices", "Prices are not confirmed yet"),
        ("Harbor: oil guide written", "Harbor: check two articles"),
    ],
    "yuki": [
        ("Cascade: components in a lighter tone", "Cascade: a version in green"),
        ("Cascade: forms for phones", "Cascade: components in a lighter tone"),
    ],
    "raj": [
        ("Cascade: templates two and three", "Cascade: search page", "Waiting for access to the staging server"),
        ("Cascade: template one", "Cascade: templates two and three"),
    ],
    "mina": [("Bramble: shop categories", "Harvest: shop pages of the new towns", "More work than days this week")],
    "zoe": [("Bramble: campaign for the holidays live", "Bramble: budgets of next week")],
    "lena": [("Northgate: report of the month", "Summit: prepare the kick-off")],
}
#: (client, what, days until it is due, words)
DOCUMENTS = [
    ("harbor", "Product list for spring", 5, "Names, prices and pictures, as a spreadsheet."),
    ("cascade", "Brand guide, new edition", -2, "The PDF your board agreed on."),
    ("bramble", "Sales by product, last year", 9, "An export of the shop is enough."),
    ("kestrel", "Winter prices", -1, "All tours, also those by request."),
]


def tell(world, story):
    """Put what is said into the story."""
    for key, what, days in STATUSES:
        for ago in days:
            story.at(ago, 16.75, send_status, world, world.clients[key], what)
    for login, notes in STANDUPS.items():
        for ago, note in enumerate(notes):
            story.on(workdays_ago(story.today, ago + 1), 9, stand_up, world, login, *note)
    story.at(1, 16.75, draft_statuses, world)
    story.at(6, 10, ask_for_documents, world)
    story.at(3, 15, stand_in, world)


def workdays_ago(today, count):
    """:return date: the working day so many working days before a day"""
    day = today
    for _number in range(count):
        day = plan.workday(day, 1)
    return day


def send_status(world, client, what):
    """The lead sends the status of the week, as it was drafted from the facts."""
    project = getattr(client, what)
    update = project._agency_draft_status(project._agency_monday())
    world.by(client.manager, update).action_agency_send()
    billing.run_jobs(world, ("method_name", "=", "_job_agency_send"))


def draft_statuses(world):
    """The status of the week is drafted as by the scheduled action; the leads have still to read and send it."""
    for key in DRAFTED:
        project = world.clients[key].care
        project._job_agency_draft_status(fields.Date.to_string(project._agency_monday()))


def stand_up(world, login, done, following, blocked=False):
    """Somebody writes what they did, do next, and what is in the way."""
    world.by(login, world.env["agency.standup"]).create({"done": done, "plan": following, "blocked": blocked})


def ask_for_documents(world):
    """The leads ask clients for what they need."""
    today = fields.Date.today()
    for key, name, days, text in DOCUMENTS:
        client = world.clients[key]
        request = world.by(client.manager, world.env["agency.document.request"]).create(
            {
                "name": name,
                "client_id": client.partner.id,
                "project_id": client.care.id,
                "description": text,
                # asked for six days ago
                "due_date": fields.Date.add(today, days=6 + days),
            }
        )
        request.action_ask()


def stand_in(world):
    """Nina will be away: Greta is asked to stand in."""
    client = world.clients["harbor"]
    nina, greta = world.users["nina"], world.users["greta"]
    tasks = client.care.task_ids.filtered(lambda task: nina in task.user_ids)
    today = fields.Date.today()
    note = world.by("nina", world.env["agency.handover"]).create(
        {
            "name": "Pictures for Harbor while I am away",
            "project_id": client.care.id,
            "to_user_id": greta.id,
            "date": fields.Date.add(today, days=7),
            "date_end": fields.Date.add(today, days=21),
            "task_ids": [Command.set(tasks.ids)],
            "note": "<p>Two articles a week need a header. June likes wood, not people. Files are in the library.</p>",
        }
    )
    note.action_offer()
