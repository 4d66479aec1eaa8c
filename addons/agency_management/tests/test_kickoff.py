from datetime import datetime

import pytz
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .onboarding_common import OnboardingCommon

#: a Friday; the slots tested are those of the Monday and Tuesday after it
NOW = "2024-03-01 10:00:00"
TZ = "Europe/Brussels"


def utc(text):
    """:return: aware datetime of a UTC time, ``MM-DD HH:MM`` of 2024"""
    return pytz.utc.localize(datetime.strptime(f"2024-{text}", "%Y-%m-%d %H:%M"))


class KickoffCommon(OnboardingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.calendar = cls.use_calendar()
        for user in (cls.manager, cls.worker):
            user.tz = TZ
        cls.employees = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "resource_calendar_id": cls.calendar.id, "tz": TZ}
                for user in (cls.manager, cls.worker)
            ]
        )
        cls.member.tz = TZ
        cls.template = cls.env["agency.onboarding.template"].create(
            {
                "name": "Short notice",
                "meeting_buffer_minutes": 0,
                "meeting_notice_hours": 0,
                "meeting_horizon_days": 5,
                "meeting_step_minutes": 60,
                "meeting_place": "Our office",
                "meeting_link": "https://video.example.com/abc",
            }
        )
        cls.onboarding = cls.new_onboarding(
            cls.client,
            [
                {"name": "Pick", "condition": "meeting_booked", "client_facing": True},
                {"name": "Prepare", "due_rule": "kickoff", "due_days": 1},
            ],
            template_id=cls.template.id,
            meeting_user_ids=[Command.set((cls.manager | cls.worker).ids)],
        )

    def slots(self, tz=TZ, onboarding=None):
        """:return list: starts of the slots, ``MM-DD HH:MM`` in UTC"""
        found = (onboarding or self.onboarding)._meeting_slots(tz)
        return [start.strftime("%m-%d %H:%M") for start, _end in found]

    def monday(self, tz=TZ):
        return [slot[6:] for slot in self.slots(tz) if slot.startswith("03-04")]

    def busy(self, user, start, stop, **values):
        return self.env["calendar.event"].create(
            {
                "name": "Other",
                "start": f"2024-{start}:00",
                "stop": f"2024-{stop}:00",
                "user_id": user.id,
                "partner_ids": [Command.set(user.partner_id.ids)],
            }
            | values
        )

    def book(self, slot, seen=0, user=None):
        return self.onboarding.sudo()._client_book_meeting(user or self.member, utc(slot), TZ, seen)


@tagged("post_install", "-at_install")
class TestKickoffSlots(KickoffCommon):
    """Which times are offered."""

    def test_common_working_time(self):
        # office from 9 to 17 in Brussels is 8 to 16 in UTC
        day = [f"{hour:02}:00" for hour in range(8, 16)]
        self.assertEqual(
            self.slots(),
            [f"03-01 {hour}:00" for hour in range(11, 16)]
            + [f"03-0{one} {hour}" for one in (4, 5) for hour in day]
            + [f"03-06 {hour:02}:00" for hour in (8, 9)],
        )
        self.employees[1].resource_calendar_id = self.use_calendar(hours=((9.0, 12.0),))
        self.env.company.resource_calendar_id = self.calendar
        self.assertEqual(self.monday(), ["08:00", "09:00", "10:00"], "the part-timer's mornings")

    def test_hours_of_both_sides(self):
        self.assertEqual(self.monday("America/New_York"), ["13:00", "14:00", "15:00"], "8 to 18 over there")
        self.template.write({"meeting_from": 10, "meeting_to": 12.5})
        self.assertEqual(self.monday(), ["09:00", "10:00"])

    def test_appointments_of_everybody(self):
        self.busy(self.manager, "03-04 08:30", "03-04 09:30")
        self.busy(self.worker, "03-04 12:00", "03-04 13:00")
        self.assertEqual(self.monday(), ["10:00", "11:00", "13:00", "14:00", "15:00"])
        self.template.meeting_buffer_minutes = 15
        self.assertEqual(self.monday(), ["10:00", "14:00", "15:00"])
        self.template.meeting_step_minutes = 15
        self.assertEqual(self.monday()[:3], ["09:45", "10:00", "10:15"])

    def test_what_does_not_count_as_busy(self):
        free = self.busy(self.manager, "03-04 08:00", "03-04 09:00", show_as="free")
        declined = self.busy(self.manager, "03-04 09:00", "03-04 10:00")
        declined.attendee_ids.state = "declined"
        self.busy(self.manager, "03-04 10:00", "03-04 11:00").active = False
        self.busy(self.member, "03-04 11:00", "03-04 12:00")
        self.assertEqual(self.monday(), [f"{hour:02}:00" for hour in range(8, 16)])
        free.show_as = "busy"
        self.assertEqual(self.monday(), [f"{hour:02}:00" for hour in range(9, 16)])

    def test_whole_days_are_those_of_the_person(self):
        # their own; the time zone of a user would move the working hours, which are from 9 to 17 in Brussels, along
        self.worker.partner_id.tz = "Asia/Tokyo"
        self.env["calendar.event"].create(
            {
                "name": "Fair",
                "allday": True,
                "start": "2024-03-05 08:00:00",
                "stop": "2024-03-05 18:00:00",
                "start_date": "2024-03-05",
                "stop_date": "2024-03-05",
                "user_id": self.worker.id,
                "partner_ids": [Command.set(self.worker.partner_id.ids)],
            }
        )
        # in Tokyo the day begins on Monday at 15:00 UTC and ends on Tuesday at the same time
        self.assertEqual(self.monday(), [f"{hour:02}:00" for hour in range(8, 15)])
        self.assertEqual([slot for slot in self.slots() if slot.startswith("03-05")], ["03-05 15:00"])

    def test_time_off_and_holidays(self):
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Holiday",
                    "calendar_id": self.calendar.id,
                    "company_id": self.env.company.id,
                    "date_from": "2024-03-05 00:00:00",
                    "date_to": "2024-03-05 23:00:00",
                },
                {
                    "name": "Dentist",
                    "resource_id": self.employees[1].resource_id.id,
                    "calendar_id": self.calendar.id,
                    "company_id": self.env.company.id,
                    "date_from": "2024-03-04 08:00:00",
                    "date_to": "2024-03-04 12:00:00",
                },
            ]
        )
        self.assertEqual(self.monday(), ["12:00", "13:00", "14:00", "15:00"])
        self.assertFalse([slot for slot in self.slots() if slot.startswith("03-05")])

    def test_time_off_that_is_only_asked_for(self):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Unpaid",
                "requires_allocation": "no"
                if self.env["hr.leave.type"]._fields["requires_allocation"].type == "selection"
                else False,
                "leave_validation_type": "manager",
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employees[1].id,
                "holiday_status_id": kind.id,
                "request_date_from": "2024-03-04",
                "request_date_to": "2024-03-04",
            }
        )
        self.assertIn(leave.state, ("confirm", "validate1"))
        self.assertEqual(self.monday(), [])

    def test_notice_and_horizon(self):
        self.template.write({"meeting_notice_hours": 75, "meeting_horizon_days": 4})
        self.assertEqual(self.slots(), ["03-04 14:00", "03-04 15:00", "03-05 08:00", "03-05 09:00"])

    def test_clocks_that_change_in_between(self):
        """On 31 March 2024 Brussels changes its clocks: the office opens an hour earlier in UTC."""
        with freeze_time("2024-03-29 06:00:00"):
            self.assertEqual(
                [slot for slot in self.slots() if slot.endswith(("07:00", "08:00"))],
                ["03-29 08:00", "04-01 07:00", "04-01 08:00", "04-02 07:00", "04-02 08:00"],
            )

    def test_the_team(self):
        self.assertEqual(self.onboarding._meeting_team(), self.manager | self.worker)
        self.onboarding.meeting_user_ids = False
        self.assertEqual(self.onboarding._meeting_team(), self.manager, "whoever runs it")
        leader = self.new_staff("kick_leader", "project_manager")
        self.onboarding.project_id = self.env["project.project"].create({"name": "P", "user_id": leader.id})
        self.assertEqual(self.onboarding._meeting_team(), self.manager | leader)
        (self.manager | leader).active = False
        self.assertEqual(self.slots(), [], "nobody is there to meet")

    def test_no_queries_per_person_or_appointment(self):
        def cost(count):
            users = self.env["res.users"]
            for number in range(count):
                user = self.new_staff(f"kick_{count}_{number}", "team_member", tz=TZ)
                self.env["hr.employee"].create(
                    {"name": user.name, "user_id": user.id, "resource_calendar_id": self.calendar.id}
                )
                for hour in range(3):
                    self.busy(user, f"03-04 {10 + hour}:00", f"03-04 {10 + hour}:30")
                users |= user
            self.onboarding.meeting_user_ids = [Command.set(users.ids)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.onboarding._meeting_slots(TZ)
            return self.cr.sql_log_count - before

        cost(1)
        few, many = cost(2), cost(12)
        self.assertEqual(few, many)
        self.assertLess(few, 25)


@tagged("post_install", "-at_install")
class TestKickoffBooking(KickoffCommon):
    """Picking, moving and cancelling."""

    def mails(self, event):
        """:return dict: name of who was notified by messages of an event -> names of the attachments"""
        return {
            partner.name: message.attachment_ids.mapped("name")
            for message in self.notices(event)
            for partner in message.notified_partner_ids
        }

    def test_book(self):
        second = self.new_member(self.client, "kick_second")
        event = self.book("03-05 09:00")
        self.assertRecordValues(
            event,
            [
                {
                    "name": "Kick-off: Welcome Alpha Steps",
                    "start": datetime(2024, 3, 5, 9),
                    "stop": datetime(2024, 3, 5, 10),
                    "user_id": self.manager.id,
                    "location": "Our office",
                    "videocall_location": "https://video.example.com/abc",
                    "client_id": self.client.id,
                    "active": True,
                }
            ],
        )
        everybody = (self.manager | self.worker | self.member | second).partner_id
        self.assertEqual(event.partner_ids, everybody)
        states = {attendee.partner_id: attendee.state for attendee in event.attendee_ids}
        agreed = (self.manager | self.member).partner_id
        self.assertEqual({partner for partner, state in states.items() if state == "accepted"}, set(agreed))
        # stock sends the invitations, to everybody, with the event for their calendars
        self.assertEqual(self.mails(event), {partner.name: ["invitation.ics"] for partner in everybody})
        pick, prepare = self.onboarding.step_ids
        self.assertEqual((self.onboarding.meeting_id, pick.state), (event, "done"))
        self.assertEqual(str(prepare.due_date), "2024-03-04", "a working day before the kick-off")
        self.assertNotIn(
            "03-05 09:00",
            self.slots(
                onboarding=self.new_onboarding(
                    self.new_client("Beta Kick"),
                    template_id=self.template.id,
                    meeting_user_ids=[Command.set(self.worker.ids)],
                )
            ),
        )

    def test_members_who_were_archived_are_not_invited(self):
        gone = self.new_member(self.client, "kick_gone")
        gone.active = False
        event = self.book("03-05 09:00")
        self.assertEqual(event.partner_ids, (self.manager | self.worker | self.member).partner_id)

    def test_move(self):
        event = self.book("03-05 09:00")
        event.attendee_ids.state = "accepted"
        before = self.notices(event)
        moved = self.book("03-05 09:00", seen=event.id)
        self.assertEqual((moved, event.start), (event, datetime(2024, 3, 5, 9)), "its own time counts as free")
        self.book("03-04 14:00", seen=event.id)
        self.assertEqual((event.start, event.stop), (datetime(2024, 3, 4, 14), datetime(2024, 3, 4, 15)))
        self.assertEqual(str(self.onboarding.step_ids[1].due_date), "2024-03-01")
        told = (self.notices(event) - before).notified_partner_ids
        self.assertEqual(told, event.partner_ids, "stock tells everybody of the new time")
        waiting = event.attendee_ids.filtered(lambda attendee: attendee.state != "accepted").partner_id
        self.assertEqual(waiting, self.worker.partner_id, "is asked again")

    def test_cancel(self):
        event = self.book("03-05 09:00")
        before = self.notices(event)
        self.onboarding.sudo()._client_cancel_meeting(self.member, "We are <b>ill</b>")
        self.assertFalse(event.active)
        told = self.notices(event) - before
        self.assertEqual(told.notified_partner_ids, event.partner_ids)
        self.assertIn("We are &lt;b&gt;ill&lt;/b&gt;", told[0].body)
        pick, prepare = self.onboarding.step_ids
        self.assertEqual((self.onboarding.meeting_id.id, pick.state, prepare.due_date), (False, "open", False))
        again = self.book("03-05 09:00")
        self.assertNotEqual(again, event)
        self.assertEqual(pick.state, "done")

    def test_until_when_the_client_may_change_it(self):
        event = self.book("03-05 09:00")
        with freeze_time("2024-03-04 09:00:00"):
            self.assertTrue(self.onboarding._meeting_may_change())
        with freeze_time("2024-03-04 09:00:01"):
            for attempt in (
                lambda: self.book("03-05 14:00", seen=event.id),
                lambda: self.onboarding.sudo()._client_cancel_meeting(self.member),
            ):
                with self.assertRaisesRegex(UserError, "It is too late"):
                    attempt()
        self.assertEqual(event.start, datetime(2024, 3, 5, 9))

    def test_refusals_in_words(self):
        self.busy(self.worker, "03-05 09:00", "03-05 10:00")
        for slot in ("03-05 09:00", "03-05 09:17", "03-09 09:00", "02-20 09:00", "03-05 03:00"):
            with self.subTest(slot), self.assertRaisesRegex(UserError, "not free any more"):
                self.book(slot)
        with self.assertRaisesRegex(UserError, "No meeting is booked"):
            self.onboarding.sudo()._client_cancel_meeting(self.member)
        event = self.book("03-05 10:00")
        with self.assertRaisesRegex(UserError, "Somebody has booked"):
            self.book("03-05 11:00")
        self.assertEqual(event.start, datetime(2024, 3, 5, 10))
        self.onboarding.action_cancel()
        with self.assertRaisesRegex(UserError, "is finished"):
            self.book("03-05 11:00", seen=event.id)

    def test_staff_move_and_delete_it_in_their_calendar(self):
        event = self.book("03-05 09:00")
        pick, prepare = self.onboarding.step_ids
        event.with_user(self.manager).write({"start": "2024-03-07 09:00:00", "stop": "2024-03-07 10:00:00"})
        self.assertEqual(str(prepare.due_date), "2024-03-06")
        event.with_user(self.manager).unlink()
        self.assertEqual((self.onboarding.meeting_id.id, pick.state, prepare.due_date), (False, "open", False))
        other = self.busy(self.manager, "03-06 09:00", "03-06 10:00", agency_onboarding_id=self.onboarding.id)
        self.assertEqual((self.onboarding.meeting_id, pick.state), (other, "done"), "made by hand")

    def test_the_agency_cancels(self):
        event = self.book("03-05 09:00")
        self.onboarding.with_user(self.manager).action_cancel_meeting()
        self.assertEqual((event.active, self.onboarding.step_ids[0].state), (False, "open"))
        event = self.book("03-05 10:00")
        for user in (self.worker, self.member):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.onboarding.with_user(user).action_cancel_meeting()
        self.assertTrue(event.active)

    def test_who_leaves_the_client_leaves_the_meeting(self):
        event = self.book("03-05 09:00")
        self.assertTrue(self.env["calendar.event"].with_user(self.member).search([("id", "=", event.id)]))
        self.client.member_ids.unlink()
        self.assertNotIn(self.member.partner_id, event.partner_ids)
        event.partner_ids = [Command.link(self.member.partner_id.id)]
        self.assertFalse(self.env["calendar.event"].with_user(self.member).search([("id", "=", event.id)]))

    def test_links_are_addresses(self):
        for link in ("meet me", "javascript:alert(1)", "zoom.us/j/1"):
            with self.subTest(link), self.assertRaises(ValidationError):
                self.onboarding.meeting_link = link
            with self.subTest(link), self.assertRaises(ValidationError):
                self.template.meeting_link = link
