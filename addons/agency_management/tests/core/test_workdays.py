from datetime import date
from unittest import TestCase

from ...core import workdays

FRIDAY = date(2024, 2, 23)
MONDAY = date(2024, 2, 26)


class TestWorkdays(TestCase):
    def test_add(self):
        holiday = workdays.WorkWeek(holidays=frozenset({MONDAY}))
        sunday_week = workdays.WorkWeek(weekdays=frozenset({6, 0, 1, 2, 3}))
        cases = [
            # day, count, week, expected
            (FRIDAY, 0, workdays.WorkWeek(), FRIDAY),
            (FRIDAY, 1, workdays.WorkWeek(), MONDAY),
            (date(2024, 2, 24), 0, workdays.WorkWeek(), MONDAY),
            (date(2024, 2, 24), 1, workdays.WorkWeek(), date(2024, 2, 27)),
            (FRIDAY, 4, workdays.WorkWeek(), date(2024, 2, 29)),
            (FRIDAY, 5, workdays.WorkWeek(), date(2024, 3, 1)),
            (FRIDAY, 1, holiday, date(2024, 2, 27)),
            (FRIDAY, 0, sunday_week, date(2024, 2, 25)),
            (FRIDAY, 10, workdays.WorkWeek(), date(2024, 3, 8)),
            (FRIDAY, 3, workdays.WorkWeek(weekdays=frozenset()), MONDAY),
        ]
        for day, count, week, expected in cases:
            with self.subTest(day=day, count=count, week=week):
                self.assertEqual(workdays.add(day, count, week), expected)

    def test_a_calendar_of_holidays_ends_the_search(self):
        forever = frozenset(
            date.fromordinal(FRIDAY.toordinal() + offset) for offset in range(workdays.HORIZON_DAYS + 1)
        )
        self.assertEqual(workdays.on_or_after(FRIDAY, workdays.WorkWeek(holidays=forever)), FRIDAY)
        before = frozenset(date.fromordinal(FRIDAY.toordinal() - offset) for offset in range(workdays.HORIZON_DAYS + 1))
        self.assertEqual(workdays.on_or_before(FRIDAY, workdays.WorkWeek(holidays=before)), FRIDAY)

    def test_on_or_before(self):
        holiday = workdays.WorkWeek(holidays=frozenset({MONDAY}))
        self.assertEqual(workdays.on_or_before(FRIDAY, workdays.WorkWeek()), FRIDAY)
        self.assertEqual(workdays.on_or_before(date(2024, 2, 25), workdays.WorkWeek()), FRIDAY)
        self.assertEqual(workdays.on_or_before(MONDAY, holiday), FRIDAY)

    def test_count(self):
        holiday = workdays.WorkWeek(holidays=frozenset({MONDAY}))
        cases = [
            (FRIDAY, FRIDAY, workdays.WorkWeek(), 1),
            (FRIDAY, MONDAY, workdays.WorkWeek(), 2),
            (FRIDAY, MONDAY, holiday, 1),
            (date(2024, 2, 24), date(2024, 2, 25), workdays.WorkWeek(), 0),
            (MONDAY, FRIDAY, workdays.WorkWeek(), 0),
            (FRIDAY, MONDAY, workdays.WorkWeek(weekdays=frozenset()), 4),
            (MONDAY, FRIDAY, workdays.WorkWeek(weekdays=frozenset()), 0),
        ]
        for first, last, week, expected in cases:
            with self.subTest(first=first, last=last, week=week):
                self.assertEqual(workdays.count(first, last, week), expected)

    def test_distance(self):
        cases = [(FRIDAY, FRIDAY, 0), (FRIDAY, MONDAY, 1), (MONDAY, FRIDAY, -1), (date(2024, 2, 25), MONDAY, 1)]
        for before, after, expected in cases:
            with self.subTest(before=before, after=after):
                self.assertEqual(workdays.distance(before, after, workdays.WorkWeek()), expected)
