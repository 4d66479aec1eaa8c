"""Two pages of the portal against the stock pages they stand in for: time and queries, on the same data.

The pages go through the server's own WSGI application in this process, one after the other in turn, so both sides pay
for routing, record rules, layout and templates and neither for the network. What is made here is committed, because a
request has a transaction of its own; the database is a copy that is thrown away.
"""

import re
import statistics
import threading
import time

from werkzeug.test import Client

from odoo import Command, fields, http

LOGIN = "bench_member"
VISITOR = {"REMOTE_ADDR": "127.0.0.1"}
OTHER_CLIENTS, PROJECTS, TASKS, INVOICES = 60, 3, 200, 20
WARM_UP, ROUNDS = 4, 40


def run(env):
    """Measure.

    :param env: environment of a copy of a database with agency_portal installed
    :return: list of dict, one a budget
    """
    project = _build(env(context=dict(env.context, tracking_disable=True, no_reset_password=True)))
    env.cr.commit()
    browser = _log_in()
    return [
        _compare(browser, "portal_overview", "/my/agency", "/my", budget=1.3, queries=40),
        _compare(
            browser,
            "portal_project",
            f"/my/agency/projects/{project.id}",
            f"/my/projects/{project.id}",
            budget=0.5,
            queries=60,
        ),
    ]


def _build(env):
    """:return: one of the member's projects, among those of many other clients"""
    groups = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
    manager = env["res.users"].create(
        {
            "name": "Bench Manager",
            "login": "bench_manager",
            "email": "manager@bench.example.com",
            groups: [Command.link(env.ref("agency_crm.group_project_manager").id)],
        }
    )
    clients = env["res.partner"].create(
        [
            {"name": f"Bench Client {number}", "is_company": True, "client_state": "active", "user_id": manager.id}
            for number in range(OTHER_CLIENTS + 1)
        ]
    )
    client = clients[0]
    member = env["res.users"].create(
        {
            "name": "Bench Member",
            "login": LOGIN,
            "password": LOGIN,
            "email": "member@bench.example.com",
            groups: [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    member.partner_id.parent_id = client
    env["agency.client.member"].create({"client_id": client.id, "user_id": member.id, "can_manage": True})
    projects = env["project.project"].create(
        [
            {
                "name": f"Bench Project {number}",
                "partner_id": owner.id,
                "user_id": manager.id,
                "privacy_visibility": "portal",
                "allow_milestones": True,
            }
            for owner in clients
            for number in range(PROJECTS)
        ]
    )
    own = projects.filtered(lambda project: project.partner_id == client)
    stages = env["project.task.type"].create(
        [{"name": name, "project_ids": own.ids} for name in ("To do", "Doing", "Done")]
    )
    for some, count in ((own, TASKS), (projects - own, 5 * len(projects))):
        env["project.task"].create(
            [
                {
                    "name": f"Bench Task {number}",
                    "project_id": some[number % len(some)].id,
                    "partner_id": some[number % len(some)].partner_id.id,
                    "stage_id": stages[number % 3].id if some == own else False,
                    "client_visible": True,
                    "user_ids": [Command.set(manager.ids)],
                }
                for number in range(count)
            ]
        )
    env["project.milestone"].create(
        [{"name": "Launch", "project_id": project.id, "deadline": fields.Date.today()} for project in projects]
    )
    env["agency.document.request"].create(
        [{"name": f"Document {number}", "client_id": owner.id} for owner in clients for number in range(4)]
    )
    product = env["product.product"].create({"name": "Bench Work", "type": "service"})
    invoices = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": client.id,
                "invoice_line_ids": [Command.create({"product_id": product.id, "price_unit": 100.0})],
            }
            for _number in range(INVOICES)
        ]
    )
    invoices.action_post()
    return own[0]


def _log_in():
    browser = Client(http.root)
    page = browser.get("/web/login", environ_base=VISITOR).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = browser.post(
        "/web/login", data={"login": LOGIN, "password": LOGIN, "csrf_token": token}, environ_base=VISITOR
    )
    if answer.status_code != 303:
        raise RuntimeError(f"the member of the bench could not log in: {answer.status_code}")
    return browser


def _get(browser, path):
    """:return: (seconds, SQL queries) of one request"""
    begin = time.perf_counter()
    answer = browser.get(path, environ_base=VISITOR)
    text = answer.get_data(as_text=True)
    seconds = time.perf_counter() - begin
    if answer.status_code != 200 or "Bench" not in text:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    # the server counts the queries of a request on its thread, for its log
    return seconds, threading.current_thread().query_count


def _compare(browser, name, ours, stock, budget, queries):
    """Time two pages in turn, so that a busy moment of the machine meets both.

    :return dict: a result of the bench
    """
    for _round in range(WARM_UP):
        _get(browser, ours), _get(browser, stock)
    pairs = [(_get(browser, ours), _get(browser, stock)) for _round in range(ROUNDS)]
    our_time = statistics.median(own[0] for own, _other in pairs)
    stock_time = statistics.median(other[0] for _own, other in pairs)
    our_queries, stock_queries = pairs[-1][0][1], pairs[-1][1][1]
    ratio = our_time / stock_time
    return {
        "bench": name,
        "ratio": round(ratio, 3),
        "budget": budget,
        "ok": ratio <= budget and our_queries <= queries,
        "queries": our_queries,
        "query_budget": queries,
        "stock_queries": stock_queries,
        "milliseconds": round(1000 * our_time, 1),
        "stock_milliseconds": round(1000 * stock_time, 1),
    }
