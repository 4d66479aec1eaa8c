from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .billing_common import BillingBuilders
from .freelancer_common import FreelancerCommon
from .time_common import NEXT_MONDAY, TUESDAY, WEDNESDAY


@tagged("post_install", "-at_install")
class TestFreelancerBills(FreelancerCommon):
    """Approved hours become vendor bills, once."""

    def account_of(self, project):
        """:return: the analytic account of a project, made where there is none"""
        if not project._agency_analytic_accounts():
            plan = self.env["account.analytic.plan"].search([], limit=1)
            account = self.env["account.analytic.account"].create({"name": project.name, "plan_id": plan.id})
            project["account_id" if "account_id" in project._fields else "analytic_account_id"] = account
        return project._agency_analytic_accounts()

    def lines_of(self, bills):
        """:return: of each line: project and task, quantity, unit, price"""
        return [
            (line.name.split(",")[0], line.quantity, line.product_uom_id, line.price_unit)
            for line in bills.invoice_line_ids.sorted("sequence")
        ]

    def test_one_bill_with_a_line_a_project_task_and_rate(self):
        account = self.account_of(self.project_a)
        self.new_rate(self.frida, NEXT_MONDAY, 640.0, unit="day", hours_per_day=8.0)
        one, two = self.work(1.5), self.work(2.5, day=TUESDAY)
        task = self.work(2.0, task_id=self.copy_task.id)
        day = self.work(4.0, day=NEXT_MONDAY)
        beta = self.work(1.0, day=TUESDAY, project=self.project_b)
        self.work(9.0, day=date(2024, 3, 27), approve=False)
        april = self.work(3.0, day=date(2024, 4, 2))
        employee = self.log(7.0)
        bill = self.make_bills()
        self.assertRecordValues(
            bill,
            [
                {
                    "move_type": "in_invoice",
                    "state": "draft",
                    "partner_id": self.studio.id,
                    "agency_freelancer_id": self.frida.id,
                    "currency_id": self.env.company.currency_id.id,
                    "amount_untaxed": 4 * 60 + 2 * 60 + 320 + 60,
                }
            ],
        )
        hour, unit_day = self.env.ref("uom.product_uom_hour"), self.env.ref("uom.product_uom_day")
        a, b = self.project_a.name, self.project_b.name
        first, second = (a, b) if self.project_a.id < self.project_b.id else (b, a)
        expected = {
            a: [(a, 4.0, hour, 60.0), (a, 0.5, unit_day, 640.0), (f"{a} – {self.copy_task.name}", 2.0, hour, 60.0)],
            b: [(b, 1.0, hour, 60.0)],
        }
        self.assertEqual(self.lines_of(bill), expected[first] + expected[second])
        lines = bill.invoice_line_ids
        product = self.env.company.agency_freelancer_product_id
        self.assertEqual(lines.product_id, product)
        self.assertEqual(product.name, "Freelancer Work")
        self.assertEqual(
            lines.filtered(lambda line: line.name.startswith(a)).mapped("analytic_distribution"),
            3 * [{str(account.id): 100.0}],
        )
        self.assertEqual((one | two).agency_vendor_line_id.agency_time_ids, one | two)
        time = one | two | task | day | beta
        self.assertEqual(time.agency_vendor_line_id, lines)
        self.assertEqual(set(time.mapped("agency_vendor_billed")), {True})
        self.assertFalse((april | employee.sudo()).agency_vendor_line_id)

    def test_each_hour_is_billed_once(self):
        self.work(1.0)
        first = self.make_bills()
        with self.refused("no approved hours"):
            self.make_bills()
        late = self.work(2.0, day=WEDNESDAY)
        second = self.make_bills()
        self.assertEqual((first | second).mapped("amount_untaxed"), [60.0, 120.0])
        self.assertEqual(late.agency_vendor_line_id.move_id, second)

    def test_a_bill_for_each_freelancer_and_currency(self):
        pound = self.env.ref("base.GBP")
        pound.active = True
        greta = self.new_freelancer("Greta Gig", vendor=self.studio)
        self.new_rate(greta, "2024-01-01", 50.0)
        self.new_rate(greta, TUESDAY, 40.0, currency_id=pound.id)
        self.work(1.0)
        self.work(1.0, employee=greta)
        self.work(2.0, employee=greta, day=TUESDAY)
        bills = self.make_bills()
        own = self.env.company.currency_id
        self.assertEqual(
            [(bill.agency_freelancer_id, bill.currency_id, bill.amount_untaxed) for bill in bills],
            [(self.frida, own, 60.0), (greta, own, 50.0), (greta, pound, 80.0)],
        )
        self.assertEqual(bills.partner_id, self.studio)

    def test_only_those_chosen(self):
        greta = self.new_freelancer("Greta Gig", vendor=self.studio)
        self.new_rate(greta, "2024-01-01", 50.0)
        self.work(1.0)
        self.work(1.0, employee=greta)
        self.assertEqual(self.make_bills(greta).agency_freelancer_id, greta)
        # an employee's time is no vendor's
        self.log(1.0)
        with self.refused("Nobody is chosen"):
            self.make_bills(self.alan)

    def test_who_lacks_vendor_or_rate_is_left_out_and_named(self):
        greta, hugo = self.new_freelancer("Greta Gig"), self.new_freelancer("Hugo Hour", vendor=self.studio)
        self.new_rate(hugo, WEDNESDAY, 50.0)
        self.work(1.0, employee=greta)
        self.work(2.0, employee=hugo)
        with self.refused("Greta Gig has no vendor.\nHugo Hour has no rate on .*\nAsk an HR manager"):
            self.make_bills()
        self.work(4.0, employee=hugo, day=WEDNESDAY)
        self.work(0.5, employee=hugo, day=NEXT_MONDAY, approve=False)
        wizard = self.env["agency.freelancer.bill"].with_user(self.accountant)
        wizard = wizard.create({"date_from": "2024-03-01", "date_to": "2024-03-31"})
        self.assertEqual(
            [(line.employee_id, line.chosen, line.hours, line.hours_open, line.problem) for line in wizard.line_ids],
            [
                (greta, True, 0.0, 0.0, "No vendor: 1.00 hours are left out."),
                (hugo, True, 4.0, 0.5, "No rate for 2.00 hours: they are left out."),
            ],
        )
        self.assertEqual(self.make_bills().mapped("amount_untaxed"), [200.0])

    def test_days_in_order(self):
        with self.refused("last day lies before the first"):
            self.make_bills(first="2024-03-31", last="2024-03-01")

    def test_billed_time_is_locked_also_from_reopening(self):
        line = self.work(1.0)
        self.make_bills()
        mine = line.with_user(self.manager).sudo(False)
        for values in ({"unit_amount": 2.0}, {"date": TUESDAY}, {"project_id": self.project_b.id}):
            with self.subTest(values=values), self.refused("on the vendor bill of Frida Free"):
                mine.write(values)
        with self.refused("on the vendor bill of Frida Free"):
            mine.unlink()
        week = line.agency_week_id.with_user(self.manager).sudo(False)
        self.assertFalse(week.may_reopen)
        with self.refused("no approved time to reopen"):
            week.action_reopen("Wrong")
        with self.refused("not written by hand"):
            mine.write({"agency_vendor_line_id": False})
        self.assertEqual((line.unit_amount, line.agency_approval_state), (1.0, "approved"))

    def test_cancelling_gives_the_time_back(self):
        line = self.work(1.0)
        bill = self.post(self.make_bills())
        bill.button_draft()
        self.assertTrue(line.agency_vendor_billed)
        bill.button_cancel()
        self.assertFalse(line.agency_vendor_billed)
        # as long as nothing happened to it, the bill takes it again
        bill.button_draft()
        self.assertTrue(line.agency_vendor_billed)
        bill.button_cancel()
        again = self.make_bills()
        self.assertEqual(line.agency_vendor_line_id.move_id, again)
        with self.refused("billed 1.00 hours, of which 0.00 are left"):
            bill.button_draft()
        self.assertEqual(bill.state, "cancel")

    def test_a_cancelled_bill_does_not_take_what_was_changed(self):
        line = self.work(1.0)
        bill = self.make_bills()
        bill.button_cancel()
        week = line.agency_week_id.with_user(self.manager).sudo(False)
        week.action_reopen("Wrong day")
        self.assertFalse(line.agency_vendor_line_id)
        week.action_submit()
        week.action_approve()
        with self.refused("of which 0.00 are left"):
            bill.button_draft()
        self.assertEqual(self.make_bills().amount_untaxed, 60.0)

    def test_deleting_the_bill_or_a_line_gives_the_time_back(self):
        first, second = self.work(1.0), self.work(2.0, project=self.project_b)
        bill = self.make_bills()
        first.agency_vendor_line_id.unlink()
        self.assertEqual([line.agency_vendor_billed for line in (first, second)], [False, True])
        bill.unlink()
        self.assertEqual([line.agency_vendor_billed for line in (first, second)], [False, False])
        self.assertEqual(self.make_bills().amount_untaxed, 180.0)

    def test_a_full_credit_gives_the_time_back_and_holds_what_was_billed_again(self):
        line = self.work(1.0)
        bill = self.post(self.make_bills())
        refund = BillingBuilders.credit.__func__(type(self), bill)
        self.assertFalse(line.agency_vendor_billed)
        again = self.make_bills()
        self.assertEqual(line.agency_vendor_line_id.move_id, again)
        with self.refused("of which 0.00 are left"):
            refund.button_draft()
        again.button_cancel()
        # nobody bills the hour now, but the first bill has lost it for good
        with self.refused("of which 0.00 are left"):
            refund.button_draft()

    def test_a_credit_that_is_undone_takes_the_time_again(self):
        line = self.work(1.0)
        bill = self.post(self.make_bills())
        refund = BillingBuilders.credit.__func__(type(self), bill)
        self.assertFalse(line.agency_vendor_billed)
        refund.button_draft()
        self.assertTrue(line.agency_vendor_billed)
        refund.action_post()
        self.assertFalse(line.agency_vendor_billed)

    def test_a_partial_credit_keeps_the_time(self):
        line = self.work(2.0)
        bill = self.post(self.make_bills())
        self.assertEqual(bill.amount_untaxed, 120.0)
        refund = bill._reverse_moves([{"invoice_date": bill.invoice_date}])
        refund.invoice_line_ids.quantity = 1.0
        refund.action_post()
        self.assertTrue(line.agency_vendor_billed)

    def test_hours_cost_a_project_once(self):
        account = self.account_of(self.project_a)
        self.work(10.0)
        project = self.project_a
        before = project._agency_burn()[project]
        self.assertEqual((before["hours_spent"], before["cost_spent"]), (10.0, 600.0))
        stock_before = project.sudo()._get_profitability_items(with_action=False)["costs"]["total"]
        bill = self.make_bills()
        bill.write({"invoice_line_ids": [(0, 0, self.travel(account))]})
        self.post(bill)
        items = self.env["account.analytic.line"].search([("account_id", "=", account.id), ("project_id", "=", False)])
        self.assertEqual(sorted(items.mapped("amount")), [-600.0, -50.0])
        after = project._agency_burn()[project]
        # travel on the same bill is another cost
        self.assertEqual((after["hours_spent"], after["cost_spent"]), (10.0, 650.0))
        stock_after = project.sudo()._get_profitability_items(with_action=False)["costs"]["total"]
        total = stock_before["billed"] + stock_before["to_bill"]
        self.assertEqual(stock_after["billed"] + stock_after["to_bill"], total - 50.0)
        BillingBuilders.credit.__func__(type(self), bill)
        credited = project._agency_burn()[project]
        self.assertEqual(credited["cost_spent"], 650.0)

    def travel(self, account):
        return {
            "name": "Train",
            "quantity": 1,
            "price_unit": 50.0,
            "tax_ids": [],
            "analytic_distribution": {str(account.id): 100.0},
        }

    def test_who_may_make_bills(self):
        self.work(1.0)
        for user in (self.manager, self.author, self.hr):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.make_bills(user=user)
        # not by calling what the dialogue calls, either
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.frida.with_user(self.manager)._agency_make_vendor_bills(date(2024, 3, 1), date(2024, 3, 31))
        self.assertEqual(len(self.make_bills()), 1)

    def test_the_dialogue_opens_for_the_freelancers_chosen(self):
        wizards = self.env["agency.freelancer.bill"].with_user(self.accountant)
        greta = self.new_freelancer("Greta Gig", vendor=self.studio)
        self.work(1.0)
        self.work(1.0, employee=greta)
        values = {"date_from": "2024-03-01", "date_to": "2024-03-31"}
        for context in (
            {"active_model": "hr.employee", "active_ids": (greta | self.alan).ids},
            self.env["agency.freelancer.time"]
            .with_user(self.accountant)
            .search([("employee_id", "=", greta.id)])
            .action_make_bills()["context"],
        ):
            with self.subTest(context=context):
                lines = wizards.with_context(**context).create(values).line_ids
                self.assertEqual(
                    [(line.employee_id, line.chosen) for line in lines], [(self.frida, False), (greta, True)]
                )
        today = fields.Date.context_today(wizards)
        wizard = wizards.create({})
        self.assertEqual(wizard.date_to, today - timedelta(days=today.day))
        self.assertEqual(wizard.date_from, wizard.date_to.replace(day=1))

    def test_the_ways_to_the_bills(self):
        self.work(1.0)
        bill = self.make_bills()
        action = bill.with_user(self.accountant).action_agency_freelancer_time()
        rows = self.env["agency.freelancer.time"].with_user(self.accountant).search(action["domain"])
        self.assertEqual(rows.mapped("billing"), ["draft"])
        self.post(bill)
        rows.invalidate_recordset()
        self.assertEqual(rows.mapped("billing"), ["billed"])
        self.assertEqual(self.env["account.move"].search(self.frida.action_agency_vendor_bills()["domain"]), bill)

    def test_time_of_another_company_is_not_billed_along(self):
        line = self.work(1.0)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.accountant.company_ids |= company
        other = self.env["hr.employee"].with_user(self.accountant).with_context(allowed_company_ids=company.ids)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.browse(self.frida.ids)._agency_make_vendor_bills(date(2024, 3, 1), date(2024, 3, 31))
        self.assertFalse(line.agency_vendor_billed)

    def test_first_and_last_day_are_included(self):
        self.work(1.0, day=date(2024, 2, 29))
        self.work(2.0, day=date(2024, 3, 1))
        self.work(4.0, day=date(2024, 3, 31))
        self.work(8.0, day=date(2024, 4, 1))
        self.assertEqual(self.make_bills().amount_untaxed, 360.0)
        self.assertEqual(self.make_bills(first="2024-02-29", last="2024-02-29").amount_untaxed, 60.0)
