"""The plan: tables of known answers, and properties against an oracle that walks day by day."""

from dataclasses import replace
from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ...core import plan
from ...core.plan import Link, PlannedTask, Task
from ...core.workdays import WorkWeek

WEEK = WorkWeek()
MONDAY = date(2024, 2, 26)


def day(text):
    return date.fromisoformat(f"2024-{text}")


def waits(*keys):
    return tuple(Link(key) for key in keys)


class TestPlan(TestCase):
    def test_dates_slack_and_critical_path(self):
        tasks = [
            Task("crawl", 2),
            Task("interviews", 5),
            Task("report", 3, waits("crawl", "interviews")),
            Task("logo", 1),
        ]
        result = plan.compute(tasks, MONDAY, WEEK)
        self.assertEqual(
            result,
            plan.Plan(
                tasks={
                    "crawl": PlannedTask("crawl", MONDAY, day("02-27"), day("02-29"), day("03-01"), 3, False),
                    "interviews": PlannedTask("interviews", MONDAY, day("03-01"), MONDAY, day("03-01"), 0, True),
                    "report": PlannedTask("report", day("03-04"), day("03-06"), day("03-04"), day("03-06"), 0, True),
                    "logo": PlannedTask("logo", MONDAY, MONDAY, day("03-06"), day("03-06"), 7, False),
                },
                start=MONDAY,
                finish=day("03-06"),
                critical=("interviews", "report"),
                conflicts=(),
            ),
        )

    def test_lag_leaves_days_between_and_a_negative_one_overlaps(self):
        cases = [(0, "02-28"), (2, "03-01"), (3, "03-04"), (-1, "02-27"), (-9, "02-26")]
        for lag, start in cases:
            with self.subTest(lag=lag):
                tasks = [Task("a", 2), Task("b", 1, (Link("a", lag),))]
                self.assertEqual(plan.compute(tasks, MONDAY, WEEK).tasks["b"].start, day(start))

    def test_not_before(self):
        tasks = [Task("a", 2, not_before=day("03-02")), Task("b", 1, waits("a"), not_before=day("02-27"))]
        result = plan.compute(tasks, MONDAY, WEEK)
        self.assertEqual((result.tasks["a"].start, result.tasks["a"].finish), (day("03-04"), day("03-05")))
        self.assertEqual(result.tasks["b"].start, day("03-06"))

    def test_what_is_fixed_stays_and_pushes_what_waits_for_it(self):
        tasks = [
            Task("a", 3),
            Task("b", 1, waits("a"), fixed_start=day("02-27")),
            Task("c", 2, waits("b")),
        ]
        result = plan.compute(tasks, MONDAY, WEEK)
        self.assertEqual(
            result.tasks["b"], PlannedTask("b", day("02-27"), day("02-27"), day("02-27"), day("02-27"), 0, True)
        )
        self.assertEqual((result.tasks["c"].start, result.tasks["c"].finish), (day("02-28"), day("02-29")))
        # the predecessor would have to be over the day before
        self.assertEqual(result.tasks["a"].slack_days, -2)
        self.assertEqual(result.tasks["a"].latest_finish, MONDAY)
        self.assertEqual(result.conflicts, (("b", "a"),))
        self.assertEqual(result.critical, ("a", "b", "c"))

    def test_fixed_on_days_that_are_not_worked(self):
        tasks = [
            Task("launch", 1, fixed_start=day("03-02"), fixed_finish=day("03-03")),
            Task("after", 1, waits("launch")),
        ]
        result = plan.compute(tasks, MONDAY, WEEK)
        self.assertEqual((result.tasks["launch"].start, result.tasks["launch"].finish), (day("03-02"), day("03-03")))
        self.assertEqual(result.tasks["after"].start, day("03-04"))
        self.assertEqual(result.tasks["launch"].slack_days, 0)

    def test_fixed_finish_alone_counts_back(self):
        result = plan.compute([Task("a", 3, fixed_finish=day("02-27"))], MONDAY, WEEK)
        self.assertEqual((result.tasks["a"].start, result.tasks["a"].finish), (day("02-23"), day("02-27")))
        self.assertEqual(result.start, day("02-23"))

    def test_done_tasks_keep_their_dates_and_are_never_critical(self):
        tasks = [
            Task("a", 1, fixed_start=day("02-20"), fixed_finish=day("02-28"), done=True),
            Task("b", 2, waits("a")),
        ]
        result = plan.compute(tasks, MONDAY, WEEK)
        self.assertEqual(result.tasks["a"], PlannedTask("a", day("02-20"), day("02-28"), None, None, None, False))
        self.assertEqual(result.tasks["b"].start, day("02-29"))
        self.assertEqual(result.critical, ("b",))
        # done before what it waited for: nobody can act on that any more
        early = [Task("x", 5), Task("y", 1, waits("x"), fixed_start=MONDAY, done=True)]
        self.assertEqual(plan.compute(early, MONDAY, WEEK).conflicts, ())

    def test_everything_done(self):
        result = plan.compute([Task("a", 1, fixed_start=MONDAY, fixed_finish=MONDAY, done=True)], MONDAY, WEEK)
        self.assertEqual((result.finish, result.critical), (MONDAY, ()))

    def test_nothing_to_plan(self):
        self.assertEqual(plan.compute([], MONDAY, WEEK), plan.Plan({}))

    def test_holidays_and_weeks_without_working_days(self):
        holidays = WorkWeek(holidays=frozenset({day("02-27"), day("02-28")}))
        self.assertEqual(plan.compute([Task("a", 2)], MONDAY, holidays).tasks["a"].finish, day("02-29"))
        self.assertEqual(plan.compute([Task("a", 7)], MONDAY, WorkWeek(frozenset())).tasks["a"].finish, day("03-03"))

    def test_circles_are_named_in_order(self):
        cases = [
            ([Task("a", 1, waits("a"))], ["a"]),
            ([Task("a", 1, waits("b")), Task("b", 1, waits("a"))], ["a", "b"]),
            (
                [
                    Task("before"),
                    Task("x", 1, waits("z")),
                    Task("y", 1, waits("x", "before")),
                    Task("z", 1, waits("y")),
                    Task("behind", 1, waits("z")),
                ],
                ["x", "z", "y"],
            ),
        ]
        for tasks, members in cases:
            with self.subTest(members=members), self.assertRaises(plan.CycleError) as caught:
                plan.compute(tasks, MONDAY, WEEK)
            self.assertEqual(caught.exception.keys, members)

    def test_end_before_start_is_refused(self):
        with self.assertRaises(plan.EndBeforeStartError) as caught:
            plan.compute([Task("a", 1, fixed_start=day("03-01"), fixed_finish=MONDAY)], MONDAY, WEEK)
        error = caught.exception
        self.assertEqual((error.keys, error.start, error.finish), (["a"], day("03-01"), MONDAY))

    def test_unknown_dependencies_are_ignored(self):
        self.assertEqual(plan.compute([Task("a", 1, waits("elsewhere"))], MONDAY, WEEK).tasks["a"].start, MONDAY)


# ---------------------------------------------------------------- the oracle: slow and obvious


def oracle_dates(tasks, start, week):
    """Move every task day by day until nothing it waits for is in its way, until nothing moves any more."""
    dates = {}
    for _round in range(len(tasks) + 1):
        for task in tasks.values():
            first = task.fixed_start or oracle_worked(max(start, task.not_before or start), week)
            while not task.fixed_start and not oracle_free(task, first, dates, week):
                first = oracle_worked(first + timedelta(days=1), week)
            dates[task.key] = (first, oracle_finish(first, task, week))
    return dates


def oracle_worked(one, week):
    while not week.is_worked(one):
        one += timedelta(days=1)
    return one


def oracle_finish(first, task, week):
    if task.fixed_finish:
        return task.fixed_finish
    last = oracle_worked(first, week)
    for _day in range(max(task.duration_days, 1) - 1):
        last = oracle_worked(last + timedelta(days=1), week)
    return last


def oracle_free(task, first, dates, week):
    """Whether as many worked days as the lag asks for lie between the end of each predecessor and a day."""
    for link in task.after:
        if link.key in dates:
            between, one = 0, dates[link.key][1] + timedelta(days=1)
            if one > first:
                return False
            while one < first:
                between += week.is_worked(one)
                one += timedelta(days=1)
            if between < link.lag_days:
                return False
    return True


def oracle_slack(tasks, key, start, week):
    """Put a task off by one working day after the other, until the plan ends later or a fixed task is in the way."""
    before = plan_outcome(tasks, start, week)
    first = oracle_dates(tasks, start, week)[key][0]
    slack = 0
    while True:
        first = oracle_worked(first + timedelta(days=1), week)
        later = dict(tasks)
        later[key] = replace(tasks[key], not_before=first)
        if plan_outcome(later, start, week) != before:
            return slack
        slack += 1


def plan_outcome(tasks, start, week):
    dates = oracle_dates(tasks, start, week)
    finish = oracle_before(max(last for key, (_first, last) in dates.items() if not tasks[key].done), week)
    conflicts = {
        task.key for task in tasks.values() if not task.done and not oracle_free(task, dates[task.key][0], dates, week)
    }
    return finish, conflicts


def oracle_before(one, week):
    while not week.is_worked(one):
        one -= timedelta(days=1)
    return one


WEEKS = st.builds(
    WorkWeek,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(st.dates(date(2024, 2, 20), date(2024, 4, 10)), max_size=8),
)
STARTS = st.dates(date(2024, 2, 20), date(2024, 3, 5))


@st.composite
def projects(draw, fixed=True):
    """:return dict: key -> Task; each waits only for earlier ones, so there is no circle; in a shuffled order"""
    tasks = {}
    for key in range(draw(st.integers(1, 7))):
        after = draw(st.lists(st.sampled_from(sorted(tasks)), unique=True, max_size=3)) if tasks else []
        kind = draw(st.sampled_from(["free", "free", "free", "pinned", "done"])) if fixed else "free"
        first = draw(st.none() | STARTS) if kind == "free" else draw(STARTS)
        duration = draw(st.integers(0, 6))
        tasks[key] = Task(
            key,
            duration,
            tuple(Link(other, draw(st.integers(0, 3))) for other in after),
            not_before=first if kind == "free" else None,
            fixed_start=None if kind == "free" else first,
            fixed_finish=first + timedelta(days=duration) if kind == "done" else None,
            done=kind == "done",
        )
    keys = draw(st.permutations(sorted(tasks)))
    return {key: tasks[key] for key in keys}


class TestPlanProperties(TestCase):
    @settings(deadline=None)
    @given(projects(), STARTS, WEEKS)
    def test_dates_are_the_oracles(self, tasks, start, week):
        planned = plan.compute(tasks.values(), start, week).tasks
        self.assertEqual(
            {key: (one.start, one.finish) for key, one in planned.items()}, oracle_dates(tasks, start, week)
        )

    @settings(deadline=None, max_examples=60)
    @given(projects(), STARTS, WEEKS)
    def test_slack_is_how_far_a_task_can_be_put_off(self, tasks, start, week):
        result = plan.compute(tasks.values(), start, week)
        for key, one in result.tasks.items():
            if tasks[key].done or tasks[key].fixed_start or result.conflicts:
                continue
            self.assertEqual(one.slack_days, oracle_slack(tasks, key, start, week), key)

    @given(projects(), STARTS, WEEKS)
    def test_conflicts_are_the_fixed_tasks_that_come_too_early(self, tasks, start, week):
        result = plan.compute(tasks.values(), start, week)
        dates = oracle_dates(tasks, start, week)
        expected = {
            (task.key, link.key)
            for task in tasks.values()
            for link in task.after
            if not task.done and not oracle_free(replace(task, after=(link,)), dates[task.key][0], dates, week)
        }
        self.assertEqual(set(result.conflicts), expected)

    @given(projects(fixed=False), STARTS, WEEKS)
    def test_something_is_critical_up_to_the_end(self, tasks, start, week):
        result = plan.compute(tasks.values(), start, week)
        self.assertEqual(result.tasks[result.critical[-1]].finish, result.finish)
        for key, one in result.tasks.items():
            self.assertGreaterEqual(one.slack_days, 0, key)
            self.assertEqual((one.latest_start == one.start, one.latest_finish == one.finish), (one.critical,) * 2, key)

    @given(st.integers(1, 8), st.data())
    def test_a_circle_is_a_circle(self, size, data):
        waiting = {
            key: data.draw(st.frozensets(st.integers(0, size - 1), max_size=2), label=str(key)) for key in range(size)
        }
        try:
            order = plan.order_by_dependency(waiting)
        except plan.CycleError as error:
            for key, following in zip(error.keys, error.keys[1:] + error.keys[:1]):
                self.assertIn(following, waiting[key])
            return
        self.assertEqual(sorted(order), list(range(size)))
        for key, others in waiting.items():
            for other in others:
                self.assertLess(order.index(other), order.index(key))
