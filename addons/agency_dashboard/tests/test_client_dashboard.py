from contextlib import contextmanager
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.agency_dashboard.core.reader import Fact

from .common import DashboardCommon

#: SQL queries of one payload with cold caches, whatever the number of facts and sources
PAYLOAD_QUERIES = 11


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 08:00:00")
class TestClientDashboard(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Northwind")
        cls.other = cls.new_client("Contoso")
        cls.staff = cls.new_staff("dash_member_of_staff", "team_member")
        cls.member = cls.new_member(cls.client, "dash_member")
        cls.dashboard = cls.env["agency.client.dashboard"]
        cls.metric_ids = cls.env["agency.metric"]._id_by_key()

    def payload(self, user=None, client=None, start="2026-10-01", end="2026-10-03", comparison="previous"):
        dashboard = self.dashboard.with_user(user or self.staff)
        return dashboard.get_payload((client or self.client).id, start, end, comparison)

    def tile(self, payload, key):
        return next(tile for tile in payload["tiles"] if tile["key"] == key)

    def test_empty_payload_has_the_same_shape(self):
        empty = self.payload()
        self.assertEqual(
            (empty["has_data"], empty["sources"], empty["queries"]["rows"], empty["client"]),
            (False, [], [], {"id": self.client.id, "name": "Northwind"}),
        )
        self.assertEqual({tile["value"] for tile in empty["tiles"]}, {None})
        self.assertEqual(
            empty["series"]["traffic"]["lines"][0],
            {"key": "ga_sessions", "name": "Sessions", "unit": "count", "values": [None, None, None]},
        )

    def test_whole_payload(self):
        search = self.new_source(self.client)
        traffic = self.new_source(self.client, provider="ga4", account="G-1")
        self.store(
            search,
            ("2026-09-28", 1, {}, {"search_clicks": 8.0, "search_impressions": 90.0, "search_position_weight": 920.0}),
            ("2026-09-30", 1, {}, {"search_clicks": 0.0, "search_impressions": 10.0, "search_position_weight": 80.0}),
            (
                "2026-10-01",
                1,
                {},
                {"search_clicks": 10.0, "search_impressions": 100.0, "search_position_weight": 900.0},
            ),
            (
                "2026-10-03",
                1,
                {},
                {"search_clicks": 2.0, "search_impressions": 300.0, "search_position_weight": 1500.0},
            ),
            (
                "2026-10-01",
                1,
                {"query": "oak bench"},
                {"search_clicks": 4.0, "search_impressions": 40.0, "search_position_weight": 80.0},
            ),
            (
                "2026-10-03",
                1,
                {"query": "oak bench"},
                {"search_clicks": 1.0, "search_impressions": 10.0, "search_position_weight": 40.0},
            ),
            ("2026-10-03", 1, {"query": "teak oil"}, {"search_clicks": 5.0, "search_impressions": 15.0}),
            (
                "2026-10-01",
                1,
                {"page": "https://www.example.com/oak"},
                {"search_clicks": 6.0, "search_impressions": 60.0, "search_position_weight": 120.0},
            ),
            # outside of the period: not in any figure
            ("2026-10-04", 1, {"query": "oak bench"}, {"search_clicks": 900.0, "search_impressions": 900.0}),
        )
        self.store(
            traffic,
            (
                "2026-10-02",
                1,
                {"channel": "Direct"},
                {"ga_sessions": 30.0, "ga_engaged_sessions": 15.0, "ga_key_events": 1.0},
            ),
            (
                "2026-10-02",
                1,
                {"channel": "Email"},
                {"ga_sessions": 70.0, "ga_engaged_sessions": 30.0, "ga_key_events": 4.0},
            ),
            ("2026-10-02", 1, {}, {"ga_users": 80.0}),
            ("2026-10-03", 3, {"page": "/oak"}, {"ga_views": 55.0}),
            ("2026-10-03", 3, {"page": "/"}, {"ga_views": 21.0}),
        )
        search._mark_imported(date(2026, 10, 4))
        ids = self.metric_ids

        whole = {"date_from": "2026-09-28", "date_to": "2026-09-30", "days": 3}
        # Search Console has the last day already, GA4 has not: its comparison ends a day earlier too
        clipped = {"date_from": "2026-09-28", "date_to": "2026-09-29", "days": 2}

        def tile(key, name, unit, value, sparkline, as_of, covered, **more):
            return {
                "key": key,
                "name": name,
                "unit": unit,
                "direction": "up",
                "basis": "total",
                "value": value,
                "previous": None,
                "change": {"absolute": None, "relative": None, "trend": None, "verdict": None},
                "target": None,
                "sparkline": sparkline,
                "as_of": as_of,
                "days": 3,
                "days_covered": covered,
                "previous_period": clipped if as_of == "2026-10-02" else whole,
                "previous_days_covered": 0,
                "metric_ids": [ids[key]],
            } | more

        def column(key, name, unit="count"):
            return {"key": key, "name": name, "unit": unit}

        clicks = column("search_clicks", "Clicks")
        impressions = column("search_impressions", "Impressions")
        position = column("search_position", "Position", "rank")
        sessions = column("ga_sessions", "Sessions")
        expected = {
            "client": {"id": self.client.id, "name": "Northwind"},
            "period": {"date_from": "2026-10-01", "date_to": "2026-10-03", "days": 3},
            "comparison": {"mode": "previous", "date_from": "2026-09-28", "date_to": "2026-09-30", "days": 3},
            "has_data": True,
            "sources": [
                {
                    "id": traffic.id,
                    "provider": "ga4",
                    "label": "Google Analytics 4: G-1",
                    "health": "never",
                    "data_until": None,
                },
                {
                    "id": search.id,
                    "provider": "search_console",
                    "label": "Google Search Console: www.example.com",
                    "health": "ok",
                    "data_until": "2026-10-04",
                },
            ],
            "tiles": [
                tile("ga_sessions", "Sessions", "count", 100.0, [None, 100.0, None], "2026-10-02", 1),
                tile("ga_users", "Users", "count", 80.0, [None, 80.0, None], "2026-10-02", 1, basis="daily_mean"),
                tile(
                    "ga_engagement_rate",
                    "Engagement rate",
                    "ratio",
                    0.45,
                    [None, 0.45, None],
                    "2026-10-02",
                    1,
                    metric_ids=[ids["ga_engaged_sessions"], ids["ga_sessions"]],
                ),
                tile("ga_key_events", "Key events", "count", 5.0, [None, 5.0, None], "2026-10-02", 1),
                tile(
                    "search_clicks",
                    "Clicks from search",
                    "count",
                    12.0,
                    [10.0, None, 2.0],
                    "2026-10-03",
                    2,
                    previous=8.0,
                    change={"absolute": 4.0, "relative": 0.5, "trend": "up", "verdict": "good"},
                    previous_days_covered=2,
                ),
                tile(
                    "search_impressions",
                    "Impressions in search",
                    "count",
                    400.0,
                    [100.0, None, 300.0],
                    "2026-10-03",
                    2,
                    previous=100.0,
                    change={"absolute": 300.0, "relative": 3.0, "trend": "up", "verdict": "good"},
                    previous_days_covered=2,
                ),
                tile(
                    "search_ctr",
                    "Click-through rate",
                    "ratio",
                    0.03,
                    [0.1, None, 2 / 300],
                    "2026-10-03",
                    2,
                    previous=0.08,
                    change={"absolute": -0.05, "relative": -0.625, "trend": "down", "verdict": "bad"},
                    previous_days_covered=2,
                    metric_ids=[ids["search_clicks"], ids["search_impressions"]],
                ),
                tile(
                    "search_position",
                    "Average position",
                    "rank",
                    6.0,
                    [9.0, None, 5.0],
                    "2026-10-03",
                    2,
                    previous=10.0,
                    change={"absolute": -4.0, "relative": -0.4, "trend": "down", "verdict": "good"},
                    direction="down",
                    previous_days_covered=2,
                    metric_ids=[ids["search_position_weight"], ids["search_impressions"]],
                ),
            ],
            "series": {
                "traffic": {
                    "labels": ["2026-10-01", "2026-10-02", "2026-10-03"],
                    "lines": [
                        sessions | {"values": [None, 100.0, None]},
                        column("ga_users", "Users") | {"values": [None, 80.0, None]},
                    ],
                },
                "search": {
                    "labels": ["2026-10-01", "2026-10-02", "2026-10-03"],
                    "lines": [
                        column("search_clicks", "Clicks from search") | {"values": [10.0, None, 2.0]},
                        column("search_impressions", "Impressions in search") | {"values": [100.0, None, 300.0]},
                    ],
                },
            },
            "queries": {
                "columns": [clicks, impressions, column("search_ctr", "CTR", "ratio"), position],
                "rows": [["oak bench", 5.0, 50.0, 0.1, 2.4], ["teak oil", 5.0, 15.0, 1 / 3, None]],
                "more": 0,
                "date_from": "2026-10-01",
                "date_to": "2026-10-03",
            },
            "pages": {
                "columns": [clicks, impressions, position, column("ga_views", "Views")],
                "rows": [["/oak", 6.0, 60.0, 2.0, 55.0], ["/", None, None, None, 21.0]],
                "more": 0,
                "date_from": "2026-10-01",
                "date_to": "2026-10-03",
            },
            "channels": {
                "columns": [
                    sessions,
                    column("ga_engagement_rate", "Engagement", "ratio"),
                    column("ga_key_events", "Key events"),
                ],
                "rows": [["Email", 70.0, 30 / 70, 4.0], ["Direct", 30.0, 0.5, 1.0]],
                "more": 0,
                "date_from": "2026-10-02",
                "date_to": "2026-10-02",
            },
        }
        self.maxDiff = None
        found = self.payload()
        for name, part in expected.items():
            self.assertEqual(self.rounded(found[name]), self.rounded(part), name)
        self.assertEqual(set(found), set(expected))
        # the client's own people get the very same figures, but not the state of our imports
        seen = self.payload(self.member)
        self.assertEqual([source.pop("health") for source in seen["sources"]], [None, None])
        self.assertEqual([source.pop("health") for source in found["sources"]], ["never", "ok"])
        self.assertEqual(seen, found)

    def test_only_the_comparison_has_data(self):
        self.store(self.new_source(self.client), ("2026-09-29", 1, {}, {"search_clicks": 8.0}))
        found = self.payload()
        self.assertFalse(found["has_data"])
        self.assertEqual(
            self.tile(found, "search_clicks")["change"],
            {"absolute": None, "relative": None, "trend": None, "verdict": None},
        )

    def rounded(self, value):
        if isinstance(value, float):
            return round(value, 9)
        if isinstance(value, dict):
            return {key: self.rounded(one) for key, one in value.items()}
        return [self.rounded(one) for one in value] if isinstance(value, list) else value

    def test_ranges_without_days_fill_tiles_and_tables(self):
        traffic = self.new_source(self.client, provider="ga4", account="G-1")
        self.store(
            traffic,
            ("2026-10-31", 31, {"channel": "Direct"}, {"ga_sessions": 300.0}),
            ("2026-10-31", 31, {"channel": "Email"}, {"ga_sessions": 100.0}),
            ("2026-10-28", 28, {"channel": "Direct"}, {"ga_sessions": 290.0}),
            ("2026-09-30", 30, {"channel": "Direct"}, {"ga_sessions": 200.0}),
        )
        found = self.payload(start="2026-10-01", end="2026-10-31")
        tile = self.tile(found, "ga_sessions")
        self.assertEqual((tile["value"], tile["previous"], tile["days_covered"]), (400.0, 200.0, 31))
        self.assertEqual(set(tile["sparkline"]), {None})
        self.assertEqual([row[:2] for row in found["channels"]["rows"]], [["Direct", 300.0], ["Email", 100.0]])

    def test_best_rows_first_and_the_rest_counted(self):
        source = self.new_source(self.client)
        self.store(
            source,
            *(
                (
                    "2026-10-01",
                    1,
                    {"query": f"query {number:02}"},
                    {"search_clicks": float(number % 5), "search_impressions": 10.0},
                )
                for number in range(14)
            ),
        )
        queries = self.payload()["queries"]
        self.assertEqual(
            [row[0] for row in queries["rows"]],
            [f"query {number:02}" for number in (4, 9, 3, 8, 13, 2, 7, 12, 1, 6)],
        )
        self.assertEqual(queries["more"], 4)

    def test_the_same_queries_for_few_and_many_facts(self):
        counts = []
        for client, facts in ((self.client, 100), (self.other, 10_000)):
            for provider in ("search_console", "ga4")[: 1 if facts == 100 else 2]:
                source = self.new_source(client, provider=provider)
                self.fill(source, facts)
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.registry.clear_cache()
            self.payload(client=client)  # record rules and groups are cached per process, not per payload
            self.env.invalidate_all()
            with self.assertQueryCount(PAYLOAD_QUERIES), self.counted(counts):
                self.payload(client=client)
        self.assertEqual(counts, [PAYLOAD_QUERIES, PAYLOAD_QUERIES])
        self.assertLessEqual(PAYLOAD_QUERIES, 12)

    @contextmanager
    def counted(self, counts):
        before = self.cr.sql_log_count
        yield
        counts.append(self.cr.sql_log_count - before)

    def fill(self, source, facts):
        per_day = facts // 20
        self.env["agency.metric.fact"]._ingest(
            source,
            [
                Fact(
                    date(2026, 9, 20) + timedelta(days=day), 1, (("query", f"query {number}"),), {"search_clicks": 1.0}
                )
                for day in range(20)
                for number in range(per_day)
            ],
        )

    def test_only_staff_and_members_are_answered(self):
        self.new_source(self.client)
        self.new_source(self.other)
        outsiders = {
            "member of another client": self.new_member(self.other, "dash_other"),
            "portal user without a client": self.new_portal_user("dash_portal", client=self.client),
            "accountant": self.new_staff("dash_accountant", "accountant"),
        }
        for who, user in outsiders.items():
            with self.assertRaises(AccessError, msg=who):
                self.payload(user)
        self.assertEqual(self.payload(self.member)["client"]["name"], "Northwind")
        with self.assertRaises(AccessError):
            self.payload(self.member, self.other)
        self.client.member_ids.unlink()
        with self.assertRaises(AccessError):
            self.payload(self.member)

    def test_members_read_no_record_of_the_store(self):
        source = self.new_source(self.client)
        self.store(source, ("2026-10-01", 1, {"query": "oak"}, {"search_clicks": 1.0}))
        self.new_import(self.client, "x")
        for model in (
            "agency.data.source",
            "agency.metric.fact",
            "agency.dimension.set",
            "agency.metric.import",
            "agency.metric.import.error",
            "agency.metric",
        ):
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.member).search_read([], [])

    def test_a_second_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Second Agency"})
        self.store(self.new_source(self.client, company_id=company.id), ("2026-10-01", 1, {}, {"search_clicks": 1.0}))
        self.assertFalse(self.payload()["has_data"])

    def test_requests_that_make_no_sense(self):
        for values in (
            {"comparison": "decade"},
            {"start": "2026-10-05"},
            {"start": "yesterday"},
            {"start": None},
            {"start": "2001-01-01"},
            {"start": "1999-12-31", "end": "1999-12-31"},
            {"start": "0001-01-01", "end": "0001-01-01"},
        ):
            with self.assertRaises(UserError, msg=str(values)):
                self.payload(**values)

    def test_start_of_the_staff_screen(self):
        self.new_source(self.other)
        start = self.dashboard.with_user(self.staff).get_start()
        ours = [client for client in start["clients"] if client["id"] in (self.client | self.other).ids]
        self.assertEqual(
            ours,
            [
                {"id": self.other.id, "name": "Contoso", "has_sources": True},
                {"id": self.client.id, "name": "Northwind", "has_sources": False},
            ],
        )
        self.assertEqual(start["today"], "2026-11-23")
        self.assertEqual(self.dashboard.with_user(self.staff).get_start(self.client.id)["client_id"], self.client.id)
        with self.assertRaises(AccessError):
            self.dashboard.with_user(self.member).get_start()

    def test_period_choices(self):
        dashboard = self.dashboard.with_user(self.member)
        self.assertEqual(dashboard.period_for("last_28"), (date(2026, 10, 26), date(2026, 11, 22)))
        self.assertEqual(
            dashboard.period_for("custom", "2026-10-01", "2026-10-05"), (date(2026, 10, 1), date(2026, 10, 5))
        )
        self.assertEqual(dashboard.period_for("custom", "nonsense", ""), (date(2026, 10, 26), date(2026, 11, 22)))
        with self.assertRaises(UserError):
            dashboard.period_for("decade")
