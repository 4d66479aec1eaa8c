from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .time_common import FRIDAY, MONDAY, NEXT_MONDAY, TUESDAY, TimeCommon

NOW = "2024-03-17 12:00:00"


@tagged("post_install", "-at_install")
class TestTimeApproval(TimeCommon):
    """Submit, approve, send back, reopen; who may; what stays locked."""

    def setUp(self):
        super().setUp()
        freezer = freeze_time(NOW)
        freezer.start()
        self.addCleanup(freezer.stop)

    def submitted(self, *lines, employee=None):
        self.week(employee).action_submit()
        return self.env["account.analytic.line"].union(*lines)

    def approved(self, *lines, user=None):
        lines = self.submitted(*lines)
        self.week(user=user or self.manager).action_approve()
        return lines

    def states(self, lines):
        return lines.sudo().mapped("agency_approval_state")

    def activities(self, week):
        kinds = {
            self.env.ref(f"agency_management.mail_activity_time_{name}"): name
            for name in ("approve", "correct", "missing")
        }
        return sorted((kinds[one.activity_type_id], one.user_id.name) for one in week.sudo().activity_ids)

    # moves

    def test_submit_and_approve(self):
        lines = self.log(8) | self.log(7.5, day=TUESDAY, project=self.project_b)
        late = self.log(1, day=NEXT_MONDAY - timedelta(days=14))
        week = self.week()
        self.assertEqual((week.is_mine, week.may_approve, week.may_reopen), (True, False, False))
        week.action_submit()
        self.assertEqual(self.states(lines), ["submitted", "submitted"])
        self.assertEqual(self.states(late), ["draft"], "another week")
        self.assertEqual(self.activities(week), [("approve", "Mona Manager")])
        self.assertEqual(week.sudo().activity_ids.summary, "15:30 h to approve")
        self.assertEqual(week.sudo().approver_names, "Mona Manager")
        theirs = self.week(user=self.manager)
        self.assertEqual((theirs.is_mine, theirs.may_approve, theirs.may_reopen), (False, True, False))
        theirs.action_approve()
        self.assertRecordValues(
            lines.sudo(),
            2
            * [
                {
                    "agency_approval_state": "approved",
                    "agency_approved_by_id": self.manager.id,
                    "agency_approved_at": fields.Datetime.to_datetime(NOW),
                }
            ],
        )
        self.assertEqual(self.activities(week), [])
        self.assertRecordValues(
            week.sudo(),
            [{"state": "approved", "hours_approved": 15.5, "submitted_at": fields.Datetime.to_datetime(NOW)}],
        )
        self.assertTrue(self.week(user=self.manager).may_reopen)

    def test_two_who_approve_at_once(self):
        self.submitted(self.log(8))
        self.week(user=self.manager).action_approve()
        with self.refused("Nothing here waits for approval any more"):
            self.week(user=self.manager).action_approve()

    def test_take_back(self):
        line = self.log(8)
        week = self.week()
        self.submitted(line)
        week.action_take_back()
        self.assertEqual(self.states(line), ["draft"])
        self.assertEqual(self.activities(week), [])
        with self.refused("Nothing in the week of .* can be taken back"):
            week.action_take_back()

    def test_send_back_tells_why(self):
        line = self.submitted(self.log(8))
        week = self.week(user=self.manager)
        asked = week.action_send_back()
        self.assertEqual(
            (asked["res_model"], asked["context"]),
            ("agency.time.reason", {"default_week_ids": week.ids, "default_move": "send_back"}),
        )
        dialogue = self.env["agency.time.reason"].with_user(self.manager).with_context(**asked["context"])
        dialogue.create({"reason": "Which <b>client</b>?"}).action_confirm()
        self.assertEqual(self.states(line), ["draft"])
        self.assertEqual(self.activities(week), [("correct", "Alan Author")])
        self.assertIn("Which &lt;b&gt;client&lt;/b&gt;?", week.sudo().activity_ids.note)
        self.assertIn("Send Back: Which &lt;b&gt;client&lt;/b&gt;?", week.sudo().message_ids[0].body)
        line.with_user(self.author).unit_amount = 7
        self.week().action_submit()
        self.assertEqual(self.activities(week), [("approve", "Mona Manager")])

    def test_reopen_needs_a_reason_and_an_approver(self):
        line = self.approved(self.log(8))
        with self.refused("This time is approved by Mona Manager. Your own time takes somebody else", AccessError):
            self.week().action_reopen("Typo")
        self.assertEqual(self.week(user=self.manager).action_reopen("   ")["res_model"], "agency.time.reason")
        self.assertEqual(self.states(line), ["approved"])
        self.week(user=self.manager).action_reopen("Typo")
        self.assertRecordValues(
            line.sudo(),
            [{"agency_approval_state": "draft", "agency_approved_by_id": False, "agency_approved_at": False}],
        )
        with self.refused("There is no approved time to reopen"):
            self.week(user=self.manager).action_reopen("Again")

    def test_nothing_to_submit(self):
        with self.refused("There is nothing to submit in the week of"):
            self.week().action_submit()

    def test_time_to_come_is_not_submitted(self):
        with freeze_time("2024-03-14 22:59:00"):
            # 23:59 on Thursday in Berlin: Friday has not come
            self.log(8, day=FRIDAY)
            with self.refused("has not come yet"):
                self.week().action_submit()
        with freeze_time("2024-03-14 23:01:00"):
            self.week().action_submit()

    # who

    def test_project_manager_approves_own_projects_when_there_is_no_manager(self):
        pm_b = self.new_staff("time_pm_b", "project_manager", name="Ben Beta")
        self.project_b.user_id = pm_b
        mine, theirs = self.log(3, employee=self.chloe), self.log(4, employee=self.chloe, project=self.project_b)
        week = self.week(self.chloe)
        week.action_submit()
        self.assertEqual(self.activities(week), [("approve", "Ben Beta"), ("approve", "Mona Manager")])
        self.week(self.chloe, user=pm_b).action_approve()
        self.assertEqual((self.states(mine), self.states(theirs)), (["submitted"], ["approved"]))
        self.assertEqual(week.sudo().state, "submitted")
        self.week(self.chloe, user=self.manager).action_approve()
        self.assertEqual(week.sudo().state, "approved")

    def test_nobody_approves_own_time_unless_allowed(self):
        line = self.log(2, employee=self.mona)
        self.week(self.mona).action_submit()
        with self.refused("Your own time takes somebody else", AccessError):
            self.week(self.mona).action_approve()
        self.env.company.agency_time_self_approval = True
        self.week(self.mona).action_approve()
        self.assertEqual(self.states(line), ["approved"])

    def test_administrators_approve_everything(self):
        administrator = self.new_staff("time_admin", "administrator")
        line = self.submitted(self.log(2, employee=self.chloe), employee=self.chloe)
        self.week(self.chloe, user=administrator).action_approve()
        self.assertEqual(self.states(line), ["approved"])

    def test_colleagues_neither_see_nor_submit(self):
        self.log(2)
        week = self.week(user=self.checker)
        with self.assertRaises(AccessError):
            week.read(["hours_logged"])
        with self.refused("Only Alan Author submits this week", AccessError):
            week.action_submit()
        self.submitted()
        with self.refused("This time is approved by Mona Manager", AccessError):
            week.action_approve()

    def test_a_team_lead_without_the_role_of_a_manager_approves(self):
        lead = self.new_employee_of("Lea Lead")
        self.alan.parent_id = lead
        line = self.submitted(self.log(2))
        self.assertEqual(self.activities(self.week()), [("approve", "Lea Lead")])
        week = self.env["agency.timesheet.week"].with_user(lead.user_id).search([("state", "=", "submitted")])
        self.assertEqual((week, week.may_approve), (self.week(), True))
        self.assertEqual(week.line_ids, line.with_env(week.env))
        with self.assertRaises(UserError):
            week.line_ids.write({"name": "Mine now"})
        week.action_approve()
        self.assertEqual(self.states(line), ["approved"])

    def new_employee_of(self, name):
        user = self.new_staff(name.split()[0].lower(), "team_member", name=name)
        return self.env["hr.employee"].create({"name": name, "user_id": user.id, "tz": "Europe/Berlin"})

    # locks

    def test_submitted_time_is_the_approvers_to_correct(self):
        line = self.submitted(self.log(8))
        with self.refused("are submitted. Take the week back"):
            line.with_user(self.author).write({"unit_amount": 1})
        with self.refused("are submitted. Take the week back"):
            line.with_user(self.author).unlink()
        line.with_user(self.manager).write({"unit_amount": 7})
        self.assertEqual(line.sudo().unit_amount, 7)

    def test_approved_time_is_locked_for_everybody(self):
        line = self.approved(self.log(8))
        administrator = self.new_staff("time_admin", "administrator")
        changes = [
            {"unit_amount": 1},
            {"date": TUESDAY},
            {"project_id": self.project_b.id},
            {"task_id": self.copy_task.id},
            {"name": "Something else"},
            {"agency_billable": False},
            {"agency_time_kind_id": self.kinds["pitch"].id},
            {"employee_id": self.chloe.id},
            {"amount": 0},
        ]
        for actor in (
            line.with_user(self.author),
            line.with_user(self.manager),
            line.with_user(administrator),
            line.sudo(),
        ):
            for vals in changes:
                with (
                    self.subTest(user=actor.env.user.name, vals=vals),
                    self.refused("are approved. Ask whoever approved"),
                ):
                    actor.write(vals)
            with self.subTest(user=actor.env.user.name), self.refused("are approved"):
                actor.unlink()
        self.assertRecordValues(line.sudo(), [{"unit_amount": 8, "date": MONDAY, "project_id": self.project_a.id}])
        self.assertTrue(line.with_user(self.author).readonly_timesheet)

    def test_approval_is_not_forged(self):
        forged = {
            "agency_approval_state": "approved",
            "agency_approved_by_id": self.manager.id,
            "agency_approved_at": NOW,
            "timesheet_invoice_id": self.env["account.move"].create({"move_type": "out_invoice"}).id,
        }
        line = self.log(1, **forged)
        context = self.env["account.analytic.line"].with_user(self.author)
        context = context.with_context(default_agency_approval_state="approved", agency_time_move=True)
        other = context.create({"name": "x", "project_id": self.project_a.id, "unit_amount": 1, "date": MONDAY})
        self.assertRecordValues(
            (line | other).sudo(),
            2
            * [
                {
                    "agency_approval_state": "draft",
                    "agency_approved_by_id": False,
                    "agency_approved_at": False,
                    "timesheet_invoice_id": False,
                }
            ],
        )
        for name, value in forged.items():
            with self.subTest(field=name), self.refused("is not written by hand"):
                line.with_user(self.author).with_context(agency_time_move=True).write({name: value})
        with self.refused("Approval is not written by hand"):
            line.with_user(self.manager).write({"agency_approval_state": "approved"})

    def test_copies_start_open(self):
        line = self.approved(self.log(2))
        self.assertEqual(self.states(line.with_user(self.author).copy()), ["draft"])

    def test_approved_time_stays_when_its_task_moves(self):
        approved = self.approved(self.log(2, task_id=self.copy_task.id))
        # from 19.0 on Odoo lets time follow its task
        self.copy_task.project_id = self.project_b
        self.assertEqual(approved.sudo().project_id, self.project_a)

    # invoices

    def test_invoiced_time_is_never_reopened(self):
        order = self.new_hourly_order()
        line, internal = self.log(3), self.log(1, day=TUESDAY, project=self.internal)
        self.approved()
        invoice = order._create_invoices()
        self.assertEqual(line.sudo().timesheet_invoice_id, invoice)
        self.assertEqual([line.sudo().agency_invoiced, internal.sudo().agency_invoiced], [True, False])
        self.week(user=self.manager).action_reopen("Typo")
        self.assertEqual(self.states(line | internal), ["approved", "draft"])
        with self.refused("There is no approved time to reopen. What is invoiced stays"):
            self.week(user=self.manager).action_reopen("Typo")
        with self.refused("are invoiced and stay as they are"):
            line.sudo().write({"name": "Else"})
        with self.refused("are invoiced and stay as they are"):
            line.sudo().unlink()
        invoice.action_post()
        self.assertTrue(line.sudo().agency_invoiced)

    def test_time_on_a_cancelled_invoice_can_be_reopened(self):
        order = self.new_hourly_order()
        line = self.approved(self.log(3))
        order._create_invoices().button_cancel()
        line.invalidate_recordset()
        self.assertFalse(line.sudo().agency_invoiced)
        self.week(user=self.manager).action_reopen("Typo")
        self.assertEqual(self.states(line), ["draft"])

    def test_open_time_on_an_invoice_is_locked_as_well(self):
        order = self.new_hourly_order()
        line = self.log(3)
        order._create_invoices()
        with self.refused("are invoiced and stay as they are"):
            line.with_user(self.author).write({"name": "Else"})
        self.assertEqual(self.states(line), ["draft"])

    def test_approved_time_of_a_billed_period_is_invoiced(self):
        retainer = self.env["agency.retainer"].create(
            {
                "client_id": self.client_a.id,
                "start_date": "2024-03-01",
                "end_date": "2024-04-30",
                "project_id": self.project_a.id,
                "policy": "draft",
                "line_ids": [
                    (0, 0, {"product_id": self.env["product.product"].create({"name": "Care", "type": "service"}).id})
                ],
            }
        )
        retainer.line_ids.price_unit = 900
        retainer.action_activate()
        retainer._bill(fields.Date.to_date("2024-03-17"))
        still_open, line = self.log(1, day=TUESDAY), self.log(3)
        self.assertFalse(line.sudo().agency_invoiced)
        self.submitted()
        self.week(user=self.manager).action_approve()
        self.assertFalse(line.sudo().agency_invoiced, "billed in advance, the period goes on")
        self.week(user=self.manager).action_reopen("Typo")
        self.week().action_submit()
        self.week(user=self.manager).action_approve()
        late = self.log(1, day=MONDAY, employee=self.chloe)
        with freeze_time("2024-04-01 12:00:00"):
            (line | still_open | late).invalidate_recordset()
            self.assertEqual(
                [one.agency_invoiced for one in (line | still_open | late).sudo()],
                [True, True, False],
                "late is not approved",
            )
            with self.refused("What is invoiced stays as it is"):
                self.week(user=self.manager).action_reopen("Typo")
            late.with_user(self.checker).unit_amount = 2
