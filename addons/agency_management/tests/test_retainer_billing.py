from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import agency_retainer_billing
from .billing_common import BillingCommon

BILLING_LOGGER = "odoo.addons.agency_management.models.agency_retainer_billing"


@tagged("post_install", "-at_install")
class TestRetainerBilling(BillingCommon):
    def test_a_month_becomes_one_posted_invoice(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01")
            move = self.bill(retainer, "2026-03-01")
        self.assertRecordValues(
            move,
            [
                {
                    "state": "posted",
                    "move_type": "out_invoice",
                    "partner_id": self.client.id,
                    "client_id": self.client.id,
                    "retainer_id": retainer.id,
                    "invoice_date": date(2026, 3, 1),
                    "amount_untaxed": 900.0,
                    "amount_total": 1080.0,
                    "agency_to_send": False,
                }
            ],
        )
        self.assertEqual(move.invoice_line_ids.name, "SEO care\n03/01/2026 to 03/31/2026")
        self.assertEqual(self.periods_of(retainer), [("2026-03-01", "2026-03-31", 900.0)])
        self.assertEqual(retainer.charge_ids.move_id, move)
        self.assertEqual(retainer.next_invoice_date, date(2026, 4, 1))

    def test_billing_twice_bills_once(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01")
            first = self.bill(retainer, "2026-03-15")
            second = self.bill(retainer, "2026-03-15")
        self.assertEqual((len(first), len(second)), (1, 0))
        self.assertEqual(retainer.invoice_ids, first)

    def test_due_means_on_or_before(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-10")
            self.assertFalse(self.bill(retainer, "2026-03-09"))
            self.assertTrue(self.bill(retainer, "2026-03-10"))

    def test_missed_months_become_an_invoice_each(self):
        with freeze_time("2026-04-02"):
            retainer = self.new_retainer("2026-01-31")
            moves = self.bill(retainer, "2026-04-02")
        self.assertEqual(
            self.periods_of(retainer),
            [
                ("2026-01-31", "2026-02-27", 900.0),
                ("2026-02-28", "2026-03-30", 900.0),
                ("2026-03-31", "2026-04-29", 900.0),
            ],
        )
        self.assertEqual(moves.mapped("amount_untaxed"), [900.0, 900.0, 900.0])
        self.assertEqual(set(moves.mapped("invoice_date")), {date(2026, 4, 2)})
        self.assertEqual(retainer.next_invoice_date, date(2026, 4, 30))

    def test_first_period_until_the_billing_day_is_partial(self):
        with freeze_time("2026-03-16"):
            retainer = self.new_retainer("2026-03-16", [{"price_unit": 310.0}], anchor_day=1)
            move = self.bill(retainer, "2026-03-16")
        self.assertEqual(self.periods_of(retainer), [("2026-03-16", "2026-03-31", 160.0)])
        self.assertEqual(move.amount_untaxed, 160.0)
        self.assertIn("(16 of 31 days)", move.invoice_line_ids.name)
        self.assertEqual(retainer.next_invoice_date, date(2026, 4, 1))

    def test_price_step_bills_both_prices_by_days_on_one_invoice(self):
        with freeze_time("2026-04-01"):
            retainer = self.new_retainer(
                "2026-03-01",
                [
                    {"name": "Old price", "price_unit": 300.0, "end_date": "2026-04-10"},
                    {"name": "New price", "price_unit": 600.0, "start_date": "2026-04-11", "quantity": 2},
                ],
            )
            moves = self.bill(retainer, "2026-03-31")
            self.assertEqual(moves.amount_untaxed, 300.0)
            # the new price begins on the 11th: until then only the old one is due
            moves = self.bill(retainer, "2026-04-11")
        self.assertEqual(moves.amount_untaxed, 100.0 + 800.0)
        self.assertEqual(
            moves.invoice_line_ids.mapped("price_subtotal"),
            [100.0, 800.0],
        )

    def test_discount_quantity_and_several_lines(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer(
                "2026-03-01",
                [{"quantity": 3, "price_unit": 33.33, "discount": 10}, {"price_unit": 50.0, "taxes": self.no_tax}],
            )
            move = self.bill(retainer, "2026-03-01")
        self.assertEqual(retainer.mrr, 89.99 + 50.0)
        self.assertEqual(move.amount_untaxed, 139.99)
        self.assertEqual(move.amount_total, 139.99 + 18.0)
        self.assertEqual(
            self.periods_of(retainer), [("2026-03-01", "2026-03-31", 89.99), ("2026-03-01", "2026-03-31", 50.0)]
        )

    def test_draft_policy_leaves_a_draft(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01", policy="draft")
            self.assertEqual(self.bill(retainer, "2026-03-01").state, "draft")

    def test_draft_paused_and_closed_retainers(self):
        with freeze_time("2026-03-01"):
            draft = self.new_retainer("2026-03-01", activate=False)
            self.assertFalse(self.bill(draft, "2026-03-31"))
            self.assertFalse(draft.next_invoice_date)

    @mute_logger(BILLING_LOGGER)
    def test_a_failure_leaves_nothing_and_is_told(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01")
            journals = self.env["account.journal"].search(
                [("type", "=", "sale"), ("company_id", "=", self.env.company.id)]
            )
            journals.active = False
            for attempt in (1, 2):
                self.assertFalse(self.bill(retainer, "2026-03-01"))
                self.assertEqual(retainer.billing_failures, attempt)
            self.assertTrue(retainer.billing_error)
            self.assertFalse(retainer.charge_ids)
            self.assertFalse(retainer.invoice_ids)
            self.assertFalse(retainer.activity_ids)
            self.bill(retainer, "2026-03-01")
            self.assertEqual(retainer.activity_ids.mapped("summary"), ["Retainer could not be billed"])
            self.bill(retainer, "2026-03-01")
            self.assertEqual(len(retainer.activity_ids), 1)
            journals.active = True
            self.assertEqual(self.bill(retainer, "2026-03-01").amount_untaxed, 900.0)
        self.assertRecordValues(retainer, [{"billing_error": False, "billing_failures": 0}])

    @mute_logger(BILLING_LOGGER)
    def test_one_that_fails_stops_no_other(self):
        with freeze_time("2026-03-01"):
            good = self.new_retainer("2026-03-01")
            bad = self.new_retainer("2026-03-01", [{"price_unit": -10.0}])
            also_good = self.new_retainer("2026-03-01", client=self.new_client("Beta Bikes"))
            moves = self.bill(good | bad | also_good, "2026-03-01")
        self.assertEqual(moves.retainer_id, good | also_good)
        self.assertRecordValues(bad, [{"billing_failures": 1, "next_invoice_date": date(2026, 3, 1)}])
        self.assertFalse(bad.charge_ids)

    def test_constraint_refuses_a_second_charge(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01")
            self.bill(retainer, "2026-03-01")
        values = {
            "retainer_id": retainer.id,
            "retainer_line_id": retainer.line_ids.id,
            "company_id": retainer.company_id.id,
            "period_start": date(2026, 3, 1),
            "period_end": date(2026, 3, 31),
            "amount": 900.0,
        }
        self.assertFalse(self.env["agency.retainer.charge"]._reserve([values]))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.env["agency.retainer.charge"].create(values)


@tagged("post_install", "-at_install")
class TestReleaseOfCharges(BillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-05"))
        cls.retainer = cls.new_retainer("2026-03-01")
        cls.move = cls.bill(cls.retainer, "2026-03-05")

    def assert_released(self):
        self.assertFalse(self.retainer.charge_ids)
        self.assertEqual(self.retainer.next_invoice_date, date(2026, 3, 1))

    def assert_held(self, move=None):
        self.assertEqual(self.retainer.charge_ids.move_id, move or self.move)
        self.assertEqual(self.retainer.next_invoice_date, date(2026, 4, 1))

    def test_cancelled(self):
        self.move.button_draft()
        self.assert_held()
        self.move.button_cancel()
        self.assert_released()
        again = self.bill(self.retainer, "2026-03-05")
        self.assert_held(again)

    def test_cancelled_and_taken_back(self):
        self.move.button_draft()
        self.move.button_cancel()
        self.move.button_draft()
        self.assert_held()
        self.move.action_post()
        self.assert_held()
        self.assertFalse(self.bill(self.retainer, "2026-03-05"))

    def test_taken_back_after_it_was_billed_again(self):
        self.move.button_draft()
        self.move.button_cancel()
        again = self.bill(self.retainer, "2026-03-05")
        with self.assertRaisesRegex(UserError, "is billed by .* for the same days"):
            self.move.button_draft()
        self.assertEqual(self.retainer.charge_ids.move_id, again)

    def test_deleted(self):
        draft = self.new_retainer("2026-03-01", policy="draft")
        move = self.bill(draft, "2026-03-05")
        self.assertTrue(draft.charge_ids)
        move.unlink()
        self.assertFalse(draft.charge_ids)
        self.assertEqual(draft.next_invoice_date, date(2026, 3, 1))

    def test_credited_in_full(self):
        refund = self.credit(self.move)
        self.assertEqual(refund.retainer_id, self.retainer)
        self.assert_released()
        again = self.bill(self.retainer, "2026-03-05")
        self.assertEqual(again.amount_untaxed, 900.0)
        self.assertRecordValues(self.retainer, [{"amount_invoiced": 1080.0, "amount_residual": 1080.0}])

    def test_credit_note_taken_back(self):
        refund = self.credit(self.move)
        self.assert_released()
        refund.button_draft()
        self.assert_held()

    def test_credit_note_taken_back_after_it_was_billed_again(self):
        refund = self.credit(self.move)
        self.bill(self.retainer, "2026-03-05")
        with self.assertRaisesRegex(UserError, "is billed by"):
            refund.button_draft()

    def test_credited_in_part(self):
        refund = self.move._reverse_moves([{"invoice_date": date(2026, 3, 5)}])
        refund.invoice_line_ids.price_unit = 100.0
        refund.action_post()
        self.assert_held()

    def test_copy_of_an_invoice_bills_no_retainer(self):
        copy = self.move.copy()
        self.assertFalse(copy.retainer_id)
        self.assertFalse(copy.invoice_line_ids.retainer_line_id)
        copy.unlink()
        self.assert_held()


@tagged("post_install", "-at_install")
class TestNightlyRun(BillingCommon):
    def billing_jobs(self, trap):
        return [job for job in trap.enqueued_jobs if job.method_name == "_job_bill"]

    def test_only_what_is_due_is_enqueued(self):
        with freeze_time("2026-03-10 12:00:00"):
            due = self.new_retainer("2026-03-10")
            late = self.new_retainer("2026-02-01")
            self.new_retainer("2026-03-11")
            self.new_retainer("2026-03-01", activate=False)
            with trap_jobs() as trap:
                self.env["agency.retainer"]._cron_bill()
                [job] = self.billing_jobs(trap)
            self.assertEqual(job.recordset, due | late)
            self.assertEqual(job.channel, "root.agency_billing")
            self.assertFalse((due | late).invoice_ids)

    def test_jobs_are_small_and_of_one_company(self):
        other = self.env["res.company"].create({"name": "Other Agency"})
        retainers = self.env["agency.retainer"]
        with freeze_time("2026-03-10 12:00:00"):
            for _number in range(3):
                retainers |= self.new_retainer("2026-03-10")
            foreign = self.new_retainer("2026-03-10", company_id=other.id)
            self.patch(agency_retainer_billing, "JOB_SIZE", 2)
            with trap_jobs() as trap:
                self.env["agency.retainer"]._cron_bill()
                batches = [job.recordset for job in self.billing_jobs(trap)]
        self.assertEqual(sorted(len(batch) for batch in batches), [1, 1, 2])
        self.assertIn(foreign, batches)
        self.assertEqual(self.env["agency.retainer"].union(*batches), retainers | foreign)

    def test_enqueued_once(self):
        with freeze_time("2026-03-10 12:00:00"):
            self.new_retainer("2026-03-10")
            jobs = [("method_name", "=", "_job_bill")]
            before = self.env["queue.job"].search_count(jobs)
            for _run in range(2):
                self.env["agency.retainer"]._cron_bill()
                self.assertEqual(self.env["queue.job"].search_count(jobs), before + 1)

    def test_the_day_is_the_companys(self):
        self.env.company.resource_calendar_id.tz = "Pacific/Auckland"
        with freeze_time("2026-03-10 12:00:00"):
            # it is the 11th in Auckland
            due = self.new_retainer("2026-03-11")
            self.assertEqual(self.env["agency.retainer"]._search_due(), due)
            due._job_bill()
            self.assertEqual(due.invoice_ids.invoice_date, date(2026, 3, 11))
        self.env.company.resource_calendar_id.tz = "America/Los_Angeles"
        with freeze_time("2026-04-11 05:00:00"):
            # it is still the 10th in Los Angeles
            self.assertFalse(self.env["agency.retainer"]._search_due())

    def test_job_of_a_deleted_retainer_does_nothing(self):
        with freeze_time("2026-03-10"):
            retainer = self.new_retainer("2026-03-10", activate=False)
            retainer.unlink()
            retainer._job_bill()

    def test_a_retainer_past_its_end_is_closed(self):
        with freeze_time("2026-03-31"):
            retainer = self.new_retainer("2026-03-01", end_date="2026-03-31")
            self.bill(retainer, "2026-03-31")
            self.env["agency.retainer"]._cron_bill()
            self.assertEqual(retainer.state, "active")
        with freeze_time("2026-04-01"):
            self.env["agency.retainer"]._cron_bill()
        self.assertRecordValues(retainer, [{"state": "ended", "mrr": 0.0, "next_invoice_date": False}])

    def test_monthly_revenue_follows_the_calendar(self):
        with freeze_time("2026-03-10"):
            retainer = self.new_retainer(
                "2026-03-01",
                [
                    {"price_unit": 300.0, "end_date": "2026-04-10"},
                    {"price_unit": 500.0, "start_date": "2026-04-11"},
                ],
            )
            self.assertEqual(retainer.mrr, 300.0)
        for day, expected in (("2026-04-10", 300.0), ("2026-04-11", 500.0), ("2026-05-30", 500.0)):
            with freeze_time(day):
                self.env["agency.retainer"]._cron_bill()
                self.assertEqual(retainer.mrr, expected, day)
