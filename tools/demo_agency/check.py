"""What the demo agency must look like. A wrong one is not served."""

from odoo import fields

from . import people, plan
from .logins import LOGINS

STATES = {"active": 2, "former": 1, "prospect": 1}
LEAST, MOST = 55.0, 85.0


def check(env):
    """Look at a loaded agency.

    :return list: what is wrong, in words; empty when all is as it should be
    """
    problems = []
    for part in (_utilisation, _overdue, _budgets, _clients, _logins, _orders, _dates, _mail, _figures):
        problems += part(env)
    return problems


def utilisation(env):
    """:return dict: login -> hours on clients in percent of the working hours, from the first booked day on"""
    lines = env["account.analytic.line"].search([("project_id.client_id.client_state", "!=", False)])
    if not lines:
        return {}
    days = plan.workdays(min(lines.mapped("date")), max(lines.mapped("date")))
    worked = dict.fromkeys(people.SHARES, 0.0)
    for line in lines:
        if line.user_id.login in worked:
            worked[line.user_id.login] += line.unit_amount
    return {login: 100 * hours / (len(days) * plan.DAY_HOURS) for login, hours in worked.items()}


def _utilisation(env):
    shares = utilisation(env) or dict.fromkeys(people.SHARES, 0.0)
    return [
        f"{login} spends {share:.0f} % on clients, not {LEAST:.0f} to {MOST:.0f}"
        for login, share in shares.items()
        if not LEAST <= share <= MOST
    ]


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
    problems = []
    for _label, login, password in LOGINS:
        user = env["res.users"].search([("login", "=", login)])
        env.cr.execute("SELECT password FROM res_users WHERE id = ANY(%s)", [user.ids])
        rows = env.cr.fetchall()
        if not rows or not env["res.users"]._crypt_context().verify(password, rows[0][0]):
            problems.append(f"{login} cannot log in")
        elif not user.email:
            problems.append(f"{login} has no e-mail address")
    return problems


def _orders(env):
    orders = env["sale.order"].search([("state", "=", "sale")])
    wrong = orders.filtered(lambda order: order.setup_state != "done" or not order._agency_deposit_paid())
    return _count("confirmed orders", orders.mapped("name"), 3) + [f"{order.name} is not set up" for order in wrong]


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
        "data sources", sources.mapped("display_name"), 6
    )
