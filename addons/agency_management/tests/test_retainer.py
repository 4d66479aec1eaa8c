from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .billing_common import BillingCommon


@tagged("post_install", "-at_install")
class TestRetainer(BillingCommon):
    def test_number_address_and_anchor(self):
        address = self.env["res.partner"].create({"name": "Billing", "type": "invoice", "parent_id": self.client.id})
        retainer = self.new_retainer("2026-01-31", activate=False)
        self.assertTrue(retainer.name.startswith("RET/"))
        self.assertRecordValues(retainer, [{"partner_id": address.id, "anchor_day": 31, "state": "draft"}])

    def test_client_alone_is_enough(self):
        """The invoice address is required but follows from the client: no caller has to know it."""
        retainer = self.env["agency.retainer"].create({"client_id": self.client.id})
        self.assertRecordValues(retainer, [{"partner_id": self.client.id, "state": "draft", "order_id": False}])

    def test_pause_and_resume(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01")
            self.bill(retainer, "2026-03-01")
        with freeze_time("2026-03-10"):
            retainer.action_pause()
            self.assertRecordValues(retainer, [{"state": "paused", "paused_on": date(2026, 3, 10), "mrr": 0.0}])
            self.assertFalse(retainer.next_invoice_date)
            # March is paid: it stays in force
            self.assertEqual(retainer.line_ids.end_date, date(2026, 3, 31))
        with freeze_time("2026-05-10"):
            self.assertFalse(self.bill(retainer, "2026-05-10"))
            retainer.action_resume()
            self.assertRecordValues(
                retainer, [{"state": "active", "mrr": 900.0, "next_invoice_date": date(2026, 5, 10)}]
            )
            move = self.bill(retainer, "2026-05-10")
            self.assertEqual(move.amount_untaxed, round(900.0 * 22 / 31, 2))
        self.assertEqual(
            [period[:2] for period in self.periods_of(retainer)],
            [("2026-03-01", "2026-03-31"), ("2026-05-10", "2026-05-31")],
        )
        self.assertEqual(retainer.next_invoice_date, date(2026, 6, 1))

    def test_resumed_within_a_paid_month_goes_on_after_it(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01")
            self.bill(retainer, "2026-03-01")
        with freeze_time("2026-03-10"):
            retainer.action_pause()
        with freeze_time("2026-03-20"):
            retainer.action_resume()
        self.assertEqual(retainer.next_invoice_date, date(2026, 4, 1))

    def test_pause_before_anything_was_billed(self):
        with freeze_time("2026-03-10"):
            retainer = self.new_retainer(
                "2026-03-01",
                [{"price_unit": 310.0}, {"price_unit": 620.0, "start_date": "2026-03-20"}],
            )
            retainer.action_pause()
            # nine days were in force, they are still owed
            self.assertEqual(self.bill(retainer, "2026-03-31").amount_untaxed, 90.0)
        with freeze_time("2026-04-16"):
            retainer.action_resume()
            self.assertEqual(self.bill(retainer, "2026-04-16").amount_untaxed, 155.0 + 310.0)

    def test_states_are_checked(self):
        with freeze_time("2026-03-01"):
            retainer = self.new_retainer("2026-03-01", activate=False)
            for method in ("action_pause", "action_resume", "action_renew"):
                with self.subTest(method=method), self.assertRaises(UserError):
                    getattr(retainer, method)()
            with self.assertRaises(UserError):
                self.new_retainer("2026-03-01", lines=[])

    def test_cancel_with_notice(self):
        with freeze_time("2026-03-05"):
            retainer = self.new_retainer("2026-03-01")
            self.bill(retainer, "2026-03-05")
            action = retainer.action_cancel()
            wizard = self.env[action["res_model"]].with_context(**action["context"]).create({"reason": "price"})
            self.assertEqual(wizard.end_date, date(2026, 3, 31))
            wizard.end_date = "2026-04-15"
            wizard.action_apply()
            self.assertRecordValues(
                retainer, [{"state": "active", "end_date": date(2026, 4, 15), "close_reason": "price"}]
            )
        with freeze_time("2026-04-16"):
            self.bill(retainer, "2026-04-16")
            self.env["agency.retainer"]._cron_bill()
        self.assertEqual(self.periods_of(retainer)[1], ("2026-04-01", "2026-04-15", 450.0))
        self.assertEqual(retainer.state, "cancelled")

    def test_cancel_cannot_take_back_what_is_billed(self):
        with freeze_time("2026-03-05"):
            retainer = self.new_retainer("2026-03-01")
            self.bill(retainer, "2026-03-05")
            with self.assertRaisesRegex(ValidationError, "is billed until 03/31/2026"):
                retainer._cancel(date(2026, 3, 20), "results")
            with self.assertRaisesRegex(ValidationError, "is billed until 03/31/2026"):
                retainer.line_ids.end_date = "2026-03-20"

    def test_renew(self):
        with freeze_time("2026-03-31"):
            retainer = self.new_retainer("2026-01-31", end_date="2026-03-30", minimum_term_months=2)
            self.bill(retainer, "2026-03-31")
            self.env["agency.retainer"]._cron_bill()
            self.assertEqual(retainer.state, "ended")
            retainer.action_renew()
            self.assertRecordValues(retainer, [{"state": "active", "end_date": date(2026, 5, 30)}])
            self.assertEqual(retainer.next_invoice_date, date(2026, 3, 31))

    def test_billed_things_stay_as_they_are(self):
        with freeze_time("2026-03-05"):
            retainer = self.new_retainer("2026-03-01")
            self.bill(retainer, "2026-03-05")
            for values in ({"start_date": "2026-02-01"}, {"anchor_day": 15}, {"client_id": self.new_client("X").id}):
                with self.subTest(values=values), self.assertRaises(UserError):
                    retainer.write(values)
            retainer.write({"start_date": "2026-03-01", "anchor_day": 1})
            with self.assertRaises(UserError):
                retainer.line_ids.unlink()
            with self.assertRaises(UserError):
                retainer.line_ids.start_date = "2026-03-02"
            with self.assertRaises(UserError):
                retainer.unlink()

    def test_client_follows_its_retainers(self):
        with freeze_time("2026-03-05"):
            retainer = self.new_retainer("2026-03-01")
            retainer.action_pause()
            self.assertEqual(self.client.client_state, "paused")
            retainer.action_resume()
            self.assertEqual(self.client.client_state, "active")

    def test_hours_of_the_period(self):
        role = self.new_role("SEO")
        employee = self.new_employee("hours_emp", role)
        project = self.env["project.project"].create(
            {"name": "Care", "partner_id": self.client.id, "allow_timesheets": True}
        )
        for day, hours in (("2026-03-14", 5.0), ("2026-03-15", 1.5), ("2026-04-14", 2.0), ("2026-04-15", 4.0)):
            self.env["account.analytic.line"].create(
                {
                    "name": "Work",
                    "project_id": project.id,
                    "employee_id": employee.id,
                    "date": day,
                    "unit_amount": hours,
                }
            )
        retainer = self.new_retainer("2026-02-15", project_id=project.id, included_hours=3.0)
        other = self.new_retainer("2026-02-01", included_hours=1.0)
        with freeze_time("2026-04-10"):
            retainer.invalidate_recordset()
            self.assertRecordValues(
                retainer | other,
                [
                    {
                        "period_start": date(2026, 3, 15),
                        "period_end": date(2026, 4, 14),
                        "hours_used": 3.5,
                        "hours_balance": -0.5,
                    },
                    {
                        "period_start": date(2026, 4, 1),
                        "period_end": date(2026, 4, 30),
                        "hours_used": 0.0,
                        "hours_balance": 1.0,
                    },
                ],
            )

    def test_payment_shows_on_retainer_client_and_project(self):
        project = self.env["project.project"].create({"name": "Care", "partner_id": self.client.id})
        with freeze_time("2026-03-05"):
            retainer = self.new_retainer("2026-02-01", project_id=project.id)
            first, _second = self.bill(retainer, "2026-03-05")
            self.pay(first)
        self.assertRecordValues(
            retainer,
            [{"amount_invoiced": 2160.0, "amount_paid": 1080.0, "amount_residual": 1080.0, "invoice_count": 2}],
        )
        expected = [{"agency_amount_invoiced": 2160.0, "agency_amount_paid": 1080.0, "agency_amount_residual": 1080.0}]
        self.assertRecordValues(project, expected)
        self.assertRecordValues(self.client, expected)
        self.assertRecordValues(self.client, [{"retainer_count": 1, "agency_mrr": 900.0}])

    def test_payment_figures_cost_the_same_for_many(self):
        def count(number):
            retainers = self.env["agency.retainer"]
            for index in range(number):
                client = self.new_client(f"Many {number} {index}")
                project = self.env["project.project"].create({"name": "P", "partner_id": client.id})
                retainers |= self.new_retainer("2026-03-01", client=client, project_id=project.id)
            with freeze_time("2026-03-05"):
                self.bill(retainers, "2026-03-05")
            self.env.flush_all()
            self.env.invalidate_all()
            # an environment looks its company up once, and which ones are still alive depends on the garbage collector
            self.assertTrue(self.env.user.company_id)
            before = self.env.cr.sql_log_count
            retainers.mapped("amount_paid")
            retainers.mapped("hours_balance")
            retainers.client_id.mapped("agency_amount_paid")
            retainers.project_id.mapped("agency_amount_paid")
            return self.env.cr.sql_log_count - before

        count(1)  # what is cached for good is not counted
        self.assertEqual(count(2), count(10))

    def test_sql_constraints(self):
        retainer = self.new_retainer("2026-03-01", activate=False)
        cases = [
            (retainer, {"anchor_day": 32}),
            (retainer, {"end_date": "2026-02-01"}),
            (retainer, {"included_hours": -1}),
            (retainer, {"minimum_term_months": -1}),
            (retainer.line_ids, {"quantity": 0}),
            (retainer.line_ids, {"discount": 101}),
            (retainer.line_ids, {"start_date": "2026-04-01", "end_date": "2026-03-01"}),
        ]
        for record, values in cases:
            with self.subTest(values=values), mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
                with self.env.cr.savepoint():
                    record.write(values)
                    record.flush_recordset()
