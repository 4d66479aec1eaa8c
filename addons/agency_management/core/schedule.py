"""Dates of a project's tasks: working-day offsets and dependencies in, dates out."""

from dataclasses import dataclass, field

from . import workdays


class CycleError(ValueError):
    """Tasks wait for each other in a circle; ``keys`` are the tasks involved."""

    def __init__(self, keys):
        self.keys = list(keys)
        super().__init__("tasks depend on each other: %s" % ", ".join(map(str, self.keys)))


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


def order_by_dependency(dependencies):
    """Sort so that everything comes after what it waits for; the given order is kept otherwise.

    :param dict dependencies: key -> keys it waits for; keys that are not in the dict are ignored
    :return list: the keys
    :raise CycleError: there is no such order
    """
    waiting = {key: {other for other in others if other in dependencies} for key, others in dependencies.items()}
    ordered = []
    while waiting:
        ready = [key for key, others in waiting.items() if not others]
        if not ready:
            raise CycleError(waiting)
        ordered += ready
        done = set(ready)
        waiting = {key: others - done for key, others in waiting.items() if key not in done}
    return ordered


def plan(tasks, start, week):
    """Plan tasks from a start date.

    :param tasks: iterable of :class:`TaskSpec`
    :param datetime.date start: first day of the project; moved to the next working day when it is none
    :param workdays.WorkWeek week: which days are worked
    :return dict: key -> (first day, last day)
    :raise CycleError: tasks wait for each other
    """
    specs = {task.key: task for task in tasks}
    dates = {}
    for key in order_by_dependency({key: task.depends_on for key, task in specs.items()}):
        task = specs[key]
        first = workdays.add(start, max(task.offset_days, 0), week)
        for other in task.depends_on:
            if other in dates:
                first = max(first, workdays.add(dates[other][1], 1, week))
        dates[key] = (first, workdays.add(first, max(task.duration_days, 1) - 1, week))
    return dates
