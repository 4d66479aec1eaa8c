import re

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PortalBuilders

PAGE = "/request-proposal"


@tagged("post_install", "-at_install")
class TestProposalForm(PortalBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_catalogue()
        cls.env["agency.rate.limit"].search([]).unlink()
        cls.Lead = cls.env["crm.lead"].with_context(active_test=False)

    def setUp(self):
        super().setUp()
        self.good = {
            "contact_name": "Dana Reyes",
            "email_from": "dana@harbour-bakery.example.com",
            "phone": "+34 600 000 001",
            "partner_name": "Harbour Bakery",
            "site_url": "harbour-bakery.example.com",
            "monthly_ad_budget": "2,500",
            "channel_codes": ["seo", "email"],
            "goal_codes": ["leads"],
            "description": "We sell bread.\nSecond line",
            "interest": f"package-{self.growth.id}",
            "consent": "1",
            "nickname": "",
        }

    def _post(self, allow_redirects=False, **changes):
        data = self.good | changes
        data.setdefault("csrf_token", self.csrf_of(self.url_open(PAGE).text))
        return self.url_open(PAGE, data=data, allow_redirects=allow_redirects)

    def _leads(self):
        return self.Lead.search([("email_from", "=", "dana@harbour-bakery.example.com")])

    def test_good_request_becomes_a_lead(self):
        """All answers, what was asked for, the consent and where the visitor came from."""
        self.url_open(f"{PAGE}?utm_source=Newsletter&utm_medium=Email&utm_campaign=Spring")
        response = self._post(allow_redirects=True)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith("/request-proposal/thanks"))
        self.assertIn("Thank you, we have your request", response.text)
        lead = self._leads()
        self.assertRecordValues(
            lead,
            [
                {
                    "contact_name": "Dana Reyes",
                    "partner_name": "Harbour Bakery",
                    "name": "Growth for Harbour Bakery",
                    "monthly_ad_budget": 2500.0,
                    "requested_package_id": self.growth.id,
                    "requested_service_id": False,
                }
            ],
        )
        self.assertEqual(sorted(lead.marketing_channel_ids.mapped("code")), ["email", "seo"])
        self.assertEqual(lead.marketing_goal_ids.mapped("code"), ["leads"])
        self.assertEqual(
            (lead.source_id.name, lead.medium_id.name, lead.campaign_id.name), ("Newsletter", "Email", "Spring")
        )
        self.assertTrue(lead.contact_consent_at)
        self.assertIn("Second line", lead.description)

    def test_the_page_knows_what_it_is_about(self):
        response = self.url_open(f"{PAGE}?service={self.care.id}")
        self.assertRegex(response.text, rf'value="service-{self.care.id}"[^>]*selected')
        self._post(interest=f"service-{self.care.id}")
        self.assertEqual(self._leads().requested_service_id, self.care)

    def test_what_is_not_published_cannot_be_asked_for(self):
        for interest in (
            f"package-{self.hidden_package.id}",
            f"service-{self.hidden_service.id}",
            "package-999999",
            "nonsense",
        ):
            with self.subTest(interest=interest):
                self.assertEqual(self._post(interest=interest).status_code, 303)
        lead = self._leads()
        self.assertFalse(lead.requested_package_id or lead.requested_service_id)
        self.assertNotIn("Hidden", lead.name)

    def test_each_bad_field_gets_its_message_and_nothing_is_lost(self):
        for field, value in (
            ("contact_name", ""),
            ("email_from", "dana@"),
            ("phone", "call me"),
            ("site_url", "not a site"),
            ("monthly_ad_budget", "a lot"),
            ("monthly_ad_budget", "-5"),
            ("partner_name", "x" * 200),
            ("channel_codes", ["seo", "telepathy"]),
            ("description", "x" * 10_001),
            ("consent", ""),
        ):
            with self.subTest(field=field, value=str(value)[:20]):
                response = self._post(**{field: value})
                self.assertEqual(response.status_code, 422)
                self._check_message(response.text, field)
                self._check_nothing_lost(response.text, field, value)
                self.assertFalse(self._leads())
                self.env["agency.rate.limit"].search([]).unlink()

    def _check_message(self, html, field):
        self.assertIn(f'id="{field}-error"', html)
        self.assertEqual(html.count('class="invalid-feedback'), 1)
        # announced, and first in line for the keyboard
        self.assertIn(f'href="#{field}"', html)
        if field != "channel_codes":
            tag = re.search(rf'<(?:input|textarea)[^>]*\bid="{field}"[^>]*>', html)[0]
            self.assertIn('aria-invalid="true"', tag)
            self.assertRegex(tag, rf'aria-describedby="[^"]*{field}-error"')
            self.assertIn("autofocus", tag)

    def _check_nothing_lost(self, html, field, value):
        typed = self.good | {field: value}
        for name in ("contact_name", "email_from", "phone", "partner_name", "site_url", "monthly_ad_budget"):
            tag = re.search(rf'<input[^>]*\bid="{name}"[^>]*>', html)[0]
            if typed[name]:
                self.assertIn(f'value="{typed[name]}"', tag)
        self.assertIn(typed["description"], html)
        for code in ("seo", "email"):
            checked = 'checked="checked"' in re.search(rf'<input[^>]*\bid="channel_codes-{code}"[^>]*>', html)[0]
            self.assertEqual(checked, code in typed["channel_codes"])
        self.assertIn('checked="checked"', re.search(r'<input[^>]*\bid="goal_codes-leads"[^>]*>', html)[0])
        self.assertNotIn('checked="checked"', re.search(r'<input[^>]*\bid="goal_codes-brand"[^>]*>', html)[0])
        consent = 'checked="checked"' in re.search(r'<input[^>]*\bid="consent"[^>]*>', html)[0]
        self.assertEqual(consent, bool(typed["consent"]))
        self.assertRegex(html, rf'value="package-{self.growth.id}"[^>]*selected')

    def test_several_bad_fields_focus_the_first(self):
        html = self._post(email_from="x", monthly_ad_budget="y", consent="").text
        self.assertEqual(html.count('class="invalid-feedback'), 3)
        self.assertEqual(html.count("autofocus="), 1)
        self.assertIn("autofocus", re.search(r'<input[^>]*\bid="email_from"[^>]*>', html)[0])

    def test_typed_text_is_escaped(self):
        html = self._post(contact_name='"><script>alert(1)</script>', consent="").text
        self.assertNotIn("<script>alert(1)", html)

    def test_programs_get_thanks_and_leave_nothing(self):
        before = self.Lead.search_count([])
        response = self._post(nickname="http://spam.example.com")
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith("/request-proposal/thanks"))
        self.assertEqual(self.Lead.search_count([]), before)

    def test_too_many_requests(self):
        """The limit holds for good and bad requests together; the third is refused and may be sent later."""
        self.env["ir.config_parameter"].set_param("agency_portal.form_limit", "2")
        self.assertEqual(self._post(consent="").status_code, 422)
        self.assertEqual(self._post().status_code, 303)
        self.assertEqual(len(self._leads()), 1)
        response = self._post(email_from="second@harbour-bakery.example.com")
        self.assertEqual(response.status_code, 429)
        self.assertIn("try again later", response.text)
        self.assertIn("second@harbour-bakery.example.com", response.text)
        self.assertFalse(self.Lead.search([("email_from", "=", "second@harbour-bakery.example.com")]))
        self.env["agency.rate.limit"].search([]).unlink()
        self.assertEqual(self._post(email_from="second@harbour-bakery.example.com").status_code, 303)

    @mute_logger("odoo.http")
    def test_forged_requests_are_refused(self):
        self.assertEqual(self._post(csrf_token="forged").status_code, 400)
        self.assertFalse(self._leads())

    def test_endless_requests_are_refused(self):
        response = self._post(description="x" * 200_000)
        self.assertEqual(response.status_code, 413)
        self.assertFalse(self._leads())

    def test_files_are_not_taken(self):
        """The form has no files: one that comes along is ignored."""
        token = self.csrf_of(self.url_open(PAGE).text)
        before = self.env["ir.attachment"].search_count([("res_model", "=", "crm.lead")])
        response = self.opener.post(
            self.base_url() + PAGE,
            data=self.good | {"csrf_token": token},
            files={"attachment": ("evil.exe", b"MZ" * 100)},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 303)
        self.assertEqual(len(self._leads()), 1)
        self.assertEqual(self.env["ir.attachment"].search_count([("res_model", "=", "crm.lead")]), before)

    def test_a_second_request_of_the_same_person_joins_the_first(self):
        self._post()
        first = self._leads()
        self._post(interest=f"service-{self.care.id}", description="One more thing")
        self.assertEqual(self._leads(), first)
        self.assertEqual(first.requested_service_id, self.care)
        self.assertEqual(first.requested_package_id, self.growth)
