from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ManagementCommon


@tagged("post_install", "-at_install")
class TestServicePackage(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls.new_standard_package()

    def test_a_service_owns_a_product_that_never_makes_projects(self):
        hourly = self.new_service("Consulting", price=120, pricing_model="hourly", summary="By the hour")
        self.assertRecordValues(
            (self.audit | hourly).product_id,
            [
                {
                    "name": "Audit",
                    "type": "service",
                    "list_price": 2000,
                    "service_tracking": "no",
                    "invoice_policy": "order",
                    "service_type": "manual",
                },
                {
                    "name": "Consulting",
                    "type": "service",
                    "list_price": 120,
                    "service_tracking": "no",
                    "invoice_policy": "delivery",
                    "service_type": "timesheet",
                },
            ],
        )
        hourly.write({"name": "Advice", "list_price": 130, "active": False})
        self.assertRecordValues(hourly.product_id, [{"name": "Advice", "list_price": 130, "active": False}])

    def test_a_marketing_manager_makes_services_without_rights_on_products(self):
        user = self.new_staff("svc_marketing", "marketing_manager")
        service = self.env["agency.service"].with_user(user).create({"name": "Ads", "list_price": 10})
        self.assertEqual(service.product_id.name, "Ads")
        service.write({"name": "Ads management"})
        self.assertEqual(service.product_id.name, "Ads management")
        with self.assertRaises(AccessError):
            service.product_id.write({"name": "By hand"})

    def test_estimate(self):
        self.assertRecordValues(self.audit, [{"effort_hours": 15, "estimated_cost": 550}])
        self.assertRecordValues(
            self.package,
            [
                {
                    "one_off_total": 2000,
                    "monthly_total": 500,
                    "effort_hours": 18,
                    "estimated_cost": 670,
                    "estimated_margin": 100 * (2500 - 670) / 2500,
                }
            ],
        )

    def test_cost_is_not_for_team_members(self):
        member = self.new_staff("svc_member", "team_member")
        self.assertEqual(self.package.with_user(member).effort_hours, 18)
        for record, name in [
            (self.package, "estimated_cost"),
            (self.package, "estimated_margin"),
            (self.audit, "estimated_cost"),
            (self.role_seo, "cost_rate"),
        ]:
            with self.subTest(record=record, name=name), self.assertRaises(AccessError):
                record.with_user(member).read([name])

    def test_a_published_package_does_not_change(self):
        line = self.package.line_ids[0]
        for change in [
            lambda: self.package.write({"name": "Other"}),
            lambda: self.package.write({"deposit_percent": 10}),
            lambda: line.write({"price_unit": 1}),
            lambda: line.unlink(),
            lambda: self.package.write({"line_ids": [Command.create({"service_id": self.care.id})]}),
            lambda: self.package.unlink(),
        ]:
            with self.assertRaises(UserError):
                change()
        self.package.sequence = 3
        self.assertEqual((self.package.name, line.price_unit), ("SEO Start", 2000))

    def test_versions(self):
        draft = self.package.browse(self.package.action_new_version()["res_id"])
        self.assertRecordValues(
            draft,
            [
                {
                    "name": "SEO Start",
                    "version": 2,
                    "state": "draft",
                    "previous_version_id": self.package.id,
                    "one_off_total": 2000,
                    "monthly_total": 500,
                }
            ],
        )
        self.assertEqual(self.package.action_new_version()["res_id"], draft.id, "one draft at a time")
        draft.line_ids[0].price_unit = 2500
        draft.action_publish()
        self.assertEqual((self.package | draft).mapped("state"), ["retired", "published"])
        self.assertEqual((self.package | draft).mapped("one_off_total"), [2000, 2500])
        self.assertEqual(draft.display_name, "SEO Start (version 2)")

    def test_an_empty_package_is_not_published(self):
        package = self.new_package("Empty", [], state="draft")
        with self.assertRaises(UserError):
            package.action_publish()

    def test_task_templates_do_not_wait_for_each_other(self):
        crawl, report = self.audit.task_template_ids
        with self.assertRaises(ValidationError):
            crawl.depends_on_ids = report
        other = self.new_service("Other", tasks=[{"name": "Elsewhere"}])
        with self.assertRaises(ValidationError):
            crawl.depends_on_ids = other.task_template_ids

    def test_constraints_of_the_database(self):
        with mute_logger("odoo.sql_db"):
            for model, vals in [
                ("agency.service.effort", {"service_id": self.audit.id, "role_id": self.role_seo.id, "hours": 1}),
                ("agency.service.effort", {"service_id": self.care.id, "role_id": self.role_copy.id, "hours": -1}),
                ("agency.service", {"name": "Negative", "list_price": -1}),
                ("agency.service.package", {"name": "Deposit", "deposit_percent": 101}),
                ("agency.role", {"name": "Busy", "code": "busy", "target_utilisation": 101}),
                ("agency.service.deliverable", {"service_id": self.audit.id, "name": "Early", "offset_days": -1}),
                ("agency.service.requirement", {"service_id": self.audit.id, "name": "Early", "due_days": -1}),
                ("agency.service.task", {"service_id": self.audit.id, "name": "Early", "offset_days": -1}),
            ]:
                with self.subTest(model=model, vals=vals), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.env[model].create(vals)

    def test_a_service_in_use_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.care.unlink()
        unused = self.new_service("Unused")
        unused.unlink()
        self.assertFalse(unused.exists())
