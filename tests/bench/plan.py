"""How long the core takes for the dated plan of a big project: 300 tasks with dependencies over public holidays.

The budget is a second of processor time for forward and backward pass, slack and critical path together; it is printed
as the share of the budget that was used, because there is nothing of stock's to compare with: Community has no plan.
"""

import random
import time
from datetime import date, timedelta

from odoo.addons.agency_management.core import plan
from odoo.addons.agency_management.core.workdays import WorkWeek

TASKS = 300
ROUNDS = 20
BUDGET_SECONDS = 1.0
START = date(2026, 1, 5)


def run(env):
    """Measure.

    :param env: not used, the core needs no database
    :return: list of dict, one a budget
    """
    week = WorkWeek(holidays=frozenset(START + timedelta(days=offset) for offset in range(10, 720, 24)))
    tasks = _tasks(random.Random(TASKS))
    spent = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        result = plan.compute(tasks, START, week)
        spent.append(time.process_time() - begin)
    if len(result.tasks) != TASKS or not result.critical:
        raise RuntimeError(f"{len(result.tasks)} tasks were planned, {len(result.critical)} of them critical")
    # the slowest round counts: it is the one somebody may wait for
    seconds = max(spent)
    return [
        {
            "bench": "plan_300_tasks",
            "ratio": round(seconds / BUDGET_SECONDS, 4),
            "budget": 1.0,
            "ok": seconds <= BUDGET_SECONDS,
            "seconds": round(seconds, 4),
            "tasks": TASKS,
            "critical": len(result.critical),
            "working_days": sum(week.is_worked(START + timedelta(days=n)) for n in range((result.finish - START).days)),
        }
    ]


def _tasks(rng):
    """:return list: tasks that wait for up to three earlier ones; some are fixed, some are done"""
    tasks = []
    for key in range(TASKS):
        after = rng.sample(range(max(key - 12, 0), key), k=min(key, rng.randint(0, 3)))
        fixed = START + timedelta(days=key) if rng.random() < 0.1 else None
        tasks.append(
            plan.Task(
                key,
                rng.randint(1, 8),
                tuple(plan.Link(other, rng.choice((0, 0, 0, 1, 2))) for other in after),
                fixed_start=fixed,
                done=bool(fixed) and rng.random() < 0.3,
            )
        )
    return tasks
