import unittest
from datetime import date
from pathlib import Path

from ...core.errors import FileError
from ...core.periods import Period
from ...core.reader import preview, read

TODAY = date(2026, 11, 23)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
DATA = Path(__file__).parents[4] / "tests" / "data"


def sample(name):
    return (DATA / name).read_text("utf-8-sig")


def rows(result):
    return [(fact.day.isoformat(), fact.span_days, dict(fact.dimensions), fact.values) for fact in result.facts]


@unittest.skipUnless(DATA.is_dir(), "samples of the repository are not next to this copy of the addon")
class TestSamples(unittest.TestCase):
    def test_every_sample_is_read(self):
        found = {}
        for path in sorted(path for provider in ("ga4", "search_console") for path in (DATA / provider).rglob("*.csv")):
            text = sample(path)
            seen = preview(text)
            result = read(text, TODAY, period=None if seen.dated or seen.period else OCTOBER)
            found[path.name] = (result.provider, result.kind, seen.dated, result.rows_ok, len(result.errors))
        self.assertEqual(
            found,
            {
                "Countries.csv": ("search_console", "country", False, 5, 0),
                "Dates.csv": ("search_console", "total", True, 60, 0),
                "Dates_with_faults.csv": ("search_console", "total", True, 3, 9),
                "Devices.csv": ("search_console", "device", False, 3, 0),
                "Pages.csv": ("search_console", "page", False, 6, 0),
                "Queries.csv": ("search_console", "query", False, 12, 0),
                "Suchanfragen_de.csv": ("search_console", "query", False, 3, 0),
                "api_date_query.csv": ("search_console", "query", True, 186, 0),
                "exploration_date.csv": ("ga4", "total", True, 61, 0),
                "exploration_date_channel.csv": ("ga4", "channel", True, 305, 0),
                "pages_and_screens.csv": ("ga4", "page", False, 7, 0),
                "traffic_acquisition.csv": ("ga4", "channel", False, 7, 0),
                "traffic_acquisition_september.csv": ("ga4", "channel", False, 7, 0),
            },
        )

    def test_each_bad_row_has_its_line_and_reason(self):
        result = read(sample("search_console/Dates_with_faults.csv"), TODAY)
        self.assertEqual(
            [(error.line_no, error.code, error.params) for error in result.errors],
            [
                (3, "not_a_number", {"value": "thirty"}),
                (4, "negative", {"value": "-5"}),
                (5, "not_a_date", {"value": "31/31/2026"}),
                (8, "duplicate", {"line": 7}),
                (9, "cell_count", {"found": 3, "expected": 5}),
                (10, "quotes", {}),
                (11, "position_below_one", {"value": 0.4}),
                (12, "not_whole", {"value": "30.5"}),
                (13, "no_figures", {}),
            ],
        )
        self.assertEqual(result.errors[5].raw, '2026-10-26,"33,1340,2.46%,12.6')
        self.assertEqual(
            rows(result)[-1],
            (
                "2026-10-22",
                1,
                {},
                {"search_clicks": 29, "search_impressions": 1302, "search_position_weight": 16926.0},
            ),
        )

    def test_german_export(self):
        result = read(sample("search_console/Suchanfragen_de.csv"), TODAY, OCTOBER)
        self.assertEqual(
            rows(result)[0],
            (
                "2026-10-31",
                31,
                {"query": "gartenbank eiche"},
                {"search_clicks": 1204, "search_impressions": 18411, "search_position_weight": 71802.9},
            ),
        )


class TestReader(unittest.TestCase):
    def fail_with(self, data, **kwargs):
        with self.assertRaises(FileError) as caught:
            read(data, kwargs.pop("today", TODAY), **kwargs)
        return caught.exception.code, caught.exception.params

    def test_file_errors(self):
        head = "Top queries,Clicks,Impressions,CTR,Position\n"
        self.assertEqual(
            [
                self.fail_with("Name,Phone\nAda,1\n"),
                self.fail_with(head),
                self.fail_with(head + "oak bench,1,10,10%,2\n"),
                self.fail_with(head + "oak bench,1,10,10%,2\n", period=Period(date(2026, 11, 1), date(2026, 11, 30))),
                self.fail_with(
                    "Top pages,Last 28 days Clicks,Previous 28 days Clicks,Last 28 days Impressions\n/,1,2,3\n"
                ),
                self.fail_with("Session default channel group,Date range,Sessions\nDirect,Oct 1 - Oct 31,2\n"),
                self.fail_with("Date,Clicks,Impressions\n03/10/2026,1,2\n04/10/2026,1,2\n"),
                self.fail_with(
                    "# Start date: 20261001\n# End date: 20261031\nCountry,Sessions\nSpain,4\n",
                    period=Period(date(2026, 9, 1), date(2026, 9, 30)),
                ),
            ],
            [
                ("unknown_columns", {"columns": "Name, Phone"}),
                ("no_rows", {}),
                ("period_needed", {}),
                ("period_in_future", {"end": date(2026, 11, 30)}),
                ("comparison_export", {}),
                ("comparison_export", {}),
                ("ambiguous_dates", {"example": "03/10/2026"}),
                ("period_mismatch", {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}),
            ],
        )

    def test_separators_read_the_same(self):
        text = "Date,Clicks,Impressions,CTR,Position\n2026-10-01,12,340,3.5%,7.5\n2026-10-02,1,20,5%,9\n"
        expected = rows(read(text, TODAY))
        variants = [
            text.replace(",", "\t"),
            text.replace(",", ";"),
            text + "\n\n,,,,\n",
            text.replace(",", ";").replace(".", ","),
        ]
        for variant in variants:
            self.assertEqual(rows(read(variant, TODAY)), expected, variant)

    def test_a_query_may_begin_with_a_hash(self):
        data = "Top queries,Clicks,Impressions,CTR,Position\n#gardens,1,10,10%,2\n"
        self.assertEqual(read(data, TODAY, OCTOBER).facts[0].dimensions, (("query", "#gardens"),))

    def test_totals_are_left_out_and_counted(self):
        data = (
            "# 20261001-20261031\n\nDate,Session default channel group,Sessions\n,,30,Grand total\n"
            "20261001,Direct,10\n20261001,Email,20\n"
        )
        result = read(data, TODAY)
        self.assertEqual((result.rows_ok, result.rows_skipped, result.errors), (2, 1, []))

    def test_sections_and_nth_day(self):
        data = (
            "# Start date: 20261001\n# End date: 20261031\n\nNth day,Active users,New users\n0000,10,4\n0001,12,5\n\n"
            "Session default channel group,Sessions\nDirect,7\n"
        )
        self.assertEqual(
            rows(read(data, TODAY)),
            [
                ("2026-10-01", 1, {}, {"ga_users": 10, "ga_new_users": 4}),
                ("2026-10-02", 1, {}, {"ga_users": 12, "ga_new_users": 5}),
                ("2026-10-31", 31, {"channel": "Direct"}, {"ga_sessions": 7}),
            ],
        )

    def test_average_times_become_sums(self):
        data = (
            "# Start date: 20261001\n# End date: 20261001\n"
            "Session default channel group,Sessions,Average engagement time per session\nDirect,10,48.25\n"
        )
        self.assertEqual(
            rows(read(data, TODAY)),
            [("2026-10-01", 1, {"channel": "Direct"}, {"ga_sessions": 10, "ga_engagement_seconds": 482.5})],
        )

    def test_no_value_is_not_zero(self):
        data = "Date,Clicks,Impressions,CTR,Position\n2026-10-01,0,0,0%,0\n2026-10-02,--,15,,12\n"
        self.assertEqual(
            rows(read(data, TODAY)),
            [
                ("2026-10-01", 1, {}, {"search_clicks": 0, "search_impressions": 0}),
                ("2026-10-02", 1, {}, {"search_impressions": 15, "search_position_weight": 180.0}),
            ],
        )

    def test_future_days_are_refused(self):
        data = "Date,Clicks,Impressions\n2026-10-01,1,2\n2026-12-24,1,2\n"
        result = read(data, TODAY)
        self.assertEqual(
            [(e.line_no, e.code, e.params) for e in result.errors], [(3, "future", {"value": date(2026, 12, 24)})]
        )

    def test_preview(self):
        data = (
            "Date,Query,Clicks,Impressions,CTR,Position,Note\n2026-10-02,oak,1,2,50%,3,x\n2026-10-01,oak,1,2,50%,3,y\n"
        )
        seen = preview(data)
        self.assertEqual(
            seen.columns,
            [
                ("Date", "date"),
                ("Query", "query"),
                ("Clicks", "clicks"),
                ("Impressions", "impressions"),
                ("CTR", ""),
                ("Position", "position"),
                ("Note", ""),
            ],
        )
        self.assertEqual(
            (seen.provider, seen.kind, seen.dated, seen.period, seen.row_count),
            ("search_console", "query", True, Period(date(2026, 10, 1), date(2026, 10, 2)), 2),
        )
