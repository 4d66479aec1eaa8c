from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import earned_value as ev
from ...core.earned_value import Circumstances, Figures, Reason, WorkPackage
from ...core.workdays import WorkWeek

WEEK = WorkWeek()
MONDAY = date(2024, 2, 26)
FRIDAY = date(2024, 3, 1)


def figures(**values):
    base = {
        "budget": 100.0,
        "planned": 50.0,
        "earned": 50.0,
        "actual": 50.0,
        "spi": 1.0,
        "cpi": 1.0,
        "remaining": 50.0,
        "forecast": 100.0,
    }
    return Figures(**(base | values))


class TestProgress(TestCase):
    def test_table(self):
        cases = [
            # done, ticked, items, spent, planned, expected
            (True, 0, 4, 0.0, 8.0, 1.0),
            (False, 1, 4, 8.0, 8.0, 0.25),
            (False, 4, 4, 0.0, 8.0, 0.9),
            (False, 0, 0, 2.0, 8.0, 0.25),
            (False, 0, 0, 20.0, 8.0, 0.9),
            (False, 0, 0, 2.0, 0.0, 0.0),
            (False, 0, 0, -2.0, 8.0, 0.0),
        ]
        for *values, expected in cases:
            with self.subTest(values=values):
                self.assertEqual(ev.progress(*values), expected)


class TestPlannedShare(TestCase):
    def test_table(self):
        cases = [
            # start, finish, day, expected
            (MONDAY, FRIDAY, date(2024, 2, 25), 0.0),
            (MONDAY, FRIDAY, MONDAY, 0.2),
            (MONDAY, FRIDAY, date(2024, 2, 28), 0.6),
            (MONDAY, FRIDAY, FRIDAY, 1.0),
            # over a weekend nothing is added
            (FRIDAY, date(2024, 3, 4), FRIDAY, 0.5),
            (FRIDAY, date(2024, 3, 4), date(2024, 3, 3), 0.5),
            # planned on days nobody works: nothing until they are over
            (date(2024, 3, 2), date(2024, 3, 3), date(2024, 3, 2), 0.0),
            (date(2024, 3, 2), date(2024, 3, 3), date(2024, 3, 3), 1.0),
            (None, FRIDAY, FRIDAY, 0.0),
            (MONDAY, None, FRIDAY, 0.0),
        ]
        for start, finish, day, expected in cases:
            with self.subTest(start=start, finish=finish, day=day):
                self.assertAlmostEqual(ev.planned_share(start, finish, day, WEEK), expected)

    def test_holidays_are_not_worked(self):
        week = WorkWeek(holidays=frozenset({MONDAY}))
        self.assertEqual(ev.planned_share(MONDAY, FRIDAY, date(2024, 2, 27), week), 0.25)


class TestEvaluate(TestCase):
    def test_figures_of_a_project_that_is_slow_and_dear(self):
        packages = [
            WorkPackage(20.0, 20.0, MONDAY, MONDAY, 1.0),
            WorkPackage(40.0, 40.0, MONDAY, FRIDAY, 0.25),
            WorkPackage(40.0, 40.0, date(2024, 3, 4), date(2024, 3, 8), 0.0),
        ]
        result = ev.evaluate(packages, 50.0, date(2024, 2, 28), WEEK, actual_cost=2000.0, other_cost=100.0)
        self.assertEqual(
            result,
            Figures(
                budget=100.0,
                planned=44.0,  # 20 + 3 of 5 days of 40
                earned=30.0,  # 20 + a quarter of 40
                actual=50.0,
                spi=30.0 / 44.0,
                cpi=0.6,
                remaining=70.0 / 0.6,
                forecast=50.0 + 70.0 / 0.6,
                actual_cost=2100.0,
                forecast_cost=2100.0 + 70.0 / 0.6 * 40.0,
            ),
        )
        self.assertEqual(result.done_share, 0.3)

    def test_early_on_the_plan_is_trusted_more_than_the_pace(self):
        packages = [WorkPackage(10.0, 10.0, MONDAY, FRIDAY, 0.1), WorkPackage(10.0, 10.0, MONDAY, FRIDAY, 0.0)]
        result = ev.evaluate(packages, 5.0, MONDAY, WEEK)
        self.assertEqual((result.cpi, result.remaining, result.forecast), (0.2, 19.0, 24.0))

    def test_new_estimates_and_added_tasks_count_as_estimated(self):
        packages = [
            WorkPackage(10.0, 10.0, MONDAY, FRIDAY, 1.0),
            WorkPackage(10.0, 30.0, MONDAY, FRIDAY, 0.5),  # estimated anew
            WorkPackage(0.0, 8.0, None, None, 0.25),  # came later
            WorkPackage(20.0, 20.0, MONDAY, FRIDAY, 0.0),
        ]
        result = ev.evaluate(packages, 30.0, FRIDAY, WEEK)
        self.assertEqual((result.budget, result.planned, result.earned, result.cpi), (40.0, 40.0, 15.0, 0.5))
        self.assertEqual(result.remaining, 15.0 + 6.0 + 40.0)

    def test_money_needs_a_rate(self):
        packages = [WorkPackage(10.0, 10.0, MONDAY, FRIDAY, 0.0)]
        cases = [
            # actual hours, cost, other, planned rate, forecast
            (0.0, 0.0, 0.0, None, None),
            (0.0, 0.0, 70.0, 30.0, 370.0),
            (2.0, 100.0, 0.0, 30.0, 600.0),
            (2.0, 0.0, 0.0, 30.0, 300.0),
        ]
        for hours, cost, other, rate, expected in cases:
            with self.subTest(hours=hours, cost=cost, rate=rate):
                result = ev.evaluate(packages, hours, MONDAY, WEEK, cost, other, rate)
                self.assertEqual(result.forecast_cost, expected)
        over = ev.evaluate([WorkPackage(10.0, 10.0, MONDAY, FRIDAY, 1.0)], 0.0, FRIDAY, WEEK)
        self.assertEqual(over.forecast_cost, 0.0)

    def test_nothing_planned(self):
        result = ev.evaluate([], 3.0, MONDAY, WEEK)
        self.assertEqual((result.spi, result.cpi, result.forecast, result.done_share), (None, 0.0, 3.0, None))

    @given(
        st.lists(
            st.tuples(st.integers(0, 80), st.integers(-10, 10), st.integers(0, 20), st.floats(0, 1)),
            min_size=1,
            max_size=6,
        ),
        st.integers(-20, 40),
    )
    def test_bounds(self, rows, offset):
        packages = [
            WorkPackage(
                float(hours),
                float(hours),
                MONDAY + timedelta(days=begin),
                MONDAY + timedelta(days=begin + length),
                share,
            )
            for hours, begin, length, share in rows
        ]
        day = MONDAY + timedelta(days=offset)
        result = ev.evaluate(packages, 10.0, day, WEEK)
        self.assertTrue(0.0 <= result.planned <= result.budget + 1e-9)
        self.assertTrue(0.0 <= result.earned <= result.budget + 1e-9)
        self.assertGreaterEqual(result.forecast, result.actual)
        later = ev.evaluate(packages, 10.0, day + timedelta(days=1), WEEK)
        self.assertGreaterEqual(later.planned, result.planned - 1e-9)


class TestJudge(TestCase):
    def test_table(self):
        cases = [
            (figures(), Circumstances(), "ok", ()),
            (figures(spi=0.95), Circumstances(), "ok", ()),
            (figures(spi=0.94), Circumstances(), "at_risk", (Reason("schedule", "at_risk", 6),)),
            (figures(spi=0.85), Circumstances(), "at_risk", (Reason("schedule", "at_risk", 15),)),
            (figures(spi=0.8), Circumstances(), "off_track", (Reason("schedule", "off_track", 20),)),
            (figures(cpi=0.9), Circumstances(), "at_risk", (Reason("efficiency", "at_risk", 10),)),
            # too early to tell
            (figures(spi=0.0, planned=9.0), Circumstances(), "ok", ()),
            (figures(cpi=0.1, actual=9.0), Circumstances(), "ok", ()),
            (figures(spi=None, cpi=None), Circumstances(), "ok", ()),
            (figures(), Circumstances(hours_budget=100.0), "ok", ()),
            (figures(forecast=100.4), Circumstances(hours_budget=100.0), "ok", ()),
            (figures(forecast=105.0), Circumstances(hours_budget=100.0), "at_risk", (Reason("hours", "at_risk", 5.0),)),
            (
                figures(forecast=112.0),
                Circumstances(hours_budget=100.0),
                "off_track",
                (Reason("hours", "off_track", 12.0),),
            ),
            (figures(forecast_cost=None), Circumstances(money_budget=10.0), "ok", ()),
            (
                figures(forecast_cost=5100.0),
                Circumstances(money_budget=5000.0),
                "at_risk",
                (Reason("money", "at_risk", 100.0),),
            ),
            (
                figures(),
                Circumstances(late_milestones=2, milestone_delay=3),
                "at_risk",
                (Reason("milestones", "at_risk", 3, 2),),
            ),
            (figures(), Circumstances(finish_delay=6), "off_track", (Reason("finish", "off_track", 6),)),
            # hours, but none of them planned: only the milestone tells
            (
                figures(budget=0.0, planned=0.0, spi=None, cpi=0.0, actual=90.0),
                Circumstances(late_milestones=1, milestone_delay=2),
                "at_risk",
                (Reason("milestones", "at_risk", 2, 1),),
            ),
            (figures(), Circumstances(conflicts=1), "at_risk", (Reason("conflicts", "at_risk", 1),)),
            (figures(), Circumstances(plannable=False), "at_risk", (Reason("unplannable", "at_risk", 0),)),
            # the worst comes first
            (
                figures(spi=0.9),
                Circumstances(finish_delay=9, conflicts=1),
                "off_track",
                (
                    Reason("finish", "off_track", 9),
                    Reason("schedule", "at_risk", 10),
                    Reason("conflicts", "at_risk", 1),
                ),
            ),
            # nothing to judge by
            (figures(budget=0.0, planned=0.0, earned=0.0), Circumstances(hours_budget=10.0), None, ()),
        ]
        for values, around, state, reasons in cases:
            with self.subTest(values=values, around=around):
                self.assertEqual(ev.judge(values, around), (state, reasons))

    @given(
        st.floats(0, 2),
        st.floats(0, 2),
        st.floats(0, 200),
        st.integers(0, 12),
    )
    def test_worse_never_looks_better(self, spi, cpi, forecast, delay):
        rank = ["ok", "at_risk", "off_track"]
        around = Circumstances(hours_budget=100.0, finish_delay=delay)
        state, _reasons = ev.judge(figures(spi=spi, cpi=cpi, forecast=forecast), around)
        worse, _reasons = ev.judge(
            figures(spi=spi * 0.8, cpi=cpi * 0.8, forecast=forecast + 20),
            Circumstances(hours_budget=100.0, finish_delay=delay + 2),
        )
        self.assertGreaterEqual(rank.index(worse), rank.index(state))
