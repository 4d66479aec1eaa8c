"""What must not be missing so that no page of the suite is empty in the demo agency."""

from odoo import fields

from . import measuring, printing

#: (what it is, model, domain, how many there are at least)
WANTED = [
    ("confirmed bookings", "agency.booking", [("state", "=", "confirmed"), ("employee_id", "!=", False)], 30),
    ("tentative bookings", "agency.booking", [("state", "=", "tentative"), ("employee_id", "!=", False)], 2),
    ("placeholders of roles", "agency.booking", [("employee_id", "=", False)], 3),
    ("bookings that are too much", "agency.booking", [("overbooked", "=", True)], 1),
    ("time off that is approved", "hr.leave", [("state", "=", "validate")], 4),
    ("time off that is asked for", "hr.leave", [("state", "=", "confirm")], 2),
    ("baselines", "agency.project.baseline", [], 14),
    ("weekly statuses that were sent", "project.update", [("agency_state", "=", "sent")], 8),
    ("deliverables the client was reminded of", "agency.deliverable", [("reminders_sent", ">", 0)], 1),
    ("deliverables that wait for the client", "agency.deliverable", [("state", "=", "client_review")], 3),
    ("change orders", "sale.order.line", [("agency_deliverable_id", "!=", False)], 1),
    ("quotations that wait for an approval", "sale.order", [("approval_state", "=", "requested")], 1),
    ("reminders of quotations", "agency.quotation.reminder.log", [("sent", "=", True)], 1),
    ("scenarios", "agency.quote.scenario", [], 3),
    ("stand-up notes", "agency.standup", [], 12),
    ("stand-up notes with something in the way", "agency.standup", [("blocked", "!=", False)], 2),
    ("handovers that are accepted", "agency.handover", [("state", "=", "accepted")], 2),
    ("handovers that wait", "agency.handover", [("state", "=", "offered")], 1),
    ("documents that are asked for", "agency.document.request", [("state", "=", "requested")], 4),
    ("files in folders of projects", "dms.file", [("agency_project_id", "!=", False)], 30),
    ("onboardings that run", "agency.onboarding", [("state", "=", "running"), ("meeting_id", "!=", False)], 1),
    ("paused retainers", "agency.retainer", [("state", "=", "paused")], 1),
    ("skills of roles", "agency.role", [("skill_ids", "!=", False)], 7),
    ("rate cards", "product.pricelist", [("agency_rate_card", "=", True), ("currency_id.name", "=", "USD")], 2),
    ("quotations in euro by a rate card", "sale.order",
     [("pricelist_id.agency_rate_card", "=", True), ("currency_id.name", "=", "EUR"), ("state", "=", "sent")], 1),
    ("freelancers with vendor and rates", "hr.employee",
     [("agency_employment", "=", "freelancer"), ("agency_vendor_id", "!=", False),
      ("agency_freelancer_rate_ids", "!=", False)], 2),
    ("bills of freelancers", "account.move", [("agency_freelancer_id", "!=", False), ("state", "=", "posted")], 1),
    ("hours of freelancers on a bill", "agency.freelancer.time", [("billing", "=", "billed")], 4),
    ("hours of freelancers to bill", "agency.freelancer.time", [("billing", "=", "to_bill")], 4),
    ("hours of freelancers nobody has approved", "agency.freelancer.time", [("billing", "=", "open")], 1),
    ("approved jobs on the website", "agency.job.request",
     [("state", "=", "approved"), ("job_id.website_published", "=", True)], 1),
    ("jobs the planner proposes", "agency.job.request", [("state", "=", "proposed"), ("origin", "=", "shortage")], 1),
    ("rules of notices", "agency.notice.rule", [("channel_id.kind", "in", ("slack", "teams"))], 2),
    ("notices that arrived", "agency.notice", [("state", "=", "sent")], 4),
    ("tasks that wait for others", "project.task", [("depend_on_ids", "!=", False)], 10),
    ("packages in families", "agency.service.package",
     [("family_id", "!=", False), ("state", "=", "published")], 5),
    ("services with channels", "agency.service", [("channel_ids", "!=", False)], 8),
    ("people with department, phone and a place", "hr.employee",
     [("department_id", "!=", False), ("work_phone", "!=", False), ("user_id.phone", "!=", False),
      ("user_id.city", "!=", False)], 25),
    ("departments that are led", "hr.department", [("manager_id", "!=", False)], 6),
    ("weeks that wait for an approval", "agency.timesheet.week", [("state", "=", "submitted")], 8),
    ("approved weeks of people", "agency.timesheet.week",
     [("state", "=", "approved"), ("user_id", "!=", False)], 6),
    ("weekly statuses to send", "project.update", [("agency_state", "=", "draft")], 2),
    ("team proposals to decide on", "agency.team.proposal", [("state", "=", "proposed")], 1),
]  # fmt: skip
HEALTH = {"ok", "at_risk", "off_track"}
#: weeks of the last four in which time is missing: some, but most people write theirs down
MISSING = range(1, 13)
#: the present week has begun when a copy is loaded, and is over when the copy is moved on, six days later at most
UNFINISHED_DAYS, SHOWN_DAYS = 7, 28
#: of a dashboard
TABLES = ("queries", "pages", "channels")
#: older ones of healthy projects were looked at: once in two weeks those of a week, and a copy is moved six days on
LOOKED_AT_DAYS = 28


def check(env):
    """:return list: what is missing, in words"""
    problems = []
    for what, model, domain, least in WANTED:
        found = env[model].search_count(domain)
        if found < least:
            problems.append(f"{found} {what}, fewer than {least}")
    for part in (_health, _tentative, _coming, _chats, _missing, _opportunities, _invoices, _dashboards, _budgets):
        problems += part(env)
    return problems


def _health(env):
    """Projects that run are green, amber and red, and those that are not green say why."""
    projects = env["project.project"].search([("client_id", "!=", False), ("last_update_status", "!=", "done")])
    missing = HEALTH - set(projects.mapped("agency_health"))
    mute = projects.filtered(lambda one: one.agency_health in HEALTH - {"ok"} and not one.agency_health_reason)
    return [f"No running project is {colour}" for colour in sorted(missing)] + [
        f"{one.name}: no reason" for one in mute
    ]


def _tentative(env):
    """Open quotations will ask for hours of roles."""
    today = fields.Date.today()
    demands = env["agency.capacity"]._demands(env.company.ids, today, fields.Date.add(today, days=90))
    return [] if demands else ["No quotation asks for time"]


def _coming(env):
    """The kick-off of the onboarding that runs is still to come."""
    running = env["agency.onboarding"].search([("state", "=", "running"), ("meeting_id", "!=", False)])
    past = running.filtered(lambda one: one.meeting_start < fields.Datetime.now())
    return [f"The kick-off of {one.name} is over" for one in past]


def _chats(env):
    """No channel has an address: the demo agency tells nobody outside anything, and nothing has failed."""
    connected = env["agency.notice.channel"].search([("webhook_url", "!=", False)])
    lost = env["agency.notice"].search_count([("state", "!=", "sent")])
    return [f"{one.name} has an address" for one in connected] + ([f"{lost} notices did not arrive"] if lost else [])


def _missing(env):
    """Somebody's time is missing, and not everybody's."""
    today = fields.Date.today()
    weeks = env["agency.timesheet.week"].search(
        [
            ("end_date", ">=", fields.Date.subtract(today, days=SHOWN_DAYS)),
            ("end_date", "<=", fields.Date.subtract(today, days=UNFINISHED_DAYS)),
        ]
    )
    lacking = weeks.filtered(lambda week: week.hours_missing > 0)
    unknown = weeks.filtered(lambda week: week.user_id and not week.hours_expected)
    return [f"Time is missing in {len(lacking)} weeks"] * (len(lacking) not in MISSING) + [
        f"{week.display_name}: nobody looked at what is missing" for week in unknown
    ]


def _opportunities(env):
    """What is talked about will bring something, once and every month."""
    leads = env["crm.lead"].search([("type", "=", "opportunity")])
    mute = leads.filtered(lambda one: not one.expected_mrr or not one.expected_one_off or not one.expected_revenue)
    return [f"{one.name} brings nothing" for one in mute] + ([] if leads else ["No opportunity"])


def _invoices(env):
    """Clients who can log in have invoices as documents; one without is shown as a proforma."""
    moves = printing.invoices(env)
    bare = moves.filtered(lambda move: not move.invoice_pdf_report_id and printing.possible(env))
    return [f"{move.name} has no document" for move in bare] + ([] if moves else ["No invoice of those who log in"])


def _dashboards(env):
    """Each figure and each table of a client's site has something to show."""
    last = fields.Date.subtract(fields.Date.today(), days=1)
    board = env["agency.client.dashboard"].with_user(env.ref("base.user_admin"))
    problems = []
    clients = env["agency.data.source"].search([]).client_id
    for client in clients:
        shown = board.get_payload(client.id, fields.Date.subtract(last, days=27), last)
        problems += [f"{client.name}: no {tile['name']}" for tile in shown["tiles"] if tile["value"] is None]
        problems += [f"{client.name}: no {table}" for table in TABLES if not shown[table]["rows"]]
    return problems + ([] if len(clients) == len(measuring.SITES) else [f"{len(clients)} clients have figures"])


def _budgets(env):
    """Leads look at what they are told of budgets; something is left, and nothing that asks for nothing any more."""
    told = env["mail.activity"].search(
        [
            ("activity_type_id", "=", env.ref("agency_management.mail_activity_budget").id),
            ("res_model", "=", "project.project"),
        ]
    )
    projects = env["project.project"].browse(told.mapped("res_id"))
    ended = projects - projects._agency_going_on()
    trouble = projects.filtered(lambda project: project.last_update_status == "off_track")
    since = fields.Date.subtract(fields.Date.today(), days=LOOKED_AT_DAYS)
    late = told.filtered(lambda one: one.date_deadline < since and one.res_id not in trouble.ids)
    return (
        [f"{one.name} is over, and its budget is not" for one in ended]
        + [f"{one.res_name}: nobody looked at “{one.summary}”" for one in late]
        + ([] if told else ["Nobody is told of a budget"])
    )
