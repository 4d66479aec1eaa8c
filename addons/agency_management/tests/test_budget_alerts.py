from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .plan_common import MONDAY, MORNING, PlanCommon

BUDGET = "agency_management.mail_activity_budget"


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestBudgetAlerts(PlanCommon):
    def project(self, name="Campaign", **values):
        project = self.new_project(name, **({"allocated_hours": 100.0} | values))
        self.task = self.new_task(project, "Work", 10, 60)
        return project

    def told(self, record):
        """:return list: summaries of the manager's activities, oldest first"""
        activities = self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )
        self.assertEqual(
            set(activities.activity_type_id.mapped("name")), {"Look at the budget"} if activities else set()
        )
        self.assertEqual(set(activities.user_id.ids), {record.user_id.id} if activities else set())
        return activities.mapped("summary")

    def spend(self, project, hours):
        self.log(self.task, hours)
        project._agency_refresh_health()

    def test_each_level_is_told_once(self):
        project = self.project()
        self.spend(project, 49)
        self.assertEqual(self.told(project), [])
        self.spend(project, 1)
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["50% of the hours are used"])
        self.assertIn("50 of 100 hours are spent.", project.message_ids[0].body)
        # two levels at once: the higher one is news, and so is that the rest will not do; the lower one is no news
        self.spend(project, 42)
        self.assertEqual(self.told(project), ["90% of the hours are used", "Hours will not suffice"])
        self.assertEqual(
            project.agency_alert_ids.filtered(lambda alert: alert.kind == "hours").sorted("level").mapped("level"),
            [50, 75, 90],
        )

    def test_overrun_of_the_forecast_is_told_before_it_happens(self):
        project = self.project()
        self.new_task(project, "More", 5, 60)
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["Hours will not suffice"])
        self.assertIn("it will take 120.0 of 100 hours", project.message_ids[0].body)
        project._agency_refresh_health()
        self.assertEqual(len(self.told(project)), 1)

    def test_a_forecast_that_fits_again_asks_for_nothing(self):
        project, roomier = self.project(), self.project("Roomier")
        for one in (project, roomier):
            self.new_task(one, "More", 5, 60)
        more = project.task_ids.filtered(lambda task: task.name == "More")
        (project | roomier)._agency_refresh_health()
        self.assertEqual(self.told(project) + self.told(roomier), ["Hours will not suffice"] * 2)
        # a larger budget that is too small as well is one thing to do, not two
        project.allocated_hours = 110.0
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["Hours will not suffice"])
        more.allocated_hours = 10.0
        roomier.allocated_hours = 150.0
        (project | roomier)._agency_refresh_health()
        self.assertEqual(self.told(project) + self.told(roomier), [])
        more.allocated_hours = 60.0
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["Hours will not suffice"], "what had turned out well is news again")
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["Hours will not suffice"])
        project.stage_id = self.env["project.project.stage"].create({"name": "Over", "fold": True})
        self.assertEqual(self.told(project), [], "nobody need look at what an ended project will take")

    def test_a_new_budget_is_news_again(self):
        project = self.project()
        self.spend(project, 50)
        project.allocated_hours = 100.0
        self.assertEqual(project.agency_budget_revision, 0)
        project.activity_ids.action_done()
        project._agency_refresh_health()
        self.assertEqual(self.told(project), [], "who was told once knows it")
        project.allocated_hours = 90.0
        project._agency_refresh_health()
        self.assertEqual(project.agency_budget_revision, 1)
        self.assertEqual(self.told(project), ["50% of the hours are used"])
        project.allocated_hours = 80.0
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["50% of the hours are used"], "one thing to do, not two")

    def test_a_level_that_is_left_again_asks_for_nothing(self):
        project, ended = self.project(), self.project("Ended")
        ended_task = self.task
        self.task = project.task_ids
        self.spend(project, 60)
        project.allocated_hours = 200.0
        project._agency_refresh_health()
        self.assertEqual(self.told(project), [])
        spent = self.log(self.task, 50)
        project._agency_refresh_health()
        self.assertEqual(self.told(project), ["50% of the hours are used"])
        spent.unlink()
        project._agency_refresh_health()
        self.assertEqual(self.told(project), [])
        self.spend(project, 50)
        self.assertEqual(self.told(project), [], "a level of a budget is told once")
        self.task = ended_task
        self.spend(ended, 60)
        self.assertEqual(self.told(ended), ["50% of the hours are used"])
        ended.stage_id = self.env["project.project.stage"].create({"name": "Over", "fold": True})
        self.assertEqual(self.told(ended), [])

    def test_money(self):
        project = self.project(agency_cost_budget=1000.0, allocated_hours=0.0)
        self.spend(project, 10)  # at 50 an hour
        self.assertEqual(self.told(project), ["50% of the cost budget are used", "Cost will exceed the budget"])
        self.assertNotIn("500", project.message_ids.mapped("body"))
        project.agency_cost_budget = 100000.0
        project._agency_refresh_health()
        self.assertEqual(self.told(project), [])

    def test_without_a_cost_budget_the_order_decides(self):
        project = self.project(budget_amount=500.0, allocated_hours=0.0)
        self.spend(project, 9)
        self.assertIn("90% of the cost budget are used", self.told(project))

    def test_the_company_decides_on_the_levels(self):
        project = self.project()
        self.env.company.agency_budget_levels = "80"
        self.spend(project, 79)
        self.assertEqual(self.told(project), [])
        self.spend(project, 1)
        self.assertEqual(self.told(project), ["80% of the hours are used"])
        self.env.company.agency_budget_levels = False
        self.spend(project, 30)
        self.assertEqual(self.told(project), ["Hours will not suffice"], "no level is worth looking at any more")

    def test_levels_that_are_none_are_refused(self):
        for text, wrong in (("50, half", "half"), ("0", "0"), ("700", "700")):
            with self.subTest(text=text), self.assertRaisesRegex(ValidationError, f"“{wrong}” is no budget alert"):
                self.env.company.agency_budget_levels = text

    def test_a_negative_budget_is_refused(self):
        project = self.project()
        with self.assertRaisesRegex(IntegrityError, "cost_budget_positive"), mute_logger("odoo.sql_db"):
            project.agency_cost_budget = -1
            project.flush_recordset()

    def test_the_setting_is_on_the_settings_page(self):
        settings = self.env["res.config.settings"].create({"agency_budget_levels": "60, 100"})
        settings.execute()
        self.assertEqual(self.env.company.agency_budget_levels, "60, 100")

    def test_a_project_without_manager_has_the_note_alone(self):
        project = self.project(user_id=False)
        self.spend(project, 60)
        self.assertEqual(self.told(project), [])
        self.assertIn("50% of the hours are used. 60 of 100 hours are spent.", project.message_ids[0].body)

    def test_projects_are_told_apart(self):
        one, task = self.project("One"), self.task
        other = self.project("Other", allocated_hours=10.0)
        self.log(task, 50)
        self.log(self.task, 10)
        (one | other)._agency_refresh_health()
        self.assertEqual(self.told(one), ["50% of the hours are used"])
        self.assertEqual(self.told(other), ["Hours will not suffice", "100% of the hours are used"][::-1])

    def test_who_books_time_needs_no_right_on_the_project(self):
        project = self.project()
        self.task.user_ids = self.worker.user_id
        line = self.env["account.analytic.line"].with_user(self.worker.user_id)
        values = {"name": "/", "project_id": project.id, "task_id": self.task.id, "unit_amount": 10}
        line.create([values | {"date": MONDAY - timedelta(days=back)} for back in range(5)])
        project.with_user(self.worker.user_id)._job_agency_measure()
        self.assertEqual(self.told(project), ["50% of the hours are used"])


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestOverservice(PlanCommon):
    def test_more_hours_than_included_are_told_once_a_period(self):
        project = self.new_project("Care")
        task = self.new_task(project, "Care")
        retainer = self.env["agency.retainer"].create(
            {
                "client_id": self.client.id,
                "project_id": project.id,
                "user_id": self.manager.id,
                "start_date": date(2024, 2, 1),
                "included_hours": 10,
                "line_ids": [
                    (0, 0, {"product_id": self.env.ref("agency_management.product_deposit").id, "price_unit": 900})
                ],
            }
        )
        quiet = retainer.copy({"included_hours": 100})
        draft = retainer.copy()
        (retainer | quiet).action_activate()
        self.log(task, 10)
        project._agency_refresh_health()
        self.assertFalse(retainer.activity_ids)
        self.log(task, 2)
        project._agency_refresh_health()
        project._agency_refresh_health()
        self.assertEqual(retainer.activity_ids.mapped("summary"), ["More hours worked than included"])
        self.assertEqual(retainer.activity_ids.user_id, self.manager)
        self.assertIn("12 hours of 10 are used in the period until 02/29/2024", retainer.message_ids[0].body)
        self.assertFalse((quiet | draft).activity_ids)
        # it is written for the manager, whoever's work made it true
        self.env["res.lang"]._activate_lang("fr_FR")
        self.manager.lang = "fr_FR"
        with freeze_time("2024-03-04 08:00:00"):
            self.log(task, 11, date(2024, 3, 4))
            self.env.invalidate_all()
            project._agency_refresh_health()
        self.assertEqual(len(retainer.activity_ids), 1, "the period before is over")
        self.assertIn("until 31/03/2024", retainer.activity_ids.note)
        self.assertRecordValues(
            self.env["agency.project.alert"].search([("retainer_id", "=", retainer.id)], order="id"),
            [
                {"kind": "retainer", "key": "retainer:2024-02-01", "level": 120, "told_to_id": self.manager.id},
                {"kind": "retainer", "key": "retainer:2024-03-01", "level": 110, "told_to_id": self.manager.id},
            ],
        )
        retainer.included_hours = 20
        with freeze_time("2024-03-05 08:00:00"):
            project._agency_refresh_health()
        self.assertFalse(retainer.activity_ids, "more hours were agreed on")
        with freeze_time("2024-03-06 08:00:00"):
            self.log(task, 10, date(2024, 3, 6))
            self.env.invalidate_all()
            project._agency_refresh_health()
        self.assertEqual(len(retainer.activity_ids), 1, "and worked beyond once more")
