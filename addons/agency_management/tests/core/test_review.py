from datetime import date
from unittest import TestCase

from ...core import review
from ...core.workdays import WorkWeek

#: the Tuesday after the first of January 2026, a Thursday, is a holiday
WEEK = WorkWeek(holidays=frozenset({date(2026, 1, 6)}))
THURSDAY = date(2026, 1, 1)


class TestReview(TestCase):
    """Reminders of what waits for a client's approval."""

    def steps(self, asked, every, times, week=WEEK):
        """:return list: (day, step) of everything that happens while the client is silent"""
        found, last = [], asked
        while (day := review.next_day(last, len(found), every, times, week)) and len(found) < 20:
            found.append((day, review.step(len(found), times)))
            last = day
        return found

    def test_days(self):
        expected = [
            (date(2026, 1, 5), review.REMIND),
            (date(2026, 1, 8), review.REMIND),
            (date(2026, 1, 12), review.TELL),
        ]
        self.assertEqual(self.steps(THURSDAY, 2, 2), expected)

    def test_no_reminders_but_a_note(self):
        self.assertEqual(self.steps(THURSDAY, 1, 0), [(date(2026, 1, 2), review.TELL)])

    def test_switched_off(self):
        self.assertEqual([self.steps(THURSDAY, every, 3) for every in (0, -1)], [[], []])

    def test_asked_on_a_weekend(self):
        self.assertEqual(self.steps(date(2026, 1, 3), 1, 0, WorkWeek()), [(date(2026, 1, 6), review.TELL)])

    def test_late_run(self):
        # the first reminder went out a week late: the second one is not due the day after
        self.assertEqual(review.next_day(date(2026, 1, 12), 1, 2, 2, WEEK), date(2026, 1, 14))
