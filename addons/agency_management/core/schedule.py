"""First dates of a project's tasks: working-day offsets and dependencies in, dates out. ``plan`` does the work."""

from dataclasses import dataclass, field

from . import plan as planning
from . import workdays
from .plan import CycleError, order_by_dependency

__all__ = ["CycleError", "TaskSpec", "order_by_dependency", "plan"]


@dataclass(frozen=True)
class TaskSpec:
    """One task to plan.

    :ivar key: whatever identifies the task to the caller
    :ivar int offset_days: earliest start, in working days after the start of the project
    :ivar int duration_days: working days the task takes; 0 counts as one day
    :ivar depends_on: keys of tasks that must have ended on an earlier working day
    """

    key: object
    offset_days: int = 0
    duration_days: int = 1
    depends_on: tuple = field(default=())


def plan(tasks, start, week):
    """Plan tasks from a start date.

    :param tasks: iterable of :class:`TaskSpec`
    :param datetime.date start: first day of the project; moved to the next working day when it is none
    :param workdays.WorkWeek week: which days are worked
    :return dict: key -> (first day, last day)
    :raise CycleError: tasks wait for each other
    """
    planned = planning.compute(
        [
            planning.Task(
                task.key,
                task.duration_days,
                tuple(planning.Link(key) for key in task.depends_on),
                not_before=workdays.add(start, max(task.offset_days, 0), week),
            )
            for task in tasks
        ],
        start,
        week,
    )
    return {key: (one.start, one.finish) for key, one in planned.tasks.items()}
