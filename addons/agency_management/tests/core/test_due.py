from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import due, workdays
from ...core.due import Rule

FRIDAY = date(2024, 2, 23)
WEEK = workdays.WorkWeek()
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
WEEKS = st.builds(
    workdays.WorkWeek,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(DAYS, max_size=20),
)
RULES = st.lists(
    st.builds(
        Rule,
        st.just(0),
        st.sampled_from([due.START, due.PREVIOUS, due.KICKOFF, due.DATE]),
        st.integers(0, 15),
        st.none() | DAYS,
        st.none() | DAYS,
    ),
    max_size=6,
)


class TestDue(TestCase):
    def test_before(self):
        monday_off = workdays.WorkWeek(holidays=frozenset({date(2024, 2, 26)}))
        for day, count, week, expected in [
            (FRIDAY, 0, WEEK, FRIDAY),
            (FRIDAY, 1, WEEK, date(2024, 2, 22)),
            (date(2024, 2, 26), 1, WEEK, FRIDAY),
            (date(2024, 2, 27), 1, monday_off, FRIDAY),
            (date(2024, 2, 25), 1, WEEK, FRIDAY),
            (date(2024, 2, 25), 0, WEEK, date(2024, 2, 25)),
            (date(2024, 3, 1), 5, WEEK, FRIDAY),
            (FRIDAY, 3, workdays.WorkWeek(weekdays=frozenset()), date(2024, 2, 20)),
        ]:
            with self.subTest(day=day, count=count):
                self.assertEqual(due.before(day, count, week), expected)

    @given(DAYS, st.integers(1, 30), WEEKS)
    def test_before_counts_worked_days_only(self, day, count, week):
        result = due.before(day, count, week)
        self.assertTrue(week.is_worked(result))
        between = [result + timedelta(days=offset) for offset in range((day - result).days)]
        self.assertEqual(sum(week.is_worked(one) for one in between), count)

    def test_bases(self):
        rules = [
            Rule("a", due.START, 3),
            Rule("b", due.PREVIOUS, 2),
            Rule("c", due.PREVIOUS, 1),
            Rule("d", due.KICKOFF, 2),
            Rule("e", due.DATE, fixed=date(2024, 4, 1)),
            Rule("f", due.PREVIOUS, 1),
        ]
        self.assertEqual(
            due.due_dates(rules, FRIDAY, date(2024, 3, 14), WEEK),
            {
                "a": date(2024, 2, 28),
                "b": date(2024, 3, 1),
                "c": date(2024, 3, 4),
                "d": date(2024, 3, 12),
                "e": date(2024, 4, 1),
                "f": date(2024, 4, 2),
            },
        )

    def test_a_finished_step_moves_what_follows_it(self):
        for finished, expected in [(None, date(2024, 3, 1)), (date(2024, 2, 26), date(2024, 2, 28))]:
            rules = [Rule("a", due.START, 3, finished=finished), Rule("b", due.PREVIOUS, 2)]
            with self.subTest(finished=finished):
                self.assertEqual(due.due_dates(rules, FRIDAY, None, WEEK)["b"], expected)

    def test_without_kickoff_nobody_knows(self):
        rules = [Rule("a", due.KICKOFF, 2), Rule("b", due.PREVIOUS, 1)]
        self.assertEqual(
            due.due_dates(rules, FRIDAY, None, WEEK), {"a": None, "b": date(2024, 2, 26)}, "counted from the start"
        )
        self.assertEqual(
            due.due_dates(rules, FRIDAY, date(2024, 2, 26), WEEK)["a"], FRIDAY, "never before the onboarding begins"
        )

    @given(RULES, DAYS, st.none() | DAYS, WEEKS)
    def test_all_are_dated_on_worked_days_and_none_before_the_start(self, rules, start, kickoff, week):
        rules = [Rule(number, one.base, one.days, one.fixed, one.finished) for number, one in enumerate(rules)]
        found = due.due_dates(rules, start, kickoff, week)
        self.assertEqual(list(found), [rule.key for rule in rules])
        for rule in rules:
            day = found[rule.key]
            if rule.base == due.DATE:
                self.assertEqual(day, rule.fixed)
            elif rule.base == due.KICKOFF and kickoff is None:
                self.assertIsNone(day)
            elif rule.base == due.START or rule.days:
                self.assertTrue(week.is_worked(day) or day == kickoff)
                if rule.base != due.PREVIOUS:
                    self.assertGreaterEqual(day, start)
