import re

from odoo.tests import HttpCase, tagged

from .billing_common import BillingBuilders


@tagged("post_install", "-at_install")
class TestPortalRetainer(BillingBuilders, HttpCase):
    """What the page of a retainer says about its hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.build_billing_world()
        cls.member = cls.new_member(cls.client, "retainer_member")
        cls.employee = cls.new_employee("retainer_employee", cls.new_role("Retainer SEO"))
        cls.project = cls.env["project.project"].create(
            {"name": "Care", "partner_id": cls.client.id, "allow_timesheets": True}
        )
        cls.retainer = cls.new_retainer("2024-03-01", project_id=cls.project.id, included_hours=10)

    def hours(self, used):
        """:return str: what the page says about the hours of the month, with so many of them used"""
        self.project.timesheet_ids.unlink()
        self.env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": self.project.id,
                "employee_id": self.employee.id,
                "date": self.retainer.period_start,
                "unit_amount": used,
            }
        )
        self.env.flush_all()
        self.authenticate(self.member.login, self.member.login)
        page = self.url_open(f"/my/agency/retainers/{self.retainer.id}")
        text = re.sub(r"<[^>]+>", " ", page.text)
        return re.search(r"Hours this month\s+(\S+\s+h\s+\w+)", text).group(1).split()

    def test_hours_left_or_over(self):
        for used, expected in ((6.5, "3.5 h left"), (10, "0.0 h left"), (10.04, "0.0 h left"), (13.5, "3.5 h over")):
            with self.subTest(used=used):
                self.assertEqual(self.hours(used), expected.split())
