from odoo.tests import tagged

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestPaidConversion(BillingCommon):
    """From enquiry to paying client without a click of the agency after the quotation was sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_provider()
        cls.package = cls.new_package(
            "SEO Start", [(cls.new_service("Audit", price=1000), "one_off")], deposit_percent=50
        )
        cls.seller = cls.new_staff("paid_seller", "marketing_manager")
        cls.lead = cls.env["crm.lead"]._agency_intake(
            {
                "contact_name": "Jane Doe",
                "email_from": "jane@paid.example",
                "phone": "+49 30 7654321",
                "partner_name": "Paid GmbH",
                "site_url": "paid.example",
                "description": "We need to be found",
            },
            utm={"source": "Newsletter", "campaign": "Spring", "medium": "Email"},
        )
        cls.lead.user_id = cls.seller
        cls.lead.action_agency_convert()

    def quotation(self):
        order = self.new_order(self.lead.partner_id, self.package, opportunity_id=self.lead.id, user_id=self.seller.id)
        order.action_quotation_sent()
        return order

    def test_paying_the_deposit_converts(self):
        lead = self.lead
        history, came_from = lead.message_ids, (lead.source_id, lead.campaign_id, lead.medium_id)
        self.assertTrue(all(came_from))
        client = lead.partner_id.commercial_partner_id
        self.assertEqual(client.client_state, "prospect")
        order = self.quotation()
        self.pay_online(order, order.deposit_amount)
        self.assertEqual((order.state, order.setup_state), ("sale", "done"))
        self.assertEqual((lead.probability, lead.stage_id.is_won, lead.type), (100, True, "opportunity"))
        self.assertLessEqual(history, lead.message_ids, "the history stays with the opportunity")
        self.assertEqual((lead.source_id, lead.campaign_id, lead.medium_id), came_from)
        self.assertEqual((order.source_id, order.campaign_id, order.medium_id), came_from)
        invoice = order.invoice_ids
        self.assertEqual((invoice.source_id, invoice.campaign_id, invoice.medium_id), came_from)
        self.assertRecordValues(
            client, [{"name": "Paid GmbH", "client_state": "onboarding", "user_id": self.seller.id}]
        )
        self.assertTrue(client.client_since)
        self.assertRecordValues(
            client.child_ids, [{"name": "Jane Doe", "email": "jane@paid.example", "phone": "+49 30 7654321"}]
        )
        self.assertEqual(client.action_view_agency_leads()["domain"], client._agency_lead_domain())
        self.assertIn(lead, self.env["crm.lead"].search(client._agency_lead_domain()))
        self.assertRecordValues(
            order.onboarding_id, [{"client_id": client.id, "state": "running", "owner_id": self.seller.id}]
        )
        paid = order.onboarding_id.step_ids.filtered(lambda step: step.condition == "deposit_paid")
        self.assertEqual(paid.state, "done")

    def test_won_by_hand_waits_for_the_order(self):
        client = self.lead.partner_id.commercial_partner_id
        order = self.quotation()
        self.lead.action_set_won()
        self.assertEqual(client.client_state, "prospect", "nothing is ordered yet")
        order.require_payment = False
        order.action_confirm()
        self.assertEqual(client.client_state, "onboarding")

    def test_won_without_an_order_starts_at_once(self):
        order = self.quotation()
        order._action_cancel()
        self.lead.action_set_won()
        self.assertEqual(self.lead.partner_id.commercial_partner_id.client_state, "onboarding")
