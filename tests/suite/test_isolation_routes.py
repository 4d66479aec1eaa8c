"""No portal, public or JSON route shows a client's data to anybody else, nor lets anybody else change it.

Every route of the server's routing map that a portal or public user can reach is tried: stock's, OCA's and ours.
"""

import json
import re

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .world import MARK_A, World

#: routes left out of the sweep, with the reason
SKIPPED = {
    r"^/web/session/(logout|destroy)": "ends the session the sweep runs in",
    r"^/my/deactivate_account": "closes the account the sweep runs in",
    r"^/websocket|^/longpolling|^/bus/websocket": "upgrades the connection",
    r"^/web/database": "the database manager, closed by list_db and the master password",
    r"^/(xmlrpc|jsonrpc)": "authenticates by itself; the same models are swept by RPC",
    r"^/website/lang|^/web/webclient/translations": "language files",
    r"^/profile|^/web/set_profiling": "switched off unless an administrator enables it",
    r"^/queue_job|^/runjob": "the job runner's own routes, tested below",
    r"^/mail/.*unsubscribe|^/mailing": "answers with a token of the mailing alone",
    r"^/(web/assets|web/static|web/content/assets|base_import_module)": "static files",
}
#: argument name in a route or a JSON call -> model of the record it means
ARGUMENTS = {
    "order_id": "sale.order",
    "invoice_id": "account.move",
    "project_id": "project.project",
    "task_id": "project.task",
    "deliverable_id": "agency.deliverable",
    "onboarding_id": "agency.onboarding",
    "step_id": "agency.onboarding.step",
    "request_id": "agency.document.request",
    "retainer_id": "agency.retainer",
    "attachment_id": "ir.attachment",
    "client_id": "res.partner",
    "partner_id": "res.partner",
    "member_id": "agency.client.member",
    "document_id": "agency.document.request",
    "version_id": "agency.deliverable.version",
    "directory_id": "dms.directory",
    "dms_directory_id": "dms.directory",
    "dms_file_id": "dms.file",
}
#: page of a record of client A -> model whose record it is about (stock's and ours)
PAGES = {
    "/my/orders/%d": "sale.order",
    "/my/invoices/%d?report_type=html": "account.move",
    "/my/projects/%d": "project.project",
    "/my/tasks/%d": "project.task",
    "/my/agency/deliverables/%d": "agency.deliverable",
    "/my/agency/onboarding/%d": "agency.onboarding",
    "/my/agency/onboarding/%d/meeting": "agency.onboarding",
    "/my/agency/onboarding/steps/%d": "agency.onboarding.step",
    "/my/agency/documents/%d": "agency.document.request",
    "/my/agency/projects/%d": "project.project",
    "/my/agency/projects/%d/status": "project.project",
    "/my/agency/retainers/%d": "agency.retainer",
    "/my/agency": None,
    "/my/agency/analytics": None,
    "/my/agency/deliverables": None,
    "/my/agency/members": None,
    "/my/agency/onboarding": None,
}
#: routes of ours that change something; tried by the sweeps, walked by the addons' own tests
ACTIONS = {
    "/my/agency/analytics/data",
    "/my/agency/analytics/export",
    "/my/agency/attachment/%d",
    "/my/agency/deliverables/%d/approve",
    "/my/agency/deliverables/%d/changes",
    "/my/agency/members/%d/remove",
    "/my/agency/members/invite",
    "/my/agency/onboarding/%d/meeting/book",
    "/my/agency/onboarding/%d/meeting/cancel",
    "/my/agency/onboarding/steps/%d/access",
    "/my/agency/onboarding/steps/%d/form",
    "/my/orders/%d/accept",
    "/my/orders/%d/addons",
    "/my/orders/%d/decline",
    "/my/orders/%d/proposal",
    "/my/orders/%d/renew",
}
#: what a contact of client A keeps after its membership was revoked: its own company's address and its own user
OWN_COMPANY = r"/my/(account|address|addresses)$|/web/session/get_session_info|/vcard$|^GET /my$|/my/home$"
#: model -> fields whose change would be damage
WATCHED = {
    "sale.order": ("state", "signed_by", "amount_total"),
    "account.move": ("state", "payment_state"),
    "agency.deliverable": ("state", "rounds_used"),
    "agency.onboarding": ("state", "meeting_start"),
    "agency.onboarding.answer": ("value",),
    "agency.onboarding.step": ("state", "access_claimed_at", "form_submitted_at"),
    "agency.document.request": ("state",),
    "agency.client.member": ("user_id", "can_approve", "can_pay", "can_manage"),
    "agency.retainer": ("state",),
    "project.task": ("state", "name"),
    "dms.directory": ("name", "parent_id", "file_ids"),
    "dms.file": ("name", "checksum"),
}
MUTED = (
    # stock controllers that complain of the made-up arguments
    "odoo.addons.google_gmail.controllers.main",
    "odoo.addons.microsoft_outlook.controllers.main",
    "odoo.addons.payment.models.payment_transaction",
    "odoo.addons.website.controllers.main",
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_qweb",
    "odoo.addons.http_routing.models.ir_http",
    "odoo.addons.website.models.ir_http",
    "odoo.models",
    "odoo.sql_db",
    "werkzeug",
)


def is_ours(rule):
    """:return bool: whether a rule of the routing map leads to a controller of the suite"""
    endpoint = rule.endpoint
    return "agency_" in getattr(getattr(endpoint, "func", endpoint), "__module__", "")


class RouteCase(HttpCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.world = World(cls.env)
        cls.env.flush_all()

    def _rules(self):
        """:return: the routing map's rules that a portal or public user can reach, one for each address"""
        rules = {}
        for rule in self.env["ir.http"].routing_map().iter_rules():
            routing = rule.endpoint.routing
            if routing.get("auth") in ("user", "public", "none") and not any(re.search(p, rule.rule) for p in SKIPPED):
                rules.setdefault((rule.rule, routing.get("type")), rule)
        return [rules[key] for key in sorted(rules)]

    def _ids(self, argument, converter):
        """Ids of client A's records an argument of a route may mean.

        :param str argument: its name
        :param converter: werkzeug converter of the argument
        :return: list of ids; several when the name does not tell the model
        """
        model = getattr(converter, "model", None) or ARGUMENTS.get(argument)
        if model:
            return self.world.ids_of_a(model)[:1] or [1]
        return sorted({ids[0] for model, ids in self.world.a.records.items() if ids})

    def _addresses(self, rule):
        """:return: the addresses of a rule, filled with client A's records"""
        arguments = {}
        numbers = []
        for name, converter in rule._converters.items():
            kind = type(converter).__name__
            if getattr(converter, "model", None) or "Integer" in kind or name in ARGUMENTS:
                if name in ("page", "width", "height", "size", "alpha", "rate", "step", "website_id"):
                    arguments[name] = 1
                else:
                    numbers.append((name, self._ids(name, converter)))
            else:
                arguments[name] = {"model": "res.partner", "field": "name", "token": "wrong"}.get(name, "x" * 16)
        trials = max((len(ids) for _name, ids in numbers), default=1)
        for index in range(trials):
            values = dict(arguments) | {name: ids[min(index, len(ids) - 1)] for name, ids in numbers}

            def fill(match, values=values):
                return str(values[match[1]])

            yield re.sub(r"<(?:[^:>]+(?:\([^)]*\))?:)?(\w+)>", fill, rule.rule)

    def _sweep(self, token=None):
        """Try every route as the current session.

        :param str token: a wrong document token to send along
        :return: dict address -> what went wrong
        """
        wrong = {}
        for rule in self._rules():
            routing = rule.endpoint.routing
            methods = routing.get("methods") or ["GET", "POST"]
            for address in self._addresses(rule):
                for method in methods:
                    if method not in ("GET", "POST"):
                        continue
                    problem = self._try(address, method, routing, token, ours=is_ours(rule))
                    if problem:
                        wrong[f"{method} {address}"] = problem
        return wrong

    def _try(self, address, method, routing, token, ours):
        if routing.get("type") in ("json", "jsonrpc"):
            params = {name: (self.world.ids_of_a(model) or [1])[0] for name, model in ARGUMENTS.items()}
            params |= {"access_token": token} if token else {}
            response = self.url_open(
                address, data=json.dumps({"params": params}), headers={"Content-Type": "application/json"}, timeout=60
            )
        elif method == "POST":
            data = {
                "csrf_token": http.Request.csrf_token(self),
                "client_id": self.world.a.client.id,
                "access_token": token or "",
            }
            response = self.url_open(address, data=data, allow_redirects=False, timeout=60)
        else:
            query = f"?access_token={token}" if token else ""
            response = self.url_open(address + query, allow_redirects=False, timeout=60)
        # stock routes may stumble over made-up arguments, which shows nobody anything; ours answer in words
        if ours and response.status_code >= 500:
            return f"status {response.status_code}"
        if MARK_A in response.text or MARK_A.encode() in response.content:
            return "shows client A's data"
        return None


@tagged("post_install", "-at_install", "isolation")
class TestIsolationRoutes(RouteCase):
    def _state_of_a(self):
        """What nobody but client A or the agency may change: a whole picture of A's records."""
        self.env.invalidate_all()
        picture = {}
        for model, fields in WATCHED.items():
            records = self.env[model].browse(self.world.ids_of_a(model)).exists()
            picture[model] = [tuple(str(record[field]) for field in fields) for record in records]
        return picture

    def _sweep_as(self, login, token=None, kept=None):
        self.authenticate(login, login)
        before = self._state_of_a()
        with mute_logger(*MUTED):
            wrong = self._sweep(token=token)
        wrong = {address: problem for address, problem in wrong.items() if not kept or not re.search(kept, address)}
        self.assertEqual(wrong, {})
        self.assertEqual(self._state_of_a(), before, "a refused visitor changed client A's records")

    def test_rightful_member_gets_the_page(self):
        """Each page of a record of client A answers its member with 200 and the mark only A's records hold."""
        self.authenticate(self.world.a.member.login, self.world.a.member.login)
        missing = {}
        for pattern, model in PAGES.items():
            address = pattern % self.world.ids_of_a(model)[0] if "%d" in pattern else pattern
            response = self.url_open(address, timeout=60)
            if response.status_code != 200 or MARK_A not in response.text:
                missing[address] = response.status_code
        self.assertEqual(missing, {})

    def test_every_page_of_ours_is_proven(self):
        """A route of the suite that takes a record stands in PAGES or in ACTIONS; a new one cannot be forgotten."""
        ours = set()
        for rule in self.env["ir.http"].routing_map().iter_rules():
            if is_ours(rule) and rule.rule.startswith(("/my/agency", "/my/orders")):
                ours.add(re.sub(r"<[^>]*>", "%d", rule.rule))
        self.assertEqual(ours - set(PAGES) - set(ACTIONS), set())

    def test_member_of_another_client(self):
        self._sweep_as(self.world.b.member.login)

    def test_member_of_another_client_with_a_wrong_token(self):
        self._sweep_as(self.world.b.member.login, token="0" * 32)

    def test_portal_user_without_membership(self):
        self._sweep_as(self.world.stranger.login)

    def test_anonymous_visitor(self):
        self._sweep_as(None)

    def test_anonymous_visitor_with_a_wrong_token(self):
        self._sweep_as(None, token="0" * 32)

    def test_revoked_member(self):
        self._sweep_as(self.world.revoked.login, kept=OWN_COMPANY)
