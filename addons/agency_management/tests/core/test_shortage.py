from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import shortage
from ...core.shortage import Rule, Shortage, ShortWeek, Week

MONDAY = date(2027, 3, 15)


def weeks(*rows, person=40.0):
    """:return list: of :class:`Week` from (capacity, confirmed, tentative) on"""
    return [Week(MONDAY + timedelta(weeks=number), *map(float, row), person) for number, row in enumerate(rows)]


def short(number, capacity, asked, missing):
    return ShortWeek(MONDAY + timedelta(weeks=number), float(capacity), float(asked), float(missing))


class TestShortage(TestCase):
    def test_find(self):
        full, busy, empty = (40, 40, 0), (40, 60, 0), (40, 0, 0)
        three = Rule(3, 0.2)
        cases = [
            ("enough", weeks(full, full, full), three, None),
            ("too few weeks", weeks(busy, busy, full, busy, busy), three, None),
            (
                "long enough",
                weeks(full, busy, busy, busy),
                three,
                Shortage((short(1, 40, 60, 20), short(2, 40, 60, 20), short(3, 40, 60, 20)), 60.0, 1),
            ),
            ("a gap parts them", weeks(busy, busy, empty, busy), three, None),
            (
                "only the long run counts",
                weeks(busy, full, busy, busy),
                Rule(2, 0.2),
                Shortage((short(2, 40, 60, 20), short(3, 40, 60, 20)), 40.0, 1),
            ),
            # 10 of 50 hours are 20 percent, 9 of 49 are not
            ("the share is that of the hours asked", weeks((40, 49, 0)), Rule(1, 0.2), None),
            (
                "exactly the share",
                weeks((40, 50, 0)),
                Rule(1, 0.2),
                Shortage((short(0, 40, 50, 10),), 10.0, 1),
            ),
            (
                "nobody has the role",
                weeks((0, 100, 0)),
                Rule(1, 1.0),
                Shortage((short(0, 0, 100, 100),), 100.0, 3),
            ),
            ("two people exactly", weeks((0, 80, 0)), Rule(1, 0), Shortage((short(0, 0, 80, 80),), 80.0, 2)),
            ("tentative hours do not count", weeks((40, 30, 100)), Rule(1, 0), None),
            (
                "tentative hours by half",
                weeks((40, 30, 100)),
                Rule(1, 0, 0.5),
                Shortage((short(0, 40, 80, 40),), 40.0, 1),
            ),
            ("nothing asked", weeks((0, 0, 0)), Rule(1, 0), None),
            ("what is left over from spreading", weeks((40, 40.005, 0)), Rule(1, 0), None),
            ("no weeks", [], Rule(1, 0), None),
        ]
        for name, some, rule, expected in cases:
            with self.subTest(name):
                self.assertEqual(shortage.find(some, rule), expected)

    def test_a_person_without_hours_counts_as_one(self):
        """A closed company: nobody would have hours, somebody is needed all the same."""
        self.assertEqual(shortage.find(weeks((0, 10, 0), person=0.0), Rule(1, 0)).people, 1)

    def test_runs(self):
        some = [short(number, 0, 1, 1) for number in (0, 1, 3, 4, 5, 9)]
        self.assertEqual(shortage.runs(some), [some[:2], some[2:5], some[5:]])
        self.assertEqual(shortage.runs([]), [])

    @given(
        st.lists(st.tuples(*[st.integers(0, 200)] * 3), max_size=20),
        st.integers(1, 5),
        st.floats(0, 1),
        st.floats(0, 1),
    )
    def test_what_always_holds(self, rows, count, share, tentative):
        """Runs are long enough, figures add up, so many people mend it and one fewer would not."""
        rule = Rule(count, share, tentative)
        found = shortage.find(weeks(*rows), rule)
        if found is None:
            self.assertFalse(shortage.find(weeks(*rows), Rule(len(rows) + 1, share, tentative)))
            return
        self.assertTrue(all(len(run) >= count for run in shortage.runs(found.weeks)))
        for week in found.weeks:
            self.assertAlmostEqual(week.missing, week.asked - week.capacity)
            self.assertGreaterEqual(week.missing, share * week.asked)
        self.assertAlmostEqual(found.hours, sum(week.missing for week in found.weeks))
        of_one = 40.0 * len(found.weeks)
        self.assertLessEqual(found.hours, found.people * of_one + 0.01)
        self.assertTrue(found.people == 1 or found.hours > (found.people - 1) * of_one)

    @given(st.lists(st.tuples(*[st.integers(0, 200)] * 3), max_size=12), st.integers(1, 4))
    def test_more_capacity_is_never_worse(self, rows, count):
        rule = Rule(count, 0.1)
        before = shortage.find(weeks(*rows), rule)
        after = shortage.find(weeks(*[(capacity + 10, *rest) for capacity, *rest in rows]), rule)
        self.assertLessEqual(after.hours if after else 0.0, before.hours if before else 0.0)
