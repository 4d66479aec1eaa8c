"""From the paid deposit to finished work: onboarding, projects, teams, time."""

from datetime import timedelta

from odoo import Command, fields

from . import filing, winning

#: days that leads take to look at what they are told of budgets
LOOKED_AT_AFTER = 7
CARE_TASKS = {
    "seo": "Technical upkeep and rankings",
    "writer": "Articles of the month",
    "designer": "Pictures and layouts",
    "strategist": "Steering and monthly report",
    "dev": "Upkeep of the site",
    "ads": "Campaigns of the month",
    "analyst": "Figures and tests",
}


def hand_over(world, client):
    """The team's lead takes over from sales; the work of every month gets a project of its own."""
    lead = world.users[client.manager]
    client.order.onboarding_id.owner_id = lead
    client.order.onboarding_id.step_ids.write({"owner_id": lead.id})
    client.order.onboarding_id.document_request_ids.write({"requested_by_id": lead.id})
    client.project.write({"user_id": lead.id, "share_hours": True})
    if client.retainer:
        _begin_care(world, client, lead)
    filing.keep(world, client)


def _begin_care(world, client, lead):
    users = world.users
    client.care = world.env["project.project"].create(
        {
            "name": f"{client.partner.name}: Ongoing work",
            "partner_id": client.partner.id,
            "user_id": lead.id,
            "allow_billable": True,
            "allow_timesheets": True,
            "allocated_hours": care_budget(client),
            "date_start": fields.Date.today(),
            "date": fields.Date.add(fields.Date.today(), years=1),
            "type_ids": [Command.set(client.project.type_ids.ids)],
        }
    )
    world.env["project.task"].create(
        [
            {
                "name": name,
                "project_id": client.care.id,
                "agency_role_id": world.roles[code].id,
                "user_ids": [Command.set(users[client.team[code]].ids)],
                "stage_id": client.project.type_ids.sorted()[1:2].id,
                "client_visible": code not in ("strategist", "analyst"),
            }
            for code, name in CARE_TASKS.items()
            if code in client.team
        ]
    )
    client.retainer.project_id = client.care


def care_budget(client):
    """:return float: hours of a year of ongoing work; 0 when nobody set a budget"""
    return client.spec.get("care_hours", 12 * client.order.package_id.included_hours)


def renew_care(world, client):
    """Another year of ongoing work."""
    care = client.care
    care.write(
        {"allocated_hours": care.allocated_hours + care_budget(client), "date": fields.Date.add(care.date, years=1)}
    )


def change_team(world, client, team):
    """Another team takes over; both leads say so in a handover note, and the tasks follow."""
    old, new = client.manager, team["strategist"]
    users = world.users
    for task in client.care.task_ids:
        code = task.agency_role_id.code
        if code in team and code != "strategist":
            task.user_ids = [Command.set(users[team[code]].ids)]
    tasks = client.care.task_ids.filtered(lambda task: users[old] in task.user_ids)
    note = world.by(old, world.env["agency.handover"]).create(
        {
            "name": f"{client.partner.name} goes to another team",
            "project_id": client.care.id,
            "to_user_id": users[new].id,
            "task_ids": [Command.set(tasks.ids)],
            "note": f"<p>{client.contact.name} decides, within a day, by phone rather than mail. The report of the "
            "month goes out on the fifth. Prices are renewed in spring.</p>",
        }
    )
    note.action_offer()
    world.by(new, note).action_accept()
    (client.care | client.project).write({"user_id": users[new].id})
    client.team = team


def look_at_budgets(world):
    """The leads have looked at what they were told of budgets; of projects in trouble it stays on their lists."""
    told = world.env["mail.activity"].search(
        [
            ("activity_type_id", "=", world.env.ref("agency_management.mail_activity_budget").id),
            ("res_model", "=", "project.project"),
            ("date_deadline", "<", fields.Date.today() - timedelta(days=LOOKED_AT_AFTER)),
        ]
    )
    projects = world.env["project.project"].browse(told.mapped("res_id"))
    trouble = projects.filtered(lambda project: project.last_update_status == "off_track")
    fine = told.filtered(lambda activity: activity.res_id not in trouble.ids)
    for user, activities in fine.grouped("user_id").items():
        activities.with_user(user).action_feedback(feedback="Looked at with the team, the plan holds.")


def report(world, client, status, progress, text):
    """The lead writes how the project stands; the client sees the status in the portal."""
    world.by(client.manager, world.env["project.update"]).create(
        {
            "name": text.partition(".")[0],
            "project_id": client.project.id,
            "status": status,
            "progress": progress,
            "description": f"<p>{text}</p>",
            "user_id": world.users[client.manager].id,
        }
    )


def join(world, client):
    """The contact gets a portal user and becomes a member of the client."""
    login = client.spec.get("login")
    groups = "group_ids" if "group_ids" in world.env["res.users"]._fields else "groups_id"
    client.member = world.env["res.users"].create(
        {
            "login": login or client.contact.email,
            "partner_id": client.contact.id,
            "tz": "UTC",
            groups: [Command.set(world.env.ref("base.group_portal").ids)],
        }
    )
    world.passwords.give(client.member)
    world.env["agency.client.member"].create(
        {"client_id": client.partner.id, "user_id": client.member.id, "can_manage": True}
    )
    client.order.onboarding_id._check_conditions()


def plan(world, client):
    """The lead names the client's team and accepts it; what nobody has the lead takes."""
    lead = world.users[client.manager]
    proposal = world.env["agency.team.proposal"].search([("order_id", "=", client.order.id)])
    for line in proposal.line_ids:
        chosen = world.employees[client.team.get(line.role_id.code, client.manager)]
        if line.employee_id != chosen:
            line.employee_id = chosen
    proposal.with_user(lead).action_accept()
    client.project.task_ids.filtered(lambda task: not task.user_ids).write({"user_ids": [Command.set(lead.ids)]})
    client.order.onboarding_id._check_conditions()


def upload(world, client):
    """The client uploads what was asked for, gives access and picks a time for the kick-off; the lead checks it."""
    onboarding = client.order.onboarding_id
    for request in onboarding.document_request_ids:
        receive(world, client, request)
    for step in onboarding.step_ids.filtered(lambda step: step.condition == "access_granted"):
        step._claim_access(client.member)
        world.by(client.manager, step).action_confirm_access()
    book_meeting(client)
    steps = onboarding.step_ids.filtered(
        lambda step: step.condition == "manual" and step.state == "open" and not step.wait_for_previous
    )
    world.by(client.manager, steps).action_done()


def receive(world, client, request):
    """The client uploads a document, and it is what was needed."""
    request._receive([(f"{request.name.lower().replace(' ', '-')}.pdf", filing.PDF)])
    world.by(client.manager, request).action_accept()


def book_meeting(client, earliest=None):
    """The client picks a time for the kick-off, not before a day."""
    onboarding = client.order.onboarding_id
    # as soon as all can who should be there, but not before the day after tomorrow
    soon = earliest or fields.Datetime.now().date() + timedelta(days=2)
    slots = [start for start, _end in onboarding._meeting_slots("UTC") if start.date() >= soon]
    onboarding._client_book_meeting(client.member, slots[0], "UTC")


def kick_off(world, client):
    """The kick-off meeting is the last step; the client is active from now on."""
    onboarding = client.order.onboarding_id
    world.by(client.manager, onboarding.step_ids.filtered(lambda step: step.state == "open")).action_done()
    if onboarding.state != "done":
        raise AssertionError(f"Onboarding of {client.key}: {onboarding.step_ids.mapped(lambda s: (s.name, s.state))}")
    world.by(client.manager, client.project).message_post(
        body="Kick-off held: weekly call on Tuesdays, decisions by the contact named in the order.",
        subtype_xmlid="mail.mt_note",
    )


# time


def book(world, rows, projects):
    """Write a week's timesheet lines.

    :param list rows: :class:`hours.Booking`
    :param dict projects: key of a job -> ``project.project``
    """
    values, tasks = [], {}
    for row in rows:
        employee, project = world.employees[row.person], projects[row.job]()
        role = employee.agency_role_id
        if (project, role) not in tasks:
            tasks[project, role] = _tasks_of(project, role)
        task = _task_on(tasks[project, role], row.day)
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


def _tasks_of(project, role):
    return project.task_ids.filtered(lambda task: task.agency_role_id == role).sorted("id")


def _task_on(tasks, day):
    """:return: the task that is on at a day, else the latest one"""
    due = tasks.filtered(lambda task: task.date_deadline and task.date_deadline.date() >= day)
    return due[:1] or tasks[-1:]


def time_with_clock(world, login, client, start, minutes):
    """Somebody uses the clock of the top bar instead of writing hours down."""
    timer = world.by(login, world.env["agency.timer"])
    task = _task_on(_tasks_of(client.care, world.employees[login].agency_role_id), start.date())
    timer.timer_start(task_id=task.id, description="Call with the client")
    world.clock.at(fields.Datetime.add(start, minutes=minutes))
    timer.timer_stop()


def close_tasks(world, client):
    """What should be done by now is done; reached milestones are ticked."""
    now = fields.Datetime.subtract(fields.Datetime.now(), days=client.spec.get("late", 0))
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


def finish(world, client):
    """All is delivered: the rest of the tasks is closed, the milestones are reached, the project is done."""
    tasks = client.project.task_ids.filtered(lambda task: task.state not in ("1_done", "1_canceled"))
    tasks.write({"state": "1_done", "stage_id": client.project.type_ids.sorted()[-1:].id})
    client.project.milestone_ids.filtered(lambda milestone: not milestone.is_reached).write({"is_reached": True})
    report(world, client, "done", 100, "All delivered and approved.")


# telling


def tell_start(world, story, client):
    """Put what leads from the enquiry to the kick-off into the story."""
    tell_win(world, story, client)
    if "order" in client.spec:
        tell_onboarding(story, world, client)


def tell_win(world, story, client):
    """Put what leads from the enquiry to the order into the story."""
    lead = client.spec["lead"]
    quoted = client.spec.get("quote", client.spec.get("order", 0) + 1)
    story.at(lead, 9.5, winning.enquire, world, client)
    story.at(lead, 11.25, winning.answer_client, world, client)
    story.at(min(lead - 1, quoted), 12.5, winning.convert, world, client)
    story.at(quoted, 15, winning.quote, world, client)
    if "order" in client.spec:
        story.at(client.spec["order"], 16, winning.sign_and_pay, world, client)
        story.at(client.spec["order"], 16.5, hand_over, world, client)


def tell_onboarding(story, world, client):
    """Put the first days after the order into the story."""
    order = client.spec["order"]
    story.after(order, 1, 9, join, world, client)
    story.after(order, 2, 10, plan, world, client)
    story.after(order, 4, 14, upload, world, client)
    story.after(order, 6, 13, kick_off, world, client)
