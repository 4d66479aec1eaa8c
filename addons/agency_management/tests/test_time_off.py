from freezegun import freeze_time

from odoo.tests import Form, tagged

from .capacity_common import CapacityCommon, day


@tagged("post_install", "-at_install")
class TestTimeOff(CapacityCommon):
    """HR-2: approved time off reduces capacity at once and warns about bookings in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls.new_staff("capacity_hr", "hr_manager")
        cls.ann = cls.new_person("Ann", cls.role_design, user_id=cls.member.id)
        cls.project.user_id = cls.manager
        values = {"name": "Leave", "leave_validation_type": "hr"}
        if cls.env["hr.leave.type"]._fields["requires_allocation"].type == "selection":
            values["requires_allocation"] = "no"
        else:
            values["requires_allocation"] = False
        cls.leave_type = cls.env["hr.leave.type"].create(values)

    def request(self, first, last):
        return self.env["hr.leave"].create(
            {
                "employee_id": self.ann.id,
                "holiday_status_id": self.leave_type.id,
                "request_date_from": first,
                "request_date_to": last,
            }
        )

    def capacity(self):
        return self.env["agency.capacity"]._hours(self.ann, day("2027-03-15"), day("2027-03-19"))[self.ann]

    def asked(self, booking):
        return booking.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref("agency_management.mail_activity_booking_time_off")
        )

    @freeze_time("2027-03-01 10:00:00")
    def test_approving_reduces_capacity_and_warns(self):
        inside = self.new_booking(self.ann, "2027-03-17", "2027-03-22", 20)
        tentative = self.new_booking(self.ann, "2027-03-17", "2027-03-22", 20, state="tentative")
        outside = self.new_booking(self.ann, "2027-03-15", "2027-03-16", 10)
        leave = self.request("2027-03-17", "2027-03-18")
        self.assertEqual(self.capacity()["capacity"], 40.0, "a request takes nothing")
        self.assertFalse(self.asked(inside))
        leave.with_user(self.hr).action_approve()
        self.assertEqual((self.capacity()["capacity"], self.capacity()["time_off"]), (24.0, 16.0))
        self.assertRecordValues(self.asked(inside), [{"user_id": self.manager.id, "date_deadline": day("2027-03-17")}])
        self.assertIn("Ann has time off between 03/17/2027 and 03/18/2027.", inside.message_ids[0].body)
        self.assertIn("20.0 hours", self.asked(inside).note)
        self.assertFalse(self.asked(tentative) | self.asked(outside))
        listed = self.env["agency.booking"].with_user(self.manager).search([("inside_time_off", "=", True)])
        self.assertEqual(listed & (inside | tentative | outside), inside | tentative)

    @freeze_time("2027-03-01 10:00:00")
    def test_taking_time_off_back_takes_the_warning_back(self):
        booking = self.new_booking(self.ann, "2027-03-17", "2027-03-22", 20)
        leave = self.request("2027-03-17", "2027-03-18")
        leave.with_user(self.hr).action_approve()
        self.assertTrue(self.asked(booking))
        leave.with_user(self.hr).action_refuse()
        self.assertFalse(self.asked(booking))
        self.assertEqual(self.capacity()["capacity"], 40.0)

    @freeze_time("2027-03-01 10:00:00")
    def test_moving_the_booking_closes_the_warning(self):
        booking = self.new_booking(self.ann, "2027-03-17", "2027-03-18", 8)
        self.new_absence(self.ann, "2027-03-17 00:00:00", "2027-03-17 23:59:59")
        self.assertTrue(self.asked(booking))
        booking.with_user(self.manager).write({"hours": 7})
        self.assertTrue(self.asked(booking), "still inside")
        booking.with_user(self.manager).write({"start_date": "2027-03-18"})
        self.assertFalse(self.asked(booking))

    @freeze_time("2027-03-01 10:00:00")
    def test_warned_once(self):
        booking = self.new_booking(self.ann, "2027-03-17", "2027-03-22", 20)
        self.new_absence(self.ann, "2027-03-17 00:00:00", "2027-03-17 23:59:59")
        self.new_absence(self.ann, "2027-03-19 00:00:00", "2027-03-19 23:59:59")
        self.assertEqual(len(self.asked(booking)), 1)

    @freeze_time("2027-03-01 10:00:00")
    def test_what_is_over_warns_nobody(self):
        booking = self.new_booking(self.ann, "2027-02-15", "2027-02-16", 8)
        self.new_absence(self.ann, "2027-02-15 00:00:00", "2027-02-15 23:59:59")
        self.assertFalse(self.asked(booking))

    @freeze_time("2027-03-01 10:00:00")
    def test_without_manager_whoever_made_the_booking_is_asked(self):
        self.project.user_id = False
        planner = self.new_staff("capacity_planner", "project_manager")
        booking = (
            self.env["agency.booking"]
            .with_user(planner)
            .create(
                {
                    "employee_id": self.ann.id,
                    "project_id": self.project.id,
                    "start_date": "2027-03-17",
                    "end_date": "2027-03-17",
                    "hours": 4,
                    "state": "confirmed",
                }
            )
        )
        self.new_absence(self.ann, "2027-03-17 00:00:00", "2027-03-17 23:59:59")
        self.assertEqual(self.asked(booking).user_id, planner)

    def test_the_request_shows_what_is_booked(self):
        self.new_booking(self.ann, "2027-03-17", "2027-03-22", 20)
        self.new_booking(self.ann, "2027-03-17", "2027-03-22", 30, state="tentative")
        self.new_booking(self.ann, "2027-03-22", "2027-03-23", 5)
        leave = self.request("2027-03-17", "2027-03-18")
        other = self.request("2027-03-24", "2027-03-24")
        self.assertEqual(
            (leave | other).mapped("agency_booked"), ["Relaunch: 20.0 hours from 03/17/2027 to 03/22/2027", ""]
        )

    def test_public_holidays_take_capacity_from_everybody(self):
        self.new_absence(None, "2027-03-18 00:00:00", "2027-03-18 23:59:59", name="Founding day")
        self.assertEqual((self.capacity()["capacity"], self.capacity()["time_off"]), (32.0, 8.0))

    def test_booking_by_form_over_time_off_warns(self):
        self.new_absence(self.ann, "2027-03-17 00:00:00", "2027-03-17 23:59:59")
        form = Form(self.env["agency.booking"].with_user(self.manager))
        form.employee_id = self.ann
        form.project_id = self.project
        form.start_date, form.end_date, form.hours = "2027-03-16", "2027-03-17", 8
        booking = form.save()
        self.assertIn("Ann has time off", booking.warning)
        self.assertEqual(booking.room_text, "8.0 of 8.0 hours free")
