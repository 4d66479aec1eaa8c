import base64
import io
import os
import re
import zipfile
from datetime import date
from pathlib import Path
from unittest import skipUnless

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import agency_metric_import
from .common import SEARCH_HEADER, DashboardCommon

# a port lies elsewhere: the runner of the tests tells where the repository is
SAMPLES = Path(os.environ.get("AGENCY_ROOT") or Path(__file__).parents[3]) / "tests" / "data"
COUNTS = (
    "state",
    "row_count",
    "rows_ok",
    "rows_bad",
    "rows_skipped",
    "values_inserted",
    "values_changed",
    "values_unchanged",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 08:00:00")
class TestMetricImport(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Northwind", site_url="www.northwind.example")
        cls.manager = cls.new_staff("import_pm", "project_manager")

    def counts(self, record):
        return tuple(record[name] for name in COUNTS)

    def test_good_rows_are_kept_and_bad_ones_named(self):
        record = self.new_import(
            self.client,
            SEARCH_HEADER
            + "2026-10-02,12,340,3.5%,7.5\n2026-10-01,ten,300,3%,8\n2026-13-01,1,2,50%,8\n2026-09-30,9,280,3.2%,8.1\n",
        )
        record.with_user(self.manager).action_import()
        self.assertEqual(self.counts(record), ("done", 4, 2, 2, 0, 6, 0, 0))
        self.assertEqual(
            [(error.line_no, error.reason, error.raw) for error in record.error_ids],
            [
                (3, "“ten” is not a number.", "2026-10-01,ten,300,3%,8"),
                (4, "“2026-13-01” is not a date.", "2026-13-01,1,2,50%,8"),
            ],
        )
        self.assertRecordValues(
            record.source_id,
            [
                {
                    "client_id": self.client.id,
                    "provider": "search_console",
                    "account": "www.example.com",
                    "health": "ok",
                    "cursor_date": date(2026, 10, 2),
                    "last_error": False,
                }
            ],
        )
        rejected = base64.b64decode(record.rejected_file).decode("utf-8-sig").splitlines()
        self.assertEqual(
            rejected,
            [
                "Line,Reason,Row",
                '3,“ten” is not a number.,"2026-10-01,ten,300,3%,8"',
                '4,“2026-13-01” is not a date.,"2026-13-01,1,2,50%,8"',
            ],
        )

    def test_importing_again_changes_nothing(self):
        text = SEARCH_HEADER + "2026-10-02,12,340,3.5%,7.5\n"
        first, second = self.new_import(self.client, text), self.new_import(self.client, text)
        first.action_import()
        facts = self.env["agency.metric.fact"].search([("source_id", "=", first.source_id.id)])
        before = facts.read(["metric_id", "date", "dimension_id", "value"])
        second.action_import()
        self.assertEqual(second.source_id, first.source_id)
        self.assertEqual(self.counts(second), ("done", 1, 1, 0, 0, 0, 0, 3))
        self.assertEqual(
            self.env["agency.metric.fact"]
            .search([("source_id", "=", first.source_id.id)])
            .read(["metric_id", "date", "dimension_id", "value"]),
            before,
        )
        with self.assertRaisesRegex(UserError, "was imported already"):
            first.action_import()

    def test_a_file_without_dates_needs_its_days(self):
        text = "Top queries,Clicks,Impressions,CTR,Position\noak bench,5,100,5%,4\n"
        record = self.new_import(self.client, text, "Queries.csv")
        self.assertEqual((record.provider, record.report, record.needs_period), ("search_console", "Queries", True))
        with self.assertRaisesRegex(UserError, "has no date column"):
            record.action_import()
        record.write({"date_from": "2026-10-01", "date_to": "2026-10-31"})
        record.action_import()
        fact = self.env["agency.metric.fact"].search(
            [("metric_id.key", "=", "search_clicks"), ("source_id", "=", record.source_id.id)]
        )
        self.assertEqual(
            (fact.date, fact.span_days, fact.about, fact.value), (date(2026, 10, 31), 31, "oak bench", 5.0)
        )
        with self.assertRaisesRegex(ValidationError, "lies before the first one"):
            record.copy({"file": record.file, "date_from": "2026-11-01"})

    def test_a_wrong_file_says_so(self):
        record = self.new_import(self.client, "Name,Phone\nAda,1\n", "people.csv")
        self.assertIn("These columns are of no report we know: Name, Phone", record.file_error)
        self.assertFalse(record.preview_html)
        with self.assertRaisesRegex(UserError, "no report we know"):
            record.action_import()

    def test_what_is_no_text_says_so(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("Dates.csv", SEARCH_HEADER)
        words = {
            archive.getvalue(): "This is a ZIP or Excel file. Unpack the ZIP",
            b"\xd0\xcf\x11\xe0rest": "This is an Excel file.",
            b"%PDF-1.7": "This is a PDF.",
            b"<!DOCTYPE html><p>Sign in": "This is a web page, not an export.",
            b"Date,Clicks\x00\n": "This is not a text file.",
            b" \n": "The file is empty.",
        }
        shown = [self.new_import(self.client, data).file_error for data in words]
        self.assertEqual(
            [text[: len(start)] for text, start in zip(shown, words.values(), strict=True)], [*words.values()]
        )

    def test_excel_s_encodings_read_the_same(self):
        text = "Top queries,Clicks,Impressions,CTR,Position\ngarten möbel,1,10,10%,2\n"
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
            record = self.new_import(self.client, text.encode(encoding), date_from="2026-10-01", date_to="2026-10-31")
            record.action_import()
            facts = self.env["agency.metric.fact"].search(
                [("metric_id.key", "=", "search_clicks"), ("source_id", "=", record.source_id.id)]
            )
            self.assertEqual((record.state, facts.mapped("about")), ("done", ["garten möbel"]), encoding)

    def test_a_file_that_cannot_be_read_fails_visibly(self):
        future = "# Start date: 20261001\n# End date: 20261231\nCountry,Sessions\nSpain,4\n"
        record = self.new_import(self.client, future, "countries.csv")
        record.action_import()
        self.assertEqual(record.state, "failed")
        self.assertIn("lies in the future", record.failure)
        self.assertEqual(record.source_id.health, "error")
        record.action_reset()
        self.assertEqual((record.state, record.failure), ("draft", False))

    def test_every_fault_has_words(self):
        # a code without a sentence would be a KeyError in front of a user
        messages = self.env["agency.metric.import"]._row_error_messages()
        core = Path(__file__).parents[1] / "core"
        text = "".join(path.read_text() for path in sorted(core.glob("*.py")))
        codes = set(re.findall(r'CellError\(\s*"(\w+)"', text)) | set(re.findall(r'RowError\([^"]*"(\w+)"', text))
        self.assertEqual(codes, set(messages))

    def test_large_files_go_through_the_queue(self):
        rows = "".join(f"query {number},1,10,10%,3\n" for number in range(agency_metric_import.INLINE_ROWS + 1))
        record = self.new_import(
            self.client,
            "Top queries,Clicks,Impressions,CTR,Position\n" + rows,
            "Queries.csv",
            date_from="2026-10-01",
            date_to="2026-10-31",
        )
        with trap_jobs() as trap:
            record.action_import()
            trap.assert_jobs_count(1, only=record._job_import)
            self.assertEqual(record.state, "queued")
            trap.perform_enqueued_jobs()
        count = agency_metric_import.INLINE_ROWS + 1
        self.assertEqual(self.counts(record), ("done", count, count, 0, 0, 3 * count, 0, 0))
        record._job_import()
        self.assertEqual(record.values_inserted, 3 * count)

    def test_form_shows_what_the_file_is(self):
        with Form(self.env["agency.metric.import"].with_user(self.manager)) as form:
            form.client_id = self.client
            self.assertEqual(form.account, "www.northwind.example")
            form.file = base64.b64encode((SEARCH_HEADER + "2026-10-02,12,340,3.5%,7.5\n").encode())
            self.assertEqual((form.provider, form.report), ("search_console", "Whole site by day"))
            self.assertIn("2026-10-02", form.preview_html)
            self.assertIn("Clicks from search", form.preview_html)
        self.assertEqual(form.record.state, "draft")

    def test_preview_escapes_what_the_file_says(self):
        record = self.new_import(
            self.client, "Top queries,Clicks,Impressions,CTR,Position\n<script>x</script>,5,100,5%,4\n", "Queries.csv"
        )
        self.assertIn("&lt;script&gt;", record.preview_html)
        self.assertNotIn("<script", record.preview_html)

    def test_sources_must_fit(self):
        text = SEARCH_HEADER + "2026-10-02,12,340,3.5%,7.5\n"
        wrong = self.new_source(self.client, provider="ga4")
        with self.assertRaisesRegex(UserError, "comes from Google Search Console"):
            self.new_import(self.client, text, source_id=wrong.id).action_import()
        foreign = self.new_source(self.new_client("Contoso"))
        with self.assertRaisesRegex(ValidationError, "belongs to Contoso"):
            self.new_import(self.client, text, source_id=foreign.id)

    def test_who_may_import(self):
        text = SEARCH_HEADER + "2026-10-02,12,340,3.5%,7.5\n"
        outcome = {}
        for role in (
            "project_manager",
            "marketing_manager",
            "administrator",
            "team_member",
            "accountant",
            "hr_manager",
        ):
            user = self.new_staff(f"may_{role}", role)
            values = {"client_id": self.client.id, "file": base64.b64encode(text.encode()), "account": role}
            try:
                record = self.env["agency.metric.import"].with_user(user).create(values)
                record.action_import()
                outcome[role] = record.state
            except AccessError:
                outcome[role] = "refused"
        self.assertEqual(
            outcome,
            {
                "project_manager": "done",
                "marketing_manager": "done",
                "administrator": "done",
                "team_member": "refused",
                "accountant": "refused",
                "hr_manager": "refused",
            },
        )

    @skipUnless(SAMPLES.is_dir(), "samples of the repository are not next to this copy of the addon")
    def test_the_samples(self):
        outcome = {}
        for path in sorted(
            path for provider in ("ga4", "search_console") for path in (SAMPLES / provider).rglob("*.csv")
        ):
            record = self.new_import(self.client, path.read_bytes(), path.name)
            if record.needs_period:
                record.write({"date_from": "2026-10-01", "date_to": "2026-10-31"})
            record.action_import()
            outcome[path.name] = (record.state, record.rows_ok, record.rows_bad, record.values_inserted)
        self.assertEqual(
            {name: (state, bad) for name, (state, _ok, bad, _new) in outcome.items()},
            {name: ("done", 9 if "faults" in name else 0) for name in outcome},
        )
        self.assertEqual(outcome["traffic_acquisition.csv"], ("done", 7, 0, 35))
