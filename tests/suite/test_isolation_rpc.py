"""No portal, public or foreign user reads a client's data by RPC, whatever model an ACL opens to them.

The sweep is over every model that a portal or public user may read on this server: ours, stock's and OCA's.
"""

import json

from odoo import release
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .world import MARK_A, World

#: models in which client A's member must find A's own data; the proof that the sweep can see something
SEEN_BY_A = {
    "account.move",
    "account.move.line",
    "agency.client.member",
    "agency.deliverable",
    "agency.document.request",
    "agency.onboarding",
    "agency.onboarding.step",
    "agency.retainer",
    "calendar.event",
    "mail.message",
    "project.milestone",
    "project.project",
    "project.task",
    "res.partner",
    "sale.order",
    "sale.order.line",
}
GROUPED = ("char", "text", "many2one", "date", "datetime", "selection")
READ_GROUP = "formatted_read_group" if release.version_info[0] >= 19 else "read_group"
MUTED = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.models",
    "odoo.fields",
)


def may_read(model):
    """:return bool: whether the model's environment's user passes the ACLs to read it (record rules aside)"""
    if hasattr(model, "has_access"):
        return model.browse().has_access("read")
    return model.check_access_rights("read", raise_exception=False)


@tagged("post_install", "-at_install", "isolation")
class TestIsolationRpc(HttpCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.world = World(cls.env)
        cls.env.flush_all()

    def _call(self, model, method, *args, **kwargs):
        """:return str: the answer as text; an empty text when the server refused"""
        payload = {"params": {"model": model, "method": method, "args": list(args), "kwargs": kwargs}}
        response = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(payload),
            headers={"Content-Type": "application/json"},
            timeout=60,
        )
        self.assertLess(response.status_code, 500, f"{model}.{method} broke the server")
        answer = response.json() if response.headers.get("Content-Type", "").startswith("application/json") else {}
        if "error" in answer:
            return ""
        return json.dumps(answer.get("result"), ensure_ascii=False)

    def _answers(self, name, model):
        """Everything a client of the RPC can get out of one model, call by call."""
        ids = self.world.ids_of_a(name)
        yield "search_read", self._call(name, "search_read", [], limit=2000)
        yield "name_search", self._call(name, "name_search", "", limit=2000)
        # ``id in`` and archived rows: what a hidden active flag would hide must be refused as well
        yield (
            "search_read archived",
            self._call(name, "search_read", [("id", "in", ids or [0])], context={"active_test": False}),
        )
        if ids:
            yield "read", self._call(name, "read", ids)
            yield "export_data", self._call(name, "export_data", ids, ["id", "display_name"])
        for field in model._fields.values():
            if field.store and field.type in GROUPED and not field.groups and field.name != "create_uid":
                groupby = field.name + (":month" if field.type in ("date", "datetime") else "")
                if READ_GROUP == "read_group":
                    yield f"read_group {groupby}", self._call(name, "read_group", [], ["id:count"], [groupby])
                else:
                    yield f"read_group {groupby}", self._call(name, READ_GROUP, [], [groupby], ["__count"])

    def _found(self, login, user):
        """:return: dict model -> calls in which client A's mark came out, for one user"""
        self.authenticate(login, login)
        found = {}
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user)
            if model._abstract or model._transient or not may_read(model):
                continue
            calls = [call for call, text in self._answers(name, model) if MARK_A in text]
            if calls:
                found[name] = calls
        return found

    @mute_logger(*MUTED)
    def test_member_of_the_client_sees_its_own(self):
        """The rightful member finds the mark in every model that shows clients their data."""
        found = self._found(self.world.a.member.login, self.world.a.member)
        self.assertEqual(SEEN_BY_A - set(found), set())

    @mute_logger(*MUTED)
    def test_member_of_another_client_sees_nothing(self):
        self.assertEqual(self._found(self.world.b.member.login, self.world.b.member), {})

    @mute_logger(*MUTED)
    def test_portal_user_without_membership_sees_nothing(self):
        self.assertEqual(self._found(self.world.stranger.login, self.world.stranger), {})

    @mute_logger(*MUTED)
    def test_revoked_member_sees_nothing(self):
        """Revoking takes effect on the next request. A contact keeps its company's address book and its own user."""
        found = self._found(self.world.revoked.login, self.world.revoked)
        self.assertEqual(set(found) - {"res.partner", "res.users"}, set())
