from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestTwoPlanners(ConcurrencyCase):
    """Two people plan at the same time, in transactions that really commit."""

    def build(self, env):
        self.rule = env.company.agency_overbooking
        calendar = env["resource.calendar"].create({"name": "Twice", "tz": "Europe/Berlin"})
        employee = env["hr.employee"].create({"name": "Twice", "resource_calendar_id": calendar.id})
        project = env["project.project"].create({"name": "Twice"})
        bookings = env["agency.booking"].create(
            [
                {
                    "employee_id": employee.id,
                    "project_id": project.id,
                    "start_date": "2027-03-15",
                    "end_date": "2027-03-19",
                    "hours": 24,
                    "state": "tentative",
                }
                for _number in range(2)
            ]
        )
        self.ids = bookings.ids
        self.made = [
            ("agency.booking", bookings.ids),
            ("project.project", project.ids),
            ("hr.employee", employee.ids),
            ("resource.resource", employee.resource_id.ids),
            ("resource.calendar", calendar.ids),
        ]

    def clean(self, env):
        env.company.agency_overbooking = self.rule
        for model, ids in self.made:
            env[model].browse(ids).exists().unlink()

    def strict(self):
        with self.registry.cursor() as cr:
            self.environment(cr).company.agency_overbooking = "refuse"

    def booking(self, cr, position=0):
        return self.environment(cr)["agency.booking"].browse(self.ids[position])

    def test_whoever_drags_first_wins(self):
        with self.registry.cursor() as cr:
            seen = self.booking(cr)._planner_rows()[0]["write_date"]
        with self.registry.cursor() as second:
            theirs = self.booking(second)
            self.assertEqual(theirs.hours, 24)
            with self.registry.cursor() as first:
                self.booking(first).move({"start_date": "2027-03-16"}, seen)
            with self.comes_too_late(second):
                theirs.move({"start_date": "2027-03-17"}, seen)
            # what the server does after a conflict: the call is repeated, and finds that somebody was faster
            self.assertEqual(self.booking(second)._planner_rows()[0]["start_date"], "2027-03-16")
            with self.assertRaisesRegex(UserError, "changed this booking"):
                self.booking(second).move({"start_date": "2027-03-17"}, seen)

    def test_the_other_waits_while_one_drags(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            mine, theirs = self.booking(first), self.booking(second)
            seen = theirs._planner_rows()[0]["write_date"]
            mine.move({"hours": 8}, seen)
            with self.has_to_wait(second):
                theirs.move({"hours": 9}, seen)

    def test_two_bookings_do_not_both_find_the_last_room(self):
        self.strict()
        with self.registry.cursor() as second:
            theirs = self.booking(second, 1)
            self.assertEqual(theirs.state, "tentative")
            with self.registry.cursor() as first:
                self.booking(first).action_confirm()
            with self.comes_too_late(second):
                theirs.action_confirm()
                theirs.flush_recordset()
            with self.assertRaisesRegex(ValidationError, "48.0 of 40.0 hours"):
                self.booking(second, 1).action_confirm()
            second.rollback()
