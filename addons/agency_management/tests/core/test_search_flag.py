from unittest import TestCase

from ...core.search_flag import flag_domain

IS, IS_NOT = [("id", "in", [7])], [("id", "not in", [7])]
ALL, NONE = [(1, "=", 1)], [(0, "=", 1)]


class TestFlagDomain(TestCase):
    """Conditions on a yes-or-no field, as the series write them."""

    def test_every_operator(self):
        table = [
            ("=", True, IS),
            ("=", False, IS_NOT),
            ("!=", True, IS_NOT),
            ("!=", False, IS),
            ("in", [True], IS),
            ("in", [False], IS_NOT),
            ("in", [True, False], ALL),
            ("in", [], NONE),
            ("not in", [True], IS_NOT),
            ("not in", {False}, IS),
            ("not in", [False, True], NONE),
            ("not in", [], ALL),
        ]
        for operator, value, expected in table:
            with self.subTest(operator=operator, value=value):
                self.assertEqual(flag_domain(operator, value, [7]), expected)

    def test_other_comparisons_are_refused(self):
        with self.assertRaises(ValueError):
            flag_domain(">", True, [7])
