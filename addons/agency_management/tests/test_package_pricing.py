"""AGM-4 and DAT-3: services and packages in depth."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ManagementCommon


@tagged("post_install", "-at_install")
class TestServicePricing(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role_seo = cls.new_role("SEO")
        cls.role_copy = cls.new_role("Copy", cost_rate=30, bill_rate=80)
        cls.client = cls.new_client("Alpha Pricing", client_state=False)

    def sold(self, order):
        """:return: (billing, role, quantity, price) of the priced lines of an order"""
        lines = order.order_line.filtered(lambda line: not line.display_type).sorted()
        return [(line.billing, line.agency_role_id.name, line.product_uom_qty, line.price_unit) for line in lines]

    def test_each_role_owns_an_hour_that_is_sold(self):
        self.assertRecordValues(
            (self.role_seo | self.role_copy).product_id,
            [
                {
                    "name": "SEO",
                    "type": "service",
                    "list_price": 100,
                    "uom_id": self.env.ref("uom.product_uom_hour").id,
                    "service_tracking": "no",
                    "service_type": "timesheet",
                    "invoice_policy": "delivery",
                },
                {
                    "name": "Copy",
                    "type": "service",
                    "list_price": 80,
                    "uom_id": self.env.ref("uom.product_uom_hour").id,
                    "service_tracking": "no",
                    "service_type": "timesheet",
                    "invoice_policy": "delivery",
                },
            ],
        )
        self.role_seo.write({"name": "Search", "bill_rate": 110, "active": False})
        self.assertRecordValues(self.role_seo.product_id, [{"name": "Search", "list_price": 110, "active": False}])

    def test_hr_managers_make_roles_without_rights_on_products(self):
        user = self.new_staff("pricing_hr", "hr_manager")
        role = self.env["agency.role"].with_user(user).create({"name": "Editor", "code": "editor", "bill_rate": 70})
        role.bill_rate = 75
        self.assertEqual(role.product_id.list_price, 75)

    def test_hours_are_quoted_by_role(self):
        advice = self.new_service(
            "Advice",
            price=0,
            pricing_model="hourly",
            efforts=[(self.role_seo, 6), (self.role_copy, 2)],
            deliverables=[{"name": "Notes"}],
        )
        plain = self.new_service("Call", price=90, pricing_model="hourly")
        self.assertRecordValues(advice | plain, [{"unit_price": 760}, {"unit_price": 90}])
        package = self.new_package(
            "Advice", [(advice, "one_off", {"quantity": 2}), (plain, "monthly", {"quantity": 3})]
        )
        self.assertRecordValues(package, [{"one_off_total": 1520, "monthly_total": 270, "effort_hours": 16}])
        order = self.new_order(self.client, package)
        self.assertEqual(
            self.sold(order),
            [("one_off", "SEO", 12, 100), ("one_off", "Copy", 4, 80), ("monthly", False, 3, 90)],
        )
        lines = order.order_line.filtered("agency_role_id").sorted()
        self.assertEqual(lines.mapped("name"), ["Advice: SEO\n• Notes", "Advice: Copy"])
        self.assertEqual([line._agency_planned_hours() for line in lines], [{self.role_seo: 12}, {self.role_copy: 4}])
        self.assertEqual([line._agency_units() for line in lines], [2, 2])

    def test_hours_reach_the_project_on_the_line_of_their_role(self):
        advice = self.new_service(
            "Advice",
            pricing_model="hourly",
            efforts=[(self.role_seo, 6), (self.role_copy, 2)],
            tasks=[
                {"name": "Think", "role_id": self.role_seo.id, "hours": 6},
                {"name": "Write", "role_id": self.role_copy.id, "hours": 2},
            ],
        )
        order = self.new_order(self.client, self.new_package("Advice", [(advice, "one_off", {"quantity": 3})]))
        order.action_confirm()
        self.assertEqual(order.setup_state, "done", order.setup_error)
        seo, copy = order.order_line.filtered("agency_role_id").sorted()
        self.assertRecordValues(
            order.agency_project_id.task_ids.sorted("sequence"),
            [
                {"name": "Think", "sale_line_id": seo.id, "allocated_hours": 18},
                {"name": "Write", "sale_line_id": copy.id, "allocated_hours": 6},
            ],
        )
        self.assertEqual(order.agency_project_id.allocated_hours, 24)
        self.assertEqual(
            {line.role_id: line.hours for line in order.team_proposal_ids.line_ids},
            {self.role_seo: 18, self.role_copy: 6},
        )

    def test_results_are_quoted_with_their_fee(self):
        leads = self.new_service(
            "Leads", price=500, pricing_model="performance", performance_metric="qualified lead", performance_fee=25
        )
        package = self.new_package("Leads", [(leads, "monthly")])
        self.assertRecordValues(package, [{"one_off_total": 0, "monthly_total": 500}])
        leads.performance_fee = 40
        currency = self.env["res.currency"].create({"name": "TST", "symbol": "T", "rounding": 0.01})
        self.env["res.currency.rate"].create({"name": "2020-01-01", "rate": 2.0, "currency_id": currency.id})
        pricelist = self.env["product.pricelist"].create({"name": "In T", "currency_id": currency.id})
        order = self.new_order(self.client, package, pricelist_id=pricelist.id)
        line = order.order_line.filtered("agency_service_id")
        self.assertRecordValues(
            line,
            [
                {
                    "billing": "monthly",
                    "price_unit": 1000,
                    "performance_metric": "qualified lead",
                    "performance_fee": 50,
                }
            ],
        )
        self.assertIn("50.00", line._performance_text())
        self.assertIn("per qualified lead", line._performance_text())
        html = self.env["ir.actions.report"]._render_qweb_html("sale.action_report_saleorder", order.ids)[0].decode()
        self.assertIn("per qualified lead", html)

    def test_a_result_needs_a_name_and_a_fee(self):
        for values in [{}, {"performance_metric": "lead"}, {"performance_fee": 5}]:
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.new_service("Leads", pricing_model="performance", **values)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.new_service("Leads", performance_fee=-1)


@tagged("post_install", "-at_install")
class TestPackagePrice(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audit = cls.new_service("Audit", price=2000)
        cls.pages = cls.new_service("Pages", price=500)
        cls.care = cls.new_service("Care", price=800, pricing_model="retainer")
        cls.lines = [
            (cls.audit, "one_off"),
            (cls.pages, "one_off", {"quantity": 3}),
            (cls.care, "monthly"),
            (cls.care, "monthly", {"name": "More care", "price_unit": 99, "is_addon": True}),
        ]
        cls.client = cls.new_client("Alpha Package", client_state=False)
        currency = cls.env.company.currency_id
        cls.plain = cls.env["product.pricelist"].create({"name": "Plain", "currency_id": currency.id})
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Preferred",
                "currency_id": currency.id,
                "item_ids": [
                    Command.create({"applied_on": "3_global", "compute_price": "percentage", "percent_price": 10}),
                    Command.create(
                        {
                            "applied_on": "0_product_variant",
                            "product_id": cls.care.product_id.id,
                            "compute_price": "fixed",
                            "fixed_price": 700,
                        }
                    ),
                ],
            }
        )

    def prices(self, package, pricelist=None):
        order = self.new_order(
            self.client,
            package,
            package.line_ids.filtered("is_addon"),
            pricelist_id=(pricelist or self.plain).id,
        )
        lines = order.order_line.filtered(lambda line: not line.display_type).sorted()
        return [(line.price_unit, line.discount) for line in lines]

    def test_rules(self):
        cases = [
            ({}, 3500, 800, [2000, 500, 800, 99], [1800, 450, 700, 86.63]),
            (
                {"price_rule": "discount", "price_discount": 20},
                2800,
                640,
                [1600, 400, 640, 99],
                [1440, 360, 560, 86.63],
            ),
            (
                {"price_rule": "fixed", "fixed_one_off": 2999, "fixed_monthly": 750},
                2999,
                750,
                [1713.71, 428.43, 750, 99],
                [1713.71, 428.43, 750, 86.63],
            ),
        ]
        for values, one_off, monthly, plain, preferred in cases:
            with self.subTest(values=values):
                package = self.new_package("Package", self.lines, state="draft", **values)
                package.action_publish()
                self.assertRecordValues(
                    package,
                    [
                        {
                            "one_off_total": one_off,
                            "monthly_total": monthly,
                            "parts_one_off": 3500,
                            "parts_monthly": 800,
                        }
                    ],
                )
                self.assertEqual(self.prices(package), [(price, 0) for price in plain])
                self.assertEqual(self.prices(package, self.pricelist), [(price, 0) for price in preferred])

    def test_a_published_price_does_not_follow_its_services(self):
        package = self.new_package("Package", self.lines, price_rule="discount", price_discount=10)
        (self.audit | self.pages | self.care).write({"list_price": 9999})
        self.assertRecordValues(package, [{"one_off_total": 3150, "monthly_total": 720}])
        self.assertEqual(self.prices(package), [(1800, 0), (450, 0), (720, 0), (99, 0)])
        self.assertEqual(
            self.prices(package, self.pricelist), [(1620, 0), (405, 0), (630, 0), (86.63, 0)], "proportions stay too"
        )

    def test_a_fixed_price_keeps_hours_and_results_apart(self):
        role = self.new_role("Design")
        hours = self.new_service("Hours", pricing_model="hourly", efforts=[(role, 5)])
        package = self.new_package(
            "Mixed",
            [(self.audit, "one_off"), (hours, "one_off")],
            state="draft",
            price_rule="fixed",
            fixed_one_off=1500,
        )
        package.action_publish()
        self.assertEqual(package.one_off_total, 2000)
        self.assertEqual(self.prices(package), [(1500, 0), (100, 0)])

    def test_a_fixed_price_that_does_not_fit_is_not_published(self):
        odd = self.new_package(
            "Odd",
            [(self.pages, "one_off", {"quantity": 3})],
            state="draft",
            price_rule="fixed",
            fixed_one_off=1000,
        )
        with self.assertRaisesRegex(UserError, "999.99"):
            odd.action_publish()
        odd.fixed_one_off = 999.99
        odd.fixed_monthly = 50
        with self.assertRaisesRegex(UserError, "no service with a price of its own"):
            odd.action_publish()
        odd.fixed_monthly = 0
        odd.action_publish()
        self.assertEqual(self.prices(odd), [(333.33, 0)])

    def test_price_shown_as_discount_where_the_price_list_says_so(self):
        package = self.new_package("Package", self.lines, price_rule="discount", price_discount=20)
        if "discount_policy" in self.pricelist._fields:
            self.pricelist.discount_policy = "without_discount"
        # 17.0 has the group in another module
        module = "product" if "discount_policy" in self.pricelist._fields else "sale"
        group = self.env.ref(f"{module}.group_discount_per_so_line")
        self.env.ref("base.group_user").implied_ids = [Command.link(group.id)]
        prices = self.prices(package, self.pricelist)
        self.assertEqual(prices[:2], [(1600, 10), (400, 10)])

    def test_the_dialogue_shows_what_this_client_pays(self):
        package = self.new_package("Package", self.lines)
        order = self.new_order(self.client, pricelist_id=self.pricelist.id)
        wizard = self.env["agency.package.wizard"].create({"order_id": order.id, "package_id": package.id})
        self.assertRecordValues(wizard, [{"one_off_total": 3150, "monthly_total": 700}])
        wizard.addon_line_ids = package.line_ids.filtered("is_addon")
        self.assertRecordValues(wizard, [{"one_off_total": 3150, "monthly_total": 786.63}])
        self.assertFalse(order.order_line)

    def test_rules_are_locked_once_published(self):
        package = self.new_package("Package", self.lines)
        for values in [
            {"price_rule": "discount"},
            {"price_discount": 5},
            {"fixed_one_off": 1},
            {"fixed_monthly": 1},
        ]:
            with self.subTest(values=values), self.assertRaises(UserError):
                package.write(values)


@tagged("post_install", "-at_install")
class TestServiceDependencies(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-02 09:00:00"))
        cls.audit = cls.new_service(
            "Audit",
            duration_days=4,
            tasks=[{"name": "Crawl", "duration_days": 2}, {"name": "Report", "duration_days": 1, "after": "Crawl"}],
        )
        cls.texts = cls.new_service(
            "Texts",
            duration_days=3,
            depends_on_ids=[Command.set(cls.audit.ids)],
            tasks=[{"name": "Write", "offset_days": 1, "duration_days": 2, "milestone": "Live"}],
            deliverables=[{"name": "Pages", "offset_days": 4, "milestone": "Live"}],
        )
        cls.client = cls.new_client("Alpha Chain", client_state=False)

    def test_duration_of_a_package(self):
        package = self.new_package("Chain", [(self.texts, "one_off"), (self.audit, "one_off")], state="draft")
        self.assertEqual(package.duration_days, 7)
        self.audit.duration_days = 10
        self.assertEqual(package.duration_days, 13)
        package.duration_days = 20
        package.action_publish()
        self.audit.duration_days = 1
        self.assertEqual(package.duration_days, 20, "what was offered does not change")
        self.assertEqual(self.new_package("Typed", [(self.audit, "one_off")], duration_days=30).duration_days, 30)

    def test_services_do_not_wait_for_each_other(self):
        with self.assertRaisesRegex(ValidationError, "Audit"):
            self.audit.depends_on_ids = self.texts
        with self.assertRaises(ValidationError):
            self.audit.depends_on_ids = self.audit

    def test_what_is_needed_first_is_said(self):
        package = self.new_package("Texts alone", [(self.texts, "one_off")])
        self.assertEqual(package._missing_services(), {self.texts: self.audit})
        self.assertEqual(package.missing_services_text, "Texts needs Audit first.")
        both = self.new_package("Both", [(self.texts, "one_off"), (self.audit, "one_off")])
        self.assertEqual(both._missing_services(), {})
        self.assertFalse(both.missing_services_text)
        order = self.new_order(self.client, package)
        self.assertEqual(order.missing_services_text, "Texts needs Audit first.")
        self.assertFalse(self.new_order(self.client, both).missing_services_text)

    def test_the_project_follows(self):
        package = self.new_package("Chain", [(self.texts, "one_off"), (self.audit, "one_off")])
        order = self.new_order(self.client, package)
        order.action_confirm()
        self.assertEqual(order.setup_state, "done", order.setup_error)
        tasks = {task.name: task for task in order.agency_project_id.task_ids}
        self.assertEqual(
            {name: (task.agency_start_date, task.date_deadline.date()) for name, task in tasks.items()},
            {
                "Crawl": (date(2026, 3, 2), date(2026, 3, 3)),
                "Report": (date(2026, 3, 4), date(2026, 3, 4)),
                "Write": (date(2026, 3, 6), date(2026, 3, 9)),
            },
        )
        self.assertEqual(
            {name: task.depend_on_ids.mapped("name") for name, task in tasks.items()},
            {"Crawl": [], "Report": ["Crawl"], "Write": ["Report"]},
        )
        deliverable = self.env["agency.deliverable"].search([("order_id", "=", order.id)])
        self.assertRecordValues(deliverable, [{"name": "Pages", "date_due": date(2026, 3, 11)}])
        self.assertEqual(deliverable.milestone_id.deadline, date(2026, 3, 11))
