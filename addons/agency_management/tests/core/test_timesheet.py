"""Typing, rounding, weeks, billing of time."""

import unittest
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ...core import timesheet as ts
from ...core.timesheet import Rounding, Work

MINUTES = st.integers(min_value=0, max_value=ts.DAY_MINUTES)
RULES = st.builds(
    Rounding, st.sampled_from(ts.METHODS), st.sampled_from(ts.STEPS), st.integers(min_value=0, max_value=60)
)
DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2033, 12, 31))


class TestRounding(unittest.TestCase):
    def test_table(self):
        table = {
            # worked: (none, up to 15, nearest 15, nearest 6, up to 30 with a minimum of 45)
            -5: (0, 0, 0, 0, 0),
            0: (0, 0, 0, 0, 0),
            1: (1, 15, 15, 6, 45),
            7: (7, 15, 15, 6, 45),
            8: (8, 15, 15, 6, 45),
            9: (9, 15, 15, 12, 45),
            15: (15, 15, 15, 18, 45),
            16: (16, 30, 15, 18, 45),
            22: (22, 30, 15, 24, 45),
            23: (23, 30, 30, 24, 45),
            31: (31, 45, 30, 30, 60),
            60: (60, 60, 60, 60, 60),
            61: (61, 75, 60, 60, 90),
        }
        rules = (
            Rounding(),
            Rounding(ts.UP, 15),
            Rounding(ts.NEAREST, 15),
            Rounding(ts.NEAREST, 6),
            Rounding(ts.UP, 30, 45),
        )
        got = {minutes: tuple(ts.rounded(minutes, rule) for rule in rules) for minutes in table}
        self.assertEqual(got, table)

    @given(MINUTES, RULES)
    def test_work_never_vanishes_and_is_never_far_off(self, minutes, rule):
        booked = ts.rounded(minutes, rule)
        self.assertEqual(bool(booked), bool(minutes))
        if minutes:
            self.assertGreaterEqual(booked, rule.minimum)
            if booked > rule.minimum:
                off = {ts.NONE: 0, ts.UP: rule.step - 1, ts.NEAREST: max(rule.step // 2, rule.step - minutes)}
                self.assertLessEqual(abs(booked - minutes), off[rule.method])

    @given(MINUTES, MINUTES, RULES)
    def test_who_works_longer_never_books_less(self, one, other, rule):
        if one <= other:
            self.assertLessEqual(ts.rounded(one, rule), ts.rounded(other, rule))

    @given(MINUTES, RULES)
    def test_rounding_twice_is_rounding_once(self, minutes, rule):
        once = ts.rounded(minutes, rule)
        if once > rule.minimum:
            self.assertEqual(ts.rounded(once, rule), once)


class TestTyping(unittest.TestCase):
    def test_what_people_type(self):
        table = {
            "": 0,
            None: 0,
            "  ": 0,
            "0": 0,
            "1:30": 90,
            " 1:30 ": 90,
            "1:3": 63,
            "1:": 60,
            ":30": 30,
            "01:05": 65,
            "1.5": 90,
            "1,5": 90,
            ".5": 30,
            ",25": 15,
            "1.": 60,
            "2": 120,
            "0.1": 6,
            "1.33": 80,
            "1,3333": 80,
            "1h30": 90,
            "1 h 30 min": 90,
            "1H30M": 90,
            "2h": 120,
            "1.5h": 90,
            "1,5 h": 90,
            "90m": 90,
            "90 min": 90,
            "24": 1440,
            "24:00": 1440,
            "8.0": 480,
        }
        self.assertEqual({text: ts.parse_hours(text) for text in table}, table)

    def test_what_cannot_be_read(self):
        table = {
            "abc": ts.UNREADABLE,
            "1:60": ts.UNREADABLE,
            "1:2:3": ts.UNREADABLE,
            "1,234.5": ts.UNREADABLE,
            ".": ts.UNREADABLE,
            ",": ts.UNREADABLE,
            ":": ts.UNREADABLE,
            "h": ts.UNREADABLE,
            "1e3": ts.UNREADABLE,
            "nan": ts.UNREADABLE,
            "٣": ts.UNREADABLE,
            "1000": ts.UNREADABLE,
            "-1": ts.NEGATIVE,
            "\N{MINUS SIGN}1:30": ts.NEGATIVE,
            "24:01": ts.OVER_DAY,
            "25": ts.OVER_DAY,
            "999,9999": ts.OVER_DAY,
            "1441m": ts.OVER_DAY,
        }
        got = {}
        for text in table:
            with self.assertRaises(ts.TimeError) as caught:
                ts.parse_hours(text)
            got[text] = caught.exception.code
        self.assertEqual(got, table)

    @given(MINUTES)
    def test_what_is_shown_can_be_typed(self, minutes):
        self.assertEqual(ts.parse_hours(ts.clock_text(minutes)), minutes)

    @given(MINUTES)
    def test_hours_and_back(self, minutes):
        self.assertEqual(ts.to_minutes(minutes / 60), minutes)

    @given(st.text(max_size=8))
    def test_anything_is_read_or_refused(self, text):
        try:
            self.assertIn(ts.parse_hours(text), range(ts.DAY_MINUTES + 1))
        except ts.TimeError as error:
            self.assertIn(error.code, (ts.UNREADABLE, ts.NEGATIVE, ts.OVER_DAY))

    def test_clock_text(self):
        table = {0: "0:00", 5: "0:05", 90: "1:30", 1440: "24:00", 6000: "100:00", -90: "-1:30"}
        self.assertEqual({minutes: ts.clock_text(minutes) for minutes in table}, table)


class TestEntry(unittest.TestCase):
    def test_table(self):
        today = date(2024, 2, 29)
        cases = [
            # day, minutes, others, what is wrong
            (today, 480, 0, None),
            (today, 480, 960, None),
            (today, 480, 961, ts.OVER_DAY),
            (today, 1441, 0, ts.OVER_DAY),
            (today, -1, 0, ts.NEGATIVE),
            (date(2024, 3, 1), 60, 0, ts.FUTURE),
            # clearing a cell is always possible, also of a day that should not have any time
            (date(2024, 3, 1), 0, 0, None),
            (today, 0, 3000, None),
            (date(2020, 1, 1), 60, 0, None),
        ]
        for day, minutes, others, wrong in cases:
            with self.subTest(day=day, minutes=minutes, others=others):
                if wrong is None:
                    ts.check_entry(day, minutes, others, today)
                    continue
                with self.assertRaises(ts.TimeError) as caught:
                    ts.check_entry(day, minutes, others, today)
                self.assertEqual(caught.exception.code, wrong)


class TestWeeks(unittest.TestCase):
    def test_table(self):
        cases = [
            # day, weeks begin on, first day of its week
            ("2024-02-29", 1, "2024-02-26"),
            ("2024-02-29", 7, "2024-02-25"),
            ("2024-02-29", 6, "2024-02-24"),
            ("2024-03-03", 1, "2024-02-26"),
            ("2024-03-03", 7, "2024-03-03"),
            ("2024-12-31", 1, "2024-12-30"),
            ("2025-01-01", 7, "2024-12-29"),
            ("2024-02-26", 1, "2024-02-26"),
        ]
        for day, first, expected in cases:
            with self.subTest(day=day, first=first):
                self.assertEqual(ts.week_start(date.fromisoformat(day), first), date.fromisoformat(expected))

    def test_weeks_between(self):
        self.assertEqual(
            ts.weeks(date(2024, 2, 29), date(2024, 3, 11), 1), [date(2024, 2, 26), date(2024, 3, 4), date(2024, 3, 11)]
        )
        self.assertEqual(ts.weeks(date(2024, 3, 12), date(2024, 3, 11), 7), [date(2024, 3, 10)])
        self.assertEqual(ts.weeks(date(2024, 3, 11), date(2024, 2, 29), 1), [])

    @given(DAYS, st.integers(min_value=1, max_value=7))
    def test_a_day_lies_in_its_week(self, day, first):
        start = ts.week_start(day, first)
        self.assertEqual(start.isoweekday(), first)
        self.assertIn(day, ts.week_days(start))
        self.assertEqual(ts.week_start(start, first), start)

    @given(DAYS, st.integers(min_value=0, max_value=100), st.integers(min_value=1, max_value=7))
    def test_weeks_cover_every_day_once(self, day, length, first):
        last = day + timedelta(days=length)
        covered = [one for start in ts.weeks(day, last, first) for one in ts.week_days(start)]
        self.assertEqual(len(covered), len(set(covered)))
        self.assertLessEqual({day + timedelta(days=number) for number in range(length + 1)}, set(covered))


class TestBillable(unittest.TestCase):
    def test_table(self):
        cases = [
            # client, project, kind, task, service, expected
            (False, True, True, True, True, (False, ts.INTERNAL)),
            (True, False, True, True, True, (False, ts.PROJECT)),
            (True, True, False, True, True, (False, ts.KIND)),
            (True, True, True, False, True, (False, ts.TASK)),
            (True, True, True, True, False, (True, ts.TASK)),
            (True, True, True, None, False, (False, ts.SERVICE)),
            (True, True, True, None, True, (True, ts.SERVICE)),
            (True, True, True, None, None, (True, ts.CLIENT)),
        ]
        for *facts, expected in cases:
            with self.subTest(facts=facts):
                self.assertEqual(ts.billable(Work(*facts)), expected)

    @given(st.builds(Work, st.just(False), st.booleans(), st.booleans(), st.none() | st.booleans()))
    def test_nobody_pays_without_a_client(self, work):
        self.assertFalse(ts.billable(work)[0])

    def test_draw_down(self):
        entries = [("a", 120), ("b", 90), ("c", 60), ("d", 0)]
        self.assertEqual(
            {included: ts.draw_down(entries, included) for included in (0, 150, 270, 1000, -5)},
            {
                0: {"a": (0, 120), "b": (0, 90), "c": (0, 60), "d": (0, 0)},
                150: {"a": (120, 0), "b": (30, 60), "c": (0, 60), "d": (0, 0)},
                270: {"a": (120, 0), "b": (90, 0), "c": (60, 0), "d": (0, 0)},
                1000: {"a": (120, 0), "b": (90, 0), "c": (60, 0), "d": (0, 0)},
                -5: {"a": (0, 120), "b": (0, 90), "c": (0, 60), "d": (0, 0)},
            },
        )

    @given(st.lists(MINUTES, max_size=20), st.integers(min_value=0, max_value=5000))
    def test_draw_down_adds_up(self, amounts, included):
        result = ts.draw_down(enumerate(amounts), included)
        self.assertEqual([sum(pair) for pair in result.values()], amounts)
        self.assertEqual(sum(covered for covered, _over in result.values()), min(included, sum(amounts)))

    def test_missing(self):
        cases = [((2400, 2400, 0), 0), ((2400, 2340, 60), 0), ((2400, 2339, 60), 61), ((2400, 3000, 0), 0)]
        cases += [((0, 0, 0), 0), ((2400, 0, -10), 2400)]
        self.assertEqual([(facts, ts.missing(*facts)) for facts, _expected in cases], cases)


class TestRunningClock(unittest.TestCase):
    def test_table(self):
        day = datetime(2024, 3, 14)
        end = day.replace(hour=17)
        cases = [
            # started, now, limit in minutes, end of the working day, expected
            (9, 12, 480, end, None),
            (9, 17, 0, end, ts.DAY_END),
            (9, 17, 480, end, ts.LONG),
            (9, 16, 480, end, None),
            (9, 20, 0, None, None),
            (18, 20, 480, end, None),
            (17, 18, 480, end, None),
            (0, 8, 480, None, ts.LONG),
        ]
        for started, now, limit, day_end, expected in cases:
            with self.subTest(started=started, now=now, limit=limit):
                moments = (day + timedelta(hours=started), day + timedelta(hours=now))
                self.assertEqual(ts.running_reminder(*moments, limit, day_end), expected)


class TestSuggest(unittest.TestCase):
    def test_table(self):
        booked = {("p", "t"): {1: 240, 2: 240}, ("p", None): {1: 60, 3: 60}, ("q", None): {1: 30}}
        cases = [
            ("nothing entered", {}, booked),
            (
                "task done",
                {("p", "t"): {1: 240}},
                {("p", "t"): {2: 240}, ("p", None): {1: 60, 3: 60}, ("q", None): {1: 30}},
            ),
            (
                "more than planned on the task counts for the project",
                {("p", "t"): {1: 270}},
                {("p", "t"): {2: 240}, ("p", None): {1: 30, 3: 60}, ("q", None): {1: 30}},
            ),
            (
                "another task counts for the project",
                {("p", "u"): {1: 100, 3: 10}, ("q", "v"): {1: 30}},
                {("p", "t"): {1: 240, 2: 240}, ("p", None): {3: 50}},
            ),
        ]
        for name, logged, expected in cases:
            with self.subTest(name):
                self.assertEqual(ts.suggest(booked, logged), expected)

    KEYS = st.tuples(st.integers(0, 2), st.none() | st.integers(1, 2))
    PLANS = st.dictionaries(KEYS, st.dictionaries(st.integers(0, 3), st.integers(0, 500), max_size=3), max_size=5)

    @given(PLANS, PLANS)
    def test_never_more_than_planned_nor_less_than_what_is_open(self, booked, logged):
        left = ts.suggest(booked, logged)
        for key, by_day in left.items():
            for day, minutes in by_day.items():
                self.assertIn(minutes, range(1, booked[key][day] + 1))
        planned = sum(sum(by_day.values()) for by_day in booked.values())
        entered = sum(sum(by_day.values()) for by_day in logged.values())
        rest = sum(sum(by_day.values()) for by_day in left.values())
        self.assertGreaterEqual(rest, planned - entered)
