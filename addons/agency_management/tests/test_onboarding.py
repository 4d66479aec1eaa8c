from datetime import date
from inspect import signature
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core import files
from .common import ManagementCommon

PDF = b"%PDF-1.7 brand"


@tagged("post_install", "-at_install")
class TestOnboarding(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls.new_standard_package()
        cls.client = cls.new_client("Alpha Onboarding", client_state="prospect")
        cls.manager = cls.new_staff("onb_manager", "project_manager")
        with freeze_time("2024-02-23 09:00:00"):
            cls.order = cls.new_order(cls.client, cls.package, user_id=cls.manager.id)
            cls.order.require_payment = False
            cls.order.action_confirm()
        cls.onboarding = cls.order.onboarding_id
        cls.document = cls.onboarding.document_request_ids

    def states(self):
        return {step.name: step.state for step in self.onboarding.step_ids}

    def test_steps_from_template_and_requirements(self):
        self.assertRecordValues(
            self.onboarding.step_ids,
            [
                {"name": "Pay the deposit", "client_facing": True, "due_date": date(2024, 2, 28)},
                {"name": "Invite the client to the portal", "client_facing": False, "due_date": date(2024, 2, 27)},
                {"name": "Choose the team", "client_facing": False, "due_date": date(2024, 2, 28)},
                {"name": "Plan the project", "client_facing": False, "due_date": date(2024, 3, 1)},
                {"name": "Choose a time for the kick-off", "client_facing": True, "due_date": date(2024, 2, 29)},
                {"name": "Brand guide", "client_facing": True, "due_date": date(2024, 3, 1)},
                {"name": "Analytics access", "client_facing": True, "due_date": date(2024, 2, 27)},
                {"name": "Hold the kick-off meeting", "client_facing": True, "due_date": date(2024, 3, 6)},
            ],
        )
        self.assertEqual(self.onboarding.step_ids.owner_id, self.manager)
        self.assertEqual(self.document.step_id.name, "Brand guide")
        self.assertEqual(self.document.step_id.document_request_id, self.document)

    def test_it_completes_itself_and_the_client_becomes_active(self):
        expected = {
            "Pay the deposit": "done",  # nothing had to be paid
            "Invite the client to the portal": "open",
            "Choose the team": "open",
            "Plan the project": "open",
            "Brand guide": "open",
            "Analytics access": "open",
            "Choose a time for the kick-off": "open",
            "Hold the kick-off meeting": "waiting",
        }
        self.assertEqual(self.states(), expected)
        self.new_member(self.client, "onb_member")
        expected["Invite the client to the portal"] = "done"
        self.assertEqual(self.states(), expected)
        self.document._receive([("brand.pdf", PDF)])
        expected["Brand guide"] = "done"
        self.assertEqual(self.states(), expected)
        people = self.new_employee("onb_seo", self.role_seo) | self.new_employee("onb_copy", self.role_copy)
        proposal = self.order.team_proposal_ids
        proposal.line_ids._suggest_employees()
        self.assertEqual(proposal.line_ids.employee_id, people)
        proposal.action_accept()
        expected |= {"Choose the team": "done", "Plan the project": "done"}
        self.assertEqual(self.states(), expected)
        by_name = {step.name: step for step in self.onboarding.step_ids}
        by_name["Analytics access"].action_done()
        by_name["Choose a time for the kick-off"].action_done()
        expected |= {"Analytics access": "done", "Choose a time for the kick-off": "done"}
        expected["Hold the kick-off meeting"] = "open"
        self.assertEqual(self.states(), expected)
        self.assertEqual((self.onboarding.state, round(self.onboarding.progress)), ("running", 88))
        by_name["Hold the kick-off meeting"].action_done()
        self.assertEqual((self.onboarding.state, self.onboarding.progress), ("done", 100))
        self.assertEqual(self.client.client_state, "active")
        by_name["Hold the kick-off meeting"].action_reopen()
        self.assertEqual((self.onboarding.state, self.onboarding.date_done), ("running", False))

    def test_the_plan_completes_without_the_proposal(self):
        user = self.new_staff("onb_planner", "team_member")
        self.order.agency_project_id.task_ids.with_user(self.manager).write({"user_ids": [Command.set(user.ids)]})
        self.assertEqual(self.states()["Plan the project"], "done")

    def test_a_step_that_waits_is_not_ticked_off(self):
        kickoff = self.onboarding.step_ids[-1]
        with self.assertRaises(UserError):
            kickoff.action_done()

    def test_staff_finish_their_own_steps_only(self):
        user = self.new_staff("onb_staff", "team_member")
        step, other = self.onboarding.step_ids.filtered(lambda step: step.name in ("Brand guide", "Analytics access"))
        step.owner_id = user
        step.with_user(user).action_done()
        self.assertEqual(step.state, "done")
        with self.assertRaises(AccessError):
            other.with_user(user).action_done()

    def test_cancelled_onboardings_rest(self):
        self.onboarding.action_cancel()
        self.new_member(self.client, "onb_late_member")
        self.assertEqual(self.states()["Invite the client to the portal"], "open")
        self.onboarding.action_resume()
        self.assertEqual(self.states()["Invite the client to the portal"], "done")

    def test_conditions_are_a_registry(self):
        registry = self.env["agency.onboarding"]._condition_registry()
        Step = self.env["agency.onboarding.step"]
        for key, entry in registry.items():
            with self.subTest(key):
                self.assertTrue(entry["label"])
                self.assertEqual(getattr(Step, entry["method"])(), Step)
        Onboarding = type(self.env["agency.onboarding"])

        def more(onboardings):
            return registry | {"always": {"label": "Always", "method": "_condition_always"}}

        with (
            patch.object(Onboarding, "_condition_registry", more),
            patch.object(type(Step), "_condition_always", lambda steps: steps, create=True),
        ):
            step = Step.create({"onboarding_id": self.onboarding.id, "name": "By itself", "condition": "always"})
            self.onboarding._check_conditions()
            self.assertEqual(step.state, "done")

    def test_reminder_once_for_steps_that_are_due(self):
        member = self.new_member(self.client, "onb_reminded")
        mails = self.env["mail.mail"]

        def sent():
            # colleagues hear of late steps as well
            domain = [("model", "=", "agency.onboarding"), ("res_id", "=", self.onboarding.id)]
            return mails.search([*domain, ("recipient_ids", "in", member.partner_id.ids)])

        for today, due in [
            ("2024-02-26", []),
            ("2024-02-27", ["Analytics access"]),
            ("2024-02-28", []),
            ("2024-03-04", ["Brand guide"]),
            ("2024-03-07", []),
        ]:
            before, triggers = sent(), self.mail_queue_triggers()
            with freeze_time(today), self.subTest(today):
                self.env["agency.onboarding.step"]._cron_remind()
                new = sent() - before
                self.assertEqual(len(self.mail_queue_triggers() - triggers), 1 if due else 0)
                self.assertEqual(len(new), 1 if due else 0)
                if due:
                    for name in ("Analytics access", "Brand guide"):
                        self.assertEqual(name in new.body_html, name in due, name)

    def test_reminder_works_in_batches(self):
        with (
            patch("odoo.addons.agency_management.models.agency_onboarding_step_reminders.BATCH", 1),
            freeze_time("2024-03-04"),
        ):
            Step = self.env["agency.onboarding.step"]
            Step._cron_remind()
            reminded = self.onboarding.step_ids.filtered("reminder_ids")
            self.assertEqual(reminded.mapped("name"), ["Analytics access"])
            Step._cron_remind()
            self.assertEqual(
                self.onboarding.step_ids.filtered("reminder_ids").mapped("name"),
                ["Choose a time for the kick-off", "Analytics access"],
            )


@tagged("post_install", "-at_install")
class TestDocumentRequest(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Alpha Documents")
        cls.manager = cls.new_staff("doc_manager", "project_manager")
        cls.request = cls.env["agency.document.request"].create(
            {"name": "Brand guide", "client_id": cls.client.id, "requested_by_id": cls.manager.id}
        )

    def test_receive(self):
        attachments = self.request._receive([("../brand.pdf", PDF), ("list.csv", b"a;b")])
        self.assertRecordValues(
            attachments,
            [
                {"name": "brand.pdf", "raw": PDF, "res_model": "agency.document.request", "res_id": self.request.id},
                {"name": "list.csv", "raw": b"a;b", "res_model": "agency.document.request", "res_id": self.request.id},
            ],
        )
        self.assertEqual(self.request.state, "received")
        self.assertTrue(self.request.received_at)
        self.assertEqual(self.request.attachment_ids, attachments)
        self.assertEqual(self.request.activity_ids.user_id, self.manager)
        self.assertIn(self.manager.partner_id, self.request.message_ids.notified_partner_ids)
        self.request._receive([("more.pdf", PDF)])
        self.assertEqual(len(self.request.attachment_ids), 3)

    def test_one_bad_file_refuses_the_upload(self):
        for upload in [
            [],
            [("", b"")],
            [("brand.pdf", PDF), ("run.exe", b"MZ")],
            [("brand.pdf", b"<html>")],
            [("brand.pdf", b"")],
            [(f"{number}.pdf", PDF) for number in range(files.MAX_FILES + 1)],
        ]:
            with self.subTest(upload=[name for name, _content in upload]), self.assertRaises(UserError):
                self.request._receive(upload)
        self.assertEqual((self.request.state, len(self.request.attachment_ids)), ("requested", 0))

    def test_board_shows_every_state_in_the_order_of_the_work(self):
        boards = self.env["agency.document.request"].with_context(read_group_expand=True)
        read_group = boards.web_read_group
        more = {"fields": []} if "fields" in signature(read_group).parameters else {}
        groups = read_group([], groupby=["state"], **more)["groups"]
        self.assertEqual([group["state"] for group in groups], ["requested", "received", "accepted", "returned"])

    def test_accept_and_return(self):
        with self.assertRaises(UserError):
            self.request.action_accept()
        self.request._receive([("brand.pdf", PDF)])
        with self.assertRaises(UserError):
            self.request.action_return()
        self.request.return_reason = "Page 2 is missing"
        self.request.action_return()
        self.assertEqual(self.request.state, "returned")
        self.request._receive([("brand2.pdf", PDF)])
        self.assertEqual((self.request.state, self.request.return_reason), ("received", False))
        self.request.action_accept()
        self.assertEqual(self.request.state, "accepted")
        self.assertFalse(self.request.activity_ids)
        with self.assertRaises(UserError):
            self.request._receive([("brand3.pdf", PDF)])

    def test_whoever_asked_handles_the_answer(self):
        """The activity to check a document goes to its requester, who need not be a project manager."""
        seller = self.new_staff("doc_seller", "marketing_manager")
        colleague = self.new_staff("doc_colleague", "marketing_manager")
        onboarding = self.env["agency.onboarding"].create(
            {"name": "Alpha", "client_id": self.client.id, "owner_id": self.manager.id}
        )
        self.request.write({"requested_by_id": seller.id, "onboarding_id": onboarding.id})
        step = self.env["agency.onboarding.step"].create(
            {
                "onboarding_id": onboarding.id,
                "name": "Brand guide",
                "condition": "document_received",
                "owner_id": self.manager.id,
                "document_request_id": self.request.id,
            }
        )
        self.request.step_id = step
        self.request._receive([("brand.pdf", PDF)])
        self.assertEqual((step.state, onboarding.state), ("done", "done"))
        for user, allowed in ((seller, True), (self.manager, True), (colleague, False)):
            self.assertEqual(self.request.with_user(user).can_handle, allowed, user.login)
        with self.assertRaises(AccessError):
            self.request.with_user(colleague).action_accept()
        as_seller = self.request.with_user(seller)
        as_seller.return_reason = "Page 2 is missing"
        as_seller.action_return()
        self.assertEqual((step.state, onboarding.state), ("open", "running"), "the step of somebody else follows")
        self.request._receive([("brand2.pdf", PDF)])
        as_seller.action_accept()
        self.assertEqual((self.request.state, step.state), ("accepted", "done"))
