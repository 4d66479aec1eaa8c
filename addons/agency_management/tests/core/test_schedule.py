from datetime import date
from unittest import TestCase

from ...core import schedule
from ...core.workdays import WorkWeek

MONDAY = date(2024, 2, 26)


def day(number):
    return date(2024, 2, number) if number > 20 else date(2024, 3, number)


class TestSchedule(TestCase):
    def test_order_by_dependency(self):
        cases = [
            ({}, []),
            ({"a": (), "b": ()}, ["a", "b"]),
            ({"a": ("b",), "b": ()}, ["b", "a"]),
            ({"a": ("b", "c"), "b": ("c",), "c": ()}, ["c", "b", "a"]),
            ({"a": ("elsewhere",)}, ["a"]),
        ]
        for dependencies, expected in cases:
            with self.subTest(dependencies=dependencies):
                self.assertEqual(schedule.order_by_dependency(dependencies), expected)

    def test_circles_are_refused_and_named(self):
        for dependencies, members in [
            ({"a": ("a",)}, ["a"]),
            ({"a": ("b",), "b": ("a",), "c": ()}, ["a", "b"]),
        ]:
            with self.subTest(dependencies=dependencies):
                with self.assertRaises(schedule.CycleError) as caught:
                    schedule.order_by_dependency(dependencies)
                self.assertEqual(caught.exception.keys, members)

    def test_plan(self):
        tasks = [
            schedule.TaskSpec("report", offset_days=1, duration_days=3, depends_on=("crawl", "access")),
            schedule.TaskSpec("crawl", duration_days=2),
            schedule.TaskSpec("access", duration_days=0),
            schedule.TaskSpec("late", offset_days=7, duration_days=1, depends_on=("crawl",)),
        ]
        self.assertEqual(
            schedule.plan(tasks, MONDAY, WorkWeek()),
            {
                "crawl": (day(26), day(27)),
                "access": (day(26), day(26)),
                "report": (day(28), day(1)),
                "late": (day(6), day(6)),
            },
        )

    def test_plan_starts_on_a_working_day_and_skips_holidays(self):
        week = WorkWeek(holidays=frozenset({day(27)}))
        tasks = [schedule.TaskSpec("a", duration_days=2)]
        self.assertEqual(schedule.plan(tasks, day(24), week), {"a": (day(26), day(28))})
