from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deliverable_common import DeliverableCommon


@tagged("post_install", "-at_install")
class TestTimer(DeliverableCommon):
    """The clock: one a person, booked to the minute, kind to whoever forgot it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].create(
            [{"name": user.name, "user_id": user.id, "tz": "Europe/Berlin"} for user in (cls.author, cls.checker)]
        )
        cls.task = cls.env["project.task"].create(
            {"name": "Write copy", "project_id": cls.project_a.id, "user_ids": [(4, cls.author.id)]}
        )
        cls.project_a.allocated_hours = 10

    @property
    def timer(self):
        return self.env["agency.timer"].with_user(self.author)

    def booked(self, user=None):
        lines = self.env["account.analytic.line"].search([("user_id", "=", (user or self.author).id)], order="id")
        return [
            (line.task_id.name, line.project_id.name, line.name, round(line.unit_amount * 60), line.date)
            for line in lines
        ]

    def test_start_stop(self):
        with freeze_time("2024-03-15 08:00:00"):
            state = self.timer.timer_start(task_id=self.task.id, description=" Headlines ")
        self.assertEqual(
            state,
            {
                "available": True,
                "running": True,
                "elapsed": 0,
                "description": "Headlines",
                "project": {"id": self.project_a.id, "name": "Alpha relaunch"},
                "task": {"id": self.task.id, "name": "Write copy"},
                "budget": {"spent": 0.0, "planned": 10.0, "share": 0.0},
                "kinds": [{"id": kind.id, "name": kind.name} for kind in self.env["agency.time.kind"].search([])],
                "kind": self.env.ref("agency_management.agency_time_kind_client").id,
                "billable": True,
                "may_bill": True,
                "reminder": "",
                "booked": 0,
            },
        )
        with freeze_time("2024-03-15 09:30:29"):
            self.assertEqual(self.timer.timer_state()["elapsed"], 5429)
            self.assertEqual(self.timer.timer_state()["budget"], {"spent": 1.51, "planned": 10.0, "share": 15.1})
            self.assertTrue(self.task.with_user(self.author).agency_timer_running)
            self.assertFalse(self.task.with_user(self.checker).agency_timer_running)
            stopped = self.timer.timer_stop()
        self.assertEqual((stopped["running"], stopped["booked"]), (False, 90))
        self.assertEqual(self.booked(), [("Write copy", "Alpha relaunch", "Headlines", 90, date(2024, 3, 15))])
        self.assertEqual(self.project_a.hours_spent, 1.5)
        self.assertEqual(self.project_a.hours_share, 15.0)

    def test_the_day_is_the_employees(self):
        # 23:30 UTC on a Friday in winter is Saturday morning in Berlin; the night of the change to summer time
        with freeze_time("2024-03-30 23:30:00"):
            self.timer.timer_start(task_id=self.task.id)
        with freeze_time("2024-03-31 01:30:00"):
            self.timer.timer_stop()
        self.assertEqual(self.booked(), [("Write copy", "Alpha relaunch", "Write copy", 120, date(2024, 3, 31))])

    def test_second_start_books_the_first(self):
        with freeze_time("2024-03-15 08:00:00"):
            self.timer.timer_start(task_id=self.task.id)
        with freeze_time("2024-03-15 08:10:00"):
            state = self.timer.timer_start(project_id=self.project_b.id)
        self.assertEqual((state["booked"], state["project"]["name"], state["task"]), (10, "Beta campaign", False))
        self.assertEqual(len(self.env["agency.timer"].search([("user_id", "=", self.author.id)])), 1)
        self.assertEqual(self.booked(), [("Write copy", "Alpha relaunch", "Write copy", 10, date(2024, 3, 15))])

    @mute_logger("odoo.sql_db")
    def test_one_clock_a_person(self):
        self.timer.timer_start(project_id=self.project_a.id)
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env["agency.timer"].create({"user_id": self.author.id})
        # the other window looked before this one wrote: it sees no clock, then meets the constraint
        blind = self.timer.with_context(active_test=False)
        self.patch(type(self.env["agency.timer"]), "_running", lambda timer: timer.browse())
        with self.assertRaisesRegex(UserError, "just been started in another window"):
            blind.timer_start(project_id=self.project_a.id)

    def test_forgotten_clock_asks(self):
        with freeze_time("2024-03-15 08:00:00"):
            self.timer.timer_start(task_id=self.task.id)
        with freeze_time("2024-03-16 08:00:00"):
            asked = self.timer.timer_stop()
            self.assertEqual((asked["running"], asked["booked"], asked["long_run"]), (True, 0, 1440))
            self.assertEqual(self.booked(), [])
            self.assertEqual(self.timer.timer_stop(minutes=450)["booked"], 450)
        self.assertEqual(self.booked()[0][3], 450)

    def test_short_run_books_nothing(self):
        with freeze_time("2024-03-15 08:00:00"):
            self.timer.timer_start(task_id=self.task.id)
        with freeze_time("2024-03-15 08:00:20"):
            self.assertEqual(self.timer.timer_stop()["booked"], 0)
        self.assertEqual(self.booked(), [])

    def test_project_is_needed_to_stop(self):
        with freeze_time("2024-03-15 08:00:00"):
            self.timer.timer_start(description="Call")
        with freeze_time("2024-03-15 08:05:00"):
            with self.assertRaisesRegex(UserError, "Choose the project"):
                self.timer.timer_stop()
            self.timer.timer_update(project_id=self.project_a.id)
            self.timer.timer_update(description="Call with Anna")
            self.timer.timer_stop()
        self.assertEqual(self.booked(), [(False, "Alpha relaunch", "Call with Anna", 5, date(2024, 3, 15))])

    def test_discard(self):
        self.timer.timer_start(task_id=self.task.id)
        self.assertFalse(self.timer.timer_discard()["running"])
        self.assertEqual(self.booked(), [])
        with self.assertRaisesRegex(UserError, "No timer is running"):
            self.timer.timer_stop()

    def test_needs_an_employee(self):
        with self.assertRaisesRegex(UserError, "There is no employee for Mona Manager"):
            self.env["agency.timer"].with_user(self.manager).timer_start(task_id=self.task.id)

    def test_project_without_timesheets(self):
        self.project_b.allow_timesheets = False
        with self.assertRaisesRegex(UserError, "takes no timesheets"):
            self.timer.timer_start(project_id=self.project_b.id)

    def test_others_clocks_are_not_mine(self):
        self.timer.timer_start(task_id=self.task.id)
        mine = self.env["agency.timer"].with_user(self.author).search([])
        with self.assertRaises(AccessError):
            mine.with_user(self.checker).write({"description": "x"})
        self.assertFalse(self.env["agency.timer"].with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            self.env["agency.timer"].with_user(self.checker).create({"user_id": self.manager.id})
        accountant = self.new_staff("dlv_accountant", "accountant")
        self.assertFalse(self.env["agency.timer"].with_user(accountant).timer_state()["available"])

    def test_search(self):
        found = self.timer.timer_search("")
        self.assertEqual([row["name"] for row in found if row["task_id"]], ["Write copy"])
        self.assertEqual(
            [row["name"] for row in self.timer.timer_search("beta camp")], ["Beta campaign"], "no task of it is open"
        )
        self.task.state = "1_done"
        self.assertEqual([row["name"] for row in self.timer.timer_search("Write co")], [])

    def test_button_on_the_task(self):
        action = self.task.with_user(self.author).action_agency_timer_start()
        self.assertEqual((action["tag"], action["params"]["running"]), ("agency_timer_refresh", True))
        action = self.task.with_user(self.author).action_agency_timer_stop()
        self.assertEqual(action["params"]["running"], False)
