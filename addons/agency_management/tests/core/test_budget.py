from unittest import TestCase

from ...core import budget


class TestBudget(TestCase):
    def test_levels_are_read_as_people_write_them(self):
        cases = [
            ("50, 75, 90, 100", (50, 75, 90, 100)),
            ("100;50 % 50", (50, 100)),
            ("120", (120,)),
            ("", ()),
            (None, ()),
        ]
        for text, expected in cases:
            with self.subTest(text=text):
                self.assertEqual(budget.parse_levels(text), expected)

    def test_anything_else_is_refused_and_named(self):
        for text, wrong in [("50, abc", "abc"), ("0", "0"), ("-5", "-5"), ("501", "501"), ("75.5", "75.5")]:
            with self.subTest(text=text), self.assertRaises(budget.LevelError) as caught:
                budget.parse_levels(text)
            self.assertEqual(caught.exception.text, wrong)

    def test_reached(self):
        levels = (50, 75, 100)
        cases = [
            (0.0, 10.0, ()),
            (4.99, 10.0, ()),
            (5.0, 10.0, (50,)),
            (sum([0.1] * 75), 10.0, (50, 75)),
            (25.0, 10.0, (50, 75, 100)),
            (25.0, 0.0, ()),
            (25.0, -1.0, ()),
        ]
        for spent, total, expected in cases:
            with self.subTest(spent=spent, total=total):
                self.assertEqual(budget.reached(spent, total, levels), expected)

    def test_overrun(self):
        cases = [(None, 10.0, False), (10.4, 10.0, False), (10.5, 10.0, True), (99.0, 0.0, False), (9.0, 10.0, False)]
        for forecast, total, expected in cases:
            with self.subTest(forecast=forecast, total=total):
                self.assertIs(budget.overrun(forecast, total), expected)
