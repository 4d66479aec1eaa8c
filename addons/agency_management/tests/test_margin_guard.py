"""SAL-4: the planned margin of a quotation, who sees it and when it holds one back."""

from odoo import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestMargin(ApprovalCommon):
    def test_planned_margin(self):
        order = self.new_offer()
        self.assertRecordValues(
            order,
            [
                {
                    "planned_cost": 670,
                    "planned_margin": 1830,
                    "planned_margin_percent": 73.2,
                    "margin_level": "good",
                }
            ],
        )
        self.audit_line(order).with_user(self.boss).price_unit = 300
        self.assertRecordValues(order, [{"planned_margin": 130, "margin_level": "bad"}])
        self.audit_line(order).with_user(self.boss).price_unit = 400
        self.assertRecordValues(order, [{"planned_margin": 230, "margin_level": "low"}])

    def test_a_thin_margin_needs_an_approval_without_any_discount(self):
        self.role_seo.cost_rate = 200
        order = self.new_offer()
        self.assertTrue(order.approval_needed)
        self.assertEqual(order.approval_reasons, "The planned margin is below 20.0 %.")
        with self.refused("planned margin is below"):
            order.action_quotation_sent()
        self.ask(order)
        self.decide(order, self.boss, "approve")
        order.action_quotation_sent()
        self.assertEqual(order.state, "sent")

    def test_costs_in_other_currencies_and_of_products(self):
        currency = self.env["res.currency"].create({"name": "TST", "symbol": "T", "rounding": 0.01})
        self.env["res.currency.rate"].create({"name": "2020-01-01", "rate": 2.0, "currency_id": currency.id})
        pricelist = self.env["product.pricelist"].create({"name": "In T", "currency_id": currency.id})
        licence = self.env["product.product"].create(
            {"name": "Licence", "type": "service", "list_price": 100, "standard_price": 60}
        )
        order = self.new_offer(pricelist_id=pricelist.id)
        order.order_line = [Command.create({"product_id": licence.id, "product_uom_qty": 2})]
        self.assertRecordValues(order, [{"planned_cost": 2 * (670 + 120), "planned_margin": 2 * (2700 - 790)}])

    def test_hours_that_are_sold_cost(self):
        advice = self.new_service("Advice", pricing_model="hourly", efforts=[(self.role_seo, 6), (self.role_copy, 2)])
        order = self.env["sale.order"].with_user(self.seller).create({"partner_id": self.client.id})
        order._apply_package(self.new_package("Advice", [(advice, "one_off")]))
        self.assertRecordValues(order, [{"planned_cost": 6 * 40 + 2 * 30, "planned_margin": 800 - 300}])

    def test_nothing_planned_is_no_margin(self):
        order = self.env["sale.order"].with_user(self.seller).create({"partner_id": self.client.id})
        order.order_line = [Command.create({"product_id": self.new_service("Free", price=10).product_id.id})]
        self.assertRecordValues(order, [{"planned_cost": 0, "margin_level": "unknown"}])
        self.assertFalse(order.approval_needed)

    def test_who_sees_the_margin(self):
        order = self.new_offer().sudo()
        names = ["planned_cost", "planned_margin", "planned_margin_percent", "margin_level"]
        for role, sees in [("marketing_manager", True), ("administrator", True), ("accountant", False)]:
            user = self.new_staff(f"margin_{role}", role)
            with self.subTest(role=role):
                readable = user.with_user(user).env["sale.order"].fields_get(names)
                self.assertEqual(sorted(readable), sorted(names) if sees else [])
        member = self.new_member(self.client, "margin_member")
        internal = ["approval_state", "approval_reasons", "cleared_fingerprint", "price_author_id", "rate_card_reason"]
        self.assertEqual(order.with_user(member).fields_get(names + internal), {})
