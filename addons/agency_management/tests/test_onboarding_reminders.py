from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .onboarding_common import OnboardingCommon

BATCH = "odoo.addons.agency_management.models.agency_onboarding_step_reminders.BATCH"
REMIND = "odoo.addons.agency_management.models.agency_onboarding_reminding.AgencyOnboarding._remind_client"


@tagged("post_install", "-at_install")
class TestReminders(OnboardingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.use_calendar()
        cls.before = cls.new_rule(offset=-2)
        cls.late = cls.new_rule(offset=1, repeat=3, repeats=1)
        cls.to_owner = cls.new_rule("owner")
        cls.to_boss = cls.new_rule("onboarding", offset=1)
        with freeze_time("2024-03-01"):
            cls.onboarding = cls.new_onboarding(
                cls.client,
                [
                    {
                        "name": "Send logo",
                        "client_facing": True,
                        "condition": "form_filled",
                        "due_date": "2024-03-10",
                        "owner_id": cls.worker.id,
                        "reminder_rule_ids": [(6, 0, (cls.before | cls.late | cls.to_owner | cls.to_boss).ids)],
                    },
                    {
                        "name": "Our own",
                        "due_date": "2024-03-10",
                        "reminder_rule_ids": [(6, 0, (cls.before | cls.to_owner).ids)],
                    },
                ],
            )
        cls.step, cls.ours = cls.onboarding.step_ids

    def run_day(self, day):
        """:return: (what clients were mailed, who of the agency was told) by one run of the scheduled action"""
        mails, messages = self.env["mail.mail"].search([]), self.notices(self.onboarding)
        with freeze_time(f"{day} 08:00:00"):
            self.env.ref("agency_management.ir_cron_onboarding_reminder").ir_actions_server_id.run()
        self.onboarding.invalidate_recordset()
        template_mails = (self.env["mail.mail"].search([]) - mails).filtered(
            lambda mail: mail.recipient_ids == self.member.partner_id
        )
        # an activity somebody gets is a notice, too
        told = (self.notices(self.onboarding) - messages).filtered(lambda one: "Open steps" in (one.subject or ""))
        return len(template_mails), sorted(told.notified_partner_ids.mapped("name"))

    def test_each_rule_is_followed_once(self):
        for day, mails, told in [
            ("2024-03-07", 0, []),
            ("2024-03-08", 1, []),
            ("2024-03-09", 0, []),
            ("2024-03-10", 0, ["Mona Manager", "Will Worker"]),
            ("2024-03-11", 1, ["Mona Manager"]),
            ("2024-03-12", 0, []),
            ("2024-03-14", 1, []),
            ("2024-03-20", 0, []),
        ]:
            with self.subTest(day):
                found, who = self.run_day(day)
                self.assertEqual((found, who), (mails, told))
        self.assertEqual(len(self.step.reminder_ids), 5)
        self.assertFalse(self.step.next_reminder_date)

    def test_a_server_that_was_off_sends_one_mail_not_three(self):
        self.assertEqual(self.run_day("2024-03-30")[0], 1)
        self.assertEqual(self.run_day("2024-03-31"), (0, []))
        self.assertRecordValues(
            self.step.reminder_ids.filtered(lambda one: one.rule_id == self.late).sorted("number"),
            [{"number": 0, "missed": True}, {"number": 1, "missed": False}],
        )

    def test_nobody_is_reminded_of_what_they_did(self):
        self.step.write({"condition": "access_granted", "access_kind": "ga4"})
        self.step._claim_access(self.member)
        self.assertEqual(self.run_day("2024-03-08")[0], 0, "it is the agency's turn")
        self.step.action_done()
        self.ours.action_done()
        self.assertEqual(self.run_day("2024-03-12"), (0, []))

    def test_cancelled_onboardings_are_left_alone(self):
        self.onboarding.action_cancel()
        self.assertEqual(self.run_day("2024-03-30"), (0, []))
        self.assertFalse(self.onboarding.activity_ids)

    def test_one_failure_costs_nobody_else_a_reminder(self):
        other_client = self.new_client("Beta Steps")
        other = self.new_member(other_client, "obr_other")
        with freeze_time("2024-03-01"):
            onboarding = self.new_onboarding(
                other_client,
                [{"name": "X", "client_facing": True, "condition": "form_filled", "due_date": "2024-03-08"}],
            )
        failing = self.onboarding

        def remind(record, steps):
            if record == failing:
                raise ValueError("no mail today")
            original(record, steps)

        original = type(self.onboarding)._remind_client
        mails = self.env["mail.mail"].search([])
        with (
            patch(REMIND, remind),
            freeze_time("2024-03-08"),
            self.assertLogs("odoo.addons.agency_management.models.agency_onboarding_step_reminders", "WARNING") as logs,
        ):
            self.env["agency.onboarding.step"]._cron_remind()
        self.assertEqual(len(logs.output), 1)
        self.assertEqual((self.env["mail.mail"].search([]) - mails).recipient_ids, other.partner_id)
        self.assertFalse(self.step.reminder_ids, "it is tried again")
        self.assertTrue(onboarding.step_ids.reminder_ids)

    def test_late_steps_are_an_activity_of_their_owner_once(self):
        self.run_day("2024-03-10")
        self.assertFalse(self.onboarding.activity_ids)
        self.run_day("2024-03-11")
        self.assertEqual(
            sorted((one.user_id.name, one.summary) for one in self.onboarding.activity_ids),
            [("Mona Manager", "Late: Our own"), ("Will Worker", "Late: Send logo")],
        )
        self.run_day("2024-03-12")
        self.assertEqual(len(self.onboarding.activity_ids), 2)
        self.assertEqual(self.onboarding.late_step_count, 2)
        self.step.action_done()
        self.assertEqual(self.onboarding.activity_ids.mapped("summary"), ["Late: Our own"])

    def test_in_batches(self):
        with patch(BATCH, 1), freeze_time("2024-03-11"):
            self.env["agency.onboarding.step"]._cron_remind()
            self.assertEqual(len(self.onboarding.step_ids.filtered("late_notified_on")), 1)
            self.env["agency.onboarding.step"]._cron_remind()
            self.assertEqual(len(self.onboarding.step_ids.filtered("late_notified_on")), 2)


@tagged("post_install", "-at_install")
class TestEscalation(OnboardingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.use_calendar()
        cls.boss = cls.new_staff("obe_boss", "project_manager", name="Bea Boss")
        employees = cls.env["hr.employee"].create(
            [{"name": user.name, "user_id": user.id} for user in (cls.boss, cls.worker)]
        )
        employees[1].parent_id = employees[0]

    def escalated(self, **values):
        """:return: (SLA date, who got which activity, escalated on) of a step opened on a Friday, ten days later"""
        with freeze_time("2024-02-23 10:00:00"):
            step = self.new_onboarding(self.client, [{"name": "Slow", "sla_days": 2, **values}]).step_ids
        for day in ("2024-02-27", "2024-02-28", "2024-02-29"):
            with freeze_time(f"{day} 10:00:00"):
                self.env["agency.onboarding.step"]._cron_remind()
                if day == "2024-02-27":
                    self.assertFalse(step.escalated_on, "the last day is within the SLA")
        activities = step.onboarding_id.activity_ids
        return str(step.sla_date), [(one.user_id.name, one.summary) for one in activities], str(step.escalated_on)

    def test_the_managers_of_the_responsible(self):
        self.assertEqual(
            self.escalated(owner_id=self.worker.id),
            ("2024-02-27", [("Bea Boss", "Escalated: Slow")], "2024-02-28"),
        )

    def test_a_certain_person(self):
        self.assertEqual(
            self.escalated(owner_id=self.worker.id, escalation_rule="person", escalation_user_id=self.manager.id)[1],
            [("Mona Manager", "Escalated: Slow")],
        )

    def test_without_a_manager_whoever_runs_the_onboarding(self):
        loner = self.new_staff("obe_loner", "team_member")
        self.assertEqual(self.escalated(owner_id=loner.id)[1], [("Mona Manager", "Escalated: Slow")])

    def test_a_step_that_is_opened_again_starts_anew(self):
        with freeze_time("2024-02-23 10:00:00"):
            step = self.new_onboarding(self.client, [{"name": "Slow", "sla_days": 2}, {"name": "Other"}]).step_ids[0]
            self.assertEqual(step.onboarding_id.sla_state, "ok")
        with freeze_time("2024-02-28 10:00:00"):
            self.env["agency.onboarding.step"]._cron_remind()
            self.env.invalidate_all()
            self.assertEqual(step.onboarding_id.sla_state, "missed")
            step.action_done()
            self.env.invalidate_all()
            self.assertFalse(step.onboarding_id.sla_state)
            step.action_reopen()
        self.assertEqual((str(step.sla_date), step.escalated_on), ("2024-03-01", False))

    def test_a_step_that_waits_its_turn_has_no_clock(self):
        with freeze_time("2024-02-23 10:00:00"):
            onboarding = self.new_onboarding(
                self.client, [{"name": "First"}, {"name": "Slow", "sla_days": 2, "wait_for_previous": True}]
            )
        first, slow = onboarding.step_ids
        self.assertFalse(slow.sla_date)
        with freeze_time("2024-02-27 10:00:00"):
            first.action_done()
        self.assertEqual((slow.state, str(slow.sla_date)), ("open", "2024-02-29"))


@tagged("post_install", "-at_install")
class TestDocumentReminders(OnboardingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.env["agency.document.request"].create(
            {
                "name": "Price list",
                "client_id": cls.client.id,
                "requested_by_id": cls.manager.id,
                "due_date": "2024-03-10",
            }
        )

    def sent(self, day, time="08:00:00"):
        """:return list: subjects of mails to the client by one run of the scheduled action"""
        before = self.env["mail.mail"].search([])
        with freeze_time(f"{day} {time}"):
            self.env.ref("agency_management.ir_cron_document_reminder").ir_actions_server_id.run()
        new = self.env["mail.mail"].search([]) - before
        return new.filtered(lambda mail: mail.recipient_ids == self.member.partner_id).mapped("subject")

    def test_due_documents_are_reminded_of_once(self):
        self.assertEqual(self.sent("2024-03-09"), [])
        self.assertEqual(self.sent("2024-03-10"), ["We need a document from you: Price list"])
        self.assertEqual(self.sent("2024-03-11"), [])
        self.request.due_date = "2024-03-20"
        self.assertEqual(self.sent("2024-03-19"), [])
        self.assertEqual(self.sent("2024-03-20"), ["We need a document from you: Price list"])

    def test_the_day_is_the_companys(self):
        self.use_calendar(tz="Pacific/Auckland")
        # 13 hours ahead: the 10th begins at eleven in the morning of the 9th
        self.assertEqual(self.sent("2024-03-09", "10:30:00"), [])
        self.assertEqual(self.sent("2024-03-09", "11:30:00"), ["We need a document from you: Price list"])
        self.assertEqual(self.sent("2024-03-09", "12:30:00"), [])
        self.assertEqual(str(self.request.asked_on), "2024-03-10")
        self.request.due_date = "2024-03-20"
        self.use_calendar(tz="America/Los_Angeles")
        self.assertEqual(self.sent("2024-03-20", "06:30:00"), [])
        self.assertEqual(self.sent("2024-03-20", "08:30:00"), ["We need a document from you: Price list"])

    def test_only_members_who_can_be_written_to_are_asked(self):
        silent = self.new_member(self.client, "obc_silent")
        silent.email = False
        gone = self.new_member(self.client, "obc_gone")
        gone.active = False
        onboarding = self.new_onboarding(self.client)
        self.assertEqual(self.request._request_partners(), self.member.partner_id)
        self.assertEqual(onboarding._reminder_partners(), self.member.partner_id)
        self.member.active = False
        self.assertEqual(self.request._request_partners(), self.client)
        self.assertEqual(onboarding._reminder_partners(), self.client)

    def test_a_document_that_goes_back_is_asked_for_at_once(self):
        with freeze_time("2024-03-08 08:00:00"):
            self.request._receive([("list.csv", b"a;b")])
            self.request.return_reason = "Prices are missing"
            before = self.env["mail.mail"].search([])
            self.request.with_user(self.manager).action_return()
            mail = self.env["mail.mail"].search([]) - before
        mail = mail.filtered(lambda mail: mail.recipient_ids == self.member.partner_id)
        self.assertEqual(mail.subject, "Please send again: Price list")
        self.assertIn("Prices are missing", mail.body_html)
        self.assertEqual(self.sent("2024-03-10"), ["Please send again: Price list"])
        self.assertEqual(self.sent("2024-03-11"), [])

    def test_those_of_a_step_are_its_business(self):
        onboarding = self.new_onboarding(self.client, [{"name": "Price list", "condition": "document_received"}])
        self.request.step_id = onboarding.step_ids
        self.assertEqual(self.sent("2024-03-30"), [])

    def test_from_project_task_and_client(self):
        project = self.env["project.project"].create({"name": "Alpha", "partner_id": self.client.id})
        task = self.env["project.task"].create({"name": "Print", "project_id": project.id})
        for record, expected in [
            (self.client, {"client_id": self.client.id}),
            (project, {"client_id": self.client.id, "project_id": project.id}),
            (task, {"client_id": self.client.id, "project_id": project.id, "task_id": task.id}),
        ]:
            with self.subTest(record._name):
                record = record.with_user(self.manager)
                before = record.document_request_count
                action = record.action_view_document_requests()
                request = (
                    self.env["agency.document.request"]
                    .with_user(self.manager)
                    .with_context(**action["context"])
                    .create({"name": "X"})
                )
                self.assertEqual({name: request[name].id for name in expected}, expected)
                self.assertIn(request, request.search(action["domain"]))
                record.invalidate_recordset(["document_request_count"])
                self.assertEqual(record.document_request_count, before + 1)
