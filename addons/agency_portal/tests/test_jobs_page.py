import json

from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .common import PortalBuilders


@tagged("post_install", "-at_install")
class TestJobsPage(PortalBuilders, HttpCase):
    """Visitors read about published jobs and apply for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.job"].search([]).website_published = False
        role = cls.env["agency.role"].create({"name": "Illustrator", "code": "jobs_illustrator"})
        hr = cls.new_staff("jobs_hr", "hr_manager")
        values = {"role_id": role.id, "description": "<p>Comics</p>"}
        request = cls.env["agency.job.request"].with_user(hr).create(values)
        request.action_approve()
        cls.job = request.job_id.sudo()
        cls.hidden = cls.env["hr.job"].create({"name": "Secret Position"})

    def publish(self):
        self.job.website_published = True
        self.env.flush_all()

    def apply(self, job, **values):
        """:return dict: what the form's address answers"""
        data = {
            "partner_name": "Ada Draws",
            "email_from": "ada@example.com",
            "partner_phone": "+49 30 123",
            "job_id": job.id,
        } | values
        response = self.url_open("/website/form/hr.applicant", data=data)
        self.assertEqual(response.status_code, 200)
        return json.loads(response.text)

    def applicants(self):
        return self.env["hr.applicant"].search([("email_from", "=", "ada@example.com")])

    def test_empty_page(self):
        """Approving publishes nothing; without jobs the page says so."""
        self.assertFalse(self.job.website_published)
        response = self.url_open("/jobs?noFuzzy=1")
        self.assertEqual(response.status_code, 200)
        self.assertIn("We are not looking for anybody right now", response.text)
        self.assertNotIn("Illustrator", response.text)

    def test_uninstalling_gives_the_side_bar_back(self):
        bar = self.env.ref("website_hr_recruitment.job_right_side_bar")
        self.assertFalse(bar.active)
        uninstall_hook(self.env)
        self.assertTrue(bar.active)

    def test_published_and_unpublished(self):
        self.publish()
        response = self.url_open("/jobs")
        self.assertIn("Illustrator", response.text)
        self.assertNotIn("Secret Position", response.text)
        page = self.url_open(f"/jobs/{self.job.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Comics", page.text)
        for text in ("disruptive", "2 open days"):
            self.assertNotIn(text, page.text)
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.http", "odoo.addons.base.models.ir_model"):
            for address in (f"/jobs/{self.hidden.id}", f"/jobs/apply/{self.hidden.id}"):
                refused = self.url_open(address)
                self.assertIn(refused.status_code, (403, 404))
                self.assertNotIn("Secret Position", refused.text)

    def test_menu_entry(self):
        menu = self.env["website"].get_current_website().menu_id
        self.assertEqual(menu.child_id.mapped("url").count("/jobs"), 1)

    def test_menu_entry_of_a_later_website(self):
        later = self.env["website"].create({"name": "Later"})
        self.assertEqual(later.menu_id.child_id.mapped("url").count("/jobs"), 1)

    def test_looks_like_the_other_pages(self):
        """The list has a card a job; the page and the form have one heading, the way back and the way on."""
        self.job.no_of_recruitment = 3
        self.publish()
        listed = html.fromstring(self.url_open("/jobs").content)
        (card,) = listed.xpath("//article[contains(@class, 'agency-card')]")
        self.assertIn("Comics", card.text_content())
        self.assertNotIn("is looking for", card.text_content())
        self.assertIn("3 people wanted", " ".join(card.text_content().split()))
        address = card.xpath(".//a/@href")[0]
        self.assertEqual(self.headings(listed), ["Jobs"])
        page = html.fromstring(self.url_open(address).content)
        self.assertEqual(self.headings(page), ["Illustrator"])
        self.assertIn("/jobs", page.xpath("//ol[contains(@class, 'breadcrumb')]//a/@href"))
        on = page.xpath("//div[@id='wrap']//a[contains(@class, 'btn-light')]/@href")
        self.assertEqual((len(on), len(set(on))), (2, 1))
        form = html.fromstring(self.url_open(on[0]).content)
        self.assertEqual(self.headings(form), ["Apply as Illustrator"])
        (send,) = form.xpath("//a[@id='apply-btn']")
        self.assertEqual(send.text_content(), "Send my application")
        self.assertIn(address, form.xpath("//ol[contains(@class, 'breadcrumb')]//a/@href"))

    def headings(self, page):
        return [" ".join(one.text_content().split()) for one in page.xpath("//div[@id='wrap']//h1")]

    def test_applying(self):
        self.publish()
        answer = self.apply(self.job)
        applicant = self.applicants()
        self.assertEqual(answer, {"id": applicant.id})
        self.assertEqual((applicant.job_id, applicant.partner_name), (self.job, "Ada Draws"))

    def test_who_has_applied_is_not_told(self):
        self.publish()
        self.apply(self.job)
        asked = {"email": "ada@example.com", "field": "email", "value": "ada@example.com", "job_id": str(self.job.id)}
        answers = [
            self.make_jsonrpc_request("/website_hr_recruitment/check_recent_application", asked | other)
            for other in ({}, {"email": "nobody@example.com", "value": "nobody@example.com"})
        ]
        self.assertEqual(answers[0], answers[1])

    @mute_logger("odoo.http", "odoo.addons.website.controllers.form")
    def test_bad_applications(self):
        """Not for hidden positions, nor for those that are gone or never were; nothing is kept of it."""
        self.publish()
        gone = self.env["hr.job"].create({"name": "Gone"})
        gone.unlink()
        self.env.flush_all()
        for job, values in ((self.hidden, {}), (gone, {}), (self.job, {"job_id": "x"})):
            with self.subTest(job=job.id, values=values):
                self.assertNotIn("id", self.apply(job, **values) or {})
        self.assertFalse(self.applicants())
