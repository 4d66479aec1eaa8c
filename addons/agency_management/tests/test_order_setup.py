from datetime import date, datetime
from itertools import cycle
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError, OperationalError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.tests.common import trap_jobs

from .common import ManagementCommon

LOGGER = "odoo.addons.agency_management.models.sale_order_setup"
MADE = ("agency.onboarding", "project.project", "agency.deliverable", "agency.team.proposal", "agency.document.request")


@tagged("post_install", "-at_install")
class TestOrderSetup(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls.new_standard_package()
        cls.client = cls.new_client("Alpha Setup", client_state="prospect")
        cls.seller = cls.new_staff("setup_seller", "marketing_manager")
        cls.env.company.resource_calendar_id.tz = "Europe/Brussels"

    def order(self, **values):
        return self.new_order(self.client, self.package, user_id=self.seller.id, **values)

    def counts(self):
        return {model: self.env[model].search_count([]) for model in MADE}

    def added(self, before):
        return {model: count - before[model] for model, count in self.counts().items()}

    @freeze_time("2024-02-23 09:00:00")
    def test_confirmation_makes_everything(self):
        before = self.counts()
        order = self.order()
        order.action_confirm()
        self.assertEqual((order.state, order.setup_state, order.setup_error), ("sale", "done", False))
        self.assertEqual(
            self.added(before),
            {
                "agency.onboarding": 1,
                "project.project": 1,
                "agency.deliverable": 1,
                "agency.team.proposal": 1,
                "agency.document.request": 1,
            },
        )
        self.assertRecordValues(
            order.agency_project_id,
            [
                {
                    "name": "Alpha Setup: SEO Start",
                    "client_id": self.client.id,
                    "package_id": self.package.id,
                    "user_id": self.seller.id,
                    "budget_amount": 2000,
                    "allocated_hours": 15,
                    "date_start": date(2024, 2, 23),
                    "date": date(2024, 2, 29),
                    "allow_timesheets": True,
                    "allow_milestones": True,
                    "allow_task_dependencies": True,
                }
            ],
        )
        line = order.order_line.filtered(lambda line: line.agency_service_id == self.audit)
        crawl, report = order.agency_project_id.task_ids.sorted("sequence")
        milestone = order.agency_project_id.milestone_ids
        self.assertRecordValues(
            crawl | report,
            [
                {
                    "name": "Crawl",
                    "agency_start_date": date(2024, 2, 23),
                    # 17:00 in Brussels
                    "date_deadline": datetime(2024, 2, 26, 16, 0),
                    "allocated_hours": 4,
                    "agency_role_id": self.role_seo.id,
                    "agency_service_id": self.audit.id,
                    "client_visible": True,
                    "milestone_id": milestone.id,
                    "sale_line_id": line.id,
                    "client_id": self.client.id,
                    "user_ids": [],
                    "depend_on_ids": [],
                },
                {
                    "name": "Write report",
                    "agency_start_date": date(2024, 2, 27),
                    "date_deadline": datetime(2024, 2, 29, 16, 0),
                    "allocated_hours": 6,
                    "agency_role_id": self.role_copy.id,
                    "agency_service_id": self.audit.id,
                    "client_visible": False,
                    "milestone_id": milestone.id,
                    "sale_line_id": line.id,
                    "client_id": self.client.id,
                    "user_ids": [],
                    "depend_on_ids": crawl.ids,
                },
            ],
        )
        self.assertRecordValues(milestone, [{"name": "Audit done", "deadline": date(2024, 3, 5)}])
        self.assertEqual(self.client.client_state, "onboarding")
        self.assertEqual(order.onboarding_id.project_id, order.agency_project_id)
        self.assertEqual(order.onboarding_id.document_request_ids.project_id, order.agency_project_id)

    def test_stock_makes_no_project_of_its_own(self):
        order = self.order()
        order.action_confirm()
        self.assertEqual(order.order_line.project_id, self.env["project.project"])
        self.assertEqual(
            self.env["project.project"].search([("partner_id", "=", self.client.id)]), order.agency_project_id
        )

    def test_public_holidays_are_not_worked(self):
        with freeze_time("2024-02-23 09:00:00"):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Carnival",
                    "calendar_id": self.env.company.resource_calendar_id.id,
                    "date_from": datetime(2024, 2, 25, 23, 0),
                    "date_to": datetime(2024, 2, 26, 22, 59),
                }
            )
            order = self.order()
            order.action_confirm()
        crawl = order.agency_project_id.task_ids.filtered(lambda task: task.name == "Crawl")
        self.assertEqual(crawl.date_deadline.date(), date(2024, 2, 27))

    def test_setting_up_twice_makes_nothing_twice(self):
        order = self.order()
        order.action_confirm()
        before = self.counts()
        order._agency_set_up()
        order._job_agency_set_up()
        order.action_agency_retry_setup()
        self.assertEqual(set(self.added(before).values()), {0})
        self.assertEqual(len(order.agency_project_id.task_ids), 2)

    def test_the_database_refuses_a_second_record_of_an_order(self):
        order = self.order()
        order.action_confirm()
        with mute_logger("odoo.sql_db"):
            for model, vals in [
                ("agency.onboarding", {"name": "Again", "client_id": self.client.id, "order_id": order.id}),
                ("project.project", {"name": "Again", "agency_order_id": order.id}),
                ("agency.team.proposal", {"order_id": order.id}),
            ]:
                with self.subTest(model=model), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.env[model].create(vals)

    def test_a_failing_step_leaves_nothing_half_made_and_the_retry_completes(self):
        """Every step fails, in turn by an error for people and one of the database; each order stays confirmed."""
        Order = type(self.env["sale.order"])

        def refuse(order):
            raise UserError("No more projects this year")

        def violate(order):
            order.env["agency.onboarding"].create(
                [{"name": "Twice", "client_id": order.client_id.id, "order_id": order.id} for _twice in range(2)]
            )

        methods = [method for _key, method in self.env["sale.order"]._agency_setup_steps()]
        for method, failure in zip(methods, cycle((refuse, violate)), strict=False):
            with self.subTest(method=method, failure=failure.__name__):
                before = self.counts()
                order = self.order()
                with (
                    patch.object(Order, method, failure),
                    mute_logger("odoo.sql_db", LOGGER),
                    trap_jobs() as trap,
                ):
                    order.action_confirm()
                self.assertEqual((order.state, order.setup_state), ("sale", "failed"))
                self.assertTrue(order.setup_error)
                self.assertEqual(set(self.added(before).values()), {0})
                self.assertEqual(order.activity_ids.user_id, self.seller)
                trap.assert_jobs_count(1, only=order._job_agency_set_up)
                trap.perform_enqueued_jobs()
                self.assertEqual((order.setup_state, order.setup_error), ("done", False))
                self.assertEqual(set(self.added(before).values()), {1})
                self.assertFalse(order.activity_ids, "the warning is closed")

    def test_the_job_asks_to_be_retried(self):
        order = self.order()
        Order = type(self.env["sale.order"])
        with (
            patch.object(Order, "_setup_project", side_effect=UserError("Still no"), autospec=True),
            mute_logger(LOGGER),
            trap_jobs() as trap,
        ):
            order.action_confirm()
            for _again in range(2):
                with self.assertRaises(RetryableJobError):
                    order._job_agency_set_up()
            order.action_agency_retry_setup()
            trap.assert_jobs_count(1, only=order._job_agency_set_up)
            self.assertEqual(trap.enqueued_jobs[0].max_retries, 0, "however long it takes people to repair the cause")
        self.assertEqual(len(order.activity_ids), 1, "the owner is told once")
        function = self.env.ref("agency_management.queue_job_function_set_up")
        self.assertEqual(function.name, "<sale.order>._job_agency_set_up")

    def test_what_the_database_wants_repeated_goes_to_the_caller(self):
        order = self.order()
        Order = type(self.env["sale.order"])
        with (
            patch.object(Order, "_setup_project", side_effect=OperationalError("could not serialize"), autospec=True),
            self.assertRaises(OperationalError),
            self.env.cr.savepoint(),
        ):
            order.action_confirm()
        self.assertEqual(order.setup_state, "none")

    def test_only_whoever_may_edit_the_order_retries(self):
        order = self.order()
        order.action_confirm()
        with self.assertRaises(AccessError):
            order.with_user(self.new_staff("setup_member", "team_member")).action_agency_retry_setup()

    def test_a_client_confirms_and_owns_nothing_of_it(self):
        member = self.new_member(self.client, "setup_client")
        order = self.order()
        order.with_user(member).sudo().action_confirm()
        self.assertEqual(order.setup_state, "done")
        self.assertEqual(order.agency_project_id.user_id, self.seller)
        self.assertEqual(order.onboarding_id.owner_id, self.seller)
        self.assertNotEqual(order.agency_project_id.create_uid, member)

    def test_other_orders_are_left_alone(self):
        product = self.env["product.product"].create({"name": "Book", "type": "consu"})
        order = self.new_order(self.client, order_line=[Command.create({"product_id": product.id})])
        before = self.counts()
        order.action_confirm()
        self.assertEqual(order.setup_state, "none")
        self.assertEqual(set(self.added(before).values()), {0})

    def test_an_order_of_services_without_a_package_is_set_up(self):
        order = self.new_order(
            self.client,
            order_line=[Command.create({"product_id": self.audit.product_id.id, "agency_service_id": self.audit.id})],
        )
        order.action_confirm()
        self.assertEqual(order.setup_state, "done")
        self.assertEqual(order.agency_project_id.name, f"Alpha Setup: {order.name}")

    def test_several_orders_at_once(self):
        orders = self.order() | self.order()
        orders.action_confirm()
        self.assertEqual(orders.mapped("setup_state"), ["done", "done"])
        self.assertEqual(len(self.env["project.project"].search([("agency_order_id", "in", orders.ids)])), 2)

    def test_the_opportunity_is_won(self):
        lead = self.env["crm.lead"].create(
            {"name": "Deal", "type": "opportunity", "partner_id": self.client.id, "probability": 20}
        )
        order = self.order(opportunity_id=lead.id)
        order.action_confirm()
        self.assertEqual(lead.probability, 100)

    def test_steps_are_inserted_in_place(self):
        steps = [("a", "_a"), ("b", "_b")]
        insert = self.env["sale.order"]._agency_insert_setup_step
        self.assertEqual(insert(steps, ("x", "_x"), before="b"), [("a", "_a"), ("x", "_x"), ("b", "_b")])
        self.assertEqual(insert(steps, ("x", "_x"), before="z"), [("a", "_a"), ("b", "_b"), ("x", "_x")])
        self.assertEqual(
            [key for key, _method in self.env["sale.order"]._agency_setup_steps()],
            ["onboarding", "project", "deliverables", "retainer", "team", "team_space", "folders"],
        )

    def test_budget_state(self):
        order = self.order()
        order.action_confirm()
        project = order.agency_project_id
        employee = self.new_employee("setup_worker", self.role_seo)
        self.assertRecordValues(project, [{"hours_spent": 0, "budget_state": "ok"}])
        for hours, spent, state in [(11.9, 11.9, "ok"), (0.1, 12, "warning"), (3, 15, "warning"), (0.5, 15.5, "over")]:
            self.env["account.analytic.line"].create(
                {
                    "project_id": project.id,
                    "employee_id": employee.id,
                    "name": "Work",
                    "unit_amount": hours,
                    "date": fields.Date.today(),
                }
            )
            with self.subTest(spent=spent):
                self.assertRecordValues(project, [{"hours_spent": spent, "budget_state": state}])
                found = self.env["project.project"].search([("budget_state", "=", state), ("id", "=", project.id)])
                self.assertEqual(found, project)
        self.assertFalse(self.env["project.project"].search([("budget_state", "!=", "over"), ("id", "=", project.id)]))
