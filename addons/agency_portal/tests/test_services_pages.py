import json
import re

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PortalBuilders


@tagged("post_install", "-at_install")
class TestServicesPages(PortalBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_catalogue()

    def _structured(self, html):
        return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])

    def test_catalogue_shows_what_is_published(self):
        response = self.url_open("/services")
        self.assertEqual(response.status_code, 200)
        for text in ("SEO Audit", "SEO Care", "Growth", "We find what keeps your pages from being found."):
            self.assertIn(text, response.text)
        for text in ("Hidden Service", "Hidden Package"):
            self.assertNotIn(text, response.text)
        self.assertIn(f"/request-proposal?package={self.growth.id}", response.text)
        self.assertRegex(response.text, r"<title>\s*Services \|")

    def test_menu_entry(self):
        menu = self.env["website"].get_current_website().menu_id
        self.assertIn("/services", menu.child_id.mapped("url"))

    def test_empty_catalogue(self):
        self.env["agency.service"].search([]).is_published = False
        self.env["agency.service.package"].search([]).is_published = False
        response = self.url_open("/services")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Our catalogue is being put together", response.text)

    def test_service_page(self):
        """Description, deliverables, timeline, requirements, packages; title, description and structured data."""
        response = self.url_open(self.audit.website_url)
        self.assertEqual(response.status_code, 200)
        for text in ("Action plan", "Working day 15", "Search Console access", "Growth", "per project"):
            self.assertIn(text, response.text)
        self.assertRegex(response.text, r"<title>\s*SEO Audit \|")
        self.assertIn(
            '<meta name="description" content="We find what keeps your pages from being found."/>', response.text
        )
        self.assertIn('property="og:title"', response.text)
        data = self._structured(response.text)
        base = self.env["website"].get_current_website().get_base_url().rstrip("/")
        url = f"{base}{self.audit.website_url}"
        self.assertEqual(
            data,
            {
                "@context": "https://schema.org",
                "@type": "Service",
                "@id": url,
                "url": url,
                "name": "SEO Audit",
                "description": "We find what keeps your pages from being found.",
                "serviceType": "SEO Audit",
                "provider": {"@type": "Organization", "name": self.audit.company_id.name, "url": base},
                "offers": [
                    {"@type": "Offer", "price": "1800.00", "priceCurrency": "USD", "description": "per project"},
                    {
                        "@type": "Offer",
                        "name": "Growth",
                        "url": f"{base}{self.growth.website_url}",
                        "description": "From one hand.",
                        "priceSpecification": [
                            {"@type": "UnitPriceSpecification", "price": "1800.00", "priceCurrency": "USD"},
                            {
                                "@type": "UnitPriceSpecification",
                                "price": "500.00",
                                "priceCurrency": "USD",
                                "billingDuration": 1,
                                "unitCode": "MON",
                            },
                        ],
                    },
                ],
            },
        )

    def test_texts_cannot_leave_the_structured_data(self):
        """A name that closes the script tag stays a name."""
        self.audit.name = "</script><script>alert(1)</script>"
        response = self.url_open(self.audit.website_url)
        self.assertNotIn("<script>alert(1)", response.text)
        self.assertEqual(self._structured(response.text)["name"], "</script><script>alert(1)</script>")

    def test_package_page(self):
        response = self.url_open(self.growth.website_url)
        self.assertEqual(response.status_code, 200)
        for text in ("SEO Audit", "SEO Care", "a month", "once", f"/request-proposal?package={self.growth.id}"):
            self.assertIn(text, response.text)
        self.assertEqual(self._structured(response.text)["name"], "Growth")

    def test_drafts_are_not_found(self):
        """Whoever guesses the address of a draft learns nothing, not even that it exists."""
        self.new_member(self.new_client("Some Client"), "page_member")
        for login in (None, "page_member"):
            self.authenticate(login, login)
            for url in (
                self.hidden_service.website_url,
                self.hidden_package.website_url,
                "/services/nothing",
                "/services/nothing-999999",
                "/services/packages/nothing-999999",
            ):
                with self.subTest(url=url, login=login):
                    response = self.url_open(url, allow_redirects=False)
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn("Hidden", response.text.replace("Hidden Fields", ""))

    def test_staff_previews_drafts(self):
        self.new_staff("page_marketing", "marketing_manager")
        self.authenticate("page_marketing", "page_marketing")
        response = self.url_open(self.hidden_service.website_url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Hidden Service", response.text)

    def test_old_addresses_lead_to_the_present_one(self):
        old = self.audit.website_url
        self.audit.name = "Technical Audit"
        response = self.url_open(old, allow_redirects=False)
        self.assertEqual(response.status_code, 301)
        self.assertTrue(response.headers["Location"].endswith(f"/services/technical-audit-{self.audit.id}"))

    def test_retired_package_disappears_and_its_successor_takes_its_place(self):
        self.growth.action_new_version()
        successor = self.env["agency.service.package"].search([("previous_version_id", "=", self.growth.id)])
        self.assertFalse(successor.is_published)
        successor.action_publish()
        self.assertTrue(successor.is_published)
        self.assertEqual(self.url_open(self.growth.website_url).status_code, 404)
        self.assertEqual(self.url_open(successor.website_url).status_code, 200)

    def test_other_companies_stay_on_their_own_site(self):
        company = self.env["res.company"].create({"name": "Sister Agency"})
        other = self.new_service("Sister Service", company_id=company.id, is_published=True)
        self.assertNotIn("Sister Service", self.url_open("/services").text)
        self.assertEqual(self.url_open(f"/services/sister-service-{other.id}").status_code, 404)

    def test_sitemap(self):
        self.env["ir.attachment"].search([("name", "=like", "/sitemap%")]).unlink()
        text = self.url_open("/sitemap.xml").text
        for url in ("/services<", f"{self.audit.website_url}<", f"{self.growth.website_url}<", "/request-proposal<"):
            self.assertIn(url, text)
        self.assertNotIn(self.hidden_service.website_url, text)
        self.assertNotIn(self.hidden_package.website_url, text)

    @mute_logger("odoo.http")
    def test_rpc_reads_nothing(self):
        """Members of clients get the pages, never the records: no price, cost or effort by RPC."""
        self.new_member(self.new_client("Rpc Client"), "rpc_member")
        self.authenticate("rpc_member", "rpc_member")
        for model in (
            "agency.service",
            "agency.service.package",
            "agency.service.package.line",
            "agency.service.effort",
            "agency.rate.limit",
        ):
            for method, args in (("search_read", [[]]), ("read", [[1], ["display_name"]]), ("name_search", [""])):
                with self.subTest(model=model, method=method):
                    answer = self.url_open(
                        f"/web/dataset/call_kw/{model}/{method}",
                        data=json.dumps(
                            {
                                "jsonrpc": "2.0",
                                "method": "call",
                                "params": {"model": model, "method": method, "args": args, "kwargs": {}},
                            }
                        ),
                        headers={"Content-Type": "application/json"},
                    ).json()
                    self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")
