from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .plan_common import MORNING, PlanCommon


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestMilestones(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.new_staff("milestone_accountant", "accountant")
        cls.project = cls.new_project()
        cls.milestone = cls.new_milestone("Concept", deadline="2024-03-08")
        cls.concept, cls.moodboard = cls.env["agency.deliverable"].create(
            [
                {"name": name, "project_id": cls.project.id, "milestone_id": cls.milestone.id}
                for name in ("Concept", "Moodboard")
            ]
        )

    @classmethod
    def new_milestone(cls, name, **values):
        return cls.env["project.milestone"].create({"name": name, "project_id": cls.project.id} | values)

    def approve(self, deliverable):
        """The client approves: what leads there is tested elsewhere."""
        deliverable._in_transition().write({"state": "approved"})

    def activities(self, record):
        return self.env["mail.activity"].search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def test_reached_when_everything_it_hands_over_is_approved(self):
        self.approve(self.concept)
        self.assertFalse(self.milestone.is_reached)
        self.assertRecordValues(self.milestone, [{"agency_deliverables_approved": 1, "agency_deliverables_total": 2}])
        self.approve(self.moodboard)
        self.assertTrue(self.milestone.is_reached)
        self.assertEqual(self.milestone.reached_date, date(2024, 2, 26))
        self.assertIn("Concept is reached", self.project.message_ids[0].body)
        self.assertFalse(self.activities(self.project))

    def test_open_tasks_make_it_a_question_asked_once(self):
        task = self.new_task(self.project, "Hand over files", milestone_id=self.milestone.id)
        self.approve(self.concept | self.moodboard)
        self.assertFalse(self.milestone.is_reached)
        self.milestone._agency_check_reached()
        activity = self.activities(self.project)
        self.assertEqual((activity.summary, activity.user_id), ("Milestone ready: Concept", self.manager))
        # the last task that is closed answers it
        task.with_user(self.manager).state = "1_done"
        self.assertTrue(self.milestone.is_reached)
        self.assertFalse(self.activities(self.project), "nothing is left to do")

    def test_a_milestone_without_deliverables_is_reached_by_hand_alone(self):
        bare = self.new_milestone("Workshop")
        self.new_task(self.project, "Hold it", milestone_id=bare.id).state = "1_done"
        self.assertFalse(bare.is_reached)

    def test_late_ones_are_told_once_for_each_date(self):
        with freeze_time("2024-03-08 08:00:00"):
            self.project._agency_refresh_health()
        self.assertFalse(self.activities(self.project))
        with freeze_time("2024-03-11 08:00:00"):
            self.project._agency_refresh_health()
            self.project._agency_refresh_health()
            activity = self.activities(self.project)
            self.assertEqual((activity.summary, activity.user_id), ("Milestone late: Concept", self.manager))
            self.assertIn("It was due on 03/08/2024", activity.note)
        self.milestone.deadline = "2024-03-12"
        self.assertFalse(self.activities(self.project), "another date was agreed on")
        with freeze_time("2024-03-13 08:00:00"):
            self.project._agency_refresh_health()
            self.assertEqual(len(self.activities(self.project)), 1)

    def test_what_settles_a_late_milestone_takes_its_activity_away(self):
        reached, deleted, other = (
            self.new_milestone(name, deadline="2024-03-07") for name in ("Reached", "Deleted", "Other")
        )
        self.project._agency_tell("Look at something else", "It is not about a milestone.")
        with freeze_time("2024-03-11 08:00:00"):
            self.project._agency_refresh_health()
        self.assertEqual(len(self.activities(self.project)), 5)
        (reached | self.milestone).with_user(self.worker.user_id).sudo().is_reached = True
        deleted.unlink()
        self.assertEqual(
            sorted(self.activities(self.project).mapped("summary")), ["Look at something else", "Milestone late: Other"]
        )
        other.name = "Another"
        self.assertEqual(len(self.activities(self.project)), 2)
        # reached by mistake
        reached.is_reached = False
        with freeze_time("2024-03-12 08:00:00"):
            self.project._agency_refresh_health()
            self.project._agency_refresh_health()
        self.assertEqual(
            sorted(self.activities(self.project).mapped("summary")),
            ["Look at something else", "Milestone late: Other", "Milestone late: Reached"],
        )
        self.project.stage_id = self.env["project.project.stage"].create({"name": "Over", "fold": True})
        self.assertEqual(self.activities(self.project).mapped("summary"), ["Look at something else"])

    def order_line(self, service_type):
        """:return: confirmed order line of 1,000 whose product is billed in a way of stock's"""
        product = self.env["product.product"].create(
            {
                "name": f"Website {service_type}",
                "type": "service",
                "invoice_policy": "delivery",
                "service_type": service_type,
                "list_price": 1000.0,
            }
        )
        order = self.env["sale.order"].create(
            {"partner_id": self.client.id, "order_line": [Command.create({"product_id": product.id})]}
        )
        order.action_confirm()
        return order.order_line

    def test_reaching_it_makes_the_invoice_of_its_share_once(self):
        line = self.order_line("milestones")
        self.milestone.write({"sale_line_id": line.id, "agency_invoice_when_reached": True, "quantity_percentage": 0.3})
        self.milestone.flush_recordset()
        self.milestone.with_user(self.manager).is_reached = True
        invoice = self.milestone.sudo().agency_invoice_id
        self.assertRecordValues(
            invoice,
            [{"state": "draft", "amount_untaxed": 300.0, "partner_id": self.client.id, "move_type": "out_invoice"}],
        )
        self.assertEqual(line.qty_invoiced, 0.3)
        self.assertEqual(self.milestone.agency_billed_on, datetime(2024, 2, 26, 8, 0))
        activity = self.activities(invoice)
        self.assertEqual((activity.summary, activity.user_id), ("Milestone reached: Concept", self.accountant))
        self.assertIn("Check the draft invoice", activity.note)
        # reached by mistake, taken back, reached again: it is billed already
        self.milestone.is_reached = False
        self.milestone.is_reached = True
        self.assertEqual(self.milestone.sudo().agency_invoice_id, invoice)
        self.assertEqual(line.order_id.invoice_count, 1)

    def test_a_line_billed_otherwise_is_left_to_accounting(self):
        line = self.order_line("manual")
        self.milestone.write({"sale_line_id": line.id, "agency_invoice_when_reached": True})
        self.approve(self.concept | self.moodboard)
        self.assertTrue(self.milestone.is_reached)
        self.assertFalse(self.milestone.sudo().agency_invoice_id)
        self.assertFalse(line.order_id.invoice_ids)
        activity = self.activities(self.project)
        self.assertEqual(activity.user_id, self.accountant)
        self.assertIn("make the invoice from the order", activity.note)
        self.milestone.is_reached = False
        self.milestone.is_reached = True
        self.assertEqual(len(self.activities(self.project)), 1)

    def test_without_the_flag_nothing_is_billed(self):
        self.milestone.sale_line_id = self.order_line("milestones")
        self.milestone.is_reached = True
        self.assertFalse(self.milestone.sudo().agency_invoice_id)
        self.assertFalse(self.activities(self.project))

    def test_created_as_reached(self):
        done = self.new_milestone("Signed", is_reached=True, agency_invoice_when_reached=True)
        self.assertTrue(done.agency_billed_on)
        self.assertEqual(self.activities(self.project).summary, "Milestone reached: Signed")
