from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core.reminders import Reminder, Rule, due_reminders, next_day, occurrences

DUE = date(2024, 3, 10)
RULES = st.lists(
    st.builds(Rule, st.just(0), st.integers(-10, 10), st.integers(0, 5), st.integers(0, 4)), max_size=4
).map(lambda rules: [Rule(n, one.offset_days, one.repeat_days, one.repeats) for n, one in enumerate(rules)])


class TestReminders(TestCase):
    def test_occurrences(self):
        for rule, expected in [
            (Rule(1), [10]),
            (Rule(1, -2), [8]),
            (Rule(1, 1, 3, 2), [11, 14, 17]),
            (Rule(1, 0, 0, 5), [10]),
        ]:
            with self.subTest(rule=rule):
                self.assertEqual([day.day for day in occurrences(rule, DUE)], expected)

    def test_due(self):
        rules = [Rule("before", -2), Rule("late", 1, 3, 2)]
        for today, sent, expected in [
            (7, set(), []),
            (8, set(), [Reminder("before", 0)]),
            (9, {("before", 0)}, []),
            (11, {("before", 0)}, [Reminder("late", 0)]),
            (14, {("before", 0), ("late", 0)}, [Reminder("late", 1)]),
            # the server was off: one reminder, not three
            (20, set(), [Reminder("before", 0), Reminder("late", 2, (0, 1))]),
            (20, {("before", 0), ("late", 0), ("late", 1), ("late", 2)}, []),
        ]:
            with self.subTest(today=today, sent=sent):
                self.assertEqual(due_reminders(rules, DUE, sent, date(2024, 3, today)), expected)
        self.assertEqual(due_reminders(rules, None, set(), DUE), [])

    def test_next_day(self):
        rules = [Rule("before", -2), Rule("late", 1, 3, 1)]
        for sent, expected in [
            (set(), 8),
            ({("before", 0)}, 11),
            ({("before", 0), ("late", 0)}, 14),
            ({("before", 0), ("late", 0), ("late", 1)}, None),
        ]:
            with self.subTest(sent=sent):
                self.assertEqual(next_day(rules, DUE, sent), expected and date(2024, 3, expected))
        self.assertIsNone(next_day(rules, None, set()))

    @given(RULES, st.lists(st.booleans(), min_size=60, max_size=60))
    def test_each_occurrence_is_settled_once_however_often_the_server_is_off(self, rules, server_on):
        """Run day by day, only on the days the server is on: everything is settled once, and the next day is right."""
        sent = set()
        start = DUE - timedelta(days=12)
        for offset, is_on in enumerate(server_on):
            today = start + timedelta(days=offset)
            found = due_reminders(rules, DUE, sent, today)
            upcoming = next_day(rules, DUE, sent)
            self.assertEqual(bool(found), upcoming is not None and upcoming <= today)
            if is_on:
                self.assertLessEqual(len(found), len(rules), "at most one a rule and day")
                for reminder in found:
                    settled = {(reminder.key, number) for number in (*reminder.missed, reminder.number)}
                    self.assertFalse(settled & sent)
                    sent |= settled
        if server_on[-1]:
            self.assertEqual(
                sent, {(rule.key, number) for rule in rules for number in range(len(occurrences(rule, DUE)))}
            )
