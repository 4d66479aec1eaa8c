from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .capacity_common import CapacityCommon, day


@tagged("post_install", "-at_install")
class TestResourceAllocation(CapacityCommon):
    """PRJ-3: bookings of people and placeholders, what is wrong with them and what is too much."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.new_person("Ann", cls.role_design)
        cls.bob = cls.new_person("Bob", cls.role_code)

    def test_what_follows_from_person_and_project(self):
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 20)
        placeholder = self.new_booking(self.role_code, "2027-03-15", "2027-03-19", 20, state="tentative")
        self.assertRecordValues(
            booking | placeholder,
            [
                {
                    "display_name": "Ann: Relaunch",
                    "role_id": self.role_design.id,
                    "client_id": self.client_acme.id,
                    "company_id": self.env.company.id,
                    "state": "confirmed",
                },
                {
                    "display_name": "Code: Relaunch",
                    "role_id": self.role_code.id,
                    "client_id": self.client_acme.id,
                    "company_id": self.env.company.id,
                    "state": "tentative",
                },
            ],
        )
        placeholder.employee_id = self.ann
        self.assertEqual(placeholder.role_id, self.role_code, "the role it was needed for stays")

    def test_bad_input_is_refused(self):
        cases = [
            ({"end_date": "2027-03-14"}, IntegrityError),
            ({"hours": 0}, IntegrityError),
            ({"hours": -8}, IntegrityError),
            ({"employee_id": False, "role_id": False}, IntegrityError),
            ({"hours": 24.5, "end_date": "2027-03-15"}, ValidationError),
            ({"end_date": "2028-03-16"}, ValidationError),
        ]
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-15", 8)
        for values, error in cases:
            with self.subTest(values=values), mute_logger("odoo.sql_db"):
                with self.assertRaises(error), self.env.cr.savepoint():
                    booking.write(values)
                    booking.flush_recordset()
            self.env.invalidate_all()
        booking.write({"hours": 24})

    def test_the_task_is_one_of_the_project(self):
        other = self.env["project.project"].create({"name": "Other"})
        task = self.env["project.task"].create({"name": "Elsewhere", "project_id": other.id})
        with self.assertRaisesRegex(ValidationError, "Elsewhere is no task of Relaunch"):
            self.new_booking(self.ann, "2027-03-15", "2027-03-15", 8, task_id=task.id)

    def test_hours_by_day_over_the_change_of_clocks(self):
        self.new_absence(self.ann, "2027-03-26 08:00", "2027-03-26 12:00")
        booking = self.new_booking(self.ann, "2027-03-25", "2027-03-30", 21)
        placeholder = self.new_booking(self.role_code, "2027-03-26", "2027-03-29", 8)
        self.assertEqual(
            (booking | placeholder)._hours_by_day(),
            {
                booking: {
                    day("2027-03-25"): 6.0,
                    day("2027-03-26"): 3.0,
                    day("2027-03-29"): 6.0,
                    day("2027-03-30"): 6.0,
                },
                placeholder: {day("2027-03-26"): 4.0, day("2027-03-29"): 4.0},
            },
        )
        self.assertEqual(self.env["agency.booking"]._hours_by_day(), {})

    def test_overbooking_is_shown_and_accepted(self):
        self.env.company.agency_overbooking = "warn"
        fits = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 40)
        other = self.new_booking(self.bob, "2027-03-15", "2027-03-19", 40)
        self.assertFalse(fits.overbooked)
        more = self.new_booking(self.ann, "2027-03-18", "2027-03-22", 6)
        maybe = self.new_booking(self.ann, "2027-03-15", "2027-03-15", 8, state="tentative")
        everything = fits | other | more | maybe
        self.assertEqual(everything.mapped("overbooked"), [True, False, True, False])
        self.assertIn("Ann is booked for 44.0 of 40.0 hours", more.warning)
        found = self.env["agency.booking"].search([("overbooked", "=", True), ("id", "in", everything.ids)])
        self.assertEqual(found, fits | more)
        found = self.env["agency.booking"].search([("overbooked", "!=", True), ("id", "in", everything.ids)])
        self.assertEqual(found, other | maybe)
        self.assertEqual(everything.mapped("needs_acceptance"), [True, False, True, False])
        (fits | more).with_user(self.manager).action_accept_overbooking()
        self.assertEqual((fits | more).overbooking_accepted_by_id, self.manager)
        self.assertFalse(any(everything.mapped("needs_acceptance")))
        more.hours = 7
        self.assertFalse(more.overbooking_accepted_by_id, "what was accepted was something else")

    def test_overbooking_is_nobodys_business(self):
        self.env.company.agency_overbooking = "allow"
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-15", 9)
        self.assertEqual((booking.overbooked, booking.needs_acceptance, booking.warning), (True, False, ""))

    def test_overbooking_is_refused(self):
        self.env.company.agency_overbooking = "refuse"
        self.new_booking(self.ann, "2027-03-15", "2027-03-19", 36)
        maybe = self.new_booking(self.ann, "2027-03-16", "2027-03-17", 8, state="tentative")
        with self.assertRaisesRegex(ValidationError, "Ann is booked for 44.0 of 40.0 hours"), self.env.cr.savepoint():
            maybe.action_confirm()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.new_booking(self.ann, "2027-03-20", "2027-03-21", 1)
        maybe.write({"employee_id": self.bob.id, "state": "confirmed"})
        self.assertEqual(maybe.state, "confirmed")

    def test_a_booking_over_time_off_warns(self):
        self.new_absence(self.ann, "2027-03-16 00:00", "2027-03-17 23:59:59")
        self.new_absence(self.bob, "2027-03-16 00:00", "2027-03-17 23:59:59", time_type="other")
        inside = self.new_booking(self.ann, "2027-03-15", "2027-03-16", 4)
        before = self.new_booking(self.ann, "2027-03-15", "2027-03-15", 4)
        training = self.new_booking(self.bob, "2027-03-15", "2027-03-16", 4)
        everything = inside | before | training
        self.assertEqual(everything.mapped("inside_time_off"), [True, False, False])
        self.assertEqual(inside.warning, "Ann has time off between 03/16/2027 and 03/16/2027.", "the part that is off")
        search = self.env["agency.booking"].search
        self.assertEqual(search([("inside_time_off", "=", True), ("id", "in", everything.ids)]), inside)
        self.assertEqual(search([("inside_time_off", "=", False), ("id", "in", everything.ids)]), before | training)

    def test_room_on_the_form(self):
        self.new_booking(self.ann, "2027-03-15", "2027-03-19", 10)
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 20)
        self.assertEqual(booking.room_text, "30.0 of 40.0 hours free")

    def test_timeline_moves_by_whole_days(self):
        booking = self.new_booking(self.ann, "2027-03-26", "2027-03-29", 8).with_context(tz="Europe/Berlin")
        self.assertRecordValues(
            booking,
            [
                {
                    "timeline_start": self.moment("2027-03-26 00:00:00"),
                    "timeline_stop": self.moment("2027-03-29 23:59:59"),
                }
            ],
        )
        booking.write(
            {
                "timeline_start": self.moment("2027-03-27 12:00:00"),
                "timeline_stop": self.moment("2027-03-31 11:59:59"),
            }
        )
        self.assertRecordValues(booking, [{"start_date": day("2027-03-28"), "end_date": day("2027-03-31")}])

    def test_a_booking_notices_when_its_task_moves(self):
        task = self.env["project.task"].create(
            {
                "name": "Draw",
                "project_id": self.project.id,
                "agency_start_date": "2027-03-15",
                "date_deadline": self.moment("2027-03-17 17:00:00"),
            }
        )
        inside = self.new_booking(self.ann, "2027-03-16", "2027-03-17", 8, task_id=task.id)
        whole = self.new_booking(self.bob, "2027-03-15", "2027-03-17", 8, task_id=task.id)
        other = self.new_booking(self.bob, "2027-03-15", "2027-03-17", 8)
        everything = inside | whole | other
        self.assertEqual(everything.mapped("off_plan"), [False, False, False])
        task.write({"agency_start_date": "2027-03-16", "date_deadline": self.moment("2027-03-18 17:00:00")})
        self.assertEqual(everything.mapped("off_plan"), [False, True, False])
        found = self.env["agency.booking"].search([("off_plan", "=", True), ("id", "in", everything.ids)])
        self.assertEqual(found, whole)
        everything.with_user(self.manager).action_follow_task()
        self.assertRecordValues(
            everything,
            [
                {"start_date": day("2027-03-16"), "end_date": day("2027-03-17")},
                {"start_date": day("2027-03-16"), "end_date": day("2027-03-18")},
                {"start_date": day("2027-03-15"), "end_date": day("2027-03-17")},
            ],
        )

    def test_a_booking_that_is_over_follows_no_plan(self):
        task = self.env["project.task"].create(
            {
                "name": "Layout",
                "project_id": self.project.id,
                "agency_start_date": "2024-03-11",
                "date_deadline": self.moment("2024-03-13 17:00:00"),
            }
        )
        booking = self.new_booking(self.bob, "2024-03-18", "2024-03-20", 8, task_id=task.id)
        self.assertFalse(booking.off_plan)
        for value, found in ((True, self.env["agency.booking"]), (False, booking)):
            domain = [("off_plan", "=", value), ("id", "=", booking.id)]
            self.assertEqual(self.env["agency.booking"].search(domain), found)

    def test_moving(self):
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 20).with_user(self.manager)
        row = booking._planner_rows()[0]
        moved = booking.move({"employee_id": self.bob.id, "start_date": "2027-03-16"}, row["write_date"])
        expected = dict(
            row,
            name="Bob: Relaunch",
            employee_id=self.bob.id,
            start_date="2027-03-16",
            write_date=moved["write_date"],
        )
        self.assertEqual(moved, expected)
        self.assertEqual(
            expected,
            {
                "id": booking.id,
                "name": "Bob: Relaunch",
                "project": [self.project.id, "Relaunch"],
                "task": False,
                "client": [self.client_acme.id, "Acme Capacity"],
                "employee_id": self.bob.id,
                "role_id": self.role_design.id,
                "start_date": "2027-03-16",
                "end_date": "2027-03-19",
                "hours": 20.0,
                "state": "confirmed",
                "write_date": moved["write_date"],
                "color": 0,
                "overbooked": False,
                "inside_time_off": False,
                "warning": "",
                "may_edit": True,
            },
        )
        with self.assertRaisesRegex(UserError, "state"):
            booking.move({"state": "tentative"}, moved["write_date"])

    def test_a_move_of_something_outdated_is_refused(self):
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 20)
        seen = booking._planner_rows()[0]["write_date"]
        self.env.cr.execute(
            "UPDATE agency_booking SET write_date = write_date + interval '1 ms', write_uid = %s WHERE id = %s",
            [self.manager.id, booking.id],
        )
        booking.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "^capacity_manager .* changed this booking at "):
            booking.move({"hours": 21}, seen)
        self.assertEqual(booking.hours, 20)
        gone = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 20)
        self.env.cr.execute("DELETE FROM agency_booking WHERE id = %s", [gone.id])
        with self.assertRaisesRegex(UserError, "was deleted"):
            gone.move({"hours": 21}, seen)

    def test_who_may(self):
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 20)
        row = booking.with_user(self.member)._planner_rows()[0]
        self.assertEqual((row["name"], row["may_edit"]), ("Ann: Relaunch", False))
        with self.assertRaises(AccessError):
            booking.with_user(self.member).move({"hours": 21}, row["write_date"])
        # who changed it last is not for them either
        with self.assertRaises(AccessError):
            booking.with_user(self.member).move({"hours": 21}, "2020-01-01 00:00:00.000000")
        booking.with_user(self.manager).write({"hours": 21})
