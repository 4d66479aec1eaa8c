"""Earned value of a project in hours, its forecast, and what its colour follows from.

Terms and formulas as in the Project Management Institute's "Practice Standard for Earned Value Management" and PMBOK
Guide (6th edition, 7.4): planned value PV, earned value EV, actual cost AC, budget at completion BAC, SPI = EV / PV,
CPI = EV / AC, estimate to complete ETC, estimate at completion EAC = AC + ETC. Everything is weighted by planned hours.

How much of a task is earned (``progress``): all of it when it is done; before that the ticked share of its checklist
or, without one, the share of its hours that is used up, but never more than ``UNFINISHED_LIMIT``: what is not finished
may still hold surprises. A cancelled task is no longer part of the project; the hours spent on it stay spent.

What remains is estimated task by task. A task whose hours nobody has estimated anew goes on as the project went so far
(ETC = remaining hours / CPI) once a fifth of the project is earned: before that the CPI says little (D. Christensen,
S. Heise, "Cost Performance Index Stability", National Contract Management Journal 25, 1993).
"""

from dataclasses import dataclass
from datetime import date

from . import workdays
from .budget import overrun

#: Most that a task may earn before it is done.
UNFINISHED_LIMIT = 0.9
#: Share of the project that must be earned before its CPI scales the forecast.
RELIABLE_SHARE = 0.2
#: Share of the project that must be planned (or spent) before schedule (or efficiency) are judged.
JUDGED_SHARE = 0.1

OK, AT_RISK, OFF_TRACK = "ok", "at_risk", "off_track"

#: Below the first an index is a risk, below the second the project is off track.
INDEX_LIMITS = (0.95, 0.85)
#: Share by which a forecast may exceed its budget: above the first a risk, above the second off track.
OVERRUN_LIMITS = (0.0, 0.1)
#: The same for working days of delay.
DELAY_LIMITS = (0, 5)


@dataclass(frozen=True)
class WorkPackage:
    """One task as the figures see it.

    :ivar float hours: planned hours in the baseline; 0 for a task added after it
    :ivar float hours_now: planned hours as they stand today
    :ivar start: first day in the baseline, None when it has none
    :ivar finish: last day in the baseline, None when it has none
    :ivar float progress: earned share, 0 to 1
    """

    hours: float
    hours_now: float
    start: date | None
    finish: date | None
    progress: float


@dataclass(frozen=True)
class Figures:
    """Where a project stands. Hours unless said otherwise; an index is None when it would divide by zero.

    :ivar float budget: BAC
    :ivar float planned: PV, what should have been earned by now
    :ivar float earned: EV
    :ivar float actual: AC
    :ivar spi: schedule performance index
    :ivar cpi: cost performance index
    :ivar float remaining: ETC
    :ivar float forecast: EAC
    :ivar float actual_cost: money spent so far
    :ivar forecast_cost: money at completion; None when nothing says what an hour costs
    """

    budget: float
    planned: float
    earned: float
    actual: float
    spi: float | None
    cpi: float | None
    remaining: float
    forecast: float
    actual_cost: float = 0.0
    forecast_cost: float | None = None

    @property
    def done_share(self):
        """:return: earned share of the project, None when nothing was planned"""
        return self.earned / self.budget if self.budget else None


@dataclass(frozen=True)
class Circumstances:
    """What besides the figures decides on the colour.

    :ivar float hours_budget: hours the project may take, 0 when nobody said
    :ivar float money_budget: money it may cost, 0 when nobody said
    :ivar int late_milestones: milestones that are due and not reached
    :ivar int milestone_delay: working days the latest of them is late
    :ivar int finish_delay: working days by which the planned end lies behind the promised one
    :ivar int conflicts: tasks fixed to a day before what they wait for lets them start
    :ivar bool plannable: False when tasks wait for each other, so that nothing can be dated
    """

    hours_budget: float = 0.0
    money_budget: float = 0.0
    late_milestones: int = 0
    milestone_delay: int = 0
    finish_delay: int = 0
    conflicts: int = 0
    plannable: bool = True


@dataclass(frozen=True)
class Reason:
    """Why a project is not ok.

    :ivar str code: ``schedule``, ``efficiency``, ``hours``, ``money``, ``milestones``, ``finish``, ``conflicts`` or
        ``unplannable``
    :ivar str state: ``at_risk`` or ``off_track``
    :ivar float value: per cent below 1 of an index, hours or money above a budget, working days, or a number of tasks
    :ivar int count: milestones, where the code is ``milestones``
    """

    code: str
    state: str
    value: float
    count: int = 0


def progress(done, ticked, items, spent, planned):
    """How much of a task is earned.

    :param bool done: the task is finished
    :param int ticked: ticked items of its checklist
    :param int items: items of its checklist
    :param float spent: hours spent on it
    :param float planned: hours planned for it
    :return float: 0 to 1
    """
    if done:
        return 1.0
    if items:
        share = ticked / items
    else:
        share = spent / planned if planned > 0 else 0.0
    return max(0.0, min(share, UNFINISHED_LIMIT))


def planned_share(start, finish, day, week):
    """:return float: share of a task's working days that should be over at the end of a day; 0 without dates"""
    if not start or not finish or day < start:
        return 0.0
    if day >= finish:
        return 1.0
    total = workdays.count(start, finish, week)
    return workdays.count(start, day, week) / total if total else 0.0


def evaluate(packages, actual_hours, day, week, actual_cost=0.0, other_cost=0.0, planned_rate=None):
    """Compute the figures of a project.

    :param packages: list of :class:`WorkPackage`, without cancelled tasks
    :param float actual_hours: hours on all timesheets of the project
    :param datetime.date day: the day the figures are for, counted as over
    :param workdays.WorkWeek week: which days are worked
    :param float actual_cost: what these hours cost
    :param float other_cost: what was spent besides hours
    :param planned_rate: what an hour should cost; used until hours have been spent, None when unknown
    :return Figures:
    """
    budget = sum(one.hours for one in packages)
    planned = sum(one.hours * planned_share(one.start, one.finish, day, week) for one in packages)
    earned = sum(one.hours * one.progress for one in packages)
    cpi = earned / actual_hours if actual_hours else None
    pace = cpi if cpi and budget and earned >= RELIABLE_SHARE * budget else 1.0
    remaining = sum(
        one.hours_now * (1.0 - one.progress) / (pace if one.hours_now == one.hours else 1.0) for one in packages
    )
    rate = actual_cost / actual_hours if actual_hours and actual_cost else planned_rate
    spent = actual_cost + other_cost
    return Figures(
        budget=budget,
        planned=planned,
        earned=earned,
        actual=actual_hours,
        spi=earned / planned if planned else None,
        cpi=cpi,
        remaining=remaining,
        forecast=actual_hours + remaining,
        actual_cost=spent,
        forecast_cost=None if rate is None and remaining else spent + remaining * (rate or 0.0),
    )


def judge(figures, around):
    """Decide on the colour of a project.

    :param Figures figures: where it stands
    :param Circumstances around: what else matters
    :return: (state, tuple of :class:`Reason`, the worst first); None as state when there is nothing to judge by
    """
    if not figures.budget and not around.late_milestones:
        return None, ()
    reasons = []
    if figures.spi is not None and figures.planned >= JUDGED_SHARE * figures.budget:
        reasons.append(_index("schedule", figures.spi))
    # hours on work nobody planned hours for are no inefficiency
    if figures.budget and figures.cpi is not None and figures.actual >= JUDGED_SHARE * figures.budget:
        reasons.append(_index("efficiency", figures.cpi))
    reasons.append(_above("hours", figures.forecast, around.hours_budget))
    reasons.append(_above("money", figures.forecast_cost, around.money_budget))
    reasons.append(
        _delay("milestones", around.milestone_delay if around.late_milestones else 0, around.late_milestones)
    )
    reasons.append(_delay("finish", around.finish_delay))
    if around.conflicts:
        reasons.append(Reason("conflicts", AT_RISK, around.conflicts))
    if not around.plannable:
        reasons.append(Reason("unplannable", AT_RISK, 0))
    reasons = sorted(filter(None, reasons), key=lambda reason: reason.state != OFF_TRACK)
    return (reasons[0].state if reasons else OK), tuple(reasons)


def _index(code, value):
    state = _state(1.0 - value, [1.0 - limit for limit in INDEX_LIMITS])
    return state and Reason(code, state, round(100.0 * (1.0 - value)))


def _above(code, forecast, budget):
    if not overrun(forecast, budget):
        return None
    state = _state(forecast / budget - 1.0, OVERRUN_LIMITS)
    return state and Reason(code, state, round(forecast - budget, 2))


def _delay(code, days, count=0):
    state = _state(days, DELAY_LIMITS)
    return state and Reason(code, state, days, count)


def _state(value, limits):
    """:return: the state a value stands for, None when it is within the first limit"""
    risk, off = limits
    # shares of hours carry the dust of floating point numbers
    value = round(value, 6)
    if value > round(off, 6):
        return OFF_TRACK
    return AT_RISK if value > round(risk, 6) else None
