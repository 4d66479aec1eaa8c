from datetime import date

from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase

DAY = date(2026, 3, 1)


@tagged("post_install", "-at_install")
class TestTwoAtOnce(ConcurrencyCase):
    """Two transactions bill one retainer at the same time, on cursors of their own that really commit."""

    def build(self, env):
        client = env["res.partner"].create({"name": "Twice", "is_company": True, "client_state": "active"})
        product = env["product.product"].create({"name": "Care", "type": "service"})
        retainer = env["agency.retainer"].create(
            {
                "client_id": client.id,
                "start_date": "2026-03-01",
                "end_date": "2026-03-31",
                "policy": "draft",
                "line_ids": [(0, 0, {"product_id": product.id, "price_unit": 900})],
            }
        )
        retainer.action_activate()
        self.retainer_id, self.client_id, self.product_id = retainer.id, client.id, product.id

    def clean(self, env):
        retainer = env["agency.retainer"].browse(self.retainer_id)
        retainer.invoice_ids.unlink()
        retainer.state = "draft"
        retainer.unlink()
        env["res.partner"].browse(self.client_id).unlink()
        env["product.product"].browse(self.product_id).unlink()

    def retainer(self, cr):
        """:return: the retainer in a transaction that has begun, and has seen nothing billed"""
        retainer = self.environment(cr)["agency.retainer"].browse(self.retainer_id)
        self.assertFalse(retainer.charge_ids)
        return retainer

    def assert_billed_once(self):
        with self.registry.cursor() as cr:
            retainer = self.environment(cr)["agency.retainer"].browse(self.retainer_id)
            self.assertEqual((len(retainer.invoice_ids), len(retainer.charge_ids)), (1, 1))
            # what the job runner does after a conflict: the job is run again, and finds it done
            self.assertFalse(retainer._bill(DAY))
            self.assertEqual((len(retainer.invoice_ids), len(retainer.charge_ids)), (1, 1))

    def test_the_other_waits_while_one_bills(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            mine, theirs = self.retainer(first), self.retainer(second)
            self.assertEqual(len(mine._bill(DAY)), 1)
            with self.has_to_wait(second):
                theirs._bill(DAY)
        self.assert_billed_once()

    def test_the_other_began_before_one_was_done(self):
        with self.registry.cursor() as second:
            theirs = self.retainer(second)
            with self.registry.cursor() as first:
                self.assertEqual(len(self.retainer(first)._bill(DAY)), 1)
            with self.comes_too_late(second):
                theirs._bill(DAY)
        self.assert_billed_once()
