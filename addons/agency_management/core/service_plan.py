"""Order and dates of the services of an offer: durations and dependencies in, working days out."""

from dataclasses import dataclass, field

from . import schedule, workdays


@dataclass(frozen=True)
class ServiceSpec:
    """One service to plan.

    :ivar key: whatever identifies the service to the caller
    :ivar int duration_days: working days it usually takes; 0: unknown, it takes up no time by itself
    :ivar tuple depends_on: keys of services that must be finished first; those that are not planned are ignored
    :ivar tuple tasks: :class:`schedule.TaskSpec` of the service; with tasks, they decide how long it takes
    """

    key: object
    duration_days: int = 0
    depends_on: tuple = ()
    tasks: tuple = ()


@dataclass(frozen=True)
class Plan:
    """Dates of services and of their tasks.

    :ivar dict services: service key -> (first day, last day)
    :ivar dict tasks: task key -> (first day, last day)
    :ivar dict waits_for: task key -> keys of the tasks of other services that must end before it
    """

    services: dict = field(default_factory=dict)
    tasks: dict = field(default_factory=dict)
    waits_for: dict = field(default_factory=dict)


def _ordered(services):
    """:return list: the specs, each after those it waits for"""
    specs = {service.key: service for service in services}
    order = schedule.order_by_dependency({key: service.depends_on for key, service in specs.items()})
    return [specs[key] for key in order]


def windows(services):
    """When each service runs, counted in working days from the start of the work.

    :param services: iterable of :class:`ServiceSpec`
    :return dict: key -> (days before it starts, days until it is finished); the difference is its duration
    :raise schedule.CycleError: services wait for each other
    """
    result = {}
    for service in _ordered(services):
        start = max((result[key][1] for key in service.depends_on if key in result), default=0)
        result[service.key] = (start, start + max(service.duration_days, 0))
    return result


def duration(services):
    """:return int: working days from the start of the first service to the end of the last, 0 without services"""
    return max((end for _start, end in windows(services).values()), default=0)


def plan(services, start, week):
    """Plan services with their tasks from a start date.

    A service starts on the first working day after everything it waits for has ended; its tasks count their offsets
    from there.

    :param services: iterable of :class:`ServiceSpec`
    :param datetime.date start: first day of the work; moved to the next working day when it is none
    :param workdays.WorkWeek week: which days are worked
    :return: :class:`Plan`
    :raise schedule.CycleError: services, or the tasks of one, wait for each other
    """
    result = Plan()
    last_tasks = {}
    for service in _ordered(services):
        before = [key for key in service.depends_on if key in result.services]
        first = workdays.on_or_after(start, week)
        for key in before:
            first = max(first, workdays.add(result.services[key][1], 1, week))
        dates = schedule.plan(service.tasks, first, week)
        result.tasks.update(dates)
        last = workdays.add(first, max(service.duration_days, 1) - 1, week)
        if dates:
            last = max(day for _first, day in dates.values())
        result.services[service.key] = (first, last)
        own = {task.key for task in service.tasks}
        waited_for = {key for task in service.tasks for key in task.depends_on}
        ends = tuple(task.key for task in service.tasks if task.key not in waited_for)
        # a service without tasks hands on what it waits for
        inherited = tuple(dict.fromkeys(task for key in before for task in last_tasks[key]))
        last_tasks[service.key] = ends or inherited
        for task in service.tasks:
            if inherited and not own.intersection(task.depends_on):
                result.waits_for[task.key] = inherited
    return result
