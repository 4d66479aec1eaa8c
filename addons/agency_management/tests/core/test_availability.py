import unittest

from hypothesis import given
from hypothesis import strategies as st

from ...core.availability import Candidate, Need, Window, earliest, rank, skill_match

#: two weeks from a Monday on
WORKED = (True,) * 5 + (False,) * 2 + (True,) * 5 + (False,) * 2
DAY = [8.0] * 5 + [0.0] * 2


def window(needs, duration=0, worked=WORKED):
    """(start, finish, stretched, keys in the way)"""
    found = earliest(needs, worked, duration)
    return found.start, found.finish, found.stretched, [one.key for one in found.bottlenecks]


class TestEarliest(unittest.TestCase):
    def test_table(self):
        free, busy = DAY * 2, [0.0] * 7 + DAY
        half = [4.0 if hours else 0.0 for hours in free]
        cases = [
            # needs (key, hours, free), duration, expected
            ([("a", 40, free)], 5, (0, 4, False, [])),
            ([("a", 40, free), ("b", 10, busy)], 5, (2, 8, False, ["b"])),
            ([("a", 40, free), ("b", 40, busy)], 5, (7, 11, False, ["b"])),
            ([("a", 20, half), ("b", 24, busy)], 5, (3, 9, False, ["b"])),
            # nobody has time on the first days
            ([("b", 10, busy)], 5, (7, 11, False, ["b"])),
            # both have room, but never on the same day
            ([("a", 40, DAY + [0.0] * 7), ("b", 40, busy)], 5, (None, None, False, ["b"])),
            ([("a", 30, half)], 5, (0, 9, True, ["a"])),
            ([("a", 30, half)], 0, (0, 9, False, [])),
            ([("a", 8, free), ("b", 16, busy)], 0, (7, 8, False, ["b"])),
            ([("a", 90, free)], 5, (None, None, False, ["a"])),
            ([("a", 1, [0.0] * 14), ("b", 1, free)], 1, (None, None, False, ["a"])),
            ([("a", 1, [0.0] * 14)], 0, (None, None, False, ["a"])),
            ([], 3, (0, 2, False, [])),
            ([("a", 0, [0.0] * 14)], 3, (0, 2, False, [])),
            ([], 0, (0, 0, False, [])),
            ([("a", 8, free)], 30, (0, 0, True, [])),
        ]
        for raw, duration, expected in cases:
            with self.subTest(raw=raw, duration=duration):
                got = window([Need(*one) for one in raw], duration)
                self.assertEqual(got, expected)

    def test_what_is_said_about_a_role(self):
        found = earliest([Need("a", 24, [0.0] * 4 + [8.0, 0.0, 0.0] + DAY)], WORKED, 4)
        verdict = found.verdicts[0]
        self.assertEqual((verdict.at_once, verdict.start, verdict.finish), (0.0, 4, 9))

    def test_the_company_never_works(self):
        found = earliest([Need("a", 8, [8.0] * 3)], [False] * 3, 2)
        self.assertEqual(found, Window(None, None, False, found.verdicts))
        self.assertEqual([one.key for one in found.bottlenecks], ["a"])

    @given(
        st.lists(st.booleans(), min_size=1, max_size=12),
        st.integers(1, 4),
        st.lists(st.tuples(st.integers(1, 20), st.lists(st.integers(0, 8), min_size=12, max_size=12)), max_size=3),
    )
    def test_at_once_against_trying_every_day(self, worked, duration, raw):
        needs = [
            Need(index, float(hours), [float(value) for value in free[: len(worked)]])
            for index, (hours, free) in enumerate(raw)
        ]
        days = [position for position, flag in enumerate(worked) if flag]
        expected = None
        for index in range(len(days)):
            if index + duration > len(days):
                break
            inside = range(days[index], days[index + duration - 1] + 1)
            if needs and not any(need.free[days[index]] for need in needs):
                continue
            if all(sum(need.free[position] for position in inside) >= need.hours for need in needs):
                expected = (days[index], days[index + duration - 1])
                break
        found = earliest(needs, worked, duration)
        if expected:
            self.assertEqual((found.start, found.finish, found.stretched), (*expected, False))
        elif found.start is not None:
            self.assertTrue(found.stretched)
            self.assertTrue(all(need.free[found.start] > 0 for need in needs))
            for need in needs:
                self.assertGreaterEqual(sum(need.free[found.start : found.finish + 1]), need.hours - 0.01)


class TestRank(unittest.TestCase):
    def test_order(self):
        people = [
            Candidate("busy", "Busy", {"seo": 1.0}, 2, 10),
            Candidate("dear", "Dear", {"seo": 0.5}, 40, 80),
            Candidate("cheap", "Cheap", {"seo": 0.5}, 40, 60),
            Candidate("best", "Best", {"seo": 1.0}, 20, 90),
            Candidate("free", "Free", {"seo": 0.5}, 60, 60),
            Candidate("aaron", "Aaron", {"seo": 0.5}, 40, 60),
        ]
        ranked = [(one.key, match) for one, match in rank(people, ["seo"], 10)]
        self.assertEqual(
            ranked,
            [("best", 1.0), ("free", 0.5), ("aaron", 0.5), ("cheap", 0.5), ("dear", 0.5), ("busy", 1.0)],
        )

    def test_tasks_decide_between_equals(self):
        people = [Candidate("busy", "A", {}, 40, 60, planned=9), Candidate("calm", "B", {}, 40, 60, planned=3)]
        self.assertEqual([one.key for one, _match in rank(people, [], 10)], ["calm", "busy"])

    def test_skill_match(self):
        cases = [
            ({}, [], 1.0),
            ({}, ["a"], 0.0),
            ({"a": 0.5, "b": 1.0, "c": 1.0}, ["a", "b"], 0.75),
            ({"a": 1.0}, ["a", "b"], 0.5),
        ]
        for levels, wanted, expected in cases:
            self.assertEqual(skill_match(levels, wanted), expected)
