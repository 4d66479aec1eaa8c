from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import ManagementCommon

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestOrderSignature(ManagementCommon):
    """The server dies between the signature, which Odoo 17 commits, and the confirmation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls.new_standard_package()
        cls.client = cls.new_client("Alpha Signature")
        cls.seller = cls.new_staff("sign_seller", "marketing_manager")

    def order(self, **values):
        order = self.new_order(self.client, self.package, user_id=self.seller.id)
        order.action_quotation_sent()
        order.write({"require_payment": False} | values)
        return order

    def sign(self, order):
        # the portal elevates itself, for whoever holds the link
        order.with_user(self.env.ref("base.public_user")).sudo().write(
            {"signed_by": "Ines Koch", "signed_on": fields.Datetime.now(), "signature": SIGNATURE}
        )

    def test_what_was_signed_is_confirmed_later(self):
        order = self.order()
        with trap_jobs() as trap:
            self.sign(order)
            trap.assert_jobs_count(1, only=order._job_agency_confirm_signed)
            self.assertTrue(trap.enqueued_jobs[0].eta)
            self.assertEqual(order.state, "sent")
            with self.assertNoLogs("odoo.addons.agency_management", "WARNING"):
                trap.perform_enqueued_jobs()
        self.assertEqual((order.state, order.setup_state), ("sale", "done"))
        self.assertIn("confirmed", order.message_ids.filtered("partner_ids")[:1].body)

    def test_the_usual_way_leaves_it_nothing_to_do(self):
        order = self.order()
        with trap_jobs() as trap:
            self.sign(order)
            order.action_confirm()
            messages = order.message_ids
            trap.perform_enqueued_jobs()
        self.assertEqual(order.message_ids, messages)

    def test_who_still_has_to_pay_confirms_by_paying(self):
        order = self.order(require_payment=True)
        with trap_jobs() as trap:
            self.sign(order)
            trap.assert_jobs_count(0)
        order._job_agency_confirm_signed()
        self.assertEqual(order.state, "sent")

    def test_other_orders_are_left_alone(self):
        product = self.env["product.product"].create({"name": "Book", "type": "consu"})
        order = self.new_order(self.client, order_line=[Command.create({"product_id": product.id})])
        order.require_payment = False
        with trap_jobs() as trap:
            self.sign(order)
            order.write({"signature": False})
            trap.assert_jobs_count(0)

    def test_the_owner_hears_of_a_failure(self):
        order = self.order()

        def refuse(order):
            raise UserError("Not today")

        with trap_jobs() as trap:
            self.sign(order)
            with (
                patch.object(type(order), "action_confirm", refuse),
                mute_logger("odoo.addons.agency_management.models.sale_order_signature"),
            ):
                trap.perform_enqueued_jobs()
        self.assertEqual(order.state, "sent")
        self.assertRecordValues(
            order.activity_ids, [{"summary": "Signed, but not confirmed", "user_id": self.seller.id}]
        )
        self.assertIn("Not today", order.activity_ids.note)
