"""What the demo agency must look like. A wrong one is not served."""

from odoo import fields

from . import measuring, passwords, people, plan, planning, screens, staffing
from .logins import LOGINS
from .portfolio import MORE_CLIENTS, SITES

#: of each state so many clients; twelve in all
STATES = {"active": 8, "onboarding": 1, "paused": 1, "former": 1, "prospect": 1}
ORDERS = 3 + len(MORE_CLIENTS) + len(SITES)
LEAST, MOST = 55.0, 85.0
#: the specialist is booked out for four weeks
FULL_DAYS = 25


def check(env):
    """Look at a loaded agency.

    :return list: what is wrong, in words; empty when all is as it should be
    """
    problems = []
    parts = (_people, _utilisation, _booked_out, _losses, _overdue, _budgets, _clients)
    for part in (*parts, _logins, _orders, _dates, _mail, _figures, screens.check):
        problems += part(env)
    return problems


def _people(env):
    found = env["hr.employee"].search([("user_id.login", "in", list(people.PEOPLE))])
    return [] if len(found) == len(people.PEOPLE) else [f"{len(found)} people, not {len(people.PEOPLE)}"]


def utilisation(env):
    """:return dict: login -> hours on clients in percent of the working hours, from the first booked day on"""
    rows = env["account.analytic.line"]._read_group(
        [("project_id.client_id.client_state", "!=", False), ("user_id.login", "in", list(staffing.SHARES))],
        ["user_id"],
        ["unit_amount:sum", "date:min", "date:max"],
    )
    return {
        user.login: 100 * hours / (len(plan.workdays(first, last)) * plan.DAY_HOURS)
        for user, hours, first, last in rows
    }


def _utilisation(env):
    shares = dict.fromkeys(staffing.SHARES, 0.0) | utilisation(env)
    booked_out = shares.pop(staffing.BOOKED_OUT)
    return [
        f"{login} spends {share:.0f} % on clients, not {LEAST:.0f} to {MOST:.0f}"
        for login, share in shares.items()
        if not LEAST <= share <= MOST
    ] + ([] if booked_out > MOST else [f"{staffing.BOOKED_OUT} spends only {booked_out:.0f} % on clients"])


def _booked_out(env):
    """Somebody has no hour left in the four weeks to come, all of it certain."""
    first = planning.coming_monday(fields.Date.today())
    last = fields.Date.add(first, days=FULL_DAYS)
    employees = env["hr.employee"].search([("user_id.login", "in", list(staffing.SHARES))])
    full = [
        employee.user_id.login
        for employee, one in env["agency.capacity"]._hours(employees, first, last).items()
        if one["confirmed"] >= one["capacity"] > 0 and one["confirmed"] <= 1.05 * one["capacity"]
    ]
    return [] if staffing.BOOKED_OUT in full else [f"{staffing.BOOKED_OUT} is not booked out"]


def results(env):
    """:return dict: client -> (what was invoiced, what its hours cost), in the company's currency, without taxes"""
    invoiced = dict(
        env["account.move"]._read_group(
            [("move_type", "in", ("out_invoice", "out_refund")), ("state", "=", "posted"), ("client_id", "!=", False)],
            ["client_id"],
            ["amount_untaxed_signed:sum"],
        )
    )
    lines = env["account.analytic.line"].search_fetch([("project_id.client_id", "!=", False)], ["project_id", "amount"])
    costs = dict.fromkeys(invoiced, 0.0)
    for line in lines:
        client = line.project_id.client_id
        # time is a negative amount: hours at what the person costs
        costs[client] = costs.get(client, 0.0) - line.amount
    return {client: (invoiced.get(client, 0.0), cost) for client, cost in costs.items()}


def _losses(env):
    losing = [client.name for client, (revenue, cost) in results(env).items() if cost > revenue]
    return _count("clients that cost more than they bring", losing, 1)


def _overdue(env):
    late = env["account.move"].search(
        [
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial")),
            ("invoice_date_due", "<", fields.Date.today()),
        ]
    )
    drafts = env["account.move"].search_count([("state", "=", "draft")])
    return _count("overdue invoices", late.mapped("name"), 1) + ([f"{drafts} draft invoices"] if drafts else [])


def _budgets(env):
    over = env["project.project"].search([("budget_state", "=", "over")])
    return _count("projects over budget", over.mapped("name"), 1)


def _count(what, names, expected):
    return [] if len(names) == expected else [f"{len(names)} {what}, not {expected}: {', '.join(names)}"]


def _clients(env):
    groups = env["res.partner"]._read_group([("client_state", "in", list(STATES))], ["client_state"], ["__count"])
    # the opportunities that are being talked about have made further prospects
    found = dict(groups)
    problems = [
        f"{found.get(state, 0)} clients are {state}, not {count}"
        for state, count in STATES.items()
        if (found.get(state, 0) < count if state == "prospect" else found.get(state, 0) != count)
    ]
    ended = env["agency.retainer"].search([("state", "=", "cancelled")])
    if len(ended) != 1 or not ended.close_reason:
        problems.append(f"{len(ended)} cancelled retainers, not one with its reason")
    return problems


def _logins(env):
    users = env["res.users"].search([("login", "in", [login for _label, login, _password in LOGINS])])
    return [f"{login} cannot log in" for login in passwords.wrong(env)] + [
        f"{user.login} has no e-mail address" for user in users if not user.email
    ]


def _orders(env):
    orders = env["sale.order"].search([("state", "=", "sale")])
    wrong = orders.filtered(lambda order: order.setup_state != "done" or not order._agency_deposit_paid())
    return _count("confirmed orders", orders.mapped("name"), ORDERS) + [
        f"{order.name} is not set up" for order in wrong
    ]


def _dates(env):
    """The backdating step worked: records are as old as what they tell."""
    problems = []
    now = fields.Datetime.add(fields.Datetime.now(), minutes=5)
    oldest = fields.Datetime.subtract(now, days=plan.HISTORY_DAYS - 10)
    for model in ("crm.lead", "sale.order", "account.move", "project.task", "agency.deliverable"):
        records = env[model].with_context(active_test=False).search([], order="create_date")
        if not records or records[0].create_date > oldest and model != "agency.deliverable":
            problems.append(f"The oldest {model} is too young")
        elif records[-1].create_date > now:
            problems.append(f"A {model} comes from the future")
    for lead in env["crm.lead"].with_context(active_test=False).search([("first_response_deadline", "!=", False)]):
        if lead.create_date > lead.first_response_deadline:
            problems.append(f"{lead.name} was made after its answer was due")
    charges = env["agency.retainer.charge"].search([])
    if any(charge.create_date != charge.move_id.create_date for charge in charges):
        problems.append("Billed periods are younger than their invoices")
    return problems


def _mail(env):
    stuck = env["mail.mail"].search_count([("state", "in", ("outgoing", "exception"))])
    failed = env["mail.notification"].search_count([("notification_status", "in", ("exception", "bounce"))])
    jobs = env["queue.job"].search_count([("state", "not in", ("done", "cancelled"))])
    return (
        ([f"{stuck} mails are stuck"] if stuck else [])
        + ([f"{failed} notifications failed"] if failed else [])
        + ([f"{jobs} jobs wait"] if jobs else [])
    )


def _figures(env):
    sources = env["agency.data.source"].search([])
    return [f"{source.display_name} has no figures" for source in sources if source.health != "ok"] + _count(
        "data sources", sources.mapped("display_name"), 2 * len(measuring.SITES)
    )
