from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .capacity_common import CapacityCommon, day

NOW = "2027-03-01 10:00:00"


@tagged("post_install", "-at_install")
class TestQuoteScenarios(CapacityCommon):
    """AGM-2: scenarios of a quote (team, dates, price, margin) compared without touching live data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].search([("agency_role_id", "!=", False)]).agency_role_id = False
        cls.env["sale.order"].search([("state", "in", ("draft", "sent"))]).action_cancel()
        cls.dev = cls.new_person("Dev", cls.role_code, hourly_cost=60)
        cls.free = cls.new_person("Freelancer", cls.role_design, hourly_cost=90)
        service = cls.new_service("Build", price=3000, efforts=[(cls.role_code, 30)], duration_days=5)
        cls.package = cls.new_package("Site", [(service, "one_off")], duration_days=5)
        cls.seller = cls.new_staff("capacity_seller", "marketing_manager")

    def stored(self, order):
        """What the database holds of the quotation, its lines and everybody's bookings."""
        self.env.flush_all()
        found = []
        for table, column in (("sale_order", "id"), ("sale_order_line", "order_id"), ("agency_booking", None)):
            where = f"WHERE {column} = {order.id}" if column else ""
            self.env.cr.execute(f"SELECT * FROM {table} {where} ORDER BY id")
            found.append(self.env.cr.dictfetchall())
        return found

    @freeze_time(NOW)
    def test_compare(self):
        self.new_booking(self.dev, "2027-03-01", "2027-03-10", 64)
        order = self.new_order(self.client_acme, self.package, promised_start="2027-03-02")
        before = self.stored(order)
        action = order.with_user(self.seller).action_view_scenarios()
        scenarios = self.env["agency.quote.scenario"].with_user(self.seller)
        quoted = scenarios.search(action["domain"])
        freelance = scenarios.create(
            {
                "name": "With a freelancer",
                "order_id": order.id,
                "start_date": "2027-03-02",
                "duration_days": 5,
                "price": 3500,
                "line_ids": [
                    Command.create(
                        {"role_id": self.role_code.id, "hours": 30, "employee_ids": [Command.set(self.free.ids)]}
                    )
                ],
            }
        )
        later = quoted.copy({"name": "Later", "order_id": order.id, "start_date": "2027-03-13", "price": 2900})
        self.assertRecordValues(
            quoted | freelance | later,
            [
                {
                    "name": "As Quoted",
                    "start_date": day("2027-03-02"),
                    "earliest_start": day("2027-03-11"),
                    "earliest_finish": day("2027-03-17"),
                    "feasible": False,
                    "hours": 30,
                    "price": 3000,
                    "cost": 1200,
                    "margin": 1800,
                    "margin_percent": 60,
                },
                {
                    "name": "With a freelancer",
                    "start_date": day("2027-03-02"),
                    "earliest_start": day("2027-03-02"),
                    "earliest_finish": day("2027-03-08"),
                    "feasible": True,
                    "hours": 30,
                    "price": 3500,
                    "cost": 2700,
                    "margin": 800,
                    "margin_percent": 100 * 800 / 3500,
                },
                {
                    "name": "Later",
                    "start_date": day("2027-03-13"),
                    "earliest_start": day("2027-03-15"),
                    "earliest_finish": day("2027-03-19"),
                    "feasible": True,
                    "hours": 30,
                    "price": 2900,
                    "cost": 1200,
                    "margin": 1700,
                    "margin_percent": 100 * 1700 / 2900,
                },
            ],
        )
        self.assertIn("Code has only", quoted.reason)
        self.assertEqual(self.stored(order), before)
        with self.assertRaisesRegex(ValidationError, "already has 3 scenarios"):
            later.copy({"order_id": order.id})

    @freeze_time(NOW)
    def test_a_new_one_begins_as_the_quotation(self):
        order = self.new_order(self.client_acme, self.package)
        form = Form(self.env["agency.quote.scenario"].with_user(self.seller).with_context(default_order_id=order.id))
        form.name = "Cheaper"
        form.price = 2000
        scenario = form.save()
        self.assertRecordValues(
            scenario,
            [{"start_date": day("2027-03-01"), "duration_days": 5, "price": 2000, "hours": 30, "feasible": True}],
        )
        self.assertEqual(order.scenario_count, 1)
        scenario.write({"start_date": "2027-03-08"})
        scenario.action_promise_start()
        self.assertEqual(order.promised_start, day("2027-03-08"))

    def test_costs_are_not_for_everybody(self):
        order = self.new_order(self.client_acme, self.package)
        order.with_user(self.seller).action_view_scenarios()
        self.assertNotIn("cost", self.env["agency.quote.scenario"].with_user(self.member).fields_get())
