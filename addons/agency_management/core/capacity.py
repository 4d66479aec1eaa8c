"""Working time of people, what takes of it, and how bookings fill it.

Nothing in here is stored: working time follows from weekly calendars, absences and bookings each time it is asked for.

* Instants are whole minutes since 1970-01-01 UTC, days are ordinals (``datetime.date.toordinal``) of the local calendar
  of the person. The two meet in a :class:`Zone`, so that a shift has the right length on the days clocks change.
* A shift belongs to the local day it begins on, whatever day that is in UTC.
* Calendars are weekly, or fortnightly like Odoo's two-weeks calendars; part-time is a calendar with fewer attendances;
  a person may change from one calendar to another on a day (:class:`Span`).
* A booking is an amount of time over days. It is spread in proportion to the working time of these days; when there is
  none (all of them are time off) in proportion to what the calendar would have, and failing that evenly.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from . import intervals

DAY_MINUTES = 24 * 60
EPOCH = datetime(1970, 1, 1)
EPOCH_DAY = EPOCH.toordinal()
#: Hours that differ by less are the same: what is left over when a booking is spread and added up again.
TOLERANCE = 0.01


def utc_minute(moment):
    """Minute of a UTC instant; a part of a minute counts as begun, so that 23:59:59 means midnight.

    :param datetime.datetime moment: naive, in UTC
    :return int: minutes since 1970-01-01
    """
    return -((EPOCH - moment) // timedelta(minutes=1))


@dataclass(frozen=True)
class Attendance:
    """A time of the week that is worked.

    :ivar int weekday: 0 = Monday … 6 = Sunday
    :ivar int start: first minute of the local day
    :ivar int end: minute of the local day at which it ends, at most 1440
    :ivar week: None, or in which of two alternating weeks (0 or 1, see :func:`week_of`)
    :ivar first: ``datetime.date`` from which on it holds, or None
    :ivar last: last ``datetime.date`` it holds, or None
    """

    weekday: int
    start: int
    end: int
    week: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Span:
    """A calendar from a day on.

    :ivar first: ``datetime.date`` from which on, or None for ever before
    :ivar tuple attendances: its :class:`Attendance`
    """

    first: date | None
    attendances: tuple


def week_of(day):
    """Which of two alternating weeks a day is in, counted as Odoo does: from Monday, 1 January of year 1.

    :param int day: ordinal
    :return int: 0 or 1
    """
    return (day - 1) // 7 % 2


def flexible_attendances(hours_per_day, hours_per_week):
    """Attendances of somebody whose hours are agreed by the week: full days from Monday on, around noon.

    :return tuple: of :class:`Attendance`; their sum is ``hours_per_week``, or seven days when that is more
    """
    result = []
    left = round(hours_per_week * 60)
    for weekday in range(7):
        minutes = min(round(hours_per_day * 60), left, DAY_MINUTES)
        if minutes <= 0:
            break
        start = (DAY_MINUTES - minutes) // 2
        result.append(Attendance(weekday, start, start + minutes))
        left -= minutes
    return tuple(result)


class Zone:
    """Local days of a time zone: where they begin in UTC.

    :param localize: callable, naive local ``datetime`` -> aware ``datetime`` (``pytz.timezone(name).localize``)
    """

    def __init__(self, localize):
        self._localize = localize
        self._midnights = {}

    def midnight(self, day):
        """:return int: the minute at which the local day with this ordinal begins"""
        if day not in self._midnights:
            self._midnights[day] = self._minute(datetime.combine(date.fromordinal(day), time.min))
        return self._midnights[day]

    def minute(self, day, minute):
        """:return int: the instant at which the clock shows a minute of a local day"""
        begin = self.midnight(day)
        if minute == DAY_MINUTES:
            return self.midnight(day + 1)
        if self.midnight(day + 1) - begin == DAY_MINUTES:
            return begin + minute
        # clocks change on this day
        return self._minute(datetime.combine(date.fromordinal(day), time.min) + timedelta(minutes=minute))

    def _minute(self, moment):
        local = self._localize(moment)
        return (moment - local.utcoffset() - EPOCH) // timedelta(minutes=1)


def expand(spans, first, last, zone):
    """Working time by calendar alone, without any absence.

    :param spans: :class:`Span` records, the one with the latest start that has begun is in force
    :param datetime.date first: first local day
    :param datetime.date last: last local day, included
    :param Zone zone: where the local days are
    :return list: (day, start, end), by day and start, no two overlapping
    """
    spans = sorted(spans, key=lambda span: span.first or date.min)
    shifts = []
    position = -1
    by_week = {}
    for day in range(first.toordinal(), last.toordinal() + 1):
        today = date.fromordinal(day)
        while position + 1 < len(spans) and (spans[position + 1].first or date.min) <= today:
            position += 1
            by_week = _by_week(spans[position].attendances)
        found = [
            (zone.minute(day, one.start), zone.minute(day, one.end))
            for one in by_week.get((week_of(day), today.weekday()), ())
            if (one.first or today) <= today <= (one.last or today)
        ]
        shifts += [(day, start, end) for start, end in intervals.merge(found)]
    return shifts


def _by_week(attendances):
    result = {}
    for one in attendances:
        for week in (0, 1) if one.week is None else (one.week,):
            result.setdefault((week, one.weekday), []).append(one)
    return result


class WorkTime:
    """Working minutes of each local day from ``first`` on: what the calendar gives, and what absences leave of it.

    Days outside of the horizon have no working time; ask for a horizon that covers every booking.

    :param int first: ordinal of the first day
    :param list gross: minutes of each day by calendar
    :param list net: minutes of each day that absences leave
    """

    __slots__ = ("first", "gross", "net", "_gross_sums", "_net_sums")

    def __init__(self, first, gross, net):
        self.first = first
        self.gross = gross
        self.net = net
        self._gross_sums = [0, *accumulate(gross)]
        self._net_sums = self._gross_sums if net is gross else [0, *accumulate(net)]

    @property
    def last(self):
        """:return int: ordinal of the last day"""
        return self.first + len(self.gross) - 1

    def gross_minutes(self, start, end):
        """:return int: minutes by calendar on the days from ``start`` to before ``end`` (ordinals)"""
        return self._between(self._gross_sums, start, end)

    def net_minutes(self, start, end):
        """:return int: minutes left by absences on the days from ``start`` to before ``end`` (ordinals)"""
        return self._between(self._net_sums, start, end)

    def _between(self, sums, start, end):
        # compared, not min() and max(): the planner's grid asks tens of thousands of times
        begin, stop, top = start - self.first, end - self.first, len(sums) - 1
        if begin < 0:
            begin = 0
        if stop > top:
            stop = top
        return sums[stop] - sums[begin] if begin < stop else 0

    def share(self, first, last, start, end):
        """Part of a booking that falls on some days.

        :param int first: ordinal of the first day of the booking
        :param int last: ordinal of its last day, included
        :param int start: ordinal of the first day asked for
        :param int end: ordinal of the day after the last one asked for
        :return float: between 0 and 1; over any partition of the booking's days the parts add up to 1
        """
        begin, stop = max(first, start), min(last + 1, end)
        if begin >= stop:
            return 0.0
        for minutes in (self.net_minutes, self.gross_minutes):
            whole = minutes(first, last + 1)
            if whole:
                return minutes(begin, stop) / whole
        return (stop - begin) / (last + 1 - first)


class Shifts:
    """The shifts of one calendar over a horizon, made once and shared by everybody who works by it.

    :param first: first local day (``datetime.date``)
    :param last: last local day
    :param list shifts: as :func:`expand` returns them
    """

    def __init__(self, first, last, shifts):
        self.first = first.toordinal()
        self.shifts = shifts
        self._ends = [end for _day, _start, end in shifts]
        self._starts = [start for _day, start, _end in shifts]
        self.gross = [0] * (last.toordinal() - self.first + 1)
        for day, start, end in shifts:
            self.gross[day - self.first] += end - start
        self._whole = WorkTime(self.first, self.gross, self.gross)

    def without(self, absences):
        """Working time of somebody who is away at times.

        :param absences: iterable of (start, end) in minutes, in any order, overlapping or not
        :return WorkTime: shared with everybody who is never away when there is nothing to take off
        """
        net = None
        for start, end in intervals.merge(absences):
            # shifts of one calendar do not overlap, so starts and ends are both ascending
            for position in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
                day, begin, stop = self.shifts[position]
                net = net or list(self.gross)
                net[day - self.first] -= min(stop, end) - max(begin, start)
        return WorkTime(self.first, self.gross, net) if net else self._whole


@dataclass(frozen=True)
class Booking:
    """Time promised to something.

    :ivar int first: ordinal of the first day
    :ivar int last: ordinal of the last day, included
    :ivar float hours: over all its days
    :ivar bool confirmed: False while it is tentative
    """

    first: int
    last: int
    hours: float
    confirmed: bool = True


def spread(booking, worktime):
    """Hours of a booking by day.

    :return dict: ordinal -> hours, only days with any; the sum is the booking's hours
    """
    result = {}
    for day in range(booking.first, booking.last + 1):
        share = worktime.share(booking.first, booking.last, day, day + 1)
        if share:
            result[day] = booking.hours * share
    return result


def free_by_day(worktime, bookings, first, last):
    """What is left of each day of somebody.

    :param WorkTime worktime: its horizon covers the days and every booking
    :param bookings: iterable of :class:`Booking`; tentative ones take time, too
    :param int first: ordinal of the first day
    :param int last: ordinal of the last day, included
    :return list: hours, one a day, never negative
    """
    free = [worktime.net_minutes(day, day + 1) / 60 for day in range(first, last + 1)]
    for booking in bookings:
        for day, hours in spread(booking, worktime).items():
            if first <= day <= last:
                free[day - first] -= hours
    return [max(0.0, hours) for hours in free]


@dataclass(frozen=True)
class Load:
    """What a bucket of days holds, in hours.

    :ivar float capacity: working time that absences leave
    :ivar float confirmed: booked for certain
    :ivar float tentative: booked in case
    :ivar float time_off: working time that absences take
    """

    capacity: float = 0.0
    confirmed: float = 0.0
    tentative: float = 0.0
    time_off: float = 0.0

    @property
    def free(self):
        """:return float: what nobody has asked for yet, tentatively or not; never negative"""
        return max(0.0, self.capacity - self.confirmed - self.tentative)

    @property
    def over(self):
        """:return float: what is booked for certain beyond the capacity; never negative"""
        excess = self.confirmed - self.capacity
        return excess if excess > TOLERANCE else 0.0


def loads(worktime, bookings, edges):
    """Fill buckets of days.

    :param WorkTime worktime: of the person; its horizon covers every booking
    :param bookings: iterable of :class:`Booking`
    :param list edges: ascending ordinals; bucket ``i`` is the days from ``edges[i]`` to before ``edges[i + 1]``
    :return list: of :class:`Load`, one a bucket
    """
    count = len(edges) - 1
    confirmed, tentative = [0.0] * count, [0.0] * count
    for booking in bookings:
        target = confirmed if booking.confirmed else tentative
        position = max(bisect_right(edges, booking.first) - 1, 0)
        while position < count and edges[position] <= booking.last:
            share = worktime.share(booking.first, booking.last, edges[position], edges[position + 1])
            target[position] += booking.hours * share
            position += 1
    result = []
    for position in range(count):
        net = worktime.net_minutes(edges[position], edges[position + 1])
        gross = worktime.gross_minutes(edges[position], edges[position + 1])
        result.append(Load(net / 60, confirmed[position], tentative[position], (gross - net) / 60))
    return result


def total(some):
    """:return Load: the sum of loads"""
    some = list(some)
    return Load(
        sum(load.capacity for load in some),
        sum(load.confirmed for load in some),
        sum(load.tentative for load in some),
        sum(load.time_off for load in some),
    )


def overbooked(worktime, bookings, booking):
    """Whether the confirmed bookings of a person are too much where one of them is.

    Too much is a booking that takes more than the working time of its own days, and a calendar week touched by it
    (Monday to Sunday) in which all confirmed bookings together take more than its working time.

    :param bookings: all confirmed bookings of the person that touch these weeks, ``booking`` included
    :return list: (first day, last day, capacity, booked) with ordinals and hours, for each place that is too full
    """
    own = loads(worktime, [booking], [booking.first, booking.last + 1])[0]
    if own.over:
        return [(booking.first, booking.last, own.capacity, own.confirmed)]
    monday = booking.first - (booking.first - 1) % 7
    edges = list(range(monday, booking.last + 8, 7))
    weeks = loads(worktime, bookings, edges)
    return [
        (edges[position], edges[position + 1] - 1, week.capacity, week.confirmed)
        for position, week in enumerate(weeks)
        if week.over
    ]
