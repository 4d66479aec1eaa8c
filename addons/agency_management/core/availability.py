"""When there is room for work, and who could do it.

Days are positions in a list that begins on the first day asked about; hours are floats. What is free comes from
:mod:`.capacity`; nothing in here knows calendars.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from .capacity import TOLERANCE


@dataclass(frozen=True)
class Need:
    """Hours of one role that a piece of work takes, and what the role has to offer.

    :ivar key: whatever identifies the role to the caller
    :ivar float hours: how much of it is needed
    :ivar list free: hours of all its people that are free, day by day
    """

    key: object
    hours: float
    free: list


@dataclass(frozen=True)
class Verdict:
    """How one role stands to a piece of work.

    :ivar key: the role
    :ivar float hours: needed
    :ivar float at_once: how much of it is free when the work begins on the first worked day and takes as long as wished
    :ivar start: position of the first day on which this role alone could begin, or None within the horizon
    :ivar finish: position of the day on which this role alone would be through, or None
    :ivar bool in_the_way: the work begins or ends later because of this role
    """

    key: object
    hours: float
    at_once: float
    start: int | None
    finish: int | None
    in_the_way: bool


@dataclass(frozen=True)
class Window:
    """The earliest time a piece of work can honestly be promised for.

    :ivar start: position of the first day, or None when there is no room within the horizon
    :ivar finish: position of the last day, or None
    :ivar bool stretched: it takes longer than wished because there is never enough room at once
    :ivar tuple verdicts: one :class:`Verdict` a role
    """

    start: int | None
    finish: int | None
    stretched: bool
    verdicts: tuple

    @property
    def bottlenecks(self):
        """:return list: verdicts of the roles that are in the way, the one that holds the work up longest first"""
        return sorted(
            (one for one in self.verdicts if one.in_the_way),
            key=lambda one: (one.start is None or one.finish is None, one.start or 0, one.finish or 0),
            reverse=True,
        )


def earliest(needs, worked, duration=0):
    """Find the first days in which every role has room for its part.

    The work takes ``duration`` worked days, each role spreads its hours over them as it likes, and somebody has time on
    the first one. When no stretch of that length has room within the horizon, or no duration is given, the work begins
    as soon as every role has any time and ends when the last one is through.

    :param needs: :class:`Need` records; ``free`` of each is as long as ``worked``
    :param list worked: for each day whether the company works on it
    :param int duration: worked days, 0 when it does not matter
    :return Window: without start when some role never gets through within the horizon
    """
    needs = [need for need in needs if need.hours > TOLERANCE]
    days = [position for position, is_worked in enumerate(worked) if is_worked]
    if not days:
        verdicts = tuple(Verdict(need.key, need.hours, 0.0, None, None, True) for need in needs)
        return Window(None, None, False, verdicts)
    sums = {need.key: [0.0, *accumulate(need.free)] for need in needs}
    if duration:
        window = _at_once(needs, days, sums, duration)
        if window:
            return window
    return _stretched(needs, days, sums, duration)


def _room(sums, days, index, duration):
    """:return float: hours free in ``duration`` worked days from the one with this index on"""
    last = min(index + duration, len(days)) - 1
    return sums[days[last] + 1] - sums[days[index]]


def _at_once(needs, days, sums, duration):
    """:return: :class:`Window` of the wished length in which every role has room, or None"""
    count = len(days) - duration + 1
    fitting = [
        {index for index in range(count) if _room(sums[need.key], days, index, duration) + TOLERANCE >= need.hours}
        for need in needs
    ]
    # work does not begin on a day on which nobody it needs has any time
    begins = {index for index in range(count) if not needs or any(need.free[days[index]] > TOLERANCE for need in needs)}
    both = begins.intersection(*fitting)
    if not both:
        return None
    verdicts = []
    for need, indexes in zip(needs, fitting):
        alone = min((index for index in indexes if need.free[days[index]] > TOLERANCE), default=min(indexes))
        verdicts.append(
            Verdict(
                need.key,
                need.hours,
                _room(sums[need.key], days, 0, duration),
                days[alone],
                days[alone + duration - 1],
                0 not in indexes,
            )
        )
    return Window(days[min(both)], days[min(both) + duration - 1], False, tuple(verdicts))


def _stretched(needs, days, sums, duration):
    """:return Window: as soon as everybody has any time, until the last one is through"""
    start = next((day for day in days if all(need.free[day] > TOLERANCE for need in needs)), None)
    verdicts = []
    for need in needs:
        first = next((day for day in days if need.free[day] > TOLERANCE), None)
        begin = start if start is not None else first
        finish = None
        if begin is not None:
            # the day on which the hours since the start are all there
            after = bisect_left(sums[need.key], sums[need.key][begin] + need.hours - TOLERANCE)
            finish = after - 1 if after < len(sums[need.key]) else None
        at_once = _room(sums[need.key], days, 0, duration or len(days))
        late = bool(duration) and at_once + TOLERANCE < need.hours
        verdicts.append(
            Verdict(need.key, need.hours, at_once, first, finish, first != days[0] or finish is None or late)
        )
    finishes = [one.finish for one in verdicts]
    if start is None or None in finishes:
        return Window(None, None, False, tuple(verdicts))
    return Window(start, max([start, *finishes]), bool(duration), tuple(verdicts))


@dataclass(frozen=True)
class Candidate:
    """Somebody who could do a piece of work.

    :ivar key: whatever identifies the person to the caller
    :ivar str name: decides between people who are equal in everything else
    :ivar dict levels: skill -> how well it is mastered, 0 to 1
    :ivar float free: hours free in the days asked about
    :ivar float cost: what an hour costs, in one currency for all candidates
    :ivar float planned: hours of open tasks that are theirs already, booked or not
    """

    key: object
    name: str
    levels: dict
    free: float
    cost: float
    planned: float = 0.0


def skill_match(levels, wanted):
    """How well somebody masters what is wanted.

    :param dict levels: skill -> level, 0 to 1
    :param wanted: collection of skills
    :return float: mean of the levels of the wanted skills, missing ones as 0; 1 when nothing is wanted
    """
    return sum(levels.get(skill, 0.0) for skill in wanted) / len(wanted) if wanted else 1.0


def rank(candidates, wanted, hours):
    """Sort candidates, the best first: who has enough time, then who masters the skills best, then who costs least,
    then who has most time, then who has fewest hours in open tasks, then by name.

    :param candidates: iterable of :class:`Candidate`
    :param wanted: collection of skills
    :param float hours: hours of the work
    :return list: pairs (:class:`Candidate`, skill match)
    """
    wanted = list(wanted)
    matches = [(one, skill_match(one.levels, wanted)) for one in candidates]
    return sorted(
        matches,
        key=lambda pair: (
            pair[0].free + TOLERANCE < hours,
            -round(pair[1], 4),
            round(pair[0].cost, 2),
            -pair[0].free,
            pair[0].planned,
            pair[0].name,
        ),
    )
