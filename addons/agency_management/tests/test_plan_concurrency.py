from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .concurrency_common import ConcurrencyCase

MONDAY = date(2026, 3, 2)


@tagged("post_install", "-at_install")
class TestTwoAtOnce(ConcurrencyCase):
    """Two transactions measure, plan and report one project at the same time, on cursors that really commit."""

    def setUp(self):
        with trap_jobs():
            super().setUp()

    def _clean(self):
        with trap_jobs():
            return super()._clean()

    def build(self, env):
        client = env["res.partner"].create({"name": "Both", "is_company": True, "client_state": "active"})
        manager = env["res.users"].create({"name": "Both", "login": "both_manager", "email": "both@example.com"})
        employee = env["hr.employee"].create({"name": "Both", "hourly_cost": 10})
        project = env["project.project"].create(
            {
                "name": "Both",
                "partner_id": client.id,
                "user_id": manager.id,
                "allocated_hours": 100,
                "allow_timesheets": True,
                "company_id": env.company.id,
            }
        )
        task = env["project.task"].create({"name": "Both", "project_id": project.id, "allocated_hours": 80})
        line = {
            "name": "/",
            "project_id": project.id,
            "task_id": task.id,
            "employee_id": employee.id,
            "unit_amount": 20,
        }
        env["account.analytic.line"].create([line | {"date": MONDAY.replace(day=day)} for day in (2, 3, 4)])
        project._agency_take_baseline("Kick-off")
        self.ids = {record._name: record.id for record in (project, manager.partner_id, manager, employee, client)}
        self.partners = (client | manager.partner_id).ids

    def clean(self, env):
        project = self.project(env.cr)
        project.timesheet_ids.unlink()
        project.last_update_id = False
        project.update_ids.unlink()
        project.tasks.unlink()
        project.unlink()
        env["hr.employee"].browse(self.ids["hr.employee"]).unlink()
        env["res.users"].browse(self.ids["res.users"]).unlink()
        env["res.partner"].browse(self.partners).unlink()

    def project(self, cr):
        return self.environment(cr)["project.project"].browse(self.ids["project.project"])

    def both(self, work):
        """Do something in two transactions that have both begun before either is done; the loser is repeated.

        :param work: function of a project
        """
        with trap_jobs(), self.registry.cursor() as first, self.registry.cursor() as second:
            one, other = self.project(first), self.project(second)
            # both look at the same state of the database
            self.assertEqual(one.name, other.name)
            work(one)
            first.commit()
            try:
                with mute_logger("odoo.sql_db"):
                    work(other)
                second.commit()
            except psycopg2.OperationalError:
                # what the job runner and the web server do then: roll back and do it again
                second.rollback()
                work(self.project(second))
                second.commit()

    def test_what_is_told_once_is_told_once(self):
        self.both(lambda project: project._job_agency_measure())
        with self.registry.cursor() as cr:
            project = self.project(cr)
            self.assertEqual(project.agency_alert_ids.mapped("key"), ["hours:50:0"])
            self.assertEqual(project.activity_ids.mapped("summary"), ["50% of the hours are used"])

    def test_measuring_while_somebody_changes_the_budget(self):
        with trap_jobs(), self.registry.cursor() as first, self.registry.cursor() as second:
            edited, measured = self.project(first), self.project(second)
            self.assertEqual(measured.allocated_hours, 100)
            edited.allocated_hours = 50
            first.commit()
            with self.assertRaises(psycopg2.OperationalError), mute_logger("odoo.sql_db"):
                measured._job_agency_measure()
                second.commit()
            second.rollback()
            self.project(second)._job_agency_measure()
            second.commit()
        with self.registry.cursor() as cr:
            project = self.project(cr)
            self.assertEqual((project.allocated_hours, project.agency_budget_revision), (50, 1))
            self.assertEqual(
                sorted(project.agency_alert_ids.mapped("key")),
                ["hours:100:1", "hours:50:1", "hours:75:1", "hours:90:1", "hours_forecast:0:1"],
            )

    def test_one_draft_a_week(self):
        with freeze_time("2026-03-06 12:00:00"):
            self.both(lambda project: project._job_agency_draft_status(MONDAY))
        with self.registry.cursor() as cr:
            self.assertEqual(self.project(cr).update_ids.mapped("agency_week_start"), [MONDAY])

    def test_one_baseline_is_current(self):
        self.both(lambda project: project._agency_take_baseline("Again"))
        with self.registry.cursor() as cr:
            self.assertEqual(len(self.project(cr).agency_baseline_ids.filtered("is_current")), 1)
