import os
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.connectors import errors, transport
from odoo.addons.queue_job.tests.common import trap_jobs

from .deliverable_common import DeliverableCommon
from .notice_common import Chat


class NoticeCommon(DeliverableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # whoever runs the tests lets the server call itself
        cls.startClassPatcher(patch.dict(os.environ, {transport.PRIVATE_VARIABLE: "1"}))
        cls.chat = Chat()
        cls.addClassCleanup(cls.chat.close)
        cls.owner = cls.new_staff("notice_owner", "administrator", name="Olga Owner")
        cls.channel = cls.new_channel("#projects")

    @classmethod
    def new_channel(cls, name, **values):
        """:return: a channel whose webhook is the chat on this machine"""
        return cls.env["agency.notice.channel"].create(
            {"name": name, "kind": "slack", "webhook_url": cls.chat.url, "user_id": cls.owner.id} | values
        )

    @classmethod
    def new_rule(cls, event, **values):
        """:return: a rule that tells an event in the channel"""
        return cls.env["agency.notice.rule"].create({"event": event, "channel_id": cls.channel.id} | values)

    def setUp(self):
        super().setUp()
        self.chat.answers = [(200, {}, "ok")]
        self.chat.calls.clear()


@tagged("post_install", "-at_install")
class TestNoticeDelivery(NoticeCommon):
    """What becomes of a notice, by what the chat answers."""

    def send(self, answer, **values):
        """:return: a notice after one attempt, and what was enqueued by it"""
        self.chat.answers = [answer]
        notice = self.env["agency.notice"].create({"channel_id": self.channel.id, "title": "Hello"} | values)
        with trap_jobs() as jobs:
            notice._job_send()
        return notice, jobs.enqueued_jobs

    def warnings(self):
        """:return list: (person, note) of the channel's warnings"""
        return [(activity.user_id.name, str(activity.note)) for activity in self.channel.activity_ids]

    def test_a_new_address_is_a_new_beginning(self):
        self.send((200, {}, ""))
        sent = self.channel.last_sent
        # the address typed once more, or taken away: what arrived has arrived
        for address in (f" {self.chat.url} ", False):
            with self.subTest(address=address):
                self.channel.webhook_url = address
                self.assertRecordValues(self.channel, [{"health": "ok", "last_sent": sent}])
        other = self.new_channel("#other")
        other.write({"health": "error", "last_error": "answer 404"})
        (self.channel | other).webhook_url = self.chat.url
        self.assertRecordValues(
            self.channel | other,
            [
                {"health": "new", "last_sent": False, "last_error": False},
                {"health": "error", "last_sent": False, "last_error": "answer 404"},
            ],
        )

    def test_accepted(self):
        for status in (200, 202, 204):
            with self.subTest(status=status):
                notice, jobs = self.send((status, {}, ""))
                self.assertRecordValues(notice, [{"state": "sent", "attempts": 1, "error": False}])
                self.assertFalse(jobs)
        self.assertEqual(self.chat.calls[0][0], "/hook/s3cret")
        self.assertEqual(self.chat.calls[0][1]["text"], "Hello")
        self.assertRecordValues(self.channel, [{"health": "ok", "last_error": False}])
        self.assertTrue(self.channel.last_sent)

    def test_sent_once(self):
        notice, _jobs = self.send((200, {}, ""))
        notice._job_send()
        self.assertEqual(len(self.chat.calls), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_too_many_at_once_waits_as_long_as_told(self):
        notice, jobs = self.send((429, {"Retry-After": "30"}, '{"retry_after": 30}'))
        self.assertRecordValues(notice, [{"state": "queued", "attempts": 1, "error": "too many messages at once"}])
        self.assertEqual(str(notice.next_attempt), "2026-03-02 10:00:30")
        self.assertEqual([str(job.eta) for job in jobs], ["2026-03-02 10:00:30"])
        self.assertEqual((self.channel.health, self.warnings()), ("new", []))
        self.chat.answers = [(200, {}, "")]
        notice._job_send()
        self.assertRecordValues(notice, [{"state": "sent", "attempts": 2, "error": False, "next_attempt": False}])

    @freeze_time("2026-03-02 10:00:00")
    def test_server_error_is_tried_again_later_and_later(self):
        notice, jobs = self.send((500, {}, "<html>oops\n\n down</html>"))
        self.assertEqual((notice.state, notice.error), ("queued", "answer 500: <html>oops down</html>"))
        pauses = [str(jobs[0].eta)]
        for _attempt in range(3):
            with trap_jobs() as trap:
                notice._job_send()
            pauses.append(str(trap.enqueued_jobs[0].eta))
        self.assertEqual([pause[11:] for pause in pauses], ["10:01:00", "10:02:00", "10:04:00", "10:08:00"])

    def test_no_answer_in_time(self):
        with patch.object(transport, "TIMEOUT", 0.2):
            notice, jobs = self.send((None, {}, ""))
        self.assertRecordValues(notice, [{"state": "queued", "attempts": 1, "error": "no answer in time"}])
        self.assertEqual(len(jobs), 1)

    def test_nobody_there(self):
        self.channel.webhook_url = "http://127.0.0.1:9/hook"
        notice, jobs = self.send((200, {}, ""))
        self.assertRecordValues(notice, [{"state": "queued", "error": "no connection (ConnectionError)"}])
        self.assertEqual(len(jobs), 1)

    def test_given_up_after_many_attempts_and_told_once(self):
        notice, _jobs = self.send((503, {}, "busy"), attempts=7)
        self.assertRecordValues(notice, [{"state": "failed", "attempts": 8, "error": "answer 503: busy"}])
        self.assertRecordValues(self.channel, [{"health": "error", "last_error": "answer 503: busy"}])
        self.send((503, {}, "busy"), attempts=7)
        self.assertEqual(self.warnings(), [("Olga Owner", "<p>#projects: answer 503: busy</p>")])
        # the next one that arrives puts it right
        self.send((200, {}, ""))
        self.assertEqual((self.channel.health, self.warnings()), ("ok", []))

    def test_refused_for_good(self):
        for status, body in ((404, "no_service"), (403, "invalid_token"), (400, "invalid_blocks"), (302, "")):
            with self.subTest(status=status):
                notice, jobs = self.send((status, {"Location": self.chat.url} if status == 302 else {}, body))
                self.assertEqual((notice.state, notice.attempts, len(jobs)), ("failed", 0, 0))
                self.assertNotIn("s3cret", notice.error)
        self.assertEqual(len(self.warnings()), 1)

    def test_without_address_nothing_is_called(self):
        self.channel.webhook_url = "  "
        self.assertEqual(self.channel.search([("webhook_url", "=", False), ("id", "=", self.channel.id)]), self.channel)
        notice, jobs = self.send((200, {}, ""))
        self.assertEqual((notice.state, len(jobs), len(self.chat.calls), self.warnings()), ("failed", 0, 0, []))

    def test_send_again(self):
        notice, _jobs = self.send((404, {}, "gone"))
        manager = self.new_staff("notice_manager", "project_manager")
        with trap_jobs() as jobs:
            notice.with_user(manager).action_retry()
        self.assertRecordValues(notice, [{"state": "queued", "attempts": 0, "error": False}])
        jobs.assert_jobs_count(1, only=notice._job_send)
        with self.assertRaisesRegex(UserError, "has not failed"):
            notice.with_user(manager).action_retry()

    def test_private_addresses_are_refused(self):
        with patch.dict(os.environ, {transport.PRIVATE_VARIABLE: ""}):
            for url in (self.chat.url, self.chat.url.replace("127.0.0.1", "localhost")):
                with self.subTest(url=url), self.assertRaisesRegex(errors.Fatal, "private network"):
                    transport.post_json(url, {})
            with self.assertRaisesRegex(ValidationError, "begin with https"):
                self.new_channel("#other")
        self.assertFalse(self.chat.calls)

    def test_addresses_that_are_none(self):
        for url, message in (
            ("ftp://example.com/x", "begin with https"),
            ("https://", "no complete web address"),
            ("https://me:pw@example.com/", "name and password"),
        ):
            with self.subTest(url=url), self.assertRaisesRegex(ValidationError, message):
                self.channel.webhook_url = url

    def test_the_address_is_the_administrators(self):
        manager = self.new_staff("notice_manager", "project_manager")
        channel = self.channel.with_user(manager)
        self.assertEqual((channel.name, channel.has_webhook), ("#projects", True))
        with self.assertRaises(AccessError):
            channel.read(["webhook_url"])

    def test_test_notice(self):
        manager = self.new_staff("notice_manager", "project_manager")
        with trap_jobs() as jobs:
            self.channel.with_user(manager).action_test()
            jobs.perform_enqueued_jobs()
        notice = self.env["agency.notice"].search([("channel_id", "=", self.channel.id)])
        self.assertRecordValues(notice, [{"event": "test", "state": "sent"}])
        self.channel.webhook_url = False
        with self.assertRaisesRegex(UserError, "no webhook address"):
            self.channel.action_test()


@tagged("post_install", "-at_install")
class TestNoticeRules(NoticeCommon):
    """What is told where."""

    def told(self):
        """:return list: (event, record, title, detail) of the notices made"""
        notices = self.env["agency.notice"].search([], order="id")
        return [(one.event, one.res_id, one.title, one.detail or "") for one in notices]

    def test_no_rule_costs_one_query(self):
        leads = self.env["crm.lead"].create([{"name": f"Lead {number}"} for number in range(3)])
        self.env.flush_all()
        self.env["agency.notice.rule"]._notify("lead_new", leads)
        with self.assertQueryCount(1):
            self.env["agency.notice.rule"]._notify("lead_new", leads)
        self.assertEqual(self.told(), [])

    def test_enquiries_by_client_and_person(self):
        alpha, beta = self.new_client("Alpha Ltd"), self.new_client("Beta Ltd")
        mine, theirs = self.new_staff("notice_a", "marketing_manager"), self.new_staff("notice_b", "marketing_manager")
        contact = self.env["res.partner"].create({"name": "Ann", "parent_id": alpha.id})
        rule = self.new_rule("lead_new", client_ids=[(6, 0, alpha.ids)])
        with trap_jobs() as jobs:
            leads = self.env["crm.lead"].create(
                [
                    {"name": "One", "partner_id": contact.id, "user_id": mine.id},
                    {"name": "Two", "partner_id": beta.id, "user_id": mine.id},
                    {"name": "Three", "partner_id": alpha.id, "user_id": theirs.id},
                    {"name": "Four"},
                ]
            )
        one, two, three, four = leads
        self.assertEqual([row[:2] for row in self.told()], [("lead_new", one.id), ("lead_new", three.id)])
        self.assertEqual(len(jobs.enqueued_jobs), 2)
        rule.user_ids = mine
        self.env["agency.notice.rule"]._notify("lead_new", leads)
        self.assertEqual([row[1] for row in self.told()], [one.id, three.id, one.id])
        rule.write({"client_ids": [(5,)], "user_ids": [(5,)]})
        self.env["agency.notice.rule"]._notify("lead_new", leads)
        self.assertEqual([row[1] for row in self.told()[3:]], leads.ids)
        self.channel.active = False
        self.env["agency.notice.rule"]._notify("lead_new", leads)
        self.assertEqual(len(self.told()), 7)
        self.assertTrue(two and four)

    def test_an_occurrence_is_told_once(self):
        self.new_rule("lead_new")
        lead = self.env["crm.lead"].create({"name": "One"})
        rules = self.env["agency.notice.rule"]
        for occurrence in ("a", "a", "b"):
            rules._notify("lead_new", lead, occurrence=occurrence)
        self.assertEqual(len(self.told()), 3)

    def test_other_companies_hear_nothing(self):
        other = self.env["res.company"].create({"name": "Other Agency"})
        self.channel.company_id = other
        self.new_rule("lead_new")
        lead = self.env["crm.lead"].create({"name": "One", "company_id": self.env.company.id})
        self.env["agency.notice.rule"]._notify("lead_new", lead)
        self.assertEqual(self.told(), [])

    def test_moves_of_a_deliverable(self):
        for event in ("submit", "pass", "request_changes", "approve"):
            self.new_rule(f"deliverable_{event}")
        deliverable = self.new_deliverable()
        self.show(deliverable)
        deliverable.sudo()._client_request_changes(self.member_a.partner_id, "Less green, please.")
        self.assertEqual(
            [(event, detail) for event, _record, _title, detail in self.told()],
            [
                ("deliverable_submit", ""),
                ("deliverable_pass", ""),
                ("deliverable_request_changes", "Less green, please."),
            ],
        )
        notice = self.env["agency.notice"].search([("event", "=", "deliverable_request_changes")])
        self.assertEqual(notice.title, f"Client wants changes: {deliverable.display_name}")
        self.assertEqual(notice.tone, "bad")
        self.assertEqual([label for label, _value in notice.facts], ["Client", "Project", "Author"])
        message = notice._message()
        self.assertIn(f"id={deliverable.id}&model=agency.deliverable", message.url)

    def test_one_rule_a_channel_and_event(self):
        self.new_rule("lead_new")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.new_rule("lead_new")
