import unittest
from datetime import date, timedelta

from ...core.periods import Period, best_cover, comparison, missing_dates, preset


def period(start, end):
    return Period(date.fromisoformat(start), date.fromisoformat(end))


class TestPeriods(unittest.TestCase):
    def test_presets(self):
        today = date(2026, 11, 23)
        self.assertEqual(preset("last_28", today), period("2026-10-26", "2026-11-22"))
        self.assertEqual(preset("this_month", today), period("2026-11-01", "2026-11-22"))
        self.assertEqual(preset("last_month", today), period("2026-10-01", "2026-10-31"))
        self.assertEqual(
            preset("custom", today, date(2026, 3, 9), date(2026, 3, 1)), period("2026-03-01", "2026-03-09")
        )
        # the first of a month has no finished day yet
        self.assertEqual(preset("this_month", date(2026, 11, 1)), period("2026-11-01", "2026-11-01"))
        self.assertEqual(preset("last_month", date(2026, 1, 15)), period("2025-12-01", "2025-12-31"))

    def test_comparisons(self):
        cases = [
            (("2026-10-26", "2026-11-22"), "previous", ("2026-09-28", "2026-10-25")),
            (("2026-10-01", "2026-10-31"), "previous", ("2026-09-01", "2026-09-30")),
            (("2026-03-01", "2026-03-31"), "previous", ("2026-02-01", "2026-02-28")),
            (("2024-03-01", "2024-03-31"), "previous", ("2024-02-01", "2024-02-29")),
            (("2026-01-01", "2026-03-31"), "previous", ("2025-10-01", "2025-12-31")),
            (("2026-10-05", "2026-10-05"), "previous", ("2026-10-04", "2026-10-04")),
            (("2026-10-26", "2026-11-22"), "year", ("2025-10-26", "2025-11-22")),
            (("2024-02-29", "2024-03-05"), "year", ("2023-02-28", "2023-03-05")),
            (("2025-02-01", "2025-02-28"), "year", ("2024-02-01", "2024-02-29")),
        ]
        self.assertEqual(
            [comparison(period(*given), mode) for given, mode, _expected in cases],
            [period(*expected) for _given, _mode, expected in cases],
        )
        self.assertIsNone(comparison(period("2026-10-01", "2026-10-31"), "none"))
        with self.assertRaises(ValueError):
            comparison(period("2026-10-01", "2026-10-31"), "decade")

    def test_period_must_not_end_before_it_starts(self):
        with self.assertRaises(ValueError):
            period("2026-10-02", "2026-10-01")

    def test_dates_cross_the_clock_change(self):
        # days are calendar days: the 25-hour 25 October 2026 is one day like any other
        self.assertEqual(period("2026-10-24", "2026-10-27").days, 4)
        self.assertEqual(
            missing_dates(period("2026-10-24", "2026-10-27"), {date(2026, 10, 24), date(2026, 10, 26)}),
            [date(2026, 10, 25), date(2026, 10, 27)],
        )

    def test_best_cover_counts_no_day_twice(self):
        october = period("2026-10-01", "2026-10-31")
        weeks = [Period(date(2026, 10, 1) + timedelta(7 * i), date(2026, 10, 7) + timedelta(7 * i)) for i in range(4)]
        self.assertEqual(best_cover([], october), [])
        self.assertEqual(best_cover(weeks, october), weeks)
        # one 28-day export beats its overlapping neighbours; the later of two equals wins
        rolling = [period("2026-10-01", "2026-10-28"), period("2026-10-04", "2026-10-31")]
        self.assertEqual(best_cover(rolling, october), [rolling[1]])
        self.assertEqual(best_cover([*rolling, *weeks], october), [rolling[1]])
        self.assertEqual(best_cover([rolling[0], *weeks, period("2026-10-29", "2026-10-31")], october)[-1].days, 3)
        # what reaches outside the period is not used
        self.assertEqual(best_cover([period("2026-09-28", "2026-10-25")], october), [])
        self.assertEqual(best_cover([period("2026-10-01", "2026-10-01"), october], october), [october])
