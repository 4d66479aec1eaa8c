"""From clock to booked minutes."""

import unittest
from datetime import datetime, timedelta

from ...core.timing import booked_minutes, budget_share, is_long_run

START = datetime(2024, 2, 29, 22, 59, 30)


class TestTiming(unittest.TestCase):
    def test_booked_minutes(self):
        table = {-60: 0, 0: 0, 29: 0, 30: 1, 60: 1, 89: 1, 90: 2, 3600: 60, 86400: 1440}
        got = {seconds: booked_minutes(START, START + timedelta(seconds=seconds)) for seconds in table}
        self.assertEqual(got, table)

    def test_long_run(self):
        self.assertEqual([is_long_run(minutes) for minutes in (0, 719, 720, 721)], [False, False, False, True])

    def test_budget_share(self):
        self.assertEqual(
            [budget_share(*pair) for pair in ((5, 10), (12.5, 10), (0, 10), (3, 0), (3, -1), (3, None))],
            [50.0, 125.0, 0.0, None, None, None],
        )
