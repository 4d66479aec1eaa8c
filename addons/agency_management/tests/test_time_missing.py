from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.queue_job.tests.common import trap_jobs

from .time_common import MONDAY, NEXT_MONDAY, TUESDAY, TimeCommon


@tagged("post_install", "-at_install")
class TestMissingTime(TimeCommon):
    """What people should have entered, who is reminded, and when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # everybody else in the database enters no time
        cls.env["hr.employee"].search([]).agency_time_from = False
        cls.alan.agency_time_from = MONDAY
        cls.chloe.agency_time_from = MONDAY + timedelta(days=2)
        cls.company = cls.env.company
        cls.company.write({"agency_time_reminder": True, "agency_time_reminder_days": 1, "agency_time_tolerance": 1})

    def run_cron(self, moment):
        with freeze_time(moment):
            self.env["agency.timesheet.week"]._job_missing_time()

    def weeks(self):
        found = self.env["agency.timesheet.week"].search(
            [("employee_id", "in", (self.alan | self.chloe | self.mona).ids)], order="employee_id, start_date"
        )
        return [(week.employee_id.name, week.start_date, week.hours_expected, week.hours_missing) for week in found]

    def reminders(self):
        kind = self.env.ref("agency_management.mail_activity_time_missing")
        found = self.env["mail.activity"].search([("activity_type_id", "=", kind.id)], order="user_id, id")
        return [(one.user_id.name, one.summary) for one in found]

    def test_weeks_are_made_for_who_enters_time(self):
        self.log(8, day=TUESDAY)
        self.run_cron("2024-03-18 06:00:00")
        self.assertEqual(
            self.weeks(),
            [
                ("Alan Author", MONDAY, 40, 32),
                ("Alan Author", NEXT_MONDAY, 40, 40),
                ("Chloe Checker", MONDAY, 24, 24),
                ("Chloe Checker", NEXT_MONDAY, 40, 40),
            ],
        )

    def test_the_action_enqueues_one_job(self):
        weeks = self.env["agency.timesheet.week"]
        with trap_jobs() as trap:
            weeks._cron_missing_time()
            trap.assert_jobs_count(1, only=weeks._job_missing_time)
            self.assertEqual(trap.enqueued_jobs[0].identity_key, "agency_management.missing_time")

    def test_time_off_is_not_missing(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2024-03-14 22:00:00",
                "date_to": "2024-03-15 23:00:00",
                "time_type": "leave",
            }
        )
        self.log(8)
        self.run_cron("2024-03-17 06:00:00")
        self.assertEqual(self.weeks()[0], ("Alan Author", MONDAY, 32, 24))
        self.env["resource.calendar.leaves"].search([("calendar_id", "=", self.calendar.id)]).unlink()
        self.run_cron("2024-03-17 08:00:00")
        self.assertEqual(self.weeks()[0], ("Alan Author", MONDAY, 32, 24), "looked at once a day")
        self.run_cron("2024-03-18 06:00:00")
        self.assertEqual(self.weeks()[0], ("Alan Author", MONDAY, 40, 32))

    def test_time_off_booked_by_odoo_counts_as_neither(self):
        if "global_leave_id" not in self.env["account.analytic.line"]._fields:
            self.skipTest("the addon that books time off as time is not installed")
        leave = self.env["resource.calendar.leaves"].create(
            {"name": "Holiday", "date_from": "2024-03-14 22:00:00", "date_to": "2024-03-15 23:00:00"}
        )
        line = (
            self.env["account.analytic.line"]
            .sudo()
            .create(
                {
                    "name": "Holiday",
                    "project_id": self.internal.id,
                    "employee_id": self.alan.id,
                    "unit_amount": 8,
                    "date": date(2024, 3, 15),
                    "global_leave_id": leave.id,
                }
            )
        )
        self.assertFalse(line.agency_week_id)
        payload = self.env["agency.time.grid"].with_user(self.author).get_week("2024-03-15")
        cell = payload["rows"][0]["cells"][4]
        self.assertEqual((cell["minutes"], cell["lock"], payload["state"]), (480, "time_off", "empty"))

    def test_each_person_once_for_each_week(self):
        self.log(8)
        self.run_cron("2024-03-17 06:00:00")
        self.assertEqual(self.reminders(), [], "the week is not over")
        self.run_cron("2024-03-18 06:00:00")
        expected = [
            ("Alan Author", "32:00 h missing in the week of 03/11/2024"),
            ("Chloe Checker", "24:00 h missing in the week of 03/11/2024"),
        ]
        self.assertEqual(self.reminders(), expected)
        self.run_cron("2024-03-18 06:30:00")
        self.run_cron("2024-03-19 06:00:00")
        self.assertEqual(self.reminders(), expected)
        # a day on which the job did not run is made up for
        self.run_cron("2024-03-27 06:00:00")
        self.assertEqual(len(self.reminders()), 4)

    def test_who_is_not_reminded(self):
        for day in range(5):
            self.log(7.9, day=MONDAY + timedelta(days=day))
        self.checker.active = False
        self.run_cron("2024-03-18 06:00:00")
        self.assertEqual(self.reminders(), [], "an hour is tolerated, and whoever left is left alone")

    def test_settings(self):
        self.company.agency_time_reminder_days = 3
        self.run_cron("2024-03-18 06:00:00")
        self.assertEqual(self.reminders(), [])
        self.company.agency_time_reminder = False
        self.run_cron("2024-03-20 06:00:00")
        self.assertEqual(self.reminders(), [])
        self.company.agency_time_reminder = True
        self.run_cron("2024-03-20 07:00:00")
        self.assertEqual(len(self.reminders()), 2)

    def test_long_ago_is_forgotten(self):
        self.run_cron("2024-06-03 06:00:00")
        starts = {summary.rpartition(" ")[2] for _name, summary in self.reminders()}
        self.assertEqual(starts, {"05/06/2024", "05/13/2024", "05/20/2024", "05/27/2024"})

    def test_one_company_after_the_other(self):
        other = self.env["res.company"].create({"name": "Second agency", "agency_time_reminder_days": 5})
        self.chloe.company_id = other
        self.run_cron("2024-03-18 06:00:00")
        self.assertEqual([name for name, _summary in self.reminders()], ["Alan Author"])
        self.run_cron("2024-03-22 06:00:00")
        self.assertEqual([name for name, _summary in self.reminders()], ["Alan Author", "Chloe Checker"])

    def test_submitting_ends_the_reminder(self):
        self.log(8)
        self.run_cron("2024-03-18 06:00:00")
        with freeze_time("2024-03-18 07:00:00"):
            self.week().action_submit()
        self.assertEqual([name for name, _summary in self.reminders()], ["Chloe Checker"])

    def test_each_week_is_asked_about_once(self):
        self.run_cron("2024-03-18 06:00:00")
        once = self.reminders()
        week = self.week().sudo()
        week._remind()
        self.assertEqual((len(once), self.reminders()), (2, once))

    def test_submitting_says_what_is_missing(self):
        self.log(8)
        with freeze_time("2024-03-18 07:00:00"):
            self.week().action_submit()
        self.assertEqual(self.weeks(), [("Alan Author", MONDAY, 40, 32)])

    def test_as_many_queries_for_many_people(self):
        def queries(moment):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(moment):
                self.env["agency.timesheet.week"]._make_weeks()
                self.env["agency.timesheet.week"]._refresh_due()
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.company.agency_time_reminder = False
        # on the 13th Chloe's first week is made
        queries("2024-03-13 06:00:00")
        few = queries("2024-03-14 06:00:00")
        self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number}",
                    "user_id": self.new_staff(f"many_{number}", "team_member").id,
                    "tz": "Europe/Berlin",
                    "resource_calendar_id": self.calendar.id,
                    "agency_time_from": MONDAY,
                }
                for number in range(12)
            ]
        )
        queries("2024-03-15 06:00:00")
        self.assertEqual(queries("2024-03-16 06:00:00"), few)

    def test_the_overview_begins_with_the_last_four_weeks(self):
        self.alan.agency_time_from = MONDAY - timedelta(weeks=20)
        (self.chloe | self.mona).agency_time_from = False
        weeks = self.env["agency.timesheet.week"].with_user(self.manager)
        with freeze_time("2024-03-18 06:00:00"):
            action = weeks.action_missing_time()
            view = etree.fromstring(weeks.get_views([(False, "search")])["views"]["search"]["arch"])
            chosen = [name.removeprefix("search_default_") for name in safe_eval(action["context"])]
            names = {"context_today": date.today, "relativedelta": relativedelta}
            domains = [safe_eval(view.find(f".//filter[@name='{name}']").get("domain"), names) for name in chosen]
            found = weeks.search([term for domain in domains for term in domain] + [("user_id", "!=", False)])
        self.assertEqual(
            sorted(found.mapped("start_date")), [MONDAY + timedelta(weeks=number) for number in (-3, -2, -1, 0)]
        )

    def test_overview(self):
        self.log(8)
        with freeze_time("2024-03-18 06:00:00"):
            action = (
                self.env.ref("agency_management.agency_timesheet_week_action_server_missing")
                .with_user(self.manager)
                .run()
            )
        self.assertEqual(action["res_model"], "agency.timesheet.week")
        weeks = self.env["agency.timesheet.week"].with_user(self.manager)
        found = weeks.search([("hours_missing", ">", 0), ("end_date", "<", NEXT_MONDAY), ("user_id", "!=", False)])
        self.assertEqual(
            sorted((week.user_id.name, week.hours_missing) for week in found),
            [("Alan Author", 32), ("Chloe Checker", 24)],
        )
        portal = self.member_a
        with self.assertRaises(AccessError):
            self.env["agency.timesheet.week"].with_user(portal).action_missing_time()
