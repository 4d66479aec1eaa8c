import re
from datetime import date

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, tagged

from .common import PortalBuilders

TODAY = "2026-03-10"
ALL = {"view", "approve", "pay", "manage"}


@tagged("post_install", "-at_install")
class TestClientOverview(PortalBuilders, TransactionCase):
    """The values of the page, as the member they are made for."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True, lang="en_US"))
        with freeze_time(TODAY):
            cls.build_billing_world()
            cls.manager = cls.new_staff("ov_manager", "project_manager", name="Maya Lindqvist", phone="+46 8 123")
            cls.account = cls.new_staff("ov_account", "marketing_manager", name="Jon Okafor")
            cls.client.user_id = cls.account
            cls.member = cls.new_member(cls.client, "ov_member", can_approve=True, can_pay=True, can_manage=True)
            cls.other = cls.new_client("Other Client")
            cls.other_member = cls.new_member(cls.other, "ov_other", can_approve=True, can_pay=True)
            cls.records = {letter: cls._everything(client) for letter, client in (("a", cls.client), ("b", cls.other))}

    @classmethod
    def _everything(cls, client):
        """:return dict: one of everything the page shows, for one client"""
        project = cls.new_project(
            "Relaunch", client, user_id=cls.manager.id, date_start="2026-03-01", date="2026-05-31"
        )
        project.allow_milestones = True
        cls.env["project.task"].create(
            [
                {"name": f"Task {state}", "project_id": project.id, "state": state, "client_visible": visible}
                for state, visible in (
                    ("1_done", True),
                    ("01_in_progress", True),
                    ("1_canceled", True),
                    # not told, and not counted
                    ("1_done", False),
                    ("01_in_progress", False),
                )
            ]
        )
        milestone = cls.env["project.milestone"].create(
            {"name": "Launch", "project_id": project.id, "deadline": "2026-03-09"}
        )
        onboarding = cls.env["agency.onboarding"].create(
            {
                "name": "Start",
                "client_id": client.id,
                "step_ids": [
                    Command.create({"name": "Deposit", "state": "done", "client_facing": True, "sequence": 1}),
                    Command.create({"name": "Internal", "sequence": 2}),
                    Command.create({"name": "Logo", "client_facing": True, "sequence": 3, "due_date": "2026-03-12"}),
                    Command.create({"name": "Call", "client_facing": True, "sequence": 4}),
                ],
            }
        )
        document = cls.env["agency.document.request"].create(
            {"name": "Brand guide", "client_id": client.id, "due_date": "2026-03-08"}
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": client.id,
                "validity_date": "2026-03-20",
                "order_line": [Command.create({"product_id": cls.product.id})],
            }
        )
        order.action_quotation_sent()
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": client.id,
                "invoice_date": "2026-02-01",
                "invoice_date_due": "2026-03-01",
                "invoice_line_ids": [
                    Command.create({"product_id": cls.product.id, "price_unit": 100.0, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        retainer = cls.new_retainer("2026-03-01", client=client, project_id=project.id, included_hours=20)
        return {
            "project": project,
            "milestone": milestone,
            "onboarding": onboarding,
            "document": document,
            "order": order,
            "invoice": invoice,
            "retainer": retainer,
        }

    @freeze_time(TODAY)
    def _overview(self, user, client, rights):
        return self.env["agency.client.overview"].with_user(user)._overview(client.sudo(), rights)

    def test_everything_of_the_client_and_nothing_else(self):
        records = self.records["a"]
        overview = self._overview(self.member, self.client, ALL)
        self.assertEqual(
            [(a["kind"], a["title"], a["due"], a["is_late"], a["url"]) for a in overview["actions"]],
            [
                ("invoice", records["invoice"].name, date(2026, 3, 1), True, f"/my/invoices/{records['invoice'].id}"),
                ("document", "Brand guide", date(2026, 3, 8), True, f"/my/agency/documents/{records['document'].id}"),
                ("quote", records["order"].name, date(2026, 3, 20), False, f"/my/orders/{records['order'].id}"),
            ],
        )
        self.assertEqual(
            overview["projects"],
            [
                {
                    "name": "Relaunch",
                    "url": f"/my/agency/projects/{records['project'].id}",
                    "progress": 50,
                    "done": 1,
                    "total": 2,
                    "has_begun": True,
                    "date": date(2026, 5, 31),
                    "status": "",
                    "badge": "",
                }
            ],
        )
        self.assertEqual(
            overview["onboardings"],
            [
                {
                    "name": "Start",
                    "url": f"/my/agency/onboarding/{records['onboarding'].id}",
                    "progress": 25,
                    "next_step": "Logo",
                    "next_due": date(2026, 3, 12),
                }
            ],
        )
        self.assertEqual(
            overview["milestones"],
            [
                {
                    "name": "Launch",
                    "project": "Relaunch",
                    "url": f"/my/agency/projects/{records['project'].id}",
                    "date": date(2026, 3, 9),
                    "is_late": True,
                }
            ],
        )
        self.assertEqual(
            overview["retainers"],
            [
                {
                    "name": records["retainer"].name,
                    "url": f"/my/agency/retainers/{records['retainer'].id}",
                    "is_paused": False,
                    "included_hours": 20.0,
                    "hours_used": 0.0,
                    "hours_balance": 20.0,
                    "period_end": date(2026, 3, 31),
                    "progress": 0,
                }
            ],
        )
        self.assertEqual(
            [(p["name"], p["initials"], p["role"], p["email"]) for p in overview["team"]],
            [
                ("Jon Okafor", "JO", "Your account manager", "ov_account@agency.example.com"),
                ("Maya Lindqvist", "ML", "Project manager", "ov_manager@agency.example.com"),
            ],
        )
        self.assertIsNone(overview["analytics"])

    def test_rights_decide_what_is_asked(self):
        """Who may not approve is not asked to, who may not pay sees no invoice."""
        for rights, kinds in (
            ({"view"}, {"document"}),
            ({"view", "approve"}, {"document", "quote"}),
            ({"view", "pay"}, {"document", "invoice"}),
        ):
            with self.subTest(rights=rights):
                self.assertEqual(
                    {a["kind"] for a in self._overview(self.member, self.client, rights)["actions"]}, kinds
                )

    def test_members_only(self):
        """Asked about a client the user does not belong to, the service refuses, whatever rights the caller names."""
        for user in (self.other_member, self.new_portal_user("ov_stranger", client=self.client)):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._overview(user, self.client, ALL)

    @freeze_time(TODAY)
    def test_what_is_not_for_clients_stays_inside(self):
        """Internal projects, drafts and cancelled things never show, although the page reads with elevated rights."""
        before = self._overview(self.member, self.client, ALL)
        hidden = self.new_project("Hidden Project", self.client, privacy_visibility="followers", allow_milestones=True)
        self.env["project.milestone"].create({"name": "Hidden", "project_id": hidden.id, "deadline": TODAY})
        self.env["agency.deliverable"].create({"name": "Hidden", "project_id": self.records["a"]["project"].id})
        self.env["sale.order"].create({"partner_id": self.client.id})
        self.records["a"]["invoice"].copy()
        self.env["agency.onboarding"].create({"name": "Hidden", "client_id": self.client.id}).action_cancel()
        self.new_retainer("2026-03-01", activate=False)
        company = self.env["res.company"].create({"name": "Sister Agency"})
        self.env["agency.document.request"].create(
            {"name": "Hidden", "client_id": self.client.id, "company_id": company.id}
        )
        self.assertEqual(self._overview(self.member, self.client, ALL), before)

    @freeze_time(TODAY)
    def test_count_over_all_clients(self):
        both = self.client | self.other
        self.env["agency.client.member"].create(
            {"client_id": self.other.id, "user_id": self.member.id, "can_pay": False}
        )
        count = (
            self.env["agency.client.overview"]
            .with_user(self.member)
            ._action_count({"view": both, "approve": both, "pay": self.client, "manage": self.client})
        )
        self.assertEqual(count, 5)

    def test_a_project_of_which_the_client_sees_no_task_has_begun_all_the_same(self):
        tasks = self.env["project.task"].search([("project_id", "=", self.records["a"]["project"].id)])
        tasks.client_visible = False
        project = self._overview(self.member, self.client, ALL)["projects"][0]
        self.assertEqual((project["done"], project["total"], project["has_begun"]), (0, 0, True))
        tasks.unlink()
        project = self._overview(self.member, self.client, ALL)["projects"][0]
        self.assertEqual((project["done"], project["total"], project["has_begun"]), (0, 0, False))

    @freeze_time(TODAY)
    def test_figures_of_the_last_four_weeks(self):
        source = self.new_source(self.client)
        self.store_days(source, "2026-01-13", 28, search_clicks=10, search_impressions=100, search_position_weight=500)
        self.store_days(source, "2026-02-10", 28, search_clicks=15, search_impressions=100, search_position_weight=400)
        summary = self._overview(self.member, self.client, ALL)["analytics"]
        self.assertEqual(
            [(tile["value"], tile["change"], tile["css_class"]) for tile in summary["tiles"]],
            [("420", "+50.0%", "text-success"), ("4.0", "−1.0 places", "text-success")],
        )


@tagged("post_install", "-at_install")
class TestClientHome(PortalBuilders, HttpCase):
    """The pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.client_a = cls.new_client("Alpha Shoes")
        cls.client_b = cls.new_client("Beta Bikes")
        cls.both = cls.new_member(cls.client_a, "home_both", can_manage=True)
        cls.env["agency.client.member"].create({"client_id": cls.client_b.id, "user_id": cls.both.id, "can_pay": False})
        cls.one = cls.new_member(cls.client_a, "home_one")
        cls.stranger = cls.new_portal_user("home_stranger")
        cls.new_project("Alpha Project", cls.client_a)
        cls.new_project("Beta Project", cls.client_b)

    def test_member_of_one_client(self):
        self.authenticate("home_one", "home_one")
        response = self.url_open("/my/agency")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Alpha Project", response.text)
        self.assertNotIn("Beta", response.text)
        self.assertNotIn("agency-switcher", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_hours_of_a_retainer(self):
        """The overview says what the retainer's own page says: what is left, or how much is over."""
        project = self.new_project("Care", self.client_a, allow_timesheets=True)
        retainer = self.env["agency.retainer"].create(
            {
                "client_id": self.client_a.id,
                "project_id": project.id,
                "start_date": "2024-03-01",
                "included_hours": 10,
                "state": "active",
            }
        )
        entry = self.env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": project.id,
                "employee_id": self.new_employee("home_employee").id,
                "date": retainer.period_start,
            }
        )
        self.authenticate("home_one", "home_one")
        for used, expected in ((6.5, "3.5 h left"), (13.5, "3.5 h over")):
            with self.subTest(used=used):
                entry.unit_amount = used
                self.env.flush_all()
                text = " ".join(re.sub(r"<[^>]+>", " ", self.url_open("/my/agency").text).split())
                self.assertIn(f"{used} of 10.0 hours used", text)
                self.assertIn(expected, text)

    def test_switching_clients(self):
        """Both clients are offered; each page is about one; rights follow the client."""
        self.authenticate("home_both", "home_both")
        for client, shown, hidden in (
            (self.client_a, "Alpha Project", "Beta Project"),
            (self.client_b, "Beta Project", "Alpha Project"),
        ):
            response = self.url_open(f"/my/agency?client_id={client.id}")
            self.assertIn(shown, response.text)
            self.assertNotIn(hidden, response.text)
            self.assertIn("agency-switcher", response.text)
            self.assertEqual("/my/agency/members" in response.text, client == self.client_a)
            self.assertEqual('href="/my/invoices"' in response.text, client == self.client_a)

    def test_who_is_sent_away(self):
        """Strangers, a client one does not belong to, nonsense for a number; visitors are asked to log in."""
        for login, url in (
            ("home_stranger", "/my/agency"),
            ("home_one", f"/my/agency?client_id={self.client_b.id}"),
            ("home_one", "/my/agency?client_id=nonsense"),
        ):
            with self.subTest(login=login, url=url):
                self.authenticate(login, login)
                response = self.url_open(url)
                self.assertTrue(response.url.rstrip("/").endswith("/my"))
                self.assertNotIn("Beta Project", response.text)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/agency").url)

    def test_revoked_at_once(self):
        self.authenticate("home_one", "home_one")
        self.assertIn("Alpha Project", self.url_open("/my/agency").text)
        self.client_a.member_ids.filtered(lambda member: member.user_id == self.one).unlink()
        self.assertNotIn("Alpha Project", self.url_open("/my/agency").text)

    def test_cards_on_my_account(self):
        self.env["agency.document.request"].create({"name": "Logo", "client_id": self.client_a.id})
        for login, expected in (
            ("home_both", {"agency_client_count": 2, "agency_action_count": 1}),
            ("home_stranger", {"agency_client_count": 0, "agency_action_count": 0}),
        ):
            with self.subTest(login=login):
                self.authenticate(login, login)
                self.assertIn('href="/my/agency"', self.url_open("/my").text)
                counts = self.make_jsonrpc_request("/my/counters", {"counters": list(expected)})
                self.assertEqual(counts, expected)

    def _queries(self, url):
        """:return int: SQL queries of a page, after everything cacheable is in the caches"""
        for _n in range(3):
            self.url_open(url)
        self.env.flush_all()
        before = self.cr.sql_log_count
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return self.cr.sql_log_count - before

    def test_same_number_of_queries_for_5_and_50_projects(self):
        self.authenticate("home_one", "home_one")
        staff = [self.new_staff(f"home_pm_{n}", "project_manager") for n in range(3)]

        def grow(first, last):
            for n in range(first, last):
                project = self.new_project(f"Project {n}", self.client_a, user_id=staff[n % 3].id)
                self.env["project.task"].create({"name": f"Task {n}", "project_id": project.id})
                self.env["project.milestone"].create(
                    {"name": f"M {n}", "project_id": project.id, "deadline": "2026-12-01"}
                )
                self.env["agency.document.request"].create({"name": f"Doc {n}", "client_id": self.client_a.id})
                self.env["agency.onboarding"].create(
                    {
                        "name": f"Start {n}",
                        "client_id": self.client_a.id,
                        "step_ids": [Command.create({"name": "Step", "client_facing": True})],
                    }
                )
                self.env["sale.order"].create({"partner_id": self.client_a.id}).action_quotation_sent()

        self.build_billing_world()
        self.client_a.user_id = staff[0]
        project = self.new_project("Billed", self.client_a)
        self.new_retainer("2026-01-01", client=self.client_a, project_id=project.id, included_hours=20)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.client_a.id,
                "invoice_line_ids": [Command.create({"product_id": self.product.id, "price_unit": 100.0})],
            }
        )
        invoice.action_post()
        source = self.new_source(self.client_a)
        yesterday = fields.Date.subtract(fields.Date.today(), days=3)
        self.store_days(
            source, yesterday.isoformat(), 2, search_clicks=10, search_impressions=100, search_position_weight=500
        )
        grow(0, 3)
        self.assertEqual(self.env["project.project"].search_count([("client_id", "=", self.client_a.id)]), 5)
        few = self._queries("/my/agency")
        grow(3, 48)
        self.assertEqual(self.env["project.project"].search_count([("client_id", "=", self.client_a.id)]), 50)
        many = self._queries("/my/agency")
        page = self.url_open("/my/agency").text
        for section in ("actions", "onboarding", "projects", "analytics", "milestones", "retainers", "team"):
            self.assertIn(f'id="agency-{section}"', page)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 40)
