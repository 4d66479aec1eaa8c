from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .onboarding_common import OnboardingCommon

PDF = b"%PDF-1.7 brand"


@tagged("post_install", "-at_install")
class TestConditions(OnboardingCommon):
    """Each condition completes its step by itself when the fact comes true."""

    def one(self, condition, **values):
        """:return: the only step of a new onboarding that the client sees"""
        return self.new_onboarding(
            self.client, [{"name": "Step", "condition": condition, "client_facing": True, **values}, {"name": "Other"}]
        ).step_ids[0]

    def standing(self, step):
        return (step.state, step.turn)

    def test_access_is_given_tried_and_confirmed(self):
        for kind, flag in (("ga4", "access_ga4"), ("search_console", "access_search_console"), ("ads", "access_ads")):
            with self.subTest(kind):
                step = self.one("access_granted", access_kind=kind)
                self.assertEqual(self.standing(step), ("open", "client"))
                step._claim_access(self.member)
                self.assertEqual(self.standing(step), ("open", "agency"))
                self.assertEqual(step.access_claimed_by_id, self.member)
                self.assertEqual(step.onboarding_id.activity_ids.user_id, self.manager)
                step.with_user(self.manager).action_confirm_access()
                self.assertFalse(step.onboarding_id.activity_ids, "it was tried")
                self.assertEqual(self.standing(step), ("done", False))
                self.assertTrue(self.client[flag])
                step.with_user(self.manager).action_reopen()
                step.onboarding_id._check_conditions()
                self.assertEqual(self.standing(step), ("open", "client"), "asked for again, so it is not there")
                self.assertFalse(self.client[flag])

    def test_access_that_does_not_work_goes_back(self):
        step = self.one("access_granted", access_kind="other")
        step._claim_access(self.member)
        with self.assertRaisesRegex(UserError, "Say what is missing"):
            step.action_access_missing()
        step.access_problem = "We see no property"
        step.action_access_missing()
        self.assertEqual(self.standing(step), ("open", "client"))
        self.assertFalse(step.onboarding_id.activity_ids, "it was tried")
        step._claim_access(self.member)
        self.assertEqual(len(step.onboarding_id.activity_ids), 1)
        self.assertEqual((step.turn, step.access_problem), ("agency", False))
        step.action_confirm_access()
        self.assertEqual(step.state, "done")
        with self.assertRaisesRegex(UserError, "Nothing is asked"):
            step._claim_access(self.member)

    def test_an_access_noted_on_the_client_completes_the_step(self):
        step, other = self.one("access_granted", access_kind="ga4"), self.one("access_granted", access_kind="ads")
        for claimed in (step, other):
            claimed._claim_access(self.member)
        self.client.access_ga4 = True
        self.assertEqual((step.state, other.state), ("done", "open"))
        self.assertFalse(step.onboarding_id.activity_ids)
        self.assertTrue(other.onboarding_id.activity_ids)
        other.action_skip()
        self.assertFalse(other.onboarding_id.activity_ids)

    def test_only_the_responsible_confirms(self):
        step = self.one("access_granted", access_kind="ga4")
        with self.assertRaises(AccessError):
            step.with_user(self.worker).action_confirm_access()
        step.owner_id = self.worker
        step.with_user(self.worker).action_confirm_access()
        self.assertTrue(self.client.access_ga4, "though a team member may not edit clients")

    def test_document_received_or_accepted(self):
        for condition, after_upload in (("document_received", "done"), ("document_accepted", "open")):
            with self.subTest(condition):
                step = self.one(condition)
                request = self.env["agency.document.request"].create(step._prepare_document_request())
                step.document_request_id = request
                request._receive([("brand.pdf", PDF)])
                self.assertEqual(step.state, after_upload)
                self.assertEqual(step.turn, "agency" if after_upload == "open" else False)
                request.return_reason = "Wrong brand"
                request.action_return()
                self.assertEqual(self.standing(step), ("open", "client"))
                request._receive([("brand2.pdf", PDF)])
                request.action_accept()
                self.assertEqual(step.state, "done")

    def test_invoices_of_the_order(self):
        service = self.new_service("Audit", price=300)
        package = self.new_package("One-off", [(service, "one_off")], deposit_percent=0)
        order = self.new_order(self.client, package, user_id=self.manager.id)
        order.require_payment = False
        order.action_confirm()
        step = self.env["agency.onboarding.step"].create(
            {"onboarding_id": order.onboarding_id.id, "name": "Pay", "condition": "invoice_paid"}
        )
        order.onboarding_id._check_conditions()
        self.assertEqual(step.state, "open", "no invoice is not a paid one")
        invoice = order._create_invoices()
        invoice.action_post()
        order.onboarding_id._check_conditions()
        self.assertEqual(step.state, "open")
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        ).action_create_payments()
        self.assertEqual(step.state, "done", "the payment completes it")

    def test_form(self):
        step = self.one(
            "form_filled",
            answer_ids=[
                Command.create({"name": "Name", "sequence": 1}),
                Command.create({"name": "Site", "kind": "link", "required": False, "sequence": 2}),
                Command.create({"name": "Start", "kind": "date", "sequence": 3}),
            ],
        )
        name, site, start = step.answer_ids
        self.assertEqual(
            step._submit_form(self.member, {name.id: "", site.id: "nowhere", start.id: "soon"}),
            {
                name.id: "Please answer this question.",
                site.id: "This is no web address. It looks like www.example.com.",
                start.id: "This is no date. Choose it from the calendar, or write it as 2025-12-31.",
            },
        )
        self.assertEqual(step.answer_ids.mapped("value"), [False] * 3, "nothing is kept while something is wrong")
        self.assertEqual(step._submit_form(self.member, {name.id: "Alpha"}, complete=False), {})
        self.assertEqual((step.state, name.value, name.answered_by_id), ("open", "Alpha", self.member))
        typed = {name.id: "Alpha", site.id: "alpha.example", start.id: "2024-04-01"}
        self.assertEqual(step._submit_form(self.member, typed), {})
        self.assertEqual(step.answer_ids.mapped("value"), ["Alpha", "https://alpha.example", "2024-04-01"])
        self.assertEqual((step.state, step.form_submitted_by_id), ("done", self.member))
        self.assertIn(self.manager.partner_id, self.notices(step.onboarding_id).notified_partner_ids)
        with self.assertRaisesRegex(UserError, "This form is closed"):
            step._submit_form(self.member, typed)
        step.action_reopen()
        step.onboarding_id._check_conditions()
        self.assertEqual((step.state, name.value), ("open", "Alpha"), "opened again to be looked through, not emptied")

    def test_a_choice_needs_choices(self):
        for choices in (False, "", "Only one\n"):
            with self.subTest(choices), self.assertRaises(ValidationError):
                self.one(
                    "form_filled", answer_ids=[Command.create({"name": "Q", "kind": "choice", "choices": choices})]
                )

    def test_requirements_become_steps(self):
        """What two services need alike is asked once; what the agency sets up is for the project manager."""
        audit = self.new_service(
            "Audit",
            requirements=[
                {"name": "Brand guide", "kind": "document"},
                {"name": "Analytics", "kind": "access", "access_kind": "ga4", "due_days": 4},
                {"name": "Connect Search Console", "kind": "data_source", "description": "How"},
            ],
        )
        care = self.new_service(
            "Care",
            requirements=[
                {"name": "Google Analytics", "kind": "access", "access_kind": "ga4", "due_days": 2},
                {"name": "Chat channel", "kind": "channel"},
                {"name": "Client folder", "kind": "folder"},
                {"name": "Product data", "kind": "information", "description": "Where it is"},
            ],
        )
        package = self.new_package("Both", [(audit, "one_off"), (care, "monthly")])
        package.onboarding_template_id = self.env["agency.onboarding.template"].create({"name": "Empty"})
        order = self.new_order(self.client, package, user_id=self.manager.id)
        order.require_payment = False
        order.action_confirm()
        # an addon that knows data sources can tell more of them
        connected = self.env["agency.service.requirement"]._kind_registry()["data_source"]["condition"]
        self.assertRecordValues(
            order.onboarding_id.step_ids,
            [
                {
                    "name": "Brand guide",
                    "condition": "document_received",
                    "client_facing": True,
                    "owner_rule": "onboarding",
                },
                {
                    "name": "Google Analytics",
                    "condition": "access_granted",
                    "client_facing": True,
                    "owner_rule": "onboarding",
                },
                {"name": "Product data", "condition": "manual", "client_facing": True, "owner_rule": "onboarding"},
                {
                    "name": "Connect Search Console",
                    "condition": connected,
                    "client_facing": False,
                    "owner_rule": "project_manager",
                },
                {
                    "name": "Chat channel",
                    "condition": "manual",
                    "client_facing": False,
                    "owner_rule": "project_manager",
                },
                {
                    "name": "Client folder",
                    "condition": "folders_made",
                    "client_facing": False,
                    "owner_rule": "project_manager",
                },
            ],
        )
        steps = self.named(order.onboarding_id)
        self.assertEqual(
            (steps["Connect Search Console"].description, steps["Product data"].client_text), ("How", "Where it is")
        )
        self.assertFalse(steps["Product data"].description)

    def test_checking_costs_the_same_for_few_and_for_many(self):
        def cost(count):
            conditions = ["access_granted", "document_received", "form_filled", "meeting_booked", "invoice_paid"]
            onboarding = self.new_onboarding(
                self.client,
                [
                    {"name": f"{condition} {number}", "condition": condition, "access_kind": "ga4"}
                    for condition in conditions
                    for number in range(count)
                ],
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            onboarding._check_conditions()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(1)
        few, many = cost(2), cost(20)
        self.assertEqual(few, many)
        self.assertLess(few, 30)
