"""SAL-1: quotations expire, and those that nobody answers are chased, each reminder once."""

from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .approval_common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestQuotationChasing(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "UTC"
        cls.env.company.quotation_validity_days = 20
        rules = cls.env["agency.quotation.reminder"]
        rules.search([]).action_archive()
        template = cls.env.ref("agency_management.mail_template_quotation_reminder")
        cls.follow_up, cls.client_rule, cls.expired_rule = rules.create(
            [
                {"name": "Call them", "moment": "after_sending", "days": 5, "recipient": "salesperson"},
                {
                    "name": "Last days",
                    "moment": "before_expiry",
                    "days": 3,
                    "recipient": "client",
                    "template_id": template.id,
                },
                {"name": "Renew it", "moment": "after_expiry", "days": 1, "recipient": "salesperson"},
            ]
        )
        with freeze_time("2026-03-02 09:00:00"):
            cls.order = cls.new_offer().with_env(cls.env)
            cls.order.action_quotation_sent()

    def run_on(self, day):
        """Let the scheduled action run on a day, and its jobs.

        :return: names of the reminders that were sent
        """
        before = self.order.reminder_log_ids
        with freeze_time(f"{day} 08:00:00"), trap_jobs() as trap:
            self.env["sale.order"]._cron_chase()
            trap.perform_enqueued_jobs()
        self.order.invalidate_recordset()
        return (self.order.reminder_log_ids - before).filtered("sent").reminder_id.mapped("name")

    def mails(self):
        return self.order.message_ids.filtered(lambda one: "is valid until" in (one.subject or ""))

    def test_each_once(self):
        self.assertRecordValues(self.order, [{"sent_on": date(2026, 3, 2), "validity_date": date(2026, 3, 22)}])
        days = {
            "2026-03-06": [],
            "2026-03-07": ["Call them"],
            "2026-03-08": [],
            "2026-03-19": ["Last days"],
            "2026-03-20": [],
            "2026-03-22": [],
            "2026-03-23": ["Renew it"],
            "2026-03-24": [],
        }
        for day, names in days.items():
            with self.subTest(day=day):
                self.assertEqual(self.run_on(day), names)
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(self.mails().partner_ids, self.client)
        self.assertIn("/my/orders/%s?access_token=" % self.order.id, self.mails().body)
        kind = self.env.ref("agency_management.mail_activity_quotation_follow_up")
        activities = self.order.activity_ids.filtered(lambda one: one.activity_type_id == kind).sorted("id")
        self.assertEqual(activities.mapped("summary"), ["Call them", "Renew it"])
        self.assertEqual(activities.user_id, self.seller)
        for activity in activities:
            self.assertIn("has not answered. Sent on 03/02/2026, valid until 03/22/2026.", activity.note)

    def test_a_reminder_is_in_the_language_of_its_owner(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.seller.lang = "fr_FR"
        self.assertEqual(self.run_on("2026-03-07"), ["Call them"])
        note = self.order.activity_ids.filtered(lambda one: one.summary == "Call them").note
        self.assertIn("Sent on 02/03/2026, valid until 22/03/2026.", note)

    def test_the_scheduled_action_only_enqueues(self):
        with freeze_time("2026-03-07 08:00:00"), trap_jobs() as trap:
            self.env["sale.order"]._cron_chase()
            self.env["sale.order"]._cron_chase()
            trap.assert_jobs_count(1, only=self.order._job_chase)
        self.assertFalse(self.order.reminder_log_ids)

    def test_nobody_asks_about_what_is_decided(self):
        with freeze_time("2026-03-02 09:00:00"):
            confirmed, cancelled, renewed = (self.new_offer().sudo() for _number in range(3))
            (confirmed | cancelled | renewed).action_quotation_sent()
        orders = self.order | confirmed | cancelled | renewed
        kind = self.env.ref("agency_management.mail_activity_quotation_follow_up")

        def asked():
            activities = self.env["mail.activity"].search([("activity_type_id", "=", kind.id)], order="id")
            return [activities.filtered(lambda one: one.res_id == order.id).mapped("summary") for order in orders]

        self.run_on("2026-03-07")
        with freeze_time("2026-03-25 08:00:00"):
            (cancelled | renewed).invalidate_recordset()
            for order in (cancelled, renewed):
                order._client_asks_renewal(self.client)
        self.assertEqual(asked(), [["Call them"]] * 2 + [["Call them", "Wants a new quotation"]] * 2)
        (confirmed | renewed).action_confirm()
        cancelled._action_cancel()
        self.assertEqual(asked(), [["Call them"], [], ["Wants a new quotation"], []])

    def test_two_jobs_send_one_mail(self):
        with freeze_time("2026-03-19 08:00:00"):
            self.order._job_chase()
            self.order._job_chase()
        self.assertEqual(len(self.mails()), 1)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.order.reminder_log_ids[0].copy()

    def test_prolonged_it_begins_anew(self):
        self.run_on("2026-03-19")
        self.order.validity_date = "2026-04-10"
        self.assertEqual(self.run_on("2026-03-25"), [])
        self.assertEqual(self.run_on("2026-04-07"), ["Last days"])

    def test_who_has_answered_is_not_chased(self):
        self.assertEqual(self.run_on("2026-03-07"), ["Call them"])
        with freeze_time("2026-03-10 10:00:00"):
            self.order.message_post(body="Who pays?", message_type="email", author_id=self.client.id)
        self.assertEqual(self.run_on("2026-03-19"), [])
        self.assertFalse(self.mails())
        self.assertEqual(self.run_on("2026-03-23"), ["Renew it"])

    def test_an_answer_comes_after_sending(self):
        with freeze_time("2026-03-02 08:00:00"):
            self.order.message_post(body="When will you send it?", message_type="email", author_id=self.client.id)
        self.assertEqual(self.run_on("2026-03-19"), ["Last days"])

    def test_an_answer_counts_by_moments_not_by_days(self):
        # three in the morning of the 3rd in Auckland is the 2nd still in UTC
        self.env.company.resource_calendar_id.tz = "Pacific/Auckland"
        with freeze_time("2026-03-02 14:00:00"):
            order = self.new_offer().with_env(self.env)
            order.action_quotation_sent()
        self.assertEqual(order.sent_on, date(2026, 3, 3))
        with freeze_time("2026-03-02 16:00:00"):
            order.message_post(body="Who pays?", message_type="email", author_id=self.client.id)
        self.assertEqual((self.order | order)._answered_ids(), {order.id})

    def test_sent_again_it_waits_for_an_answer_again(self):
        with freeze_time("2026-03-05 10:00:00"):
            self.order.message_post(body="Cheaper, please", message_type="email", author_id=self.client.id)
        self.assertEqual(self.order._answered_ids(), {self.order.id})
        with freeze_time("2026-03-10 10:00:00"):
            self.order.with_context(mark_so_as_sent=True).message_post(body="Here it is again")
        self.assertRecordValues(
            self.order, [{"sent_on": date(2026, 3, 10), "sent_at": datetime(2026, 3, 10, 10), "state": "sent"}]
        )
        self.assertFalse(self.order._answered_ids())
        self.assertEqual(self.run_on("2026-03-15"), ["Call them"])
        self.assertEqual(self.run_on("2026-03-19"), ["Last days"])

    def test_only_what_waits_for_the_client(self):
        with freeze_time("2026-03-02 09:00:00"):
            signed, confirmed, cancelled, draft = (self.new_offer().sudo() for _number in range(4))
            for order in (signed, confirmed, cancelled):
                order.action_quotation_sent()
        signed.write({"signed_on": "2026-03-03 10:00:00", "signed_by": "Ines"})
        confirmed.action_confirm()
        cancelled._action_cancel()
        for order in (signed, confirmed, cancelled, draft):
            with self.subTest(order=order.state), freeze_time("2026-03-19 08:00:00"), trap_jobs() as trap:
                self.env["sale.order"]._cron_chase()
                trap.assert_jobs_count(0, only=order._job_chase)
                order._job_chase()
                self.assertFalse(order.reminder_log_ids)

    def test_a_quotation_that_is_held_back_is_not_advertised(self):
        self.audit_line(self.order).with_user(self.seller).discount = 50
        self.assertEqual(self.run_on("2026-03-19"), [])
        self.assertFalse(self.mails())
        # approved, it is made up for
        self.order.with_user(self.boss)._decide_approval(True)
        self.assertEqual(self.run_on("2026-03-20"), ["Last days"])
        self.assertEqual(len(self.mails()), 1)

    def test_rules_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Agency"})
        self.follow_up.company_id = other
        self.assertEqual(self.run_on("2026-03-07"), [])
        self.follow_up.company_id = self.env.company
        self.assertEqual(self.run_on("2026-03-08"), ["Call them"])

    def test_a_mail_to_the_client_needs_its_text(self):
        with self.assertRaises(ValidationError):
            self.client_rule.template_id = False

    def test_number_of_queries_does_not_depend_on_the_number_of_quotations(self):
        with freeze_time("2026-03-02 09:00:00"):
            orders = self.env["sale.order"].union(*(self.new_offer().sudo() for _number in range(12)))
            orders.action_quotation_sent()
        self.env.flush_all()
        counts = []
        with freeze_time("2026-03-07 08:00:00"):
            orders[:1]._due_reminders()
            for some in (orders[:3], orders):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.assertEqual(len(some._due_reminders()), len(some))
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
