"""SAL-4: a price list somebody chooses is measured by the one the client gets by itself."""

from odoo import Command
from odoo.tests import tagged

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDiscountPriceList(ApprovalCommon):
    def new_half(self, **values):
        # without another one that comes first, it would be what everybody gets
        self.env["product.pricelist"].create({"name": "Everybody's", "sequence": 0})
        return self.env["product.pricelist"].create(
            {
                "name": "Half",
                "sequence": 90,
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})],
            }
            | values
        )

    def test_the_price_list_of_the_client_is_no_discount_of_the_seller(self):
        self.client.property_product_pricelist = half = self.new_half()
        order = self.new_offer()
        self.assertEqual((order.pricelist_id, self.audit_line(order).price_unit), (half, 1000))
        self.assertFalse(order.approval_needed)

    def test_a_price_list_the_seller_chose_is_one(self):
        order = self.new_offer(pricelist_id=self.new_half().id)
        self.assertEqual(self.audit_line(order).price_unit, 1000)
        self.assertTrue(order.approval_needed)
        self.assertIn("50.0 % below its price", order.approval_reasons)
        # a dearer one gives nothing away, and only what is beyond it counts as given
        dearer = self.new_half(item_ids=[Command.create({"compute_price": "percentage", "percent_price": -50})])
        self.assertFalse(self.new_offer(pricelist_id=dearer.id).approval_needed)

    def test_a_price_list_in_another_currency_is_compared_at_the_rate_of_the_day(self):
        other = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "CHF")])
        other.active = True
        other.rate_ids.unlink()
        other.rate_ids = [Command.create({"name": "2020-01-01", "rate": 4.0, "company_id": self.env.company.id})]
        same, half = (
            self.new_half(
                currency_id=other.id, item_ids=[Command.create({"compute_price": "percentage", "percent_price": off})]
            )
            for off in (0, 50)
        )
        offers = [self.new_offer(pricelist_id=pricelist.id) for pricelist in (same, half)]
        self.assertEqual([self.audit_line(order).price_unit for order in offers], [8000, 4000])
        self.assertEqual([order.approval_needed for order in offers], [False, True])
