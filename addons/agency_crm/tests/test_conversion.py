from odoo.exceptions import UserError
from odoo.tests import tagged

from .win_common import WinCommon


@tagged("post_install", "-at_install")
class TestConversion(WinCommon):
    def enquiry(self, **values):
        return self.Lead._agency_intake(
            {
                "contact_name": "Jane Doe",
                "email_from": "jane@acme.example",
                "phone": "+49 30 1234567",
                "partner_name": "Acme",
                "site_url": "acme.example",
                "monthly_ad_budget": 5000,
                "channel_codes": ["seo"],
                "goal_codes": ["leads"],
                "description": "Help",
            }
            | values,
            utm={"source": "Newsletter"},
        )

    def test_lead_to_opportunity_and_client(self):
        lead = self.enquiry()
        messages, source = lead.message_ids, lead.source_id
        action = lead.with_user(self.seller_a).action_agency_convert()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))
        contact = lead.partner_id
        client = contact.commercial_partner_id
        self.assertRecordValues(
            lead,
            [{"type": "opportunity", "email_from": "jane@acme.example", "phone": "+49 30 1234567", "active": True}],
        )
        self.assertEqual(lead.stage_id, self.env.ref("agency_crm.stage_audit"))
        self.assertEqual(lead.source_id, source)
        self.assertLessEqual(messages, lead.message_ids)
        self.assertRecordValues(
            client,
            [
                {
                    "name": "Acme",
                    "is_company": True,
                    "client_state": "prospect",
                    "user_id": self.seller_a.id,
                    "monthly_ad_budget": 5000.0,
                    "site_url": "https://acme.example",
                    "email": False,
                    "phone": False,
                    "comment": False,
                }
            ],
        )
        self.assertEqual(client.marketing_channel_ids.mapped("code"), ["seo"])
        self.assertEqual(client.marketing_goal_ids.mapped("code"), ["leads"])
        self.assertRecordValues(
            contact,
            [{"name": "Jane Doe", "is_company": False, "email": "jane@acme.example", "phone": "+49 30 1234567"}],
        )
        self.assertNotEqual(contact, client)

    def test_twice_changes_nothing(self):
        lead = self.enquiry()
        lead.action_agency_convert()
        before = self.env["res.partner"].search_count([])
        partner = lead.partner_id
        lead.action_agency_convert()
        self.assertEqual((self.env["res.partner"].search_count([]), lead.partner_id), (before, partner))

    def test_contact_joins_the_known_company(self):
        client = self.new_client("Acme", email="office@acme.example", monthly_ad_budget=900, site_stack="Odoo")
        lead = self.enquiry(site_stack="Shopify")
        lead.action_agency_convert()
        self.assertEqual(lead.partner_id.parent_id, client)
        self.assertRecordValues(
            client,
            [
                {
                    "client_state": "active",
                    "monthly_ad_budget": 900,
                    "site_stack": "Odoo",
                    "site_url": "https://acme.example",
                    "email": "office@acme.example",
                }
            ],
        )

    def test_known_contact_is_used(self):
        client = self.new_client("Acme", email="office@acme.example")
        contact = self.env["res.partner"].create(
            {"name": "Jane", "parent_id": client.id, "email": "jane@acme.example", "phone": "+49 30 99"}
        )
        lead = self.enquiry()
        lead.action_agency_convert()
        self.assertEqual(lead.partner_id, contact)
        self.assertEqual(contact.name, "Jane")

    def test_person_without_a_company_is_the_client(self):
        lead = self.enquiry(partner_name="", email_from="jane@gmail.com", site_url="")
        lead.action_agency_convert()
        self.assertRecordValues(
            lead.partner_id, [{"name": "Jane Doe", "is_company": False, "client_state": "prospect"}]
        )

    def test_company_without_a_person_is_the_contact(self):
        lead = self.new_lead("Company", partner_name="Acme", email_from="office@acme.example")
        lead.action_agency_convert()
        self.assertRecordValues(
            lead.partner_id,
            [{"name": "Acme", "is_company": True, "email": "office@acme.example", "client_state": "prospect"}],
        )

    def test_refused_with_a_remedy(self):
        nobody = self.new_lead("Nobody")
        with self.assertRaisesRegex(UserError, "neither a company nor a contact"):
            nobody.action_agency_convert()
        lost = self.enquiry()
        lost.action_set_lost()
        with self.assertRaisesRegex(UserError, "is lost. Restore it"):
            lost.action_agency_convert()

    def test_several_at_once(self):
        leads = self.enquiry() | self.enquiry(email_from="x@other.example", partner_name="Other", phone="", site_url="")
        leads.action_agency_convert()
        self.assertEqual(leads.mapped("type"), ["opportunity", "opportunity"])
        self.assertEqual(leads.partner_id.commercial_partner_id.mapped("name"), ["Acme", "Other"])

    def test_won_starts_onboarding(self):
        for state, expected in [
            (False, "onboarding"),
            ("prospect", "onboarding"),
            ("former", "onboarding"),
            ("active", "active"),
            ("paused", "paused"),
        ]:
            with self.subTest(state=state):
                client = self.new_client(f"Client {state}", client_state=state)
                deal = self.new_lead("Deal", type="opportunity", partner_id=client.id)
                deal.action_set_won()
                self.assertEqual(client.client_state, expected)

    def test_dragged_to_won_starts_onboarding_too(self):
        lead = self.enquiry()
        lead.with_user(self.seller_a).write({"stage_id": self.env.ref("crm.stage_lead4").id})
        client = lead.partner_id.commercial_partner_id
        self.assertEqual((client.name, client.client_state, bool(client.client_since)), ("Acme", "onboarding", True))

    def test_an_order_moves_the_client_itself(self):
        client = self.new_client("Ordered", client_state="prospect")
        deal = self.new_lead("Deal", type="opportunity", partner_id=client.id)
        self.patch(type(deal), "_agency_has_order", lambda self: True)
        deal.action_set_won()
        self.assertEqual(client.client_state, "prospect")
