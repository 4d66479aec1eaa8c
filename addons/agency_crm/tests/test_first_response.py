from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .win_common import WinCommon

#: a Friday, 16:00 in Berlin (CET)
FRIDAY = "2026-03-06 15:00:00"


@tagged("post_install", "-at_install")
class TestFirstResponse(WinCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls.env.ref("agency_crm.activity_type_first_response")
        cls.alert = cls.env.ref("agency_crm.activity_type_overdue")
        calendar = cls.env["resource.calendar"].create({"name": "Office", "tz": "Europe/Berlin"})
        cls.company = cls.env.ref("base.main_company")
        cls.company.write({"resource_calendar_id": calendar.id, "agency_first_response_hours": 4})
        (cls.leader | cls.seller_a | cls.seller_b).write({"tz": "Europe/Berlin"})

    def enquiry(self, **values):
        return self.Lead._agency_intake({"contact_name": "Jane", "email_from": "jane@acme.example"} | values)

    def alerts(self, lead):
        return lead.activity_ids.filtered(lambda activity: activity.activity_type_id == self.alert)

    def test_deadline_in_working_hours(self):
        # stock office hours: Monday to Friday, 8 to 12 and 13 to 17
        for start, hours, expected in [
            (
                "2026-03-06 15:00:00",
                4,
                "2026-03-09 10:00:00",
            ),  # Friday 16:00: one hour, three more on Monday until 11:00
            ("2026-03-07 12:00:00", 4, "2026-03-09 11:00:00"),  # Saturday: Monday until 12:00
            ("2026-03-09 07:00:00", 4, "2026-03-09 11:00:00"),
            ("2026-03-09 10:00:00", 2, "2026-03-09 13:00:00"),  # over lunch
            ("2026-03-27 15:00:00", 4, "2026-03-30 09:00:00"),  # summer time begins on that Sunday
        ]:
            with self.subTest(start=start, hours=hours):
                self.company.agency_first_response_hours = hours
                deadline = self.company._agency_first_response_deadline(datetime.fromisoformat(start))
                self.assertEqual(deadline, datetime.fromisoformat(expected))

    def test_without_working_hours_the_clock_runs_on(self):
        self.company.resource_calendar_id = False
        self.company.agency_first_response_hours = 4
        self.assertEqual(
            self.company._agency_first_response_deadline(datetime.fromisoformat(FRIDAY)),
            datetime.fromisoformat("2026-03-06 19:00:00"),
        )

    def test_an_enquiry_starts_the_clock(self):
        with freeze_time(FRIDAY):
            lead = self.enquiry()
            self.assertRecordValues(
                lead.activity_ids,
                [
                    {
                        "activity_type_id": self.type.id,
                        "user_id": self.seller_a.id,
                        "date_deadline": datetime(2026, 3, 9).date(),
                        "summary": "Answer Jane",
                    }
                ],
            )
            self.assertEqual(lead.first_response_deadline, datetime(2026, 3, 9, 10))
            # a second enquiry while the first waits adds no second activity
            self.enquiry()
            self.assertEqual(len(lead.activity_ids), 1)

    def test_states_and_their_filters(self):
        with freeze_time(FRIDAY):
            leads = {name: self.enquiry(email_from=f"{name}@{name}.example") for name in ("waiting", "met", "missed")}
            leads["met"]._agency_first_responded()
        with freeze_time("2026-03-09 12:00:00"):
            leads["missed"]._agency_first_responded()
            leads["overdue"], leads["waiting"] = leads["waiting"], self.enquiry(email_from="new@new.example")
            leads["none"] = self.new_lead("No clock")
            everyone = self.Lead.union(*leads.values())
            everyone.invalidate_recordset()
            for name, lead in leads.items():
                state = name if name != "none" else False
                with self.subTest(state=state):
                    self.assertEqual(lead.first_response_state, state)
                    found = self.Lead.search([("first_response_state", "=", state), ("id", "in", everyone.ids)])
                    self.assertEqual(found, lead)
                    others = self.Lead.search([("first_response_state", "!=", state), ("id", "in", everyone.ids)])
                    self.assertEqual(others, (everyone - lead).sorted("id", reverse=True))
            both = self.Lead.search([("first_response_state", "in", ("met", "missed")), ("id", "in", everyone.ids)])
            self.assertEqual(both, (leads["met"] | leads["missed"]).sorted("id", reverse=True))

    def test_a_message_of_staff_stops_the_clock(self):
        with freeze_time(FRIDAY):
            lead = self.enquiry()
            for values in (
                {"subtype_xmlid": "mail.mt_note", "author_id": self.seller_a.partner_id.id},
                {"subtype_xmlid": "mail.mt_comment", "email_from": "jane@acme.example", "message_type": "email"},
                {"subtype_xmlid": "mail.mt_comment", "author_id": self.env.ref("base.partner_root").id},
            ):
                lead.message_post(body="No answer yet", **({"message_type": "comment"} | values))
                self.assertFalse(lead.first_responded_at, values)
        with freeze_time("2026-03-06 15:30:00"):
            lead.with_user(self.seller_b).message_post(
                body="Thank you", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertEqual((lead.first_responded_at, lead.first_response_state), (datetime(2026, 3, 6, 15, 30), "met"))
        self.assertFalse(lead.activity_ids)
        with freeze_time("2026-03-06 16:00:00"):
            lead.with_user(self.seller_b).message_post(
                body="More", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.assertEqual(lead.first_responded_at, datetime(2026, 3, 6, 15, 30))

    def test_finishing_the_activity_stops_the_clock(self):
        with freeze_time(FRIDAY):
            lead = self.enquiry()
            lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.seller_a.id)
            todo = lead.activity_ids.filtered(lambda activity: activity.activity_type_id != self.type)
            todo.with_user(self.seller_a).action_feedback(feedback="Done")
            self.assertFalse(lead.first_responded_at)
            lead.activity_ids.with_user(self.seller_a).action_feedback(feedback="Called")
            self.assertEqual(lead.first_responded_at, datetime.fromisoformat(FRIDAY))

    def test_the_team_leader_is_told_once(self):
        with freeze_time(FRIDAY):
            late = self.enquiry()
            answered = self.enquiry(email_from="b@b.example")
            answered._agency_first_responded()
            lost = self.enquiry(email_from="c@c.example")
            lost.action_set_lost()
        with freeze_time("2026-03-09 09:59:59"):
            self.Lead._cron_agency_first_response()
            self.assertFalse(self.alerts(late))
        with freeze_time("2026-03-09 10:00:00"):  # due means "at or before"
            fresh = self.enquiry(email_from="d@d.example")
            self.Lead._cron_agency_first_response()
            self.Lead._cron_agency_first_response()
        self.assertRecordValues(
            self.alerts(late), [{"user_id": self.leader.id, "summary": "Nobody has answered Request of Jane yet"}]
        )
        self.assertFalse(self.alerts(answered | lost | fresh))

    def test_the_cron_runs(self):
        with freeze_time(FRIDAY):
            lead = self.enquiry()
        with freeze_time("2026-03-10 10:00:00"):
            self.env.ref("agency_crm.cron_first_response").ir_actions_server_id.run()
        self.assertTrue(self.alerts(lead))

    def test_the_time_must_be_positive(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.company.agency_first_response_hours = 0
            self.env.flush_all()
