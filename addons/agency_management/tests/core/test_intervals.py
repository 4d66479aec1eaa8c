import unittest

from hypothesis import given
from hypothesis import strategies as st

from ...core.intervals import intersect, length, merge, subtract

#: few points, so that intervals touch, nest and repeat
SETS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6)


def points(some):
    """The slow and obvious way: every point by itself."""
    return {point for start, end in some for point in range(start, end)}


class TestIntervals(unittest.TestCase):
    def test_table(self):
        cases = [
            # function, first, second, expected
            (subtract, [(0, 10)], [(3, 5)], [(0, 3), (5, 10)]),
            (subtract, [(0, 10)], [(0, 10)], []),
            (subtract, [(0, 10)], [(10, 12)], [(0, 10)]),
            (subtract, [(0, 4), (6, 9)], [(3, 7)], [(0, 3), (7, 9)]),
            (intersect, [(0, 10)], [(3, 5), (8, 20)], [(3, 5), (8, 10)]),
            (intersect, [(0, 3)], [(3, 5)], []),
        ]
        for function, one, other, expected in cases:
            with self.subTest(function=function.__name__, one=one, other=other):
                self.assertEqual(function(one, other), expected)

    def test_touching_and_empty(self):
        self.assertEqual(merge([(3, 5), (0, 3), (7, 7), (9, 8), (4, 6)]), [(0, 6)])
        self.assertEqual(length([(0, 3), (2, 5), (5, 6)]), 6)

    @given(SETS, SETS)
    def test_against_sets_of_points(self, one, other):
        self.assertEqual(points(merge(one)), points(one))
        self.assertEqual(points(intersect(one, other)), points(one) & points(other))
        self.assertEqual(points(subtract(one, other)), points(one) - points(other))
        self.assertEqual(length(one), len(points(one)))

    @given(SETS, SETS)
    def test_results_are_normal(self, one, other):
        for result in (merge(one), intersect(one, other), subtract(one, other)):
            self.assertTrue(all(start < end for start, end in result))
            self.assertTrue(all(before[1] < after[0] for before, after in zip(result, result[1:])))
