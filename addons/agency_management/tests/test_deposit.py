from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .billing_common import BillingCommon

TRANSACTION_LOGGER = "odoo.addons.agency_management.models.payment_transaction"


class DepositCommon(BillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-05 10:00:00"))
        cls.build_provider()
        cls.audit = cls.new_service("Audit", price=2000.0)
        cls.care = cls.new_service("Care", price=500.0, pricing_model="retainer")
        (cls.audit | cls.care).product_id.taxes_id = [Command.set(cls.tax.ids)]
        cls.package = cls.new_package(
            "SEO Start",
            [(cls.audit, "one_off"), (cls.care, "monthly")],
            deposit_percent=30,
            included_hours=8,
            minimum_term_months=6,
        )
        cls.order = cls.new_order(cls.client, cls.package)

    def tax_field(self, line):
        return line._agency_tax_field()

    def deposit_lines(self, order=None):
        order = order or self.order
        return order.order_line.filtered(lambda line: line.is_downpayment and not line.display_type)


@tagged("post_install", "-at_install")
class TestDepositAmount(DepositCommon):
    def test_share_of_one_off_and_first_month_with_taxes(self):
        # 30 % of 2,000 and 500, both with 20 %
        self.assertRecordValues(
            self.order, [{"deposit_amount": 1320.0, "require_payment": True, "amount_total": 3000.0}]
        )
        self.assertEqual(self.order._get_prepayment_required_amount(), 1320.0)
        self.assertAlmostEqual(self.order.prepayment_percent, 0.44)
        self.order.deposit_percent = 50
        self.assertEqual(self.order._get_prepayment_required_amount(), 1800.0)
        self.order.deposit_percent = 0
        self.assertEqual(self.order._get_prepayment_required_amount(), 600.0)

    def test_odd_amounts_are_asked_for_to_the_cent(self):
        lines = self.order.order_line.filtered(lambda line: not line.display_type)
        for one_off, monthly, percent in ((1333.33, 99.99, 33.0), (0.07, 0.03, 30.0), (12345.67, 891.01, 17.5)):
            with self.subTest(one_off=one_off, monthly=monthly, percent=percent):
                lines[0].price_unit, lines[1].price_unit = one_off, monthly
                self.order.deposit_percent = percent
                deposit = self.order.deposit_amount
                self.assertAlmostEqual(deposit, (one_off * percent / 100 + monthly) * 1.2, delta=0.02)
                self.assertEqual(self.order._get_prepayment_required_amount(), deposit)
                self.assertAlmostEqual(self.order.prepayment_percent, deposit / self.order.amount_total, delta=0.0001)

    def test_other_orders_keep_their_terms(self):
        order = self.new_order(self.client, order_line=[Command.create({"product_id": self.product.id})])
        self.assertFalse(order.deposit_amount)
        order.write({"require_payment": True, "prepayment_percent": 0.25})
        order.order_line.price_unit = 1234.0
        self.assertRecordValues(order, [{"require_payment": True, "prepayment_percent": 0.25}])

    def test_tax_included_in_prices(self):
        field = (
            "price_include_override" if "price_include_override" in self.env["account.tax"]._fields else "price_include"
        )
        included = self.env["account.tax"].create(
            {
                "name": "Included",
                "amount": 20.0,
                "amount_type": "percent",
                "type_tax_use": "sale",
                field: "tax_included" if field.endswith("override") else True,
            }
        )
        lines = self.order.order_line.filtered(lambda line: not line.display_type)
        lines.write({lines._agency_tax_field(): [Command.set(included.ids)]})
        self.assertRecordValues(self.order, [{"amount_total": 2500.0, "deposit_amount": 1100.0}])


@tagged("post_install", "-at_install")
class TestDepositInvoice(DepositCommon):
    def test_paid_deposit_becomes_one_reconciled_invoice(self):
        transaction = self.pay_online(self.order, 1320.0)
        self.assertEqual(self.order.state, "sale")
        move = transaction.invoice_ids
        self.assertRecordValues(
            move,
            [{"state": "posted", "amount_total": 1320.0, "amount_residual": 0.0, "agency_order_id": self.order.id}],
        )
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        self.assertRecordValues(
            self.deposit_lines().sorted("id"),
            [
                {"billing": "one_off", "price_unit": 600.0, "product_uom_qty": 0.0},
                {"billing": "monthly", "price_unit": 500.0, "product_uom_qty": 0.0},
            ],
        )
        self.assertEqual(
            [line.name.startswith("First month: ") for line in self.deposit_lines().sorted("id")], [False, True]
        )
        self.assertEqual(transaction.payment_id.partner_id, self.client)
        self.assertTrue(self.order._agency_deposit_paid())
        self.assertRecordValues(
            self.client,
            [{"agency_amount_invoiced": 1320.0, "agency_amount_paid": 1320.0, "agency_amount_residual": 0.0}],
        )
        self.assertRecordValues(self.order.agency_project_id, [{"agency_amount_paid": 1320.0}])

    def test_automatic_invoice_makes_no_second_one(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "True")
        transaction = self.pay_online(self.order, 1320.0)
        self.assertEqual(len(transaction.invoice_ids), 1)
        self.assertEqual(self.order.invoice_ids, transaction.invoice_ids)
        self.assertEqual(transaction.invoice_ids.amount_residual, 0.0)

    def test_post_processing_twice(self):
        transaction = self.pay_online(self.order, 1320.0)
        move, payment = transaction.invoice_ids, transaction.payment_id
        transaction.is_post_processed = False
        self.post_process(transaction)
        self.assertEqual((transaction.invoice_ids, transaction.payment_id), (move, payment))
        self.assertEqual(len(self.deposit_lines()), 2)

    @mute_logger(TRANSACTION_LOGGER)
    def test_crash_while_invoicing_keeps_the_payment(self):
        journals = self.env["account.journal"].search([("type", "=", "sale"), ("company_id", "=", self.env.company.id)])
        journals.active = False
        transaction = self.pay_online(self.order, 1320.0)
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(transaction.payment_id)
        self.assertFalse(transaction.invoice_ids)
        self.assertFalse(self.deposit_lines())
        self.assertIn("Deposit could not be invoiced", self.order.activity_ids.mapped("summary"))
        journals.active = True
        self.assertTrue(self.order.deposit_to_invoice)
        self.order.action_agency_invoice_deposit()
        self.assertFalse(self.order.deposit_to_invoice)
        self.assertRecordValues(
            transaction.invoice_ids, [{"state": "posted", "amount_total": 1320.0, "amount_residual": 0.0}]
        )

    @mute_logger("odoo.addons.agency_management.models.sale_order_setup")
    def test_failing_set_up_keeps_payment_and_invoice(self):
        # a retainer refuses a negative quantity; the order takes it
        credit = self.order.order_line.filtered(lambda line: line.billing == "monthly" and not line.display_type)
        credit.copy({"order_id": self.order.id, "product_uom_qty": -1, "price_unit": 100.0})
        with mute_logger("odoo.sql_db"):
            transaction = self.pay_online(self.order, self.order.deposit_amount)
        self.assertRecordValues(self.order, [{"state": "sale", "setup_state": "failed"}])
        self.assertRecordValues(transaction, [{"state": "done", "is_post_processed": True}])
        self.assertAlmostEqual(transaction.payment_id.amount, 1200.0)
        self.assertRecordValues(
            transaction.invoice_ids, [{"state": "posted", "amount_total": 1200.0, "amount_residual": 0.0}]
        )
        self.assertFalse(self.order.retainer_id)
        # put right, tried again: everything is there, the deposit still once
        self.order.order_line.filtered(lambda line: line.product_uom_qty < 0).product_uom_qty = 0
        self.order._agency_try_set_up()
        self.assertEqual(self.order.setup_state, "done")
        self.assertEqual(self.order.retainer_id.mrr, 500.0)
        self.assertEqual(len(self.order.transaction_ids.invoice_ids), 1)

    def test_final_invoice_deducts_the_one_off_share(self):
        self.pay_online(self.order, 1320.0)
        move = self.order._create_invoices(final=True)
        move.action_post()
        # 2,000 minus the 600 paid, with 20 %; the month is not in it
        self.assertRecordValues(move, [{"amount_untaxed": 1400.0, "amount_total": 1680.0}])
        self.assertEqual(self.order.invoice_status, "invoiced")
        self.assertEqual(sorted(self.deposit_lines().mapped("price_unit")), [500.0, 600.0])
        self.assertEqual(self.order._agency_deposit_left("monthly"), [(self.deposit_lines()[1], 500.0)])
        self.assertEqual(self.order._agency_deposit_left("one_off"), [])

    def test_first_month_deducts_its_share_then_nothing(self):
        self.pay_online(self.order, 1320.0)
        retainer = self.order.retainer_id
        first = self.bill(retainer, "2026-03-05")
        self.assertRecordValues(first, [{"state": "posted", "amount_untaxed": 0.0, "amount_total": 0.0}])
        self.assertEqual(first.invoice_line_ids.mapped("price_subtotal"), [500.0, -500.0])
        self.assertEqual(first.invoice_line_ids.mapped("price_total"), [600.0, -600.0])
        self.assertEqual(sorted(self.deposit_lines().mapped("price_unit")), [500.0, 600.0])
        self.assertFalse(retainer.deposit_left)
        second = self.bill(retainer, "2026-04-05")
        self.assertEqual(second.amount_total, 600.0)
        # the final invoice still finds the other share
        self.assertEqual(self.order._create_invoices(final=True).amount_untaxed, 1400.0)

    def test_deduction_comes_back_with_the_charges(self):
        self.pay_online(self.order, 1320.0)
        retainer = self.order.retainer_id
        first = self.bill(retainer, "2026-03-05")
        self.credit(first)
        self.assertFalse(retainer.charge_ids)
        self.assertEqual(retainer.deposit_left, 500.0)
        self.assertEqual(self.bill(retainer, "2026-03-05").amount_total, 0.0)
        again = retainer.charge_ids.move_id
        again.button_draft()
        again.button_cancel()
        self.assertEqual(retainer.deposit_left, 500.0)

    def test_partial_first_period_leaves_the_rest_for_the_next(self):
        self.pay_online(self.order, 1320.0)
        retainer = self.order.retainer_id
        retainer.anchor_day = 21
        moves = self.bill(retainer, "2026-04-21")
        # 16 of 28 days are 285.71; 214.29 are left for the second period, none for the third
        self.assertEqual(moves.mapped("amount_untaxed"), [0.0, 285.71, 500.0])
        self.assertFalse(retainer.deposit_left)

    def test_months_are_never_invoiced_by_the_order(self):
        self.order.deposit_percent = 0
        line = self.order.order_line.filtered(lambda line: line.billing == "monthly" and not line.display_type)
        self.pay_online(self.order, 600.0)
        self.assertRecordValues(
            line, [{"qty_to_invoice": 0.0, "invoice_status": "no", "untaxed_amount_to_invoice": 0.0}]
        )
        self.assertEqual(self.order.invoice_status, "to invoice")
        self.assertNotIn(line, self.order._get_invoiceable_lines(final=True))
        move = self.order._create_invoices(final=True)
        self.assertEqual(move.amount_untaxed, 2000.0)
        self.assertEqual(self.order.invoice_status, "invoiced")
        self.bill(self.order.retainer_id, "2026-04-05")
        self.assertRecordValues(line, [{"qty_to_invoice": 0.0, "invoice_status": "no"}])

    def test_order_of_months_alone_has_nothing_to_invoice(self):
        package = self.new_package("Care only", [(self.care, "monthly")])
        order = self.new_order(self.client, package)
        self.assertEqual(order.deposit_amount, 600.0)
        self.pay_online(order, 600.0)
        self.assertEqual(order.invoice_status, "no")
        self.assertEqual(order.amount_to_invoice, 0.0)
        self.assertEqual(self.bill(order.retainer_id, "2026-03-05").amount_total, 0.0)

    def test_amount_to_invoice_leaves_months_out(self):
        self.pay_online(self.order, 1320.0)
        # 2,400 once; whether the 720 of the deposit count as invoiced differs between the series
        series_19 = "amount_to_invoice" in self.env["sale.order.line"]._fields
        self.assertAlmostEqual(self.order.amount_to_invoice, 2400.0 if series_19 else 1680.0)

    def test_client_who_pays_everything_at_once(self):
        transaction = self.pay_online(self.order, 3000.0)
        self.assertEqual(transaction.invoice_ids.amount_total, 3000.0)
        self.assertEqual(transaction.invoice_ids.amount_residual, 0.0)
        self.assertEqual(
            [(line.billing, line.price_unit) for line in self.deposit_lines()],
            [("one_off", 2000.0), ("monthly", 500.0)],
        )
        self.assertEqual(self.order._create_invoices(final=True).amount_total, 0.0)
        self.assertEqual(self.bill(self.order.retainer_id, "2026-03-05").amount_total, 0.0)

    def test_deposit_paid_in_two_parts(self):
        first = self.pay_online(self.order, 1000.0)
        self.assertEqual(self.order.state, "draft")
        self.assertFalse(first.invoice_ids)
        second = self.pay_online(self.order, 320.0)
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(second.invoice_ids.amount_total, 320.0)
        self.order.action_agency_invoice_deposit()
        self.assertEqual(first.invoice_ids.amount_total, 1000.0)
        self.assertEqual((first | second).invoice_ids.mapped("amount_residual"), [0.0, 0.0])
        self.assertEqual(self.bill(self.order.retainer_id, "2026-03-05").amount_total, 0.0)

    def test_odd_payment_is_invoiced_to_the_cent(self):
        for amount in (1320.01, 1444.37, 2999.99):
            with self.subTest(amount=amount):
                order = self.new_order(self.client, self.package)
                transaction = self.pay_online(order, amount)
                self.assertAlmostEqual(transaction.invoice_ids.amount_total, amount)
                self.assertEqual(transaction.invoice_ids.amount_residual, 0.0)

    def test_several_monthly_lines_deduct_exactly(self):
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method=method):
                self.env.company.tax_calculation_rounding_method = method
                order = self.new_order(self.client, self.package)
                monthly = order.order_line.filtered(lambda line: line.billing == "monthly" and not line.display_type)
                monthly.price_unit = 33.33
                for price in (66.67, 10.02, 0.13):
                    monthly.copy({"order_id": order.id, "price_unit": price})
                transaction = self.pay_online(order, order.deposit_amount)
                self.assertEqual(transaction.invoice_ids.amount_residual, 0.0)
                self.assertAlmostEqual(transaction.invoice_ids.amount_total, order.deposit_amount)
                self.assertEqual(self.bill(order.retainer_id, "2026-03-05").amount_total, 0.0)


@tagged("post_install", "-at_install")
class TestRetainerOfOrder(DepositCommon):
    def test_set_up_makes_and_starts_it(self):
        self.pay_online(self.order, 1320.0)
        retainer = self.order.retainer_id
        self.assertRecordValues(
            retainer,
            [
                {
                    "state": "active",
                    "client_id": self.client.id,
                    "order_id": self.order.id,
                    "package_id": self.package.id,
                    "project_id": self.order.agency_project_id.id,
                    "start_date": date(2026, 3, 5),
                    "anchor_day": 5,
                    "included_hours": 8.0,
                    "minimum_term_months": 6,
                    "policy": "post",
                    "mrr": 500.0,
                    "next_invoice_date": date(2026, 3, 5),
                    "deposit_left": 500.0,
                }
            ],
        )
        self.assertRecordValues(
            retainer.line_ids,
            [{"price_unit": 500.0, "quantity": 1.0, "tax_ids": self.tax.ids, "agency_service_id": self.care.id}],
        )

    def test_set_up_again_makes_no_second_one(self):
        self.order.action_confirm()
        retainer = self.order.retainer_id
        self.order._agency_set_up()
        self.assertEqual(self.order._setup_retainer(), retainer)
        self.assertEqual(self.env["agency.retainer"].search([("order_id", "=", self.order.id)]), retainer)

    def test_agreed_start(self):
        self.order.retainer_start_date = "2026-05-01"
        self.order.action_confirm()
        self.assertRecordValues(
            self.order.retainer_id,
            [{"start_date": date(2026, 5, 1), "next_invoice_date": date(2026, 5, 1), "mrr": 0.0}],
        )

    def test_order_without_months_has_none(self):
        order = self.new_order(self.client, self.new_package("Audit only", [(self.audit, "one_off")]))
        order.action_confirm()
        self.assertFalse(order.retainer_id)
        self.assertEqual(order.setup_state, "done")
