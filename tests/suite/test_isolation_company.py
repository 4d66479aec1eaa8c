"""A second company on the same server sees nothing of the first, whatever role asks and by whatever call.

Both companies hold the same records, made by the builders of the access matrix; users belong to one company each.
"""

import json
from datetime import date

from odoo import Command, release
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.common import ROLES

from . import builders
from .access_context import CLIENT, AccessContext

#: models of the suite that every company shares, with the reason
SHARED = {
    "agency.channel": "a catalogue: names of marketing channels",
    "agency.client.tier": "a catalogue: names of tiers of clients",
    "agency.folder.template": "a catalogue: names of folders that clients and projects begin with",
    "agency.goal": "a catalogue: names of marketing goals",
    "agency.metric": "a catalogue that comes with the connectors: what a figure means",
    "agency.dimension.set": "texts that figures of all companies refer to, without a client; for administrators",
    "agency.onboarding.reminder.rule": "a catalogue: how many days before or after, repeated how often",
    "agency.time.kind": "a catalogue: kinds of time",
    "agency.rate.limit": "counts requests of visitors to the server, before anybody knows whom they concern",
}
#: what nobody else sees within the company either; there is no rightful reader beside the owner
PERSONAL = {"agency.timer"}
#: where a model keeps its company when it has no ``company_id`` of its own
COMPANY_PATHS = {
    "agency.deliverable.event": "deliverable_id.company_id",
    "agency.lead.score.line": "lead_id.company_id",
    "agency.metric.fact": "source_id.company_id",
    "agency.metric.import.error": "import_id.company_id",
    "agency.timer": "user_id.company_id",
    "project.milestone": "project_id.company_id",
}
#: Odoo's own models that clients see, and those the suite hangs data of clients on
STOCK = (
    "account.analytic.line",
    "account.move",
    "account.move.line",
    "crm.lead",
    "dms.directory",
    "dms.file",
    "dms.storage",
    "ir.attachment",
    "mail.message",
    "project.milestone",
    "project.project",
    "project.task",
    "res.partner",
    "sale.order",
    "sale.order.line",
)
#: what is read of a record, so that an answer is more than the id that was asked for
CONTENT = {"ir.attachment": "name", "mail.message": "body"}
GROUPED = ("many2one", "char", "date", "datetime", "selection", "boolean")
MUTED = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models")


class CompanyContext(AccessContext):
    """The world of the access matrix within one company: staff, clients and records belong to it."""

    def __init__(self, env, company):
        self.company = company
        super().__init__(env(context=dict(env.context, allowed_company_ids=company.ids)))
        self.for_row("administrator", "own")
        self.records = {}

    def unique(self, text):
        # names of what all companies share are unique among all of them
        return f"{super().unique(text)} of {self.company.id}"

    def _in_company(self):
        return {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}

    def new_staff(self, login, role, **values):
        return super().new_staff(f"{login}_{self.company.id}", role, **self._in_company() | values)

    def new_portal_user(self, login, client=None, **values):
        return super().new_portal_user(f"{login}_{self.company.id}", client, **self._in_company() | values)

    def new_member(self, client, login, **rights):
        user = self.new_portal_user(login, client=client)
        self.env["agency.client.member"].create({"client_id": client.id, "user_id": user.id} | rights)
        return user

    def new_client(self, name, **values):
        return super().new_client(f"{name} {self.company.name}", company_id=self.company.id, **values)

    def add(self, records):
        """Remember records as this company's; :return: the records."""
        self.records[records._name] = self.records.get(records._name, records.browse()) | records
        return records


@tagged("post_install", "-at_install", "isolation")
class TestIsolationCompany(HttpCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.ours = sorted(
            name
            for name, model in cls.env.registry.items()
            if not model._abstract
            and not model._transient
            and model._original_module.startswith("agency_")
            and name not in SHARED
        )
        cls.models = [*cls.ours, *STOCK]
        first = cls.env.company
        second = cls.env["res.company"].create({"name": "Second Agency", "currency_id": first.currency_id.id})
        # the builders keep their environment on the class: one company after the other
        cls.first = cls._fill(CompanyContext(cls.env, first))
        cls.second = cls._fill(CompanyContext(cls.env, second))
        cls.env.flush_all()

    @classmethod
    def _fill(cls, ctx):
        """Make a record of every model in a company; :return: the context."""
        env = ctx.env
        if not env["account.journal"].search_count([("type", "=", "sale"), ("company_id", "=", ctx.company.id)]):
            env["account.chart.template"].try_loading("generic_coa", company=ctx.company, install_demo=False)
        functions = builders.load()
        for name in cls.ours:
            suffix = name.replace(".", "_")
            make = functions.get(f"record_{suffix}")
            record = make(env, ctx, "own") if make else env[name].create(functions[f"build_{suffix}"](env, ctx, "own"))
            field = env[name]._fields.get("company_id")
            if field and not record.company_id and not field.related:
                record.company_id = ctx.company
            ctx.add(record)
        cls._fill_stock(ctx)
        return ctx

    @classmethod
    def _fill_stock(cls, ctx):
        env, company = ctx.env, ctx.company
        client = ctx.clients["own"]
        product = env["product.product"].create({"name": "Audit", "type": "service", "taxes_id": False})
        ctx.orders["own"].write(
            {"order_line": [Command.create({"product_id": product.id, "price_unit": 100})], "state": "sent"}
        )
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": client.id,
                "invoice_date": date(2026, 3, 1),
                "invoice_line_ids": [Command.create({"name": "Audit", "quantity": 1, "price_unit": 100})],
            }
        )
        move.action_post()
        ctx.add(move)
        ctx.add(move.line_ids)
        ctx.add(ctx.orders["own"])
        ctx.add(ctx.orders["own"].order_line)
        ctx.add(ctx.projects["own"])
        ctx.add(ctx.tasks["own"])
        ctx.add(client)
        ctx.add(env["project.milestone"].create({"name": "Launch", "project_id": ctx.projects["own"].id}))
        ctx.add(env["crm.lead"].create({"name": "Lead", "partner_id": client.id, "company_id": company.id}))
        employee = ctx.employees[ctx.users["own"]["team_member"]]
        ctx.add(
            env["account.analytic.line"].create(
                {
                    "name": "Work",
                    "project_id": ctx.projects["own"].id,
                    "task_id": ctx.tasks["own"].id,
                    "employee_id": employee.id,
                    "unit_amount": 1,
                }
            )
        )
        directory = ctx.add(ctx.projects["own"]._agency_make_folders())
        ctx.add(directory.storage_id)
        ctx.add(env["dms.file"].create({"name": "plan.txt", "directory_id": directory.id, "content": b"cGxhbg=="}))
        for record in (ctx.orders["own"], ctx.projects["own"], ctx.tasks["own"], move):
            ctx.add(record.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment").exists())
        ctx.add(
            env["ir.attachment"].create(
                {"name": "a.txt", "raw": b"a", "res_model": "sale.order", "res_id": ctx.orders["own"].id}
            )
        )

    def _call(self, model, method, *args, **kwargs):
        """:return: the answer of a call as a client of the RPC makes it; None when the server refused"""
        payload = {"params": {"model": model, "method": method, "args": list(args), "kwargs": kwargs}}
        response = self.url_open(
            "/web/dataset/call_kw", data=json.dumps(payload), headers={"Content-Type": "application/json"}, timeout=60
        )
        self.assertLess(response.status_code, 500, f"{model}.{method} broke the server")
        return response.json().get("result")

    def _grouped_by(self, name):
        """:return list: what records of a model can be grouped by"""
        fields = self.env[name]._fields.values()
        return [
            field.name + (":month" if field.type in ("date", "datetime") else "")
            for field in fields
            if field.store and field.type in GROUPED and not field.groups and field.name != "create_uid"
        ][:3]

    def _shown(self, name, ids):
        """Ask for records in every way.

        :return dict: call -> what came out; calls that showed nothing of these records are left out
        """
        known = {"active_test": False}
        content = CONTENT.get(name, "display_name")
        answers = {
            "search_read": {
                row["id"] for row in self._call(name, "search_read", [], ["id"], limit=5000, context=known) or []
            },
            "search_read by id": {
                row["id"] for row in self._call(name, "search_read", [("id", "in", ids)], ["id"], context=known) or []
            },
            "name_search": {row[0] for row in self._call(name, "name_search", "", limit=5000, context=known) or []},
            "read": {row["id"] for row in self._call(name, "read", ids, [content]) or []},
            "web_read": {row["id"] for row in self._call(name, "web_read", ids, {content: {}}) or []},
        }
        answers = {call: sorted(found & set(ids)) for call, found in answers.items()}
        exported = self._call(name, "export_data", ids, [content]) or {"datas": []}
        answers["export_data"] = [row for row in exported["datas"] if any(row)]
        for groupby in self._grouped_by(name):
            domain = [("id", "in", ids)]
            if release.version_info[0] >= 19:
                groups = self._call(name, "formatted_read_group", domain, [groupby], ["__count"], context=known)
            else:
                groups = self._call(name, "read_group", domain, ["id:count"], [groupby], context=known)
            answers[f"read_group {groupby}"] = groups
        return {call: shown for call, shown in answers.items() if shown}

    def test_the_world_is_complete(self):
        """Each company holds a record of every model, and each of these records belongs to it."""
        for ctx in (self.first, self.second):
            self.assertEqual(sorted(ctx.records), sorted(self.models))
            for name, records in ctx.records.items():
                with self.subTest(company=ctx.company.name, model=name):
                    self.assertTrue(records)
                    if name not in ("mail.message", "ir.attachment"):
                        self.assertEqual(records.mapped(COMPANY_PATHS.get(name, "company_id")), ctx.company)

    def test_what_is_shared_exists(self):
        """A model that is gone, or that got a company, is no longer on the list of shared ones."""
        kept = {name for name in SHARED if "company_id" not in self.env[name]._fields}
        self.assertEqual(kept, set(SHARED))

    @mute_logger(*MUTED)
    def test_users_of_the_second_company_see_nothing_of_the_first(self):
        leaks = {}
        users = self.second.users["own"]
        self.assertEqual(set(users), {*ROLES, CLIENT})
        for role, user in users.items():
            self.authenticate(user.login, user.login)
            own = {
                name: len(self._call(name, "search_read", [], ["id"]) or []) for name in ("sale.order", "res.partner")
            }
            self.assertTrue(any(own.values()), f"{role} sees nothing at all: the test proves nothing")
            for name in self.models:
                shown = self._shown(name, self.first.records[name].ids)
                if shown:
                    leaks[f"{role} {name}"] = shown
            other = {"allowed_company_ids": self.first.company.ids}
            self.assertIsNone(self._call("res.partner", "search_read", [], ["id"], context=other), role)
        self.assertEqual(leaks, {})

    @mute_logger(*MUTED)
    def test_whoever_works_in_both_companies_sees_both(self):
        """The same calls find the same records for a user of both: the test above can fail."""
        user = self.first.users["own"]["administrator"]
        companies = self.first.company | self.second.company
        user.write({"company_ids": [Command.set(companies.ids)]})
        self.authenticate(user.login, user.login)
        missed = {}
        for name in sorted(set(self.models) - PERSONAL):
            for ctx in (self.first, self.second):
                shown = self._shown(name, ctx.records[name].ids)
                if not {"search_read", "search_read by id", "read", "export_data"} <= set(shown):
                    missed[f"{ctx.company.name} {name}"] = sorted(shown)
        self.assertEqual(missed, {})

    @mute_logger(*MUTED)
    def test_dashboards_of_another_company(self):
        """Figures come by a service: it opens for no client of another company, and shows none of a shared one's."""
        client = self.first.clients["own"]
        user = self.second.users["own"]["administrator"]
        self.authenticate(user.login, user.login)
        period = ("2026-09-01", "2026-12-31")
        start = self._call("agency.client.dashboard", "get_start")
        self.assertEqual({row["id"] for row in start["clients"]} & set(self.first.records["res.partner"].ids), set())
        self.assertIsNone(self._call("agency.client.dashboard", "get_payload", client.id, *period))
        client.company_id = False
        self.env.flush_all()
        payload = self._call("agency.client.dashboard", "get_payload", client.id, *period)
        self.assertEqual((payload["sources"], payload["has_data"]), ([], False))
