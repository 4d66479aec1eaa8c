from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .plan_common import MORNING, PlanCommon


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestTaskTemplates(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.new_service(
            "Launch",
            tasks=[
                {
                    "name": "Check texts",
                    "description": "<p>Read everything twice</p>",
                    "role_id": cls.role.id,
                    "hours": 4,
                    "duration_days": 2,
                    "checklist": "Spelling\n\n  Links \nBrand guide",
                },
                {
                    "name": "Report",
                    "role_id": cls.role.id,
                    "hours": 2,
                    "offset_days": 5,
                    "after": "Check texts",
                    "client_visible": True,
                    "checklist": "Traffic",
                    "repeats": True,
                    "repeat_interval": 2,
                    "repeat_unit": "week",
                },
            ],
        )
        cls.order = cls.new_order(cls.client, cls.new_package("Launch", [(cls.service, "one_off")]))
        cls.order.action_confirm()
        cls.project = cls.order.agency_project_id
        cls.texts, cls.report = cls.project.task_ids.sorted("sequence")

    def test_tasks_bring_brief_checklist_dates_and_repetition_along(self):
        self.assertEqual(self.order.setup_state, "done")
        self.assertEqual(
            self.dates(self.texts | self.report), {"Check texts": ("02-26", "02-27"), "Report": ("03-04",) * 2}
        )
        self.assertRecordValues(
            self.texts | self.report,
            [
                {
                    "allocated_hours": 4.0,
                    "agency_duration_days": 2,
                    "agency_not_before": False,
                    "agency_pinned": False,
                    "client_visible": False,
                    "recurring_task": False,
                },
                {
                    "allocated_hours": 2.0,
                    "agency_duration_days": 1,
                    "agency_not_before": date(2024, 3, 4),
                    "agency_pinned": False,
                    "client_visible": True,
                    "recurring_task": True,
                },
            ],
        )
        self.assertEqual(str(self.texts.description), "<p>Read everything twice</p>")
        self.assertEqual(self.texts.agency_item_ids.mapped("name"), ["Spelling", "Links", "Brand guide"])
        self.assertEqual(self.report.depend_on_ids, self.texts)
        self.assertEqual(
            (self.report.repeat_interval, self.report.repeat_unit, self.report.repeat_type), (2, "week", "forever")
        )
        self.assertRecordValues(
            self.project.agency_baseline_ids, [{"name": "Kick-off", "is_current": True, "hours": 6.0}]
        )

    def test_planning_again_keeps_the_offsets_of_the_template(self):
        self.project.action_agency_replan()
        self.assertEqual(
            self.dates(self.texts | self.report), {"Check texts": ("02-26", "02-27"), "Report": ("03-04",) * 2}
        )

    def test_closing_a_task_that_repeats_makes_the_next_one(self):
        self.texts.state = "1_done"
        self.report.agency_item_ids.done = True
        self.report.with_user(self.manager).state = "1_done"
        following = (
            self.project.task_ids.search(
                [("project_id", "=", self.project.id), ("recurrence_id", "=", self.report.recurrence_id.id)]
            )
            - self.report
        )
        self.assertRecordValues(
            following,
            [
                {
                    "name": "Report",
                    "agency_start_date": date(2024, 3, 18),
                    "date_deadline": datetime(2024, 3, 18, 16, 0),
                    "agency_role_id": self.role.id,
                    "agency_service_id": self.service.id,
                    "client_visible": True,
                    "agency_duration_days": 1,
                    "agency_done_on": False,
                }
            ],
        )
        self.assertEqual([(item.name, item.done) for item in following.agency_item_ids], [("Traffic", False)])

    def test_who_ticked_what_is_written_down_and_cannot_be_written_by_hand(self):
        item = self.texts.agency_item_ids[0].with_user(self.worker.user_id)
        item.write({"done": True, "done_by_id": self.manager.id, "done_on": "2020-01-01 00:00:00"})
        self.assertRecordValues(item, [{"done_by_id": self.worker.user_id.id, "done_on": datetime(2024, 2, 26, 8, 0)}])
        item.done = False
        self.assertRecordValues(item, [{"done_by_id": False, "done_on": False}])

    def test_checklists_of_private_projects_stay_private(self):
        secret = self.new_project("Secret", privacy_visibility="followers")
        item = self.env["agency.task.item"].create({"task_id": self.new_task(secret, "Hush").id, "name": "Quiet"})
        with self.assertRaises(AccessError):
            item.with_user(self.worker.user_id).read(["name"])
        item.task_id.user_ids = self.worker.user_id
        self.assertTrue(item.with_user(self.worker.user_id).read(["name"]))

    def test_templates_that_wait_for_each_other_are_refused(self):
        first, second = self.service.task_template_ids
        with self.assertRaisesRegex(ValidationError, "These tasks wait for each other"):
            first.depends_on_ids = second

    def test_repeating_every_nothing_is_refused(self):
        with self.assertRaisesRegex(IntegrityError, "interval_positive"), mute_logger("odoo.sql_db"):
            self.service.task_template_ids[0].repeat_interval = 0
            self.service.task_template_ids.flush_recordset()
