from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import package_price
from ...core.package_price import Part

PARTS = [Part("audit", 1, 2000.0), Part("pages", 3, 500.0)]


class TestPackagePrice(TestCase):
    def test_offer(self):
        cases = [
            ("sum", 0, {"audit": 2000.0, "pages": 500.0}, 0.0),
            ("sum", 77, {"audit": 2000.0, "pages": 500.0}, 0.0),
            ("discount", 10, {"audit": 1800.0, "pages": 450.0}, 0.0),
            ("discount", 33.33, {"audit": 1333.4, "pages": 333.35}, 0.0),
            ("discount", 100, {"audit": 0.0, "pages": 0.0}, 0.0),
            ("fixed", 3500, {"audit": 2000.0, "pages": 500.0}, 0.0),
            ("fixed", 2999, {"audit": 1713.71, "pages": 428.43}, 0.0),
            ("fixed", 2999.99, {"audit": 1714.28, "pages": 428.57}, 0.0),
            ("fixed", 7000, {"audit": 4000.0, "pages": 1000.0}, 0.0),
            ("fixed", 0, {"audit": 0.0, "pages": 0.0}, 0.0),
        ]
        for rule, value, expected, rest in cases:
            with self.subTest(rule=rule, value=value):
                self.assertEqual(package_price.offer(PARTS, rule, value), (expected, rest))

    def test_nothing_to_split(self):
        self.assertEqual(package_price.offer([], "fixed", 100), ({}, 0.0))

    def test_free_parts_share_by_quantity(self):
        parts = [Part("a", 1, 0.0), Part("b", 3, 0.0)]
        self.assertEqual(package_price.offer(parts, "fixed", 100), ({"a": 25.0, "b": 25.0}, 0.0))

    def test_what_quantities_do_not_allow_is_said(self):
        self.assertEqual(package_price.offer([Part("a", 3, 10.0)], "fixed", 10.0), ({"a": 3.33}, 0.01))

    def test_coins_of_other_currencies(self):
        parts = [Part("a", 1, 10.0), Part("b", 1, 20.0)]
        self.assertEqual(package_price.offer(parts, "fixed", 25.05, 0.05), ({"a": 8.35, "b": 16.7}, 0.0))
        self.assertEqual(package_price.offer(parts, "discount", 7, 1.0), ({"a": 9.0, "b": 19.0}, 0.0))

    def test_subtotal(self):
        self.assertEqual(package_price.subtotal(3, 0.335), 1.01)
        self.assertEqual(package_price.subtotal(2.5, 1.01), 2.53)

    @given(
        prices=st.lists(st.integers(0, 10**6), min_size=0, max_size=6),
        quantities=st.lists(st.integers(1, 20), min_size=6, max_size=6),
        total=st.integers(0, 10**8),
    )
    def test_with_a_single_unit_a_fixed_total_is_met_to_the_cent(self, prices, quantities, total):
        parts = [Part("single", 1, 12.34)]
        parts += [Part(index, quantities[index], cents / 100) for index, cents in enumerate(prices)]
        result, rest = package_price.offer(parts, "fixed", total / 100)
        self.assertEqual(rest, 0.0)
        self.assertEqual(sum(round(result[part.key] * 100) * part.quantity for part in parts), total)
        self.assertTrue(all(price >= 0 for price in result.values()))
