from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase

FIRST, LAST = date(2024, 3, 1), date(2024, 3, 31)


@tagged("post_install", "-at_install")
class TestTwoAccountantsAtOnce(ConcurrencyCase):
    """Two accountants bill the same hours at the same time, on cursors of their own that really commit."""

    def build(self, env):
        if not env["account.journal"].search_count([("type", "=", "purchase"), ("company_id", "=", env.company.id)]):
            env["account.chart.template"].try_loading("generic_coa", company=env.company, install_demo=False)
        self.product = env.company.agency_freelancer_product_id.id
        vendor = env["res.partner"].create({"name": "Twice"})
        employee = env["hr.employee"].create(
            {"name": "Twice", "employee_type": "freelance", "agency_vendor_id": vendor.id}
        )
        env["agency.freelancer.rate"].create({"employee_id": employee.id, "valid_from": "2024-01-01", "price": 60.0})
        project = env["project.project"].create({"name": "Twice", "allow_timesheets": True})
        line = env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": project.id,
                "employee_id": employee.id,
                "unit_amount": 1.0,
                "date": "2024-03-11",
            }
        )
        line.agency_week_id.action_submit()
        line.agency_week_id.action_approve()
        self.ids = {"vendor": vendor.id, "employee": employee.id, "project": project.id, "line": line.id}

    def clean(self, env):
        self.bills(env).unlink()
        line = env["account.analytic.line"].browse(self.ids["line"])
        line.agency_week_id.action_reopen("Cleaned up")
        line.unlink()
        env["project.project"].browse(self.ids["project"]).unlink()
        employee = env["hr.employee"].browse(self.ids["employee"])
        resource = employee.resource_id
        employee.unlink()
        resource.exists().unlink()
        env["res.partner"].browse(self.ids["vendor"]).unlink()
        made = env.company.agency_freelancer_product_id
        if made.id != self.product:
            env.company.agency_freelancer_product_id = self.product
            made.unlink()

    def bills(self, env):
        return env["account.move"].search([("partner_id", "=", self.ids["vendor"])])

    def employee(self, cr):
        return self.environment(cr)["hr.employee"].browse(self.ids["employee"])

    def bill(self, cr):
        return self.employee(cr)._agency_make_vendor_bills(FIRST, LAST)

    def begin(self, cr):
        """The transaction begins: it sees the hour, which is on no bill."""
        line = self.environment(cr)["account.analytic.line"].browse(self.ids["line"])
        self.assertEqual((line.agency_approval_state, line.agency_vendor_billed), ("approved", False))

    def assert_billed_once(self):
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            bills = self.bills(env)
            line = env["account.analytic.line"].browse(self.ids["line"])
            self.assertEqual((len(bills), line.agency_vendor_line_id.move_id), (1, bills))
            # what the server does after a conflict: it repeats the call, and finds nothing to bill
            with self.assertRaisesRegex(UserError, "no approved hours"):
                self.bill(cr)
            cr.rollback()

    def test_the_other_waits_while_one_bills(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.begin(second)
            self.bill(first)
            with self.has_to_wait(second):
                self.bill(second)
        self.assert_billed_once()

    def test_the_other_began_before_one_was_done(self):
        with self.registry.cursor() as second:
            self.begin(second)
            with self.registry.cursor() as first:
                self.bill(first)
            with self.comes_too_late(second):
                self.bill(second)
        self.assert_billed_once()

    def test_time_is_reopened_while_it_is_billed(self):
        with self.registry.cursor() as second:
            self.begin(second)
            with self.registry.cursor() as first:
                self.bill(first)
            week = self.environment(second)["account.analytic.line"].browse(self.ids["line"]).agency_week_id
            with self.comes_too_late(second):
                week.action_reopen("Too late")
        self.assert_billed_once()
