from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import chasing
from ...core.chasing import Quotation, Reminder, Rule

SENT, VALID = date(2024, 2, 20), date(2024, 3, 10)
FOLLOW_UP = Rule("follow up", "after_sending", 5, "salesperson")
EARLY = Rule("early", "before_expiry", 5, "client")
LATE = Rule("late", "before_expiry", 1, "client")
LOST = Rule("lost", "after_expiry", 1, "salesperson")
SORRY = Rule("sorry", "after_expiry", 2, "client")
RULES = [LOST, LATE, EARLY, FOLLOW_UP, SORRY]
OPEN = Quotation(SENT, VALID)


class TestChasing(TestCase):
    def test_due(self):
        cases = [
            (OPEN, date(2024, 2, 24), (), []),
            (OPEN, date(2024, 2, 25), (), [Reminder("follow up", SENT, date(2024, 2, 25), True)]),
            (OPEN, date(2024, 2, 25), {("follow up", SENT)}, []),
            (OPEN, date(2024, 3, 4), {("follow up", SENT)}, []),
            (OPEN, date(2024, 3, 5), {("follow up", SENT)}, [Reminder("early", VALID, date(2024, 3, 5), True)]),
            # sent anew: it counts from the new day
            (
                Quotation(date(2024, 2, 28), VALID),
                date(2024, 3, 4),
                {("follow up", SENT)},
                [Reminder("follow up", date(2024, 2, 28), date(2024, 3, 4), True)],
            ),
            # nothing ran for days: the client gets one mail, not two
            (
                OPEN,
                VALID,
                (),
                [
                    Reminder("follow up", SENT, date(2024, 2, 25), False),
                    Reminder("early", VALID, date(2024, 3, 5), False),
                    Reminder("late", VALID, date(2024, 3, 9), True),
                ],
            ),
            (Quotation(SENT, VALID, answered=True), VALID, {("follow up", SENT)}, []),
            # the day after the last valid one
            (OPEN, date(2024, 3, 11), (), [Reminder("lost", VALID, date(2024, 3, 11), True)]),
            (OPEN, date(2024, 3, 12), {("lost", VALID)}, [Reminder("sorry", VALID, date(2024, 3, 12), True)]),
            # prolonged: the reminders begin anew
            (
                Quotation(SENT, date(2024, 3, 20)),
                date(2024, 3, 15),
                {("follow up", SENT), ("early", VALID)},
                [Reminder("early", date(2024, 3, 20), date(2024, 3, 15), True)],
            ),
            # long past, for example when the rules are new
            (
                OPEN,
                date(2024, 6, 1),
                (),
                [
                    Reminder("lost", VALID, date(2024, 3, 11), False),
                    Reminder("sorry", VALID, date(2024, 3, 12), False),
                ],
            ),
            (Quotation(None, None), date(2024, 6, 1), (), []),
            (Quotation(SENT, None), date(2024, 2, 25), (), [Reminder("follow up", SENT, date(2024, 2, 25), True)]),
        ]
        for quotation, today, done, expected in cases:
            with self.subTest(quotation=quotation, today=today, done=done):
                self.assertEqual(chasing.due(RULES, quotation, today, frozenset(done)), expected)

    @given(st.lists(st.integers(1, 9), max_size=30))
    def test_however_often_it_runs_each_is_done_once(self, pauses):
        done, sent, today = set(), [], SENT
        for pause in pauses:
            today += timedelta(days=pause)
            for reminder in chasing.due(RULES, OPEN, today, frozenset(done)):
                self.assertNotIn((reminder.key, reminder.about), done)
                done.add((reminder.key, reminder.about))
                sent += [(today, reminder.key)] if reminder.send else []
        self.assertEqual(len(sent), len({key for _day, key in sent}))
        mails = [day for day, key in sent if key in ("early", "late", "sorry")]
        self.assertEqual(len(mails), len(set(mails)), "one mail a day")
