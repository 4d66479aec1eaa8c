from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.agency_crm.core.intake import ERROR_CODES
from odoo.addons.agency_crm.exceptions import IntakeError

from .win_common import WinCommon

ENQUIRY = {
    "contact_name": "Jane Doe",
    "email_from": "Jane@Acme.Example",
    "phone": "+49 30 1234567",
    "partner_name": "Acme",
    "site_url": "acme.example",
    "monthly_ad_budget": "5,000",
    "channel_codes": ["seo", "paid_search"],
    "goal_codes": ["leads"],
    "description": "We need help.\nSoon.",
}


@tagged("post_install", "-at_install")
class TestIntake(WinCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls.env.ref("base.public_user")

    def intake(self, utm=None, **values):
        return self.Lead._agency_intake(ENQUIRY | values, utm=utm)

    def codes(self, records):
        return records.sorted("id").mapped("code")

    def body(self, lead):
        """:return str: the requests in a lead's chatter, oldest first"""
        request = self.env.ref("agency_crm.mt_lead_request")
        messages = lead.message_ids.filtered(lambda message: message.subtype_id == request)
        return "\n".join(messages.sorted("id").mapped("body"))

    def test_a_new_lead(self):
        lead = self.intake(utm={"source": "Newsletter", "medium": "E-Mail", "campaign": "Spring", "unknown": "x"})
        self.assertRecordValues(
            lead,
            [
                {
                    "name": "Request of Acme",
                    "type": "lead",
                    "contact_name": "Jane Doe",
                    "partner_name": "Acme",
                    "email_from": "jane@acme.example",
                    "email_normalized": "jane@acme.example",
                    "phone": "+49 30 1234567",
                    "phone_key": "+49301234567",
                    "company_domain": "acme.example",
                    "has_company_email": True,
                    "site_url": "https://acme.example",
                    "monthly_ad_budget": 5000.0,
                    "ad_budget_band": "medium",
                    "team_id": self.team.id,
                    "user_id": self.seller_a.id,
                    "first_response_state": "waiting",
                    "partner_id": False,
                    "company_partner_id": False,
                }
            ],
        )
        self.assertEqual(self.codes(lead.marketing_channel_ids), ["seo", "paid_search"])
        self.assertEqual(self.codes(lead.marketing_goal_ids), ["leads"])
        self.assertEqual(
            (lead.source_id.name, lead.medium_id.name, lead.campaign_id.name), ("Newsletter", "E-Mail", "Spring")
        )
        self.assertIn("We need help.", lead.description)
        for text in ("Jane Doe", "SEO, Paid search", "Newsletter", "We need help.<br>Soon."):
            self.assertIn(text, self.body(lead))

    def test_a_visitor_may_send_but_gets_nothing_to_read(self):
        lead = self.Lead.with_user(self.public)._agency_intake(ENQUIRY)
        self.assertEqual(lead.env.user, self.public)
        self.assertFalse(lead.env.su)
        self.assertEqual((lead.sudo().contact_name, lead.sudo().create_uid.id), ("Jane Doe", SUPERUSER_ID))
        self.assertNotIn(self.public.partner_id, lead.sudo().message_partner_ids)

    def test_only_the_named_values_are_taken(self):
        lead = self.intake(user_id=self.leader.id, stage_id=1, lead_score=100, active=False, expected_revenue=5)
        self.assertTrue(lead.active)
        self.assertNotEqual(lead.user_id, self.leader)
        self.assertEqual((lead.expected_revenue, lead.lead_score), (0, 0))

    def test_markup_is_shown_not_run(self):
        lead = self.intake(
            contact_name="<img src=x onerror=alert(1)>",
            description="<script>alert(1)</script>",
            partner_name="A & B <b>",
        )
        for html in (self.body(lead), lead.description):
            self.assertNotIn("<script", html)
            self.assertNotIn("<img", html)
        self.assertIn("&lt;script&gt;", self.body(lead))

    def test_errors_by_field(self):
        bad = {
            "contact_name": "",
            "email_from": "jane",
            "phone": "x",
            "monthly_ad_budget": "much",
            "goal_codes": ["no"],
        }
        expected = {
            "contact_name": "Please fill this in.",
            "email_from": "Please enter a valid e-mail address, like name@company.com.",
            "phone": "Please enter a valid phone number, like +49 30 123456.",
            "monthly_ad_budget": "Please enter a number, like 5000.",
            "goal_codes": "Please choose from the list.",
        }
        before = self.Lead.search_count([])
        self.assertEqual(self.Lead.with_user(self.public)._agency_intake_errors(ENQUIRY | bad), expected)
        with self.assertRaises(IntakeError) as caught:
            self.intake(**bad)
        self.assertEqual(caught.exception.errors, expected)
        self.assertEqual(self.Lead.search_count([]), before)

    def test_every_error_code_has_a_message(self):
        for code in ERROR_CODES:
            for field in ("email_from", "description", "goal_codes"):
                self.assertTrue(self.Lead._agency_intake_message(field, code))

    def test_same_address_merges_and_nothing_is_lost(self):
        tag = self.env["crm.tag"].create({"name": "Kept"})
        first = self.intake(phone="", utm={"source": "Newsletter"})
        first.tag_ids = tag
        count = self.Lead.search_count([])
        second = self.intake(
            utm={"source": "Fair", "campaign": "Autumn"},
            email_from="JANE@acme.example",
            contact_name="Jane M. Doe",
            partner_name="ACME",
            phone="030 7654321",
            monthly_ad_budget="9,000",
            site_stack="Shopify",
            channel_codes=["email", "seo"],
            goal_codes=["brand"],
            description="One more thing.",
        )
        self.assertEqual(second, first)
        self.assertEqual(self.Lead.search_count([]), count)
        self.assertRecordValues(
            first,
            [
                {
                    "contact_name": "Jane Doe",
                    "partner_name": "Acme",
                    "phone": "030 7654321",
                    "monthly_ad_budget": 5000.0,
                    "site_stack": "Shopify",
                    "tag_ids": tag.ids,
                }
            ],
        )
        self.assertEqual(self.codes(first.marketing_channel_ids), ["seo", "paid_search", "email"])
        self.assertEqual(self.codes(first.marketing_goal_ids), ["leads", "brand"])
        self.assertEqual((first.source_id.name, first.campaign_id.name), ("Newsletter", "Autumn"))
        for text in ("Jane M. Doe", "ACME", "9,000.00", "Fair", "One more thing.", "We need help."):
            self.assertIn(text, self.body(first))

    def test_same_phone_merges_in_any_spelling(self):
        first = self.intake()
        self.assertEqual(self.intake(email_from="", phone="0049 (30) 123-4567"), first)
        self.assertEqual(self.intake(email_from="other@else.example", phone="+49301234567"), first)
        self.assertIn("other@else.example", self.body(first))
        self.assertNotEqual(self.intake(email_from="third@else.example", phone="+49301234568"), first)

    def test_same_company_links(self):
        first = self.intake()
        colleague = self.intake(email_from="joe@mail.acme.example", contact_name="Joe", phone="")
        self.assertNotEqual(colleague, first)
        self.assertEqual((first.related_lead_count, colleague.related_lead_count), (1, 1))
        self.assertEqual(
            self.Lead.with_context(active_test=False).search(colleague.action_view_related_leads()["domain"]), first
        )
        self.assertIn(f'data-oe-id="{first.id}"', "".join(colleague.message_ids.mapped("body")))

    def test_free_mail_domains_never_match(self):
        values = {"phone": "", "site_url": "", "partner_name": ""}
        first = self.intake(email_from="jane@gmail.com", **values)
        second = self.intake(email_from="joe@gmail.com", **values)
        self.assertNotEqual(first, second)
        self.assertEqual((second.company_domain, second.related_lead_count), (False, 0))
        self.assertEqual(self.intake(email_from="Jane@gmail.com", **values), first)

    def test_won_and_lost_leads_are_linked_not_merged(self):
        lost = self.intake()
        lost.action_set_lost()
        again = self.intake()
        self.assertNotEqual(again, lost)
        self.assertIn(f'data-oe-id="{lost.id}"', "".join(again.message_ids.mapped("body")))
        again.type = "opportunity"
        again.action_set_won()
        self.assertNotIn(self.intake(), lost | again)

    def test_an_opportunity_is_kept_before_a_lead(self):
        lead = self.new_lead("Older lead", email_from="jane@acme.example")
        opportunity = self.new_lead("Opportunity", email_from="jane@acme.example", type="opportunity")
        self.assertEqual(self.intake(), opportunity)
        self.assertIn(f'data-oe-id="{lead.id}"', "".join(opportunity.message_ids.mapped("body")))

    def test_a_known_company_is_recognised_and_not_changed(self):
        client = self.new_client("Acme", email="office@acme.example", phone="+49 30 9999999")
        lead = self.intake()
        self.assertEqual((lead.company_partner_id, lead.partner_id.id), (client, False))
        self.assertRecordValues(client, [{"email": "office@acme.example", "phone": "+49 30 9999999", "name": "Acme"}])
        self.assertEqual(client.agency_lead_count, 1)
        self.assertEqual(self.Lead.search(client.action_view_agency_leads()["domain"]), lead)

    def test_a_known_contact_is_recognised_and_not_changed(self):
        client = self.new_client("Acme", email="office@acme.example")
        contact = self.env["res.partner"].create(
            {"name": "Jane", "parent_id": client.id, "email": "jane@acme.example", "phone": "+49 30 1111111"}
        )
        lead = self.intake()
        self.assertEqual((lead.partner_id, lead.company_partner_id), (contact, client))
        self.assertRecordValues(lead, [{"phone": "+49 30 1234567", "contact_name": "Jane Doe", "partner_name": "Acme"}])
        again = self.intake(phone="+49 30 2222222", contact_name="Somebody Else")
        self.assertEqual(again, lead)
        self.assertRecordValues(contact, [{"name": "Jane", "phone": "+49 30 1111111", "email": "jane@acme.example"}])

    def test_merging_never_writes_on_a_customer(self):
        contact = self.env["res.partner"].create({"name": "Jane", "email": "jane@acme.example"})
        lead = self.new_lead("Older", partner_id=contact.id)
        self.assertFalse(lead.phone)
        self.assertEqual(self.intake(phone="+49 30 2222222"), lead)
        self.assertFalse(contact.phone)
        self.assertIn("+49 30 2222222", self.body(lead))

    def test_related_leads_of_other_companies_are_not_known(self):
        other_company = self.env["res.company"].create({"name": "Other agency"})
        foreign = self.new_client("Acme abroad", email="x@acme.example", company_id=other_company.id)
        lead = self.intake()
        self.assertNotEqual(lead.company_partner_id, foreign)

    def test_scored_at_once(self):
        self.new_rule("Budget", 15, domain='[("monthly_ad_budget", ">=", 3000)]')
        self.new_rule("Sent", 10, signal="request", half_life_days=30, max_points=20)
        lead = self.intake()
        self.assertEqual(self.explanation(lead), {"Budget": 15, "Sent": 10})
        self.intake()
        self.assertEqual(self.explanation(lead), {"Budget": 15, "Sent": 20})

    def test_a_request_counts_as_a_touch(self):
        lead = self.intake()
        self.assertAlmostEqual(lead.last_touch, fields.Datetime.now(), delta=timedelta(minutes=5))

    def test_stock_merge_keeps_the_profile(self):
        seo, email = (self.env["agency.channel"].search([("code", "=", code)]) for code in ("seo", "email"))
        one = self.new_lead("One", marketing_channel_ids=seo.ids, site_stack="Odoo", expected_mrr=10)
        two = self.new_lead("Two", marketing_channel_ids=email.ids, current_agency="Old", monthly_ad_budget=7)
        merged = (one | two).merge_opportunity()
        self.assertRecordValues(
            merged, [{"site_stack": "Odoo", "current_agency": "Old", "monthly_ad_budget": 7, "expected_mrr": 10}]
        )
        self.assertEqual(merged.marketing_channel_ids, seo | email)


@tagged("post_install", "-at_install")
class TestMailIntake(WinCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write({"alias_name": "win-team"})

    def mail(self, sender, subject="Hello", body="We need help"):
        """:return: the lead an e-mail to the alias becomes"""
        return self.Lead.message_new(
            {"from": sender, "email_from": sender, "subject": subject, "body": body, "author_id": False},
            {"type": "lead", "team_id": self.team.id},
        )

    def test_an_email_becomes_an_assigned_lead(self):
        self.new_rule("Company address", 10, domain='[("has_company_email", "=", True)]')
        lead = self.mail("Jane Doe <jane@acme.example>")
        self.assertRecordValues(
            lead,
            [
                {
                    "name": "Hello",
                    "email_normalized": "jane@acme.example",
                    "team_id": self.team.id,
                    "user_id": self.seller_a.id,
                    "first_response_state": "waiting",
                    "lead_score": 10,
                }
            ],
        )

    def test_a_second_email_goes_to_the_open_lead(self):
        lead = self.mail("Jane Doe <jane@acme.example>")
        self.assertEqual(self.mail("jane@ACME.example", "Another subject"), lead)
        self.assertNotEqual(self.mail("joe@acme.example"), lead)

    def test_forwarded_by_staff_stay_apart(self):
        colleague = new_test_user(
            self.env, login="win_forwarder", groups="base.group_user", email="fwd@agency.example.com"
        )
        first = self.mail(colleague.email_formatted, "Fwd: One")
        self.assertNotEqual(self.mail(colleague.email_formatted, "Fwd: Two"), first)

    def test_through_the_gateway(self):
        domain = self.env["mail.alias.domain"].search([], limit=1) or self.env["mail.alias.domain"].create(
            {"name": "agency.example.com"}
        )
        self.env.company.alias_domain_id = domain
        self.team.alias_id.alias_domain_id = domain
        raw = (
            "From: Jane Doe <jane@acme.example>\nTo: win-team@%s\nSubject: %s\nMessage-Id: <%s@acme.example>\n"
            "Date: Mon, 02 Mar 2026 10:00:00 +0000\nContent-Type: text/plain\n\n%s\n"
        )
        for number, subject in enumerate(("First", "Second")):
            self.env["mail.thread"].message_process(
                "crm.lead", raw % (domain.name, subject, f"id{number}", f"Text of {subject}")
            )
        lead = self.Lead.search([("email_normalized", "=", "jane@acme.example")])
        self.assertEqual(lead.mapped("name"), ["First"])
        text = "".join(lead.message_ids.mapped("body"))
        self.assertIn("Text of First", text)
        self.assertIn("Text of Second", text)


@tagged("post_install", "-at_install")
class TestOwnCompany(WinCommon):
    """The agency is never taken for the client that writes to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.env.company.partner_id
        cls.agency.write({"email": "hello@brightwater.example", "is_company": True})
        cls.colleague = new_test_user(
            cls.env, login="win_colleague", groups="base.group_user", email="kim@brightwater.example"
        )

    def test_own_domain_is_no_known_company(self):
        lead = self.Lead._agency_intake(ENQUIRY | {"email_from": "jane@mail.com", "site_url": "brightwater.example"})
        self.assertEqual((lead.company_domain, lead.company_partner_id.id), ("brightwater.example", False))
        self.assertNotIn("Known company", "".join(lead.message_ids.mapped("body")))

    def test_people_and_contacts_of_the_agency_are_no_customers(self):
        desk = self.env["res.partner"].create(
            {"name": "Front desk", "email": "desk@brightwater.example", "parent_id": self.agency.id}
        )
        for partner in (self.agency, desk, self.colleague.partner_id):
            with self.subTest(partner=partner.name):
                lead = self.Lead._agency_intake(
                    ENQUIRY | {"email_from": partner.email, "phone": "", "partner_name": partner.name}
                )
                self.assertEqual((lead.partner_id.id, lead.company_partner_id.id), (False, False))

    def test_other_companies_of_the_server_are_the_agency_too(self):
        branch = self.env["res.company"].create({"name": "Second agency", "email": "x@second.example"})
        branch.partner_id.is_company = True
        lead = self.Lead._agency_intake(ENQUIRY | {"email_from": "jane@second.example"})
        self.assertFalse(lead.company_partner_id)

    def test_own_domain_relates_no_leads(self):
        values = {"phone": "", "site_url": "brightwater.example"}
        first = self.Lead._agency_intake(ENQUIRY | values | {"email_from": "jane@mail.com"})
        second = self.Lead._agency_intake(ENQUIRY | values | {"email_from": "joe@mail.com"})
        self.assertNotEqual(first, second)
        self.assertEqual((first.related_lead_count, second.related_lead_count), (0, 0))
        self.assertNotIn(f'data-oe-id="{first.id}"', "".join(second.message_ids.mapped("body")))

    def test_two_clients_below_a_documentation_domain_are_two_companies(self):
        self.agency.email = "hello@brightwater.example.com"
        other = self.new_client("Harbour", email="office@harbour.example.com")
        larkspur = self.new_client("Larkspur", email="office@larkspur.example.com")
        lead = self.Lead._agency_intake(ENQUIRY | {"email_from": "ines@larkspur.example.com", "site_url": ""})
        self.assertEqual(lead.company_partner_id, larkspur)
        self.assertEqual((other.agency_lead_count, self.agency.agency_lead_count), (0, 0))

    def test_forwarded_by_a_colleague_becomes_a_client_of_its_own(self):
        message = {
            "from": self.colleague.email_formatted,
            "email_from": self.colleague.email_formatted,
            "subject": "Fwd: Enquiry",
            "body": "See below",
            "author_id": self.colleague.partner_id.id,
        }
        lead = self.Lead.message_new(message, {"type": "lead", "team_id": self.team.id})
        self.assertFalse(lead.partner_id)

    def test_converting_never_makes_the_agency_a_client(self):
        for values in ({"partner_id": self.colleague.partner_id.id}, {"company_partner_id": self.agency.id}):
            with self.subTest(values=values):
                lead = self.new_lead("By hand", partner_name="Acme", **values)
                with self.assertRaisesRegex(UserError, "belongs to your own agency"):
                    lead.action_agency_convert()
        self.assertFalse(self.agency.client_state)

    def test_a_deal_with_ourselves_starts_no_onboarding(self):
        deal = self.new_lead("Internal", type="opportunity", partner_id=self.agency.id)
        deal.action_set_won()
        self.assertEqual((deal.stage_id.is_won, self.agency.client_state), (True, False))
