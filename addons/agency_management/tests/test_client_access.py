from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ManagementCommon

#: models a client may see records of, with the way from a record to the order it comes from
VISIBLE = {
    "sale.order": "id",
    "sale.order.line": "order_id",
    "project.project": "agency_order_id",
    "project.task": "project_id.agency_order_id",
    "project.milestone": "project_id.agency_order_id",
    "agency.onboarding": "order_id",
    "agency.onboarding.step": "onboarding_id.order_id",
    "agency.document.request": "onboarding_id.order_id",
}


@tagged("post_install", "-at_install")
class TestClientAccess(ManagementCommon):
    """What people outside the agency get by RPC, whatever stock would grant them as followers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        package = cls.new_standard_package()
        cls.worker = cls.new_employee("acc_worker", cls.role_seo)
        cls.orders = {}
        cls.members = {}
        for letter in "AB":
            client = cls.new_client(f"Access {letter}")
            cls.members[letter] = cls.new_member(client, f"acc_member_{letter}")
            order = cls.orders[letter] = cls.new_order(client, package)
            order.action_confirm()
            cls.env["account.analytic.line"].create(
                {
                    "project_id": order.agency_project_id.id,
                    "task_id": order.agency_project_id.task_ids[0].id,
                    "employee_id": cls.worker.id,
                    "name": "Work",
                    "unit_amount": 1,
                    "date": fields.Date.today(),
                }
            )
        cls.client_a = cls.orders["A"].client_id
        # stock would show all of it to these two: contacts of the client that follow everything
        cls.contact = cls.new_portal_user("acc_contact", client=cls.client_a)
        cls.revoked = cls.new_member(cls.client_a, "acc_revoked")
        cls.client_a.member_ids.filtered(lambda member: member.user_id == cls.revoked).unlink()
        partners = cls.contact.partner_id | cls.revoked.partner_id | cls.members["A"].partner_id
        for record in cls.followed():
            record.message_subscribe(partners.ids)
        cls.stranger = cls.new_portal_user("acc_stranger")

    @classmethod
    def followed(cls):
        order = cls.orders["A"]
        project = order.agency_project_id
        return [order, project, *project.task_ids, *project.milestone_ids, order.onboarding_id]

    def visible(self, model, user):
        """:return: the orders whose records the user finds, with elevated rights to tell them"""
        records = self.env[model].with_user(user).search([]).sudo()
        return records.mapped(VISIBLE[model]) if VISIBLE[model] != "id" else records

    def test_members_see_their_client_only(self):
        for letter, user in self.members.items():
            for model in VISIBLE:
                with self.subTest(model=model, letter=letter):
                    found = self.visible(model, user)
                    ids = found.ids if hasattr(found, "ids") else found
                    self.assertEqual(ids, self.orders[letter].ids)

    def test_nobody_else_sees_anything(self):
        for user in (self.contact, self.revoked, self.stranger):
            for model in VISIBLE:
                with self.subTest(model=model, user=user.login):
                    try:
                        found = self.env[model].with_user(user).search([])
                    except AccessError:
                        continue
                    self.assertFalse(found)

    def test_reading_by_id_is_refused(self):
        order = self.orders["A"]
        project = order.agency_project_id
        records = [
            order,
            order.order_line,
            project,
            project.task_ids.filtered("client_visible"),
            project.milestone_ids,
            order.onboarding_id,
            order.onboarding_id.step_ids.filtered("client_facing"),
            order.onboarding_id.document_request_ids,
        ]
        for record in records:
            record.with_user(self.members["A"]).read(["display_name"])
            for user in (self.members["B"], self.contact, self.revoked, self.stranger):
                with self.subTest(record=record, user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])

    def test_internal_tasks_and_steps_stay_internal(self):
        order = self.orders["A"]
        as_member = self.env(user=self.members["A"])
        self.assertEqual(as_member["project.task"].search([]).sudo().mapped("name"), ["Crawl"])
        self.assertNotIn("Choose the team", as_member["agency.onboarding.step"].search([]).mapped("name"))
        order.agency_project_id.privacy_visibility = "followers"
        for model in ("project.project", "project.task", "project.milestone"):
            with self.subTest(model=model):
                self.assertFalse(as_member[model].search([]))

    def test_no_timesheets_even_when_hours_are_shared(self):
        self.orders["A"].agency_project_id.share_hours = True
        for user in (self.members["A"], self.contact, self.stranger):
            with self.subTest(user=user.login):
                try:
                    found = self.env["account.analytic.line"].with_user(user).search([])
                except AccessError:
                    continue
                self.assertFalse(found)

    def test_members_change_nothing(self):
        order = self.orders["A"]
        project = order.agency_project_id
        for record in (
            order,
            project,
            project.task_ids.filtered("client_visible"),
            project.milestone_ids,
            order.onboarding_id,
            order.onboarding_id.step_ids.filtered("client_facing"),
            order.onboarding_id.document_request_ids,
        ):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(self.members["A"]).write({"name": "Mine"})

    def test_internal_fields_stay_internal(self):
        order = self.orders["A"]
        for record, names in [
            (order, ["setup_error", "setup_state", "onboarding_ids", "team_proposal_ids"]),
            (order.agency_project_id, ["budget_amount", "hours_spent", "budget_state"]),
            (order.agency_project_id, ["allocated_hours", "remaining_hours"]),
            (order.onboarding_id.document_request_ids[:1], ["task_id"]),
            (
                order.onboarding_id.step_ids.filtered("client_facing")[:1],
                ["description", "owner_rule", "sla_date", "escalation_rule", "reminder_ids", "answer_ids"],
            ),
        ]:
            for name in names:
                with self.subTest(record=record, name=name), self.assertRaises(AccessError):
                    record.with_user(self.members["A"]).read([name])

    def test_internal_models_are_closed(self):
        for model in (
            "agency.role",
            "agency.service.effort",
            "agency.service.task",
            "agency.team.proposal",
            "agency.team.proposal.line",
            "agency.onboarding.template",
            "agency.onboarding.template.step",
            "agency.onboarding.answer",
            "agency.onboarding.question",
            "agency.onboarding.reminder",
            "agency.onboarding.reminder.rule",
            "agency.package.wizard",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.members["A"]).search([])

    def test_ones_own_quotation_stays_visible(self):
        order = self.new_order(self.stranger.partner_id)
        order.action_quotation_sent()
        order.message_subscribe(self.stranger.partner_id.ids)
        self.assertEqual(self.env["sale.order"].with_user(self.stranger).search([]), order)

    def test_drafts_are_not_for_members(self):
        order = self.new_order(self.client_a)
        self.assertNotIn(order, self.env["sale.order"].with_user(self.members["A"]).search([]))

    def test_revocation_works_on_the_next_request(self):
        user = self.members["B"]
        self.assertTrue(self.env["sale.order"].with_user(user).search([]))
        self.orders["B"].client_id.member_ids.unlink()
        self.assertFalse(self.env["sale.order"].with_user(user).search([]))
        self.assertFalse(self.env["project.project"].with_user(user).search([]))

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Other agency"})
        user = self.new_staff(
            "acc_other", "administrator", company_id=company.id, company_ids=[fields.Command.set(company.ids)]
        )
        for model in (
            "agency.service",
            "agency.service.task",
            "agency.service.deliverable",
            "agency.service.requirement",
            "agency.service.effort",
            "agency.service.package",
            "agency.service.package.line",
            "agency.onboarding",
            "agency.onboarding.step",
            "agency.document.request",
            "agency.team.proposal",
            "agency.team.proposal.line",
        ):
            with self.subTest(model=model):
                self.assertTrue(self.env[model].search_count([]))
                self.assertFalse(self.env[model].with_user(user).search([]))
