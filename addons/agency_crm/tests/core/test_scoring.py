from unittest import TestCase

from ...core import scoring
from ...core.scoring import Line, Rule


class TestScoring(TestCase):
    def test_decay(self):
        for points, age, half_life, expected in [
            (10, 0, 14, 10),
            (10, 14, 14, 5),
            (10, 28, 14, 2.5),
            (10, -3, 14, 10),
            (10, 1000, 0, 10),
            (-8, 7, 7, -4),
        ]:
            with self.subTest(points=points, age=age, half_life=half_life):
                self.assertAlmostEqual(scoring.decay(points, age, half_life), expected)

    def test_lines(self):
        for rule, ages, expected in [
            (Rule("fit", 15), None, Line("fit", 15)),
            (Rule("malus", -5), None, Line("malus", -5)),
            (Rule("none", 0), None, None),
            (Rule("e", 6, True, 14), [], None),
            (Rule("e", 6, True, 14), None, None),
            (Rule("e", 6, True, 14), [0], Line("e", 6, 1, 0)),
            (Rule("e", 6, True, 14), [0, 14], Line("e", 9, 2, 0)),
            (Rule("e", 5, True, 14), [14], Line("e", 3, 1, 14)),  # 2.5 is rounded up, not to the even 2
            (Rule("e", 6, True, 14), [400], None),
            (Rule("e", 6, True, 0), [400, 500], Line("e", 12, 2, 400)),
            (Rule("e", 6, True, 0, 10), [1, 2, 3], Line("e", 10, 3, 1)),
            (Rule("e", -6, True, 0, -10), [1, 2, 3], Line("e", -10, 3, 1)),
            (Rule("e", -6, True, 0, 10), [1, 2, 3], Line("e", -10, 3, 1)),
        ]:
            with self.subTest(rule=rule, ages=ages):
                self.assertEqual(scoring.line(rule, ages), expected)

    def test_total_is_clipped(self):
        for points, expected in [([], 0), ([10, 20], 30), ([80, 40], 100), ([5, -20], 0), ([80, 40, -30], 90)]:
            with self.subTest(points=points):
                self.assertEqual(scoring.total([Line(None, value) for value in points]), expected)

    def test_grade(self):
        for score, expected in [(100, "A"), (70, "A"), (69, "B"), (45, "B"), (44, "C"), (20, "C"), (19, "D"), (0, "D")]:
            with self.subTest(score=score):
                self.assertEqual(scoring.grade(score, (70, 45, 20)), expected)

    def test_thresholds(self):
        for thresholds, expected in [
            ((70, 45, 20), True),
            ((100, 99, 1), True),
            ((101, 45, 20), False),
            ((45, 45, 20), False),
            ((70, 20, 45), False),
            ((70, 45, 0), False),
        ]:
            with self.subTest(thresholds=thresholds):
                self.assertEqual(scoring.valid_thresholds(thresholds), expected)

    def test_round_half_up(self):
        for value, expected in [(0, 0), (0.49, 0), (0.5, 1), (2.5, 3), (-2.5, -3), (-0.4, 0)]:
            with self.subTest(value=value):
                self.assertEqual(scoring.round_half_up(value), expected)
