"""The dated plan of a project: durations, dependencies, fixed dates and a working calendar in, dates and slack out.

Critical path method: a forward pass gives each task its earliest dates, a backward pass from the end of the plan its
latest; the difference in working days is its slack, and tasks without slack are critical. Dependencies are
finish-to-start with an optional lag. See J. E. Kelley, M. R. Walker, "Critical-Path Planning and Scheduling", 1959.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from . import workdays

ONE_DAY = timedelta(days=1)


class PlanError(ValueError):
    """A plan that cannot be made; ``keys`` are the tasks it concerns."""

    def __init__(self, message, keys):
        self.keys = list(keys)
        super().__init__(message)


class CycleError(PlanError):
    """Tasks wait for each other in a circle; ``keys`` are its members, each waiting for the next one."""

    def __init__(self, keys):
        keys = list(keys)
        super().__init__("tasks depend on each other: %s" % ", ".join(map(str, keys)), keys)


class EndBeforeStartError(PlanError):
    """A task is fixed to end before it starts."""

    def __init__(self, key, start, finish):
        super().__init__(f"{key} ends on {finish}, before it starts on {start}", [key])
        self.start, self.finish = start, finish


@dataclass(frozen=True)
class Link:
    """What a task waits for.

    :ivar key: the task that must have ended
    :ivar int lag_days: working days between its end and the start of the one that waits; negative: they may overlap
    """

    key: object
    lag_days: int = 0


@dataclass(frozen=True)
class Task:
    """One task to plan.

    :ivar key: whatever identifies the task to the caller
    :ivar int duration_days: working days it takes; below 1 counts as 1
    :ivar after: :class:`Link` of what must have ended before; unknown keys are ignored
    :ivar not_before: earliest start, or None
    :ivar fixed_start: the task starts on this very day, worked or not, whatever it waits for
    :ivar fixed_finish: the task ends on this very day; without ``fixed_start`` its start is counted back from it
    :ivar bool done: the task is over: it keeps its dates, has no slack and is never critical
    """

    key: object
    duration_days: int = 1
    after: tuple = ()
    not_before: date | None = None
    fixed_start: date | None = None
    fixed_finish: date | None = None
    done: bool = False


@dataclass(frozen=True)
class PlannedTask:
    """Dates of one task; all days inclusive.

    :ivar slack_days: working days it may slip before the plan's end or a fixed task slips; negative when it is too
        late for a fixed one already; None when the task is done
    """

    key: object
    start: date
    finish: date
    latest_start: date | None
    latest_finish: date | None
    slack_days: int | None
    critical: bool


@dataclass(frozen=True)
class Plan:
    """A dated plan.

    :ivar dict tasks: key -> :class:`PlannedTask`, in the order given
    :ivar start: first day of the first task, None without tasks
    :ivar finish: last day of the last one, None without tasks
    :ivar tuple critical: keys of the critical tasks by start, then by the order given
    :ivar tuple conflicts: (key, key it waits for): the first is fixed to a day before the second lets it start
    """

    tasks: dict
    start: date | None = None
    finish: date | None = None
    critical: tuple = ()
    conflicts: tuple = ()


def order_by_dependency(dependencies):
    """Sort so that everything comes after what it waits for; the given order is kept among what is ready at once.

    :param dict dependencies: key -> keys it waits for; keys that are not in the dict are ignored
    :return list: the keys
    :raise CycleError: there is no such order
    """
    waiting = {key: {other for other in others if other in dependencies} for key, others in dependencies.items()}
    followers = {}
    for key, others in waiting.items():
        for other in others:
            followers.setdefault(other, []).append(key)
    position = {key: number for number, key in enumerate(dependencies)}
    ready = [key for key, others in waiting.items() if not others]
    ordered = []
    while ready:
        ordered += ready
        freed = []
        for key in ready:
            for follower in followers.get(key, ()):
                waiting[follower].discard(key)
                if not waiting[follower]:
                    freed.append(follower)
        ready = sorted(freed, key=position.__getitem__)
    if len(ordered) < len(dependencies):
        raise CycleError(_circle({key: others for key, others in waiting.items() if others}))
    return ordered


def _circle(waiting):
    """:return list: keys of one circle among tasks that all wait for each other; begins with the one given first"""
    position = {key: number for number, key in enumerate(waiting)}
    key = next(iter(waiting))
    trail = {}
    while key not in trail:
        trail[key] = len(trail)
        key = min(waiting[key], key=position.__getitem__)
    path = list(trail)[trail[key] :]
    first = path.index(min(path, key=position.__getitem__))
    return path[first:] + path[:first]


class _WorkLine:
    """Working days as consecutive whole numbers, so that passes over the plan only add and compare.

    Number 0 is the first working day on or after the origin. Days are looked up once, and only as far as needed.
    """

    def __init__(self, week, origin):
        # a week without any working day would never end: all days count then
        self.week = week if week.weekdays else workdays.WorkWeek(frozenset(range(7)))
        self.later = [workdays.on_or_after(origin, self.week)]
        self.earlier = []

    def _reach(self, day):
        while self.later[-1] < day:
            self.later.append(workdays.on_or_after(self.later[-1] + ONE_DAY, self.week))
        while (self.earlier[-1] if self.earlier else self.later[0]) > day:
            self._step_back()

    def _step_back(self):
        first = self.earlier[-1] if self.earlier else self.later[0]
        self.earlier.append(workdays.on_or_before(first - ONE_DAY, self.week))

    def first_from(self, day):
        """:return int: number of the first working day on or after a day"""
        self._reach(day)
        if day <= self.later[0]:
            # ``earlier`` runs backwards: -1, -2, …
            return -(bisect_right(self.earlier, -day.toordinal(), key=lambda one: -one.toordinal()))
        return bisect_left(self.later, day)

    def last_until(self, day):
        """:return int: number of the last working day on or before a day"""
        number = self.first_from(day)
        return number if self.day(number) == day else number - 1

    def day(self, number):
        """:return date: the working day with a number"""
        if number >= 0:
            while len(self.later) <= number:
                self.later.append(workdays.on_or_after(self.later[-1] + ONE_DAY, self.week))
            return self.later[number]
        while len(self.earlier) < -number:
            self._step_back()
        return self.earlier[-number - 1]


def compute(tasks, start, week):
    """Plan tasks.

    :param tasks: iterable of :class:`Task`
    :param datetime.date start: nothing that is not fixed starts before this day
    :param workdays.WorkWeek week: which days are worked
    :return Plan: earliest dates with slack
    :raise CycleError: tasks wait for each other
    :raise EndBeforeStartError: a task is fixed to end before it starts
    """
    tasks = {task.key: task for task in tasks}
    if not tasks:
        return Plan({})
    order = order_by_dependency({key: [link.key for link in task.after] for key, task in tasks.items()})
    line = _WorkLine(week, start)
    dates, conflicts = _forward(tasks, order, line, line.first_from(start))
    open_finish = max(
        (finish for key, (_first, finish) in dates.items() if not tasks[key].done),
        default=max(finish for _first, finish in dates.values()),
    )
    latest = _backward(tasks, order, line, dates, line.last_until(open_finish))
    planned = {}
    for key, task in tasks.items():
        first, finish = dates[key]
        if task.done:
            planned[key] = PlannedTask(key, first, finish, None, None, None, False)
            continue
        slack = latest[key] - line.last_until(finish)
        latest_start = line.day(latest[key] - _span(line, first, finish) + 1)
        planned[key] = PlannedTask(key, first, finish, latest_start, line.day(latest[key]), slack, slack <= 0)
    critical = sorted((one for one in planned.values() if one.critical), key=lambda one: one.start)
    return Plan(
        planned,
        min(one.start for one in planned.values()),
        max(one.finish for one in planned.values()),
        tuple(one.key for one in critical),
        tuple(conflicts),
    )


def _span(line, first, finish):
    """:return int: working days from one day to another; 0 when there is none between them"""
    return line.last_until(finish) - line.first_from(first) + 1


def _forward(tasks, order, line, begin):
    """:return: dict key -> (first day, last day), list of conflicts"""
    dates, conflicts = {}, []
    for key in order:
        task = tasks[key]
        duration = max(task.duration_days, 1)
        released = {
            link.key: line.first_from(dates[link.key][1] + ONE_DAY) + link.lag_days
            for link in task.after
            if link.key in dates
        }
        finish = task.fixed_finish
        if task.fixed_start:
            first = task.fixed_start
        elif finish:
            first = line.day(line.last_until(finish) - duration + 1)
        else:
            earliest = line.first_from(task.not_before) if task.not_before else begin
            first = line.day(max(begin, earliest, *released.values()))
        if finish is None:
            finish = line.day(line.first_from(first) + duration - 1)
        if finish < first:
            raise EndBeforeStartError(key, first, finish)
        if not task.done:
            number = line.first_from(first)
            # two days on which nothing is worked count as the same number, but are not
            conflicts += [(key, one) for one, free in released.items() if free > number or dates[one][1] >= first]
        dates[key] = (first, finish)
    return dates, conflicts


def _backward(tasks, order, line, dates, end):
    """:return dict: key -> number of the last day on which the task may end; tasks that are done are left out"""
    latest = {}
    for key in reversed(order):
        task = tasks[key]
        if task.done:
            continue
        latest[key] = min(latest.get(key, end), end)
        first, finish = dates[key]
        if task.fixed_start or task.fixed_finish:
            # it will not move: what it waits for must be over by then
            latest_start = line.first_from(first)
        else:
            latest_start = latest[key] - _span(line, first, finish) + 1
        for link in task.after:
            limit = latest_start - link.lag_days - 1
            latest[link.key] = min(latest.get(link.key, limit), limit)
    return latest
