"""From the paid deposit to approved work: onboarding, projects, time, deliverables."""

from datetime import timedelta

from odoo import Command, fields

from . import winning

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)
CARE_TASKS = {
    "seo": "Technical upkeep and rankings",
    "writer": "Articles of the month",
    "designer": "Pictures and layouts",
    "strategist": "Steering and monthly report",
}
WORDS = {
    "Keyword map": "<p>212 search terms in 14 groups, each with the page that should answer it.</p>",
    "Audit report": "<p>31 findings, nine of them urgent. Start with the duplicate category pages and the slow "
    "product pictures.</p>",
    "Content plan": "<p>Six months, four articles a month, three themes. Each article names its reader, its search "
    "term and who writes it.</p>",
    "Page texts": "<p>Texts of four pages: headline, promise, proof, question, next step.</p>",
    "Quarterly report": "<p>Visits from search are up by half. What we did, what it brought, what comes next.</p>",
    "Page designs": "<p>Designs of four pages for phone and desktop.</p>",
}


def hand_over(world, client):
    """Paul takes over from sales; the work of every month gets a project of its own."""
    users, paul = world.users, world.users["paul"]
    client.order.onboarding_id.owner_id = paul
    client.order.onboarding_id.step_ids.write({"owner_id": paul.id})
    client.order.onboarding_id.document_request_ids.write({"requested_by_id": paul.id})
    client.project.write({"user_id": paul.id, "share_hours": True})
    client.care = world.env["project.project"].create(
        {
            "name": f"{client.partner.name}: Ongoing work",
            "partner_id": client.partner.id,
            "user_id": paul.id,
            "allow_billable": True,
            "allow_timesheets": True,
            "allocated_hours": 12 * client.order.package_id.included_hours,
            "date_start": fields.Date.today(),
            "date": fields.Date.add(fields.Date.today(), years=1),
            "type_ids": [Command.set(client.project.type_ids.ids)],
        }
    )
    people = {world.employees[login].agency_role_id: users[login] for login in ("paul", "tess", "carl", "nina")}
    world.env["project.task"].create(
        [
            {
                "name": name,
                "project_id": client.care.id,
                "agency_role_id": world.roles[code].id,
                "user_ids": [Command.set(people[world.roles[code]].ids)],
                "stage_id": client.project.type_ids.sorted()[1:2].id,
                "client_visible": code != "strategist",
            }
            for code, name in CARE_TASKS.items()
        ]
    )
    client.retainer.project_id = client.care


def report(world, client, status, progress, text):
    """Paul writes how the project stands; the client sees the status in the portal."""
    world.by("paul", world.env["project.update"]).create(
        {
            "name": text.partition(".")[0],
            "project_id": client.project.id,
            "status": status,
            "progress": progress,
            "description": f"<p>{text}</p>",
            "user_id": world.users["paul"].id,
        }
    )


def join(world, client):
    """The contact gets a portal user and becomes a member of the client."""
    login = client.spec["login"] or client.contact.email
    groups = "group_ids" if "group_ids" in world.env["res.users"]._fields else "groups_id"
    client.member = world.env["res.users"].create(
        {
            "login": login,
            "password": client.spec["login"] or login,
            "partner_id": client.contact.id,
            "tz": "UTC",
            groups: [Command.set(world.env.ref("base.group_portal").ids)],
        }
    )
    world.env["agency.client.member"].create(
        {"client_id": client.partner.id, "user_id": client.member.id, "can_manage": True}
    )
    client.order.onboarding_id._check_conditions()


def plan(world, client):
    """Paul accepts the proposed team; who has no task of the project yet takes what nobody has."""
    proposal = world.env["agency.team.proposal"].search([("order_id", "=", client.order.id)])
    world.by("paul", proposal).action_accept()
    client.project.task_ids.filtered(lambda task: not task.user_ids).write(
        {"user_ids": [Command.set(world.users["paul"].ids)]}
    )
    client.order.onboarding_id._check_conditions()


def upload(world, client):
    """The client uploads what was asked for, gives access and picks a time for the kick-off; Paul checks it."""
    onboarding = client.order.onboarding_id
    for request in onboarding.document_request_ids:
        request._receive([(f"{request.name.lower().replace(' ', '-')}.pdf", PDF)])
        world.by("paul", request).action_accept()
    for step in onboarding.step_ids.filtered(lambda step: step.condition == "access_granted"):
        step._claim_access(client.member)
        world.by("paul", step).action_confirm_access()
    # as soon as all can who should be there, but not before the day after tomorrow
    soon = fields.Datetime.now().date() + timedelta(days=2)
    slots = [start for start, _end in onboarding._meeting_slots("UTC") if start.date() >= soon]
    onboarding._client_book_meeting(client.member, slots[0], "UTC")
    steps = onboarding.step_ids.filtered(
        lambda step: step.condition == "manual" and step.state == "open" and not step.wait_for_previous
    )
    world.by("paul", steps).action_done()


def kick_off(world, client):
    """The kick-off meeting is the last step; the client is active from now on."""
    onboarding = client.order.onboarding_id
    world.by("paul", onboarding.step_ids.filtered(lambda step: step.state == "open")).action_done()
    if onboarding.state != "done":
        raise AssertionError(f"Onboarding of {client.key}: {onboarding.step_ids.mapped(lambda s: (s.name, s.state))}")
    world.by("paul", client.project).message_post(
        body="Kick-off held: weekly call on Tuesdays, decisions by the contact named in the order.",
        subtype_xmlid="mail.mt_note",
    )


# time


def book(world, rows, projects):
    """Write a week's timesheet lines.

    :param list rows: :class:`hours.Booking`
    :param dict projects: key of a job -> ``project.project``
    """
    values = []
    for row in rows:
        employee, project = world.employees[row.person], projects[row.job]()
        task = _task_for(project, employee.agency_role_id, row.day)
        values.append(
            {
                "name": task.name or "Coordination",
                "project_id": project.id,
                "task_id": task.id,
                "employee_id": employee.id,
                "unit_amount": row.hours,
                "date": row.day,
            }
        )
    world.env["account.analytic.line"].create(values)


def _task_for(project, role, day):
    """:return: the task of a role that is on at a day, else its latest one"""
    tasks = project.task_ids.filtered(lambda task: task.agency_role_id == role).sorted("id")
    due = tasks.filtered(lambda task: task.date_deadline and task.date_deadline.date() >= day)
    return due[:1] or tasks[-1:]


def time_with_clock(world, login, client, start, minutes):
    """Somebody uses the clock of the top bar instead of writing hours down."""
    timer = world.by(login, world.env["agency.timer"])
    task = _task_for(client.care, world.employees[login].agency_role_id, start.date())
    timer.timer_start(task_id=task.id, description="Call with the client")
    world.clock.at(fields.Datetime.add(start, minutes=minutes))
    timer.timer_stop()


def close_tasks(world, client):
    """What should be done by now is done; reached milestones are ticked."""
    now = fields.Datetime.now()
    stages = client.project.type_ids.sorted()
    tasks = client.project.task_ids.filtered(lambda task: task.state not in ("1_done", "1_canceled"))
    # the last two of a milestone are done when it is
    last = tasks.browse()
    for milestone, own in tasks.grouped("milestone_id").items():
        if not milestone.is_reached:
            last |= own.sorted("date_deadline")[-2:]
    done = (tasks - last).filtered(lambda task: task.date_deadline and task.date_deadline <= now)
    for task in done.sorted("date_deadline"):
        task.write({"state": "1_done", "stage_id": stages[-1:].id})
    doing = (tasks - done).filtered(lambda task: task.agency_start_date and task.agency_start_date <= now.date())
    doing.write({"stage_id": stages[1:2].id})


# deliverables


def _find(client, name):
    deliverables = client.project.deliverable_ids | client.care.deliverable_ids
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
    body = WORDS[name] + (f"<p>{what_is_new}</p>" if what_is_new else "")
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
