from unittest import TestCase

from ...core import discount
from ...core.discount import Limit, Line, Violation

LIMIT = Limit(10.0, 20.0)


class TestDiscount(TestCase):
    def test_discount_percent(self):
        cases = [
            ((1000, 900), 10.0),
            ((1000, 1000), 0.0),
            ((1000, 1100), 0.0),
            ((0, 50), 0.0),
            ((0, -50), 0.0),
            ((3, 2), 33.33),
            ((0.99, 0.89), 10.1),
            ((0.99, 0.89, 0.005), 9.6),
            ((100, -20), 120.0),
        ]
        for arguments, expected in cases:
            with self.subTest(arguments=arguments):
                self.assertEqual(discount.discount_percent(*arguments), expected)

    def test_total_discount(self):
        cases = [
            ([], 0.0),
            ([Line("a", 1000, 900)], 10.0),
            ([Line("a", 1000, 1000), Line("off", 0, -100)], 10.0),
            ([Line("a", 1000, 900), Line("b", 1000, 1000)], 5.0),
            ([Line("a", 1000, 500), Line("dear", 100, 700)], 45.45),
            ([Line("a", 1000, 500), Line("unpriced", 0, 700)], 50.0),
            ([Line("off", 0, -100)], 0.0),
        ]
        for lines, expected in cases:
            with self.subTest(lines=lines):
                self.assertEqual(discount.total_discount(lines), expected)

    def test_margin_percent(self):
        for revenue, cost, expected in [
            (1000, 0, None),
            (0, 0, None),
            (1000, 250, 75.0),
            (1000, 1500, -50.0),
            (0, 10, -100.0),
            (-5, 10, -100.0),
            (3, 1, 66.67),
        ]:
            with self.subTest(revenue=revenue, cost=cost):
                self.assertEqual(discount.margin_percent(revenue, cost), expected)

    def test_violations(self):
        cases = [
            ([Line("a", 1000, 500)], 5.0, None, ()),
            ([Line("a", 1000, 900)], 20.0, LIMIT, ()),
            ([Line("a", 1000, 900)], None, LIMIT, ()),
            ([Line("a", 1000, 899.99)], 20.0, LIMIT, ()),
            (
                [Line("a", 1000, 899), Line("b", 1000, 1000)],
                50.0,
                LIMIT,
                (Violation("line_discount", 10.1, 10.0, "a"),),
            ),
            (
                [Line("a", 1000, 1000), Line("off", 0, -150)],
                50.0,
                LIMIT,
                (Violation("total_discount", 15.0, 10.0),),
            ),
            ([Line("a", 1000, 1000)], 19.99, LIMIT, (Violation("margin", 19.99, 20.0),)),
            ([Line("a", 1000, 1000)], -99.0, Limit(10.0, -98.0), (Violation("margin", -99.0, -98.0),)),
            ([Line("a", 1000, 0)], -743.2, Limit(100.0, -100.0), ()),
            (
                [Line("a", 1000, 800), Line("b", 100, 50)],
                -3.0,
                LIMIT,
                (
                    Violation("line_discount", 20.0, 10.0, "a"),
                    Violation("line_discount", 50.0, 10.0, "b"),
                    Violation("total_discount", 22.73, 10.0),
                    Violation("margin", -3.0, 20.0),
                ),
            ),
        ]
        for lines, margin, limit, expected in cases:
            with self.subTest(lines=lines, margin=margin, limit=limit):
                self.assertEqual(discount.violations(lines, margin, limit), expected)

    def test_limits_of_several(self):
        wide, narrow = Limit(30.0, 25.0), Limit(5.0, 10.0)
        cases = [
            ([], None, None),
            ([None], None, None),
            ([wide], wide, wide),
            ([wide, None, narrow], Limit(5.0, 25.0), Limit(30.0, 10.0)),
        ]
        for limits, strict, generous in cases:
            with self.subTest(limits=limits):
                self.assertEqual(discount.strictest(limits), strict)
                self.assertEqual(discount.most_generous(limits), generous)

    def test_level(self):
        for margin, limit, expected in [
            (None, LIMIT, "unknown"),
            (19.99, LIMIT, "bad"),
            (20.0, LIMIT, "low"),
            (29.99, LIMIT, "low"),
            (30.0, LIMIT, "good"),
            (-1.0, None, "bad"),
            (5.0, None, "low"),
            (50.0, None, "good"),
            (-50.0, Limit(100.0, -100.0), "bad"),
            (9.99, Limit(100.0, -100.0), "low"),
            (10.0, Limit(100.0, -100.0), "good"),
            (-30.0, Limit(100.0, -50.0), "good"),
        ]:
            with self.subTest(margin=margin, limit=limit):
                self.assertEqual(discount.level(margin, limit), expected)
