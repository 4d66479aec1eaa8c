from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .time_common import MONDAY, TimeCommon


@tagged("post_install", "-at_install")
class TestTimerTime(TimeCommon):
    """Rounding, kinds and the reminder of the clock."""

    @property
    def timer(self):
        return self.env["agency.timer"].with_user(self.author)

    def run_for(self, minutes, **target):
        """:return: what a run of the clock is booked as: (minutes, kind, billable)"""
        with freeze_time("2024-03-11 08:00:00") as clock:
            self.timer.timer_start(**(target or {"task_id": self.copy_task.id}))
            clock.tick(60 * minutes)
            booked = self.timer.timer_stop()["booked"]
        line = self.env["account.analytic.line"].search([("employee_id", "=", self.alan.id)], order="id desc", limit=1)
        self.assertEqual(round(line.unit_amount * 60), booked)
        return booked, line.agency_time_kind_id.code, line.agency_billable

    def test_rounding(self):
        cases = [
            ({"agency_time_rounding": "none"}, 7, 7),
            ({"agency_time_rounding": "up", "agency_time_rounding_step": "15"}, 16, 30),
            ({"agency_time_rounding": "nearest", "agency_time_rounding_step": "6"}, 8, 6),
            ({"agency_time_rounding": "nearest", "agency_time_rounding_step": "6"}, 1, 6),
            ({"agency_time_rounding": "up", "agency_time_minimum": 20}, 3, 20),
        ]
        for settings, worked, booked in cases:
            with self.subTest(settings=settings, worked=worked):
                self.env.company.write({"agency_time_minimum": 0} | settings)
                self.assertEqual(self.run_for(worked)[0], booked)

    def test_typed_hours_are_not_rounded(self):
        self.env.company.write({"agency_time_rounding": "up", "agency_time_rounding_step": "30"})
        with freeze_time("2024-03-11 06:00:00") as clock:
            self.timer.timer_start(task_id=self.copy_task.id)
            clock.tick(60 * 60 * 20)
            self.assertEqual(self.timer.timer_stop()["long_run"], 1200)
            with self.assertRaisesRegex(UserError, "24:01 h cannot be booked at once: a day has 24"):
                self.timer.timer_stop(minutes=1441)
            self.assertEqual(self.timer.timer_stop(minutes=443)["booked"], 443)

    def test_kind_and_billable(self):
        self.assertEqual(self.run_for(10), (10, "client", True))
        self.assertEqual(self.run_for(10, project_id=self.internal.id), (10, "internal_meeting", False))
        with freeze_time("2024-03-11 08:00:00") as clock:
            self.timer.timer_start(task_id=self.copy_task.id)
            state = self.timer.timer_update(kind_id=self.kinds["goodwill"].id)
            self.assertEqual((state["kind"], state["billable"]), (self.kinds["goodwill"].id, False))
            state = self.timer.timer_update(billable=True)
            self.assertEqual((state["kind"], state["billable"]), (self.kinds["goodwill"].id, True))
            state = self.timer.timer_update(kind_id=self.kinds["client_meeting"].id)
            self.timer.timer_update(billable=False)
            clock.tick(600)
            self.timer.timer_stop()
        line = self.env["account.analytic.line"].search([("employee_id", "=", self.alan.id)], order="id desc", limit=1)
        self.assertEqual((line.agency_time_kind_id.code, line.agency_billable), ("client_meeting", False))

    def test_internal_projects_offer_their_kinds_only(self):
        with freeze_time("2024-03-11 08:00:00"):
            self.timer.timer_start(task_id=self.copy_task.id)
            self.timer.timer_update(billable=True)
            state = self.timer.timer_update(project_id=self.internal.id)
        self.assertEqual(
            (state["may_bill"], state["billable"], state["kind"]), (False, False, self.kinds["internal_meeting"].id)
        )
        self.assertFalse(
            {self.kinds["client"].id, self.kinds["client_meeting"].id} & {one["id"] for one in state["kinds"]}
        )

    def reminded(self, *moments):
        """:return: what the clock says after the reminder has run at each moment, and whom a notice was sent to"""
        said = []
        for moment in moments:
            with freeze_time(moment):
                self.env["agency.timer"]._cron_remind_running()
                said.append(self.timer.timer_state()["reminder"])
        return said

    def test_reminder_of_a_long_run(self):
        self.env.company.write({"agency_timer_limit_hours": 2.5, "agency_timer_day_end": False})
        with freeze_time("2024-03-11 08:00:00"):
            self.timer.timer_start(task_id=self.copy_task.id)
        text = "Your timer has been running for over 2:30 h. Is that right?"
        self.assertEqual(
            self.reminded("2024-03-11 10:29:00", "2024-03-11 10:30:00", "2024-03-11 10:45:00"), ["", text, text]
        )
        with freeze_time("2024-03-11 10:46:00"):
            self.assertEqual(self.timer.timer_keep()["reminder"], "")
        self.assertEqual(self.reminded("2024-03-11 18:00:00"), [""], "once for each run")

    def test_reminder_after_work(self):
        self.env.company.write({"agency_timer_limit_hours": 0, "agency_timer_day_end": True})
        with freeze_time("2024-03-11 09:00:00"):
            self.timer.timer_start(task_id=self.copy_task.id)
        text = "Your working day is over and your timer still runs. Is that right?"
        # 17:00 in Berlin is 16:00 in winter
        self.assertEqual(self.reminded("2024-03-11 15:59:00", "2024-03-11 16:00:00"), ["", text])

    def test_who_starts_after_work_is_left_alone(self):
        self.env.company.write({"agency_timer_limit_hours": 0, "agency_timer_day_end": True})
        with freeze_time("2024-03-11 18:00:00"):
            self.timer.timer_start(task_id=self.copy_task.id)
        self.assertEqual(self.reminded("2024-03-11 19:00:00"), [""])

    def test_the_notice_goes_to_the_owner(self):
        self.env.company.write({"agency_timer_limit_hours": 1, "agency_timer_day_end": False})
        with freeze_time("2024-03-11 08:00:00"):
            self.timer.timer_start(task_id=self.copy_task.id)
        sent = []
        self.patch(
            type(self.env["bus.bus"]),
            "_sendone",
            lambda bus, target, kind, payload: sent.append((target, kind, payload)),
        )
        with freeze_time("2024-03-11 09:00:00"):
            self.env["agency.timer"]._cron_remind_running()
            self.env["agency.timer"]._cron_remind_running()
        text = "Your timer has been running for over 1:00 h. Is that right?"
        self.assertEqual(sent, [(self.author.partner_id, "agency_timer", {"reminder": text})])

    def test_todays_bookings_come_first(self):
        self.env["agency.booking"].create(
            {
                "employee_id": self.alan.id,
                "project_id": self.project_b.id,
                "start_date": MONDAY,
                "end_date": MONDAY,
                "hours": 3,
                "state": "confirmed",
            }
        )
        with freeze_time("2024-03-11 08:00:00"):
            found = self.timer.timer_search("")
        self.assertEqual(
            [(row["name"], row["project"], row["booked"]) for row in found if row["booked"] or row["task_id"]],
            [("Beta campaign", False, 180), ("Write copy", "Alpha relaunch", 0)],
        )
        self.assertEqual([row["name"] for row in found].count("Beta campaign"), 1)
        with freeze_time("2024-03-12 08:00:00"):
            self.assertEqual([row["booked"] for row in self.timer.timer_search("")], [0] * len(found))
