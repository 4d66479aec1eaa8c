from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_dashboard.core.metrics import CATALOGUE

from .common import DashboardCommon


@tagged("post_install", "-at_install")
class TestMetricStore(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Northwind")
        cls.source = cls.new_source(cls.client)

    def stored(self, source=None):
        facts = self.env["agency.metric.fact"].search([("source_id", "=", (source or self.source).id)], order="id")
        return [
            (fact.date.isoformat(), fact.metric_id.key, fact.dimension_id.kind, fact.span_days, fact.value)
            for fact in facts
        ]

    def test_shipped_metrics_equal_the_catalogue(self):
        records = self.env["agency.metric"].search([])
        self.assertEqual(
            {
                record.key: (
                    record.provider,
                    record.unit,
                    record.good,
                    record.additivity,
                    record.numerator_id.key or "",
                    record.denominator_id.key or "",
                )
                for record in records
            },
            {
                metric.key: (
                    metric.provider,
                    metric.unit,
                    metric.good,
                    metric.additivity,
                    metric.numerator,
                    metric.denominator,
                )
                for metric in CATALOGUE.values()
            },
        )

    def test_ingestion_inserts_changes_and_leaves_alone(self):
        rows = [
            ("2026-10-01", 1, {}, {"search_clicks": 10.0, "search_impressions": 100.0}),
            ("2026-10-01", 1, {"query": "oak bench"}, {"search_clicks": 4.0}),
            ("2026-10-31", 31, {"query": "oak bench"}, {"search_clicks": 90.0}),
        ]
        self.assertEqual(self.store(self.source, *rows), {"inserted": 4, "changed": 0, "unchanged": 0})
        before = self.stored()
        self.assertEqual(
            sorted(before),
            sorted(
                [
                    ("2026-10-01", "search_clicks", "total", 1, 10.0),
                    ("2026-10-01", "search_impressions", "total", 1, 100.0),
                    ("2026-10-01", "search_clicks", "query", 1, 4.0),
                    ("2026-10-31", "search_clicks", "query", 31, 90.0),
                ]
            ),
        )
        self.assertEqual(self.store(self.source, *rows), {"inserted": 0, "changed": 0, "unchanged": 4})
        self.assertEqual(self.stored(), before)
        # providers restate: one value changed, one new
        rows[0] = ("2026-10-01", 1, {}, {"search_clicks": 11.0, "search_impressions": 100.0})
        rows.append(("2026-10-02", 1, {}, {"search_clicks": 0.0}))
        self.assertEqual(self.store(self.source, *rows), {"inserted": 1, "changed": 1, "unchanged": 3})
        self.assertEqual(
            sorted(set(self.stored()) ^ set(before)),
            sorted(
                [
                    ("2026-10-01", "search_clicks", "total", 1, 10.0),
                    ("2026-10-01", "search_clicks", "total", 1, 11.0),
                    ("2026-10-02", "search_clicks", "total", 1, 0.0),
                ]
            ),
        )

    def test_sources_do_not_share_values(self):
        other = self.new_source(self.client, account="shop.example.com")
        self.store(self.source, ("2026-10-01", 1, {}, {"search_clicks": 1.0}))
        self.assertEqual(
            self.store(other, ("2026-10-01", 1, {}, {"search_clicks": 1.0})),
            {"inserted": 1, "changed": 0, "unchanged": 0},
        )
        self.assertEqual((len(self.stored()), len(self.stored(other))), (1, 1))

    def test_awkward_texts_survive_the_copy(self):
        texts = ["back\\slash", "tab\there", "\\N", "new\nline", "emoji 🌳", "quote '\"", "%s"]
        self.store(self.source, *(("2026-10-01", 1, {"query": text}, {"search_clicks": 1.0}) for text in texts))
        facts = self.env["agency.metric.fact"].search([("source_id", "=", self.source.id)])
        self.assertEqual(sorted(facts.dimension_id.mapped("query")), sorted(texts))

    def test_nothing_to_store(self):
        self.assertEqual(self.store(self.source), {"inserted": 0, "changed": 0, "unchanged": 0})

    def test_dimension_sets_are_stored_once(self):
        self.store_days(self.source, "2026-10-01", 5, {"query": "oak bench"}, search_clicks=1.0)
        sets = self.env["agency.dimension.set"].search([("query", "=", "oak bench")])
        self.assertEqual(len(sets), 1)
        self.assertEqual(sets.display_name, "oak bench")

    def test_constraints(self):
        self.store(self.source, ("2026-10-01", 1, {}, {"search_clicks": 1.0}))
        fact = self.env["agency.metric.fact"].search([("source_id", "=", self.source.id)])
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "INSERT INTO agency_metric_fact (source_id, metric_id, date, dimension_id, value) "
                "SELECT source_id, metric_id, date, dimension_id, 2 FROM agency_metric_fact WHERE id = %s",
                [fact.id],
            )
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env["agency.dimension.set"].create({"hash": fact.dimension_id.hash, "kind": "total"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env["agency.dimension.set"].create({"hash": "x", "kind": "total", "span_days": 0})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.new_source(self.client)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.env["agency.metric"].create(
                {
                    "name": "Again",
                    "key": "ga_users",
                    "provider": "ga4",
                    "unit": "count",
                    "good": "up",
                    "additivity": "distinct",
                }
            )

    def test_deleting_a_source_deletes_its_values(self):
        self.store(self.source, ("2026-10-01", 1, {}, {"search_clicks": 1.0}))
        source = self.source
        source.unlink()
        self.env.cr.execute("SELECT count(*) FROM agency_metric_fact WHERE source_id = %s", [source.id])
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_values_are_of_the_company_of_their_source(self):
        company = self.env["res.company"].create({"name": "Second Agency"})
        self.source.company_id = company
        self.store(self.source, ("2026-10-01", 1, {}, {"search_clicks": 1.0}))
        staff = self.new_staff("company_pm", "project_manager")
        facts = self.env["agency.metric.fact"].with_user(staff)
        self.assertFalse(facts.search([("source_id", "=", self.source.id)]))
        self.assertFalse(self.env["agency.data.source"].with_user(staff).search([("id", "=", self.source.id)]))
        staff.company_ids += company
        facts = facts.with_context(allowed_company_ids=staff.company_ids.ids)
        self.assertEqual(len(facts.search([("source_id", "=", self.source.id)])), 1)

    def test_nobody_writes_values_by_hand(self):
        self.store(self.source, ("2026-10-01", 1, {}, {"search_clicks": 1.0}))
        admin = self.new_staff("dash_admin", "administrator")
        fact = self.env["agency.metric.fact"].with_user(admin).search([("source_id", "=", self.source.id)])
        self.assertEqual(fact.value, 1.0)
        with self.assertRaises(AccessError):
            fact.write({"value": 2.0})
        with self.assertRaises(AccessError):
            fact.unlink()

    def test_days_are_the_property_s(self):
        self.source.timezone = "Pacific/Kiritimati"  # 14 hours ahead
        with freeze_time("2026-10-24 23:30:00"):
            self.assertEqual(self.source._today(), date(2026, 10, 25))
            self.source.timezone = "America/Los_Angeles"
            self.assertEqual(self.source._today(), date(2026, 10, 24))
