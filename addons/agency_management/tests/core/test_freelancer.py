from datetime import date
from unittest import TestCase

from ...core.freelancer import DAY, HOUR, BillLine, Rate, Work, bill_lines, measure, rate_on

EURO, DOLLAR = 1, 2
JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


class TestFreelancer(TestCase):
    def test_the_latest_rate_that_has_begun_holds(self):
        first = Rate(JANUARY, 60.0, HOUR, EURO)
        second = Rate(MARCH, 70.0, HOUR, EURO)
        cases = [
            (date(2023, 12, 31), None),
            (JANUARY, first),
            (date(2024, 2, 29), first),
            (MARCH, second),
            (date(2030, 1, 1), second),
        ]
        for day, expected in cases:
            with self.subTest(day=day):
                self.assertEqual(rate_on([second, first], day), expected)
        self.assertIsNone(rate_on([], MARCH))

    def test_an_hour_of_a_day(self):
        self.assertEqual(Rate(JANUARY, 600.0, DAY, EURO, 8.0).hourly, 75.0)
        self.assertEqual(Rate(JANUARY, 600.0, DAY, EURO, 7.5).hourly, 80.0)
        self.assertEqual(Rate(JANUARY, 60.0, HOUR, EURO, 0.0).hourly, 60.0)

    def test_days_are_billed_as_days_where_that_is_exact(self):
        cases = [
            # price, unit, hours of a day, hours worked -> written
            (60.0, HOUR, 0.0, 7.5, (HOUR, 7.5, 60.0)),
            (60.0, HOUR, 0.0, 1.3333, (HOUR, 1.33, 60.0)),
            (600.0, DAY, 8.0, 16.0, (DAY, 2.0, 600.0)),
            (600.0, DAY, 8.0, 4.0, (DAY, 0.5, 600.0)),
            (600.0, DAY, 8.0, 2.0, (DAY, 0.25, 600.0)),
            (600.0, DAY, 8.0, 7.0, (HOUR, 7.0, 75.0)),
            (500.0, DAY, 7.0, 7.0, (DAY, 1.0, 500.0)),
            # neither is exact: 3 of 7 hours of 500 are 214.29; 0.43 days 215.00, 3 hours 214.29
            (500.0, DAY, 7.0, 3.0, (HOUR, 3.0, 71.43)),
        ]
        for price, unit, hours_per_day, hours, expected in cases:
            with self.subTest(price=price, unit=unit, hours_per_day=hours_per_day, hours=hours):
                self.assertEqual(measure(Rate(JANUARY, price, unit, EURO, hours_per_day), hours), expected)

    def test_lines_by_project_task_and_rate_of_the_day(self):
        rates = [
            Rate(JANUARY, 60.0, HOUR, EURO),
            Rate(FEBRUARY, 640.0, DAY, EURO, 8.0),
            Rate(MARCH, 90.0, HOUR, DOLLAR),
        ]
        work = [
            Work(1, 20, None, date(2023, 12, 31), 1.0),
            Work(2, 20, None, date(2024, 1, 2), 1.3333),
            Work(3, 20, None, date(2024, 1, 9), 0.6667),
            Work(4, 20, 7, date(2024, 1, 3), 3.0),
            Work(5, 10, None, date(2024, 1, 4), 4.0),
            Work(6, 20, None, date(2024, 2, 1), 4.0),
            Work(7, 20, None, MARCH, 2.0),
        ]
        self.assertEqual(
            bill_lines(reversed(work), rates),
            (
                {
                    EURO: [
                        BillLine(10, None, date(2024, 1, 4), date(2024, 1, 4), 4.0, HOUR, 4.0, 60.0, (5,)),
                        BillLine(20, None, date(2024, 1, 2), date(2024, 1, 9), 2.0, HOUR, 2.0, 60.0, (2, 3)),
                        BillLine(20, None, date(2024, 2, 1), date(2024, 2, 1), 4.0, DAY, 0.5, 640.0, (6,)),
                        BillLine(20, 7, date(2024, 1, 3), date(2024, 1, 3), 3.0, HOUR, 3.0, 60.0, (4,)),
                    ],
                    DOLLAR: [BillLine(20, None, MARCH, MARCH, 2.0, HOUR, 2.0, 90.0, (7,))],
                },
                [Work(1, 20, None, date(2023, 12, 31), 1.0)],
            ),
        )

    def test_a_rate_that_stays_the_same_makes_one_line(self):
        rates = [Rate(JANUARY, 60.0, HOUR, EURO, 8.0), Rate(FEBRUARY, 60.0, HOUR, EURO, 7.0)]
        work = [Work(1, 20, None, date(2024, 1, 31), 1.0), Work(2, 20, None, FEBRUARY, 2.0)]
        lines, unpriced = bill_lines(work, rates)
        self.assertEqual([(line.hours, line.entries) for line in lines[EURO]], [(3.0, (1, 2))])
        self.assertEqual(unpriced, [])
