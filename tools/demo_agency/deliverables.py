"""What is made: versions, the check by a colleague, the client's decision."""

from odoo import Command, fields

from . import winning

WORDS = {
    "Keyword map": "<p>212 search terms in 14 groups, each with the page that should answer it.</p>",
    "Audit report": "<p>31 findings, nine of them urgent. Start with the duplicate category pages and the slow "
    "product pictures.</p>",
    "Content plan": "<p>Six months, four articles a month, three themes. Each article names its reader, its search "
    "term and who writes it.</p>",
    "Page texts": "<p>Texts of four pages: headline, promise, proof, question, next step.</p>",
    "Quarterly report": "<p>Visits from search are up by half. What we did, what it brought, what comes next.</p>",
    "Page designs": "<p>Designs of four pages for phone and desktop.</p>",
    "Site concept": "<p>Sitemap with 38 pages, four templates, and what each page has to achieve.</p>",
    "Design system": "<p>Colours, type, 22 components, each for phone and desktop.</p>",
    "Launch checklist": "<p>Redirects, forms, speed, consent, figures: 41 points, all of them checked.</p>",
}


def _find(client, name):
    deliverables = client.project.deliverable_ids
    if client.retainer:
        deliverables |= client.care.deliverable_ids
    return deliverables.filtered(lambda one: one.name == name)


def _add_deliverable(world, client, name, checker):
    """Something of the ongoing work, which no order has planned."""
    items = ["Figures agree with their sources", "Plain words, no jargon"]
    return world.by(checker, world.env["agency.deliverable"]).create(
        {
            "name": name,
            "type": "report",
            "project_id": client.care.id,
            "date_due": fields.Date.add(fields.Date.today(), days=7),
            "checklist_ids": [Command.create({"name": item}) for item in items],
        }
    )


def submit(world, client, name, author, checker, what_is_new=""):
    """The author writes a version (the first one, or the next) and hands it in."""
    deliverable = (_find(client, name) or _add_deliverable(world, client, name, checker)).with_env(world.env)
    deliverable.write({"author_id": world.users[author].id, "checker_id": world.users[checker].id})
    mine = world.by(author, deliverable)
    if deliverable.current_version_id and deliverable.current_version_id.frozen:
        mine.action_new_version()
    version = mine.current_version_id
    if not version:
        version = mine.env["agency.deliverable.version"].create({"deliverable_id": deliverable.id})
    body = WORDS.get(name, "") + (f"<p>{what_is_new}</p>" if what_is_new else "")
    version.write({"body": body, "note": what_is_new or "First version"})
    mine.action_submit_check()


def pass_check(world, client, name, checker):
    """A colleague ticks the checklist and lets the version go to the client."""
    deliverable = world.by(checker, _find(client, name))
    for check in deliverable.checklist_ids:
        check.done = True
    deliverable.action_pass_check()


def ask_changes(world, client, name, comment):
    """The client wants something changed."""
    _find(client, name)._client_request_changes(client.contact, comment, ip_address="203.0.113.7")


def approve(world, client, name):
    """The client signs exactly what was shown; the milestone is reached when all that belongs to it is approved."""
    deliverable = _find(client, name)
    who = client.contact
    deliverable._client_approve(
        who, who.name, winning.signature(who.name), deliverable.shared_version_id.content_hash, "203.0.113.7"
    )
    milestone = deliverable.milestone_id
    if milestone and all(one.state == "approved" for one in milestone.project_id.deliverable_ids & _of(milestone)):
        milestone.is_reached = True


def _of(milestone):
    return milestone.project_id.deliverable_ids.filtered(lambda one: one.milestone_id == milestone)


def change_order(world, client, name):
    """One round of changes too many: the lead proposes a change order, Mara sends it."""
    deliverable = world.by(client.manager, _find(client, name))
    deliverable.action_propose_change_order()
    order = world.by("mara", _find(client, name).change_line_ids.order_id)
    order.action_quotation_sent()


#: name of a move in the story -> what happens
MOVES = {"submit": submit, "pass": pass_check, "changes": ask_changes, "approve": approve}


def tell(world, story, client, moves):
    """Put what happens to the deliverables of a client into the story.

    :param dict moves: deliverable -> [(days ago, name of the move, arguments)]
    """
    for name, steps in moves.items():
        for days, move, *arguments in steps:
            story.at(days, 15, MOVES[move], world, client, name, *arguments)
