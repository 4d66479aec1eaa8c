"""CRM-1: running retainers are billed here from their next invoice on: that period once, no other before it."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportRetainers(ImportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alpha = cls.new_client("Alpha Shoes Ltd", ref="C-1001")
        cls.beta = cls.new_client("Beta Bikes GmbH", client_state="prospect")
        cls.project = cls.env["project.project"].create({"name": "J-78", "partner_id": cls.beta.id})

    def nightly(self, day):
        """Run the nightly run of a day and all of its jobs."""
        with freeze_time(f"{day} 02:00:00"):
            with trap_jobs() as trap:
                self.env["agency.retainer"]._cron_bill()
                trap.perform_enqueued_jobs()

    def invoiced(self, retainer):
        """:return: first day, last day, amount of all invoice lines of a retainer, in order"""
        lines = retainer.invoice_ids.invoice_line_ids.sorted("retainer_period_start")
        return [(str(line.retainer_period_start), str(line.retainer_period_end), line.price_subtotal) for line in lines]

    def test_retainers(self):
        batch = self.bring("retainers", "retainers.csv")
        self.assertEqual(self.outcome(batch), [(2, "create", False), (3, "create", False)])
        retainers = self.records(batch)
        self.assertRecordValues(
            retainers,
            [
                {
                    "client_id": self.alpha.id,
                    "project_id": False,
                    "state": "active",
                    "start_date": date(2024, 4, 1),
                    "anchor_day": 1,
                    "takeover_date": date(2026, 12, 1),
                    "next_invoice_date": date(2026, 12, 1),
                    "minimum_term_months": 12,
                    "included_hours": 12.0,
                    "carried_hours": 3.5,
                    "hours_balance": 15.5,
                    "mrr": 1500.0,
                    "invoice_count": 0,
                },
                {
                    "client_id": self.beta.id,
                    "project_id": self.project.id,
                    "state": "active",
                    "start_date": date(2025, 1, 15),
                    "anchor_day": 15,
                    "takeover_date": date(2026, 12, 15),
                    "next_invoice_date": date(2026, 12, 15),
                    "minimum_term_months": 0,
                    "included_hours": 8.5,
                    "carried_hours": -2.0,
                    "hours_balance": 6.5,
                    "mrr": 900.0,
                    "invoice_count": 0,
                },
            ],
        )
        self.assertEqual(self.periods_of(retainers[0]), [("2026-11-01", "2026-11-30", 1500.0)])
        self.assertEqual(self.periods_of(retainers[1]), [("2026-11-15", "2026-12-14", 900.0)])
        self.assertEqual(retainers.line_ids.product_id, self.care.product_id)
        self.assertEqual(retainers.line_ids.tax_ids, self.tax)
        # what runs for a client says where it stands
        self.assertEqual(self.beta.client_state, "active")

    def test_the_next_period_is_billed_once_and_the_past_never(self):
        alpha, beta = self.records(self.bring("retainers", "retainers.csv"))
        self.nightly("2026-11-30")
        self.assertEqual(self.invoiced(alpha) + self.invoiced(beta), [])
        self.nightly("2026-12-01")
        self.nightly("2026-12-01")
        self.nightly("2026-12-14")
        self.assertEqual(self.invoiced(alpha), [("2026-12-01", "2026-12-31", 1500.0)])
        self.assertEqual(self.invoiced(beta), [])
        self.nightly("2026-12-15")
        self.assertEqual(self.invoiced(beta), [("2026-12-15", "2027-01-14", 900.0)])
        # importing the same file again, after the day has passed, changes nothing
        with freeze_time("2026-12-20"):
            again = self.bring("retainers", "retainers.csv")
            self.assertEqual(self.outcome(again), [(2, "unchanged", False), (3, "unchanged", False)])
            self.assertEqual(self.records(again), alpha | beta)
        self.nightly("2027-01-20")
        self.assertEqual(
            self.invoiced(alpha), [("2026-12-01", "2026-12-31", 1500.0), ("2027-01-01", "2027-01-31", 1500.0)]
        )
        # hours came along into the period of the import alone
        with freeze_time("2027-01-20"):
            alpha.invalidate_recordset()
            self.assertEqual(alpha.hours_balance, 12.0)

    def test_a_missed_run_is_caught_up_but_not_before_the_take_over(self):
        alpha, _beta = self.records(self.bring("retainers", "retainers.csv"))
        self.nightly("2027-02-03")
        self.assertEqual(
            self.invoiced(alpha),
            [
                ("2026-12-01", "2026-12-31", 1500.0),
                ("2027-01-01", "2027-01-31", 1500.0),
                ("2027-02-01", "2027-02-28", 1500.0),
            ],
        )

    def test_check_takes_no_number(self):
        sequence = self.env["ir.sequence"].search([("code", "=", "agency.retainer")], limit=1)
        before = sequence.number_next_actual
        batch = self.new_import("retainers", "retainers.csv")
        batch.action_check()
        self.assertEqual(self.actions(batch), ["create", "create"])
        sequence.invalidate_recordset()
        self.assertEqual(sequence.number_next_actual, before)
        self.assertFalse(self.env["agency.retainer"].search([("client_id", "in", (self.alpha | self.beta).ids)]))
        self.assertFalse(self.env["agency.retainer.charge"].search([("retainer_id.client_id", "=", self.alpha.id)]))

    def test_a_wrong_file_is_corrected_until_the_first_invoice(self):
        alpha = self.records(self.bring("retainers", "retainers.csv"))[0]
        head = "ref,client,name,service,monthly price,start,next invoice\n"
        row = "R-9,C-1001,Social media care,Care of Networks,{},2024-04-01,{}\n"
        corrected = self.bring("retainers", head + row.format(1600, "2027-01-01"))
        self.assertEqual(self.outcome(corrected), [(2, "update", False)])
        self.assertEqual(
            self.periods_of(alpha), [("2026-11-01", "2026-11-30", 1500.0), ("2026-12-01", "2026-12-31", 1500.0)]
        )
        self.assertEqual((alpha.line_ids.price_unit, alpha.next_invoice_date), (1600.0, date(2027, 1, 1)))
        self.nightly("2027-01-01")
        self.assertEqual(self.invoiced(alpha), [("2027-01-01", "2027-01-31", 1600.0)])
        with freeze_time("2027-01-05"):
            late = self.bring("retainers", head + row.format(1600, "2027-02-01"))
            self.assertEqual(
                self.outcome(late),
                [
                    (
                        2,
                        "error",
                        "Invoices were made here already: client, start, next invoice, billing day and currency cannot "
                        "change.",
                    )
                ],
            )
            price = self.bring("retainers", head + row.format(1700, "2027-01-01"))
            self.assertEqual(self.outcome(price), [(2, "update", False)])
        self.nightly("2027-02-01")
        self.assertEqual(
            self.invoiced(alpha), [("2027-01-01", "2027-01-31", 1600.0), ("2027-02-01", "2027-02-28", 1700.0)]
        )

    def test_retainers_that_cannot_be(self):
        head = "client,name,service,price,start,next invoice,billing day,end,project\n"
        rows = [
            "C-1001,a,Care of Networks,10,2024-04-01,2026-10-01,,,",
            "C-1001,b,Care of Networks,10,2027-04-01,2027-03-01,,,",
            "C-1001,c,Care of Networks,10,2024-04-01,2026-12-03,1,,",
            "C-1001,d,Care of Networks,10,2024-04-01,2026-12-01,,2026-11-30,",
            "C-1001,e,Unheard Of,10,2024-04-01,2026-12-01,,,",
            "C-1001,f,Care of Networks,-10,2024-04-01,2026-12-01,,,",
            "C-1001,g,Care of Networks,10,2024-04-01,2026-12-01,,,J-78",
        ]
        batch = self.bring("retainers", head + "\n".join(rows) + "\n")
        self.assertEqual(
            self.outcome(batch),
            [
                (
                    2,
                    "error",
                    "next invoice: 2026-10-01 has passed; today is 2026-11-29. Enter the first day that is to be "
                    "billed from here; what lies before it must be billed where it was billed until now.",
                ),
                (3, "error", "next invoice: The next invoice, 2027-03-01, lies before the start, 2027-04-01."),
                (
                    4,
                    "error",
                    "next invoice: 2026-12-03 is no billing day: periods begin on day 1 of the month. Correct one of "
                    "the two.",
                ),
                (
                    5,
                    "error",
                    "next invoice: The retainer ends on 2026-11-30, before its next invoice, 2026-12-01. Leave ended "
                    "retainers out.",
                ),
                (6, "error", "service: “Unheard Of” was not found. Correct it, or import or create it first."),
                (7, "error", "price: “-10” is negative. Enter zero or more."),
                (8, "error", "project: “J-78” was not found. Correct it, or import or create it first."),
            ],
        )
        self.assertFalse(self.env["agency.retainer"].search([("client_id", "=", self.alpha.id)]))
