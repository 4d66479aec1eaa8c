from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .billing_common import BillingCommon

BILLING_LOGGER = "odoo.addons.agency_management.models.agency_retainer_billing"


@tagged("post_install", "-at_install")
class TestSending(BillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-05"))

    def sent_mails(self, move):
        return self.env["mail.mail"].search([("model", "=", "account.move"), ("res_id", "=", move.id)])

    def test_posted_then_sent_by_a_job_of_its_own(self):
        retainer = self.new_retainer("2026-03-01", policy="send")
        with trap_jobs() as trap:
            move = self.bill(retainer, "2026-03-05")
            trap.assert_jobs_count(1, only=retainer._job_send)
            trap.assert_enqueued_job(
                retainer._job_send,
                args=(move.id,),
                properties={"channel": "root.agency_billing", "identity_key": f"agency.retainer.send:{move.id}"},
            )
        self.assertRecordValues(move, [{"state": "posted", "agency_to_send": True, "is_move_sent": False}])
        retainer._job_send(move.id)
        self.assertRecordValues(move, [{"agency_to_send": False, "is_move_sent": True}])
        self.assertTrue(move.invoice_pdf_report_id)
        messages = move.message_ids.filtered("partner_ids")
        self.assertEqual(messages.partner_ids, self.client)
        self.assertTrue(messages.attachment_ids)
        retainer._job_send(move.id)
        self.assertEqual(move.message_ids.filtered("partner_ids"), messages)

    @mute_logger(BILLING_LOGGER)
    def test_a_failure_keeps_the_invoice_and_is_tried_again(self):
        retainer = self.new_retainer("2026-03-01", policy="send")
        self.client.email = False
        move = self.bill(retainer, "2026-03-05")
        retainer._job_send(move.id)
        self.assertRecordValues(move, [{"state": "posted", "agency_to_send": True, "is_move_sent": False}])
        self.assertIn("has no e-mail address", retainer.sending_error)
        self.assertEqual(retainer.activity_ids.mapped("summary"), ["Invoice could not be sent"])
        self.assertEqual(len(retainer.charge_ids), 1)
        self.client.email = "office@alpha.example.com"
        with trap_jobs() as trap:
            self.env["agency.retainer"]._cron_bill()
            trap.assert_enqueued_job(retainer._job_send, args=(move.id,))
        retainer._job_send(move.id)
        self.assertTrue(move.is_move_sent)
        self.assertFalse(retainer.sending_error)
        self.assertEqual(retainer.invoice_ids, move)

    @mute_logger(BILLING_LOGGER)
    def test_a_pdf_that_cannot_be_made(self):
        retainer = self.new_retainer("2026-03-01", policy="send")
        move = self.bill(retainer, "2026-03-05")
        # a broken layout is what happens: somebody edits the report
        self.env["ir.ui.view"].create(
            {
                "name": "Broken",
                "type": "qweb",
                "inherit_id": self.env.ref("account.report_invoice_document").id,
                "arch": """
                    <xpath expr="//div[@id='informations']" position="inside"><t t-out="no_such_name.id"/></xpath>
                """,
            }
        )
        retainer._job_send(move.id)
        self.assertRecordValues(move, [{"state": "posted", "agency_to_send": True, "is_move_sent": False}])
        self.assertIn("could not be sent", retainer.sending_error)

    def test_switching_the_policy_sends_nothing_old(self):
        retainer = self.new_retainer("2026-03-01", policy="post")
        move = self.bill(retainer, "2026-03-05")
        retainer.policy = "send"
        with trap_jobs() as trap:
            self.env["agency.retainer"]._cron_bill()
            self.assertFalse([job for job in trap.enqueued_jobs if job.method_name == "_job_send"])
        retainer._job_send(move.id)
        self.assertFalse(move.is_move_sent)
