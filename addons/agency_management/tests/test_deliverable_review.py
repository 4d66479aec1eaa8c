from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deliverable_common import DeliverableCommon

MONDAY = "2026-03-02 09:00:00"


@tagged("post_install", "-at_install")
class TestReviewReminders(DeliverableCommon):
    """A client who does not answer is reminded, then called; once each, and not any more after an answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"agency_review_reminder_days": 2, "agency_review_reminder_times": 2})
        cls.deliverable = cls.new_deliverable("Spring banner")
        with freeze_time(MONDAY):
            cls.show(cls.deliverable)

    def run_on(self, day):
        """Run the scheduled action as it is on a day; :return: subjects and names of the mails it makes to clients"""
        mails = self.env["mail.mail"].search([])
        with freeze_time(day + " 08:00:00"):
            self.env["agency.deliverable"]._cron_remind_reviewers()
        made = self.env["mail.mail"].search([]) - mails
        clients = self.member_a.partner_id | self.viewer_a.partner_id
        return sorted((mail.subject, partner.name) for mail in made for partner in mail.recipient_ids & clients)

    def calls(self):
        activity_type = self.env.ref("agency_management.mail_activity_deliverable_unanswered")
        return self.deliverable.activity_ids.filtered(lambda one: one.activity_type_id == activity_type)

    def test_reminders_and_the_call(self):
        reminder = [("Reminder: Spring banner is ready for your approval", "Anna Alpha")]
        self.assertEqual(self.run_on("2026-03-03"), [])
        self.assertEqual(self.run_on("2026-03-04"), reminder)
        self.assertEqual(self.run_on("2026-03-04"), [], "once, whatever runs twice")
        self.assertEqual(self.run_on("2026-03-05"), [])
        # the weekend is no time in which nobody answered
        self.assertEqual(self.run_on("2026-03-06"), reminder)
        self.assertFalse(self.calls())
        self.assertEqual(self.run_on("2026-03-10"), [])
        self.assertRecordValues(self.calls(), [{"user_id": self.manager.id, "summary": "The client does not answer"}])
        self.assertFalse(self.deliverable.next_reminder)
        self.run_on("2026-06-01")
        self.assertEqual(len(self.calls()), 1)

    def test_an_answer_ends_it(self):
        for day in ("2026-03-04", "2026-03-06", "2026-03-10"):
            self.run_on(day)
        self.assertTrue(self.calls())
        self.approve(self.deliverable)
        self.assertFalse(self.calls())
        self.assertRecordValues(
            self.deliverable, [{"next_reminder": False, "reminders_sent": 0, "review_since": False}]
        )
        self.assertEqual(self.run_on("2026-03-20"), [])

    def test_a_new_round_counts_anew(self):
        self.run_on("2026-03-04")
        self.deliverable.sudo()._client_request_changes(self.member_a.partner_id, "Bigger")
        self.assertEqual(self.run_on("2026-03-09"), [])
        with freeze_time("2026-03-09 09:00:00"):
            self.show(self.deliverable)
        self.assertRecordValues(
            self.deliverable, [{"next_reminder": fields.Date.to_date("2026-03-11"), "reminders_sent": 0}]
        )

    def test_a_run_that_comes_second_finds_nothing_to_do(self):
        self.assertEqual(len(self.run_on("2026-03-04")), 1)
        # it has looked before the first one was through, and got the deliverable's lock after it
        mails = self.env["mail.mail"].search_count([])
        self.deliverable._remind_reviewers(fields.Date.to_date("2026-03-04"))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.deliverable.reminders_sent, 1)

    def test_nobody_may_approve(self):
        self.member_a.sudo().write({"active": False})
        self.assertEqual(self.run_on("2026-03-04"), [])
        self.assertRecordValues(
            self.calls(), [{"user_id": self.manager.id, "summary": "Nobody at the client may approve"}]
        )
        self.assertFalse(self.deliverable.next_reminder, "told once")

    def test_switched_off(self):
        self.env.company.agency_review_reminder_days = 0
        other = self.new_deliverable("Silent")
        with freeze_time(MONDAY):
            self.show(other)
        self.assertFalse(other.next_reminder)

    def test_a_failure_costs_the_others_nothing(self):
        other = self.new_deliverable("Other")
        with freeze_time(MONDAY):
            self.show(other)
        # a version that cannot be sent: its company has lost its calendar's day count to a trigger of the database
        self.env.cr.execute(
            """CREATE FUNCTION pg_temp.refuse() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION 'refused'; END $$ LANGUAGE plpgsql"""
        )
        self.env.cr.execute(
            f"""CREATE TRIGGER refuse BEFORE UPDATE OF reminders_sent ON agency_deliverable
            FOR EACH ROW WHEN (NEW.id = {self.deliverable.id}) EXECUTE FUNCTION pg_temp.refuse()"""
        )
        with mute_logger("odoo.addons.agency_management.models.agency_deliverable_review", "odoo.sql_db"):
            found = self.run_on("2026-03-04")
        self.assertEqual(found, [("Reminder: Other is ready for your approval", "Anna Alpha")])
        self.assertEqual(self.deliverable.next_reminder, fields.Date.to_date("2026-03-04"), "tried again")

    def test_set_by_nobody(self):
        for name, value in (
            ("next_reminder", fields.Date.today() + timedelta(days=900)),
            ("reminders_sent", 7),
            ("review_since", fields.Datetime.now()),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, "cannot be set by hand"):
                self.deliverable.with_user(self.manager).write({name: value})

    def test_settings_refuse_negative_numbers(self):
        from psycopg2 import IntegrityError

        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.company.agency_review_reminder_days = -1
            self.env.company.flush_recordset()
