"""Queries the project's form and board need, against the same views without what the suite adds to them.

Stock's side reads the fields of Odoo's own views: the suite's inheriting views are switched off for it. Both sides read
what the web client reads, as a project manager, with nothing cached. The board is read at two sizes: a query that grew
with the projects would show.
"""

from datetime import date

from lxml import etree

from odoo import Command, fields

ADDED_QUERIES = 6
PROJECTS = 40
TASKS = 6
DAY = date(2026, 9, 1)


def run(env):
    """Measure.

    :param env: environment of a copy of a database with the suite installed
    :return: list of dict, one a budget
    """
    manager = _build(env(context=dict(env.context, tracking_disable=True, no_reset_password=True)))
    projects = env["project.project"].search([("name", "like", "Bench Project")], order="id")
    env = env(user=manager.id)
    ours = {kind: _spec(env, kind) for kind in ("form", "kanban")}
    _switch_off(env)
    stock = {kind: _spec(env, kind) for kind in ("form", "kanban")}
    found = []
    for kind, some, fewer in (("form", projects[:1], None), ("kanban", projects, projects[: PROJECTS // 4])):
        mine, theirs = (_queries(env, some, spec[kind]) for spec in (ours, stock))
        result = {
            "bench": f"project_{kind}_queries",
            "ok": mine - theirs <= ADDED_QUERIES,
            "queries": mine,
            "stock_queries": theirs,
            "query_budget": theirs + ADDED_QUERIES,
            "fields": len(ours[kind]),
            "stock_fields": len(stock[kind]),
        }
        if fewer:
            result["queries_quarter"] = _queries(env, fewer, ours[kind])
            result["ok"] = result["ok"] and result["queries_quarter"] == mine
        found.append(result)
    return found


def _build(env):
    """:return: ``res.users``, a project manager with projects that have everything the suite shows of a project"""
    groups = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
    manager = env["res.users"].create(
        {
            "name": "Bench Manager",
            "login": "bench_views",
            groups: [Command.link(env.ref("agency_crm.group_project_manager").id)],
        }
    )
    clients = env["res.partner"].create(
        [{"name": f"Bench Client {number}", "is_company": True, "client_state": "active"} for number in range(8)]
    )
    projects = env["project.project"].create(
        [
            {
                "name": f"Bench Project {number}",
                "partner_id": clients[number % len(clients)].id,
                "user_id": manager.id,
                "allow_milestones": True,
                "allocated_hours": 80,
            }
            for number in range(PROJECTS)
        ]
    )
    env["project.task"].create(
        [
            {
                "name": f"Task {number}",
                "project_id": project.id,
                "allocated_hours": 10,
                "user_ids": [Command.set(manager.ids)],
                "date_deadline": fields.Datetime.now(),
            }
            for project in projects
            for number in range(TASKS)
        ]
    )
    env["project.milestone"].create(
        [{"name": "Launch", "project_id": project.id, "deadline": fields.Date.today()} for project in projects]
    )
    _sell(env, projects)
    env["agency.deliverable"].create(
        [{"name": "Report", "type": "document", "project_id": project.id} for project in projects]
    )
    projects._agency_refresh_health()
    env.flush_all()
    return manager


def _sell(env, projects):
    """Give each project a retainer with an invoice."""
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    product = env["product.product"].create({"name": "Bench care", "type": "service", "list_price": 900})
    retainers = env["agency.retainer"].create(
        [
            {
                "client_id": project.partner_id.id,
                "project_id": project.id,
                "start_date": DAY,
                "policy": "post",
                "line_ids": [Command.create({"product_id": product.id, "name": "Bench care", "price_unit": 900})],
            }
            for project in projects
        ]
    )
    retainers.action_activate()
    retainers._bill(DAY)


def _switch_off(env):
    """Take the suite's additions off the project's views."""
    ours = env["ir.model.data"].sudo().search([("model", "=", "ir.ui.view"), ("module", "like", "agency_%")])
    views = env["ir.ui.view"].sudo().browse(ours.mapped("res_id"))
    views.filtered(lambda view: view.model == "project.project" and view.inherit_id).write({"active": False})


def _spec(env, kind):
    """:return dict: what the web client asks for when it shows the view"""
    view = env.ref({"form": "project.edit_project", "kanban": "project.view_project_kanban"}[kind])
    arch = etree.fromstring(env["project.project"].get_view(view.id, kind)["arch"])
    return _fields(env, arch, "project.project")


def _fields(env, node, model):
    spec = {}
    for element in node.iter("field"):
        if any(parent.tag == "field" for parent in _parents(element, node)):
            continue
        field = env[model]._fields.get(element.get("name"))
        if field is None:
            continue
        entry = spec.setdefault(field.name, {})
        # of what nobody ever sees the web client asks for the id alone
        hidden = element.get("invisible") in ("1", "True", "true")
        if field.type in ("one2many", "many2many") and not hidden:
            entry.setdefault("fields", {}).update(_fields(env, element, field.comodel_name) or {"display_name": {}})
        elif field.type == "many2one":
            entry["fields"] = {} if hidden else {"display_name": {}}
    return spec


def _parents(element, top):
    parent = element.getparent()
    while parent is not None and parent is not top:
        yield parent
        parent = parent.getparent()


def _queries(env, projects, spec):
    """:return int: queries of reading these projects, the second time, when what belongs to no record is known"""
    for _time in range(2):
        env.flush_all()
        env.invalidate_all()
        # whatever a request is for, who asks and the company's currency are known
        _known = env.user.name, env.user.company_id.currency_id.symbol
        before = env.cr.sql_log_count
        env["project.project"].browse(projects.ids).web_read(spec)
        count = env.cr.sql_log_count - before
    return count
