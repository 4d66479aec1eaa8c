from datetime import date
from unittest import TestCase

from ...core import schedule, service_plan
from ...core.service_plan import Plan, ServiceSpec
from ...core.workdays import WorkWeek

MONDAY = date(2024, 2, 26)


def day(number):
    return date(2024, 2, number) if number > 20 else date(2024, 3, number)


class TestServicePlan(TestCase):
    def test_windows_and_duration(self):
        cases = [
            ([], {}, 0),
            ([ServiceSpec("a")], {"a": (0, 0)}, 0),
            ([ServiceSpec("a", 5), ServiceSpec("b", 8)], {"a": (0, 5), "b": (0, 8)}, 8),
            ([ServiceSpec("b", 8, ("a",)), ServiceSpec("a", 5)], {"a": (0, 5), "b": (5, 13)}, 13),
            (
                [ServiceSpec("c", 1, ("a", "b")), ServiceSpec("a", 5), ServiceSpec("b", 2, ("a",))],
                {"a": (0, 5), "b": (5, 7), "c": (7, 8)},
                8,
            ),
            ([ServiceSpec("a", 5), ServiceSpec("b", 0, ("a",)), ServiceSpec("c", 3, ("b",))], None, 8),
            ([ServiceSpec("a", 5, ("not sold",))], {"a": (0, 5)}, 5),
            ([ServiceSpec("a", -3)], {"a": (0, 0)}, 0),
        ]
        for services, expected, total in cases:
            with self.subTest(services=services):
                if expected is not None:
                    self.assertEqual(service_plan.windows(services), expected)
                self.assertEqual(service_plan.duration(services), total)

    def test_circles_are_refused(self):
        services = [ServiceSpec("a", 1, ("b",)), ServiceSpec("b", 1, ("a",))]
        for function in (service_plan.windows, service_plan.duration):
            with self.subTest(function=function), self.assertRaises(schedule.CycleError):
                function(services)
        with self.assertRaises(schedule.CycleError):
            service_plan.plan(services, MONDAY, WorkWeek())

    def test_plan_starts_a_service_after_what_it_waits_for(self):
        audit = ServiceSpec(
            "audit",
            9,
            tasks=(
                schedule.TaskSpec("crawl", duration_days=2),
                schedule.TaskSpec("report", duration_days=1, depends_on=("crawl",)),
                schedule.TaskSpec("talk", duration_days=1),
            ),
        )
        pages = ServiceSpec(
            "pages",
            tasks=(
                schedule.TaskSpec("texts", offset_days=1, duration_days=2),
                schedule.TaskSpec("design", duration_days=1, depends_on=("texts",)),
            ),
            depends_on=("audit",),
        )
        care = ServiceSpec("care")
        self.assertEqual(
            service_plan.plan([pages, care, audit], MONDAY, WorkWeek()),
            Plan(
                services={
                    "audit": (day(26), day(28)),
                    "care": (day(26), day(26)),
                    "pages": (day(29), day(5)),
                },
                tasks={
                    "crawl": (day(26), day(27)),
                    "report": (day(28), day(28)),
                    "talk": (day(26), day(26)),
                    "texts": (day(1), day(4)),
                    "design": (day(5), day(5)),
                },
                waits_for={"texts": ("report", "talk")},
            ),
        )

    def test_a_service_without_tasks_takes_its_time_and_hands_on(self):
        services = [
            ServiceSpec("first", tasks=(schedule.TaskSpec("one", duration_days=2),)),
            ServiceSpec("middle", 3, ("first",)),
            ServiceSpec("last", 1, ("middle", "first"), (schedule.TaskSpec("two"),)),
        ]
        self.assertEqual(
            service_plan.plan(services, day(24), WorkWeek()),
            Plan(
                services={
                    "first": (day(26), day(27)),
                    "middle": (day(28), day(1)),
                    "last": (day(4), day(4)),
                },
                tasks={"one": (day(26), day(27)), "two": (day(4), day(4))},
                waits_for={"two": ("one",)},
            ),
        )
