import unittest
from datetime import date, datetime, timedelta

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from ...core import capacity
from ...core.capacity import (
    Attendance,
    Booking,
    Load,
    Shifts,
    Span,
    Zone,
    expand,
    flexible_attendances,
    free_by_day,
    loads,
    overbooked,
    spread,
    total,
    utc_minute,
    week_of,
)

QUARTER = timedelta(minutes=15)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
#: days around which calendars are interesting: clocks change, a leap day, ends of month and year
CORNERS = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2028, 2, 29),
    date(2026, 1, 31),
    date(2026, 12, 31),
]
FULL_WEEK = tuple(
    Attendance(weekday, start, end) for weekday in range(5) for start, end in ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
)


def zone(name):
    return Zone(pytz.timezone(name).localize)


def day(text):
    return date.fromisoformat(text)


def worktime(spans, first, last, name="UTC", absences=()):
    """Working time of a person from the parts."""
    if isinstance(spans, tuple):
        spans = [Span(None, spans)]
    return Shifts(first, last, expand(spans, first, last, zone(name))).without(absences)


def hours_by_day(work):
    return {
        date.fromordinal(work.first + index).isoformat(): minutes / 60
        for index, minutes in enumerate(work.net)
        if minutes
    }


class TestExpansion(unittest.TestCase):
    """Weekly calendars become working time."""

    def test_week(self):
        work = worktime(FULL_WEEK, day("2026-02-26"), day("2026-03-03"))
        expected = {"2026-02-26": 8, "2026-02-27": 8, "2026-03-02": 8, "2026-03-03": 8}
        self.assertEqual(hours_by_day(work), expected)

    def test_leap_day_is_worked(self):
        work = worktime(FULL_WEEK, day("2028-02-28"), day("2028-03-01"))
        self.assertEqual(hours_by_day(work), {"2028-02-28": 8, "2028-02-29": 8, "2028-03-01": 8})

    def test_two_weeks_alternate_over_a_long_year(self):
        # 2026 has 53 weeks: the number of the week would repeat the odd one at the turn of the year
        attendances = (Attendance(0, 0, 60, week=0), Attendance(0, 0, 120, week=1))
        work = worktime(attendances, day("2026-12-21"), day("2027-01-11"))
        hours = list(hours_by_day(work).values())
        self.assertEqual(hours, [1, 2, 1, 2] if week_of(day("2026-12-21").toordinal()) == 0 else [2, 1, 2, 1])

    def test_validity_of_an_attendance(self):
        attendances = (Attendance(0, 0, 60, first=day("2026-03-09"), last=day("2026-03-16")),)
        work = worktime(attendances, day("2026-03-02"), day("2026-03-23"))
        self.assertEqual(hours_by_day(work), {"2026-03-09": 1, "2026-03-16": 1})

    def test_part_time_from_a_day_on(self):
        part_time = tuple(one for one in FULL_WEEK if one.weekday < 2)
        spans = [Span(day("2026-03-04"), part_time), Span(None, FULL_WEEK)]
        work = worktime(spans, day("2026-03-02"), day("2026-03-10"))
        expected = dict.fromkeys(["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10"], 8)
        self.assertEqual(hours_by_day(work), expected)

    def test_nobody_works_before_the_first_calendar(self):
        work = worktime([Span(day("2026-03-03"), FULL_WEEK)], day("2026-03-02"), day("2026-03-03"))
        self.assertEqual(hours_by_day(work), {"2026-03-03": 8})

    def test_clocks_change_under_a_night_shift(self):
        night = (Attendance(6, 0, 6 * 60),)
        for sunday, hours in (("2026-03-22", 6), ("2026-03-29", 5), ("2026-10-25", 7)):
            with self.subTest(sunday=sunday):
                work = worktime(night, day(sunday), day(sunday), "Europe/Berlin")
                self.assertEqual(hours_by_day(work), {sunday: hours})

    def test_a_whole_day_is_as_long_as_the_day(self):
        whole = (Attendance(6, 0, 24 * 60),)
        for sunday, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
            work = worktime(whole, day(sunday), day(sunday), "Europe/Berlin")
            self.assertEqual(hours_by_day(work), {sunday: hours})

    def test_a_shift_within_the_hour_that_is_left_out(self):
        gap = (Attendance(6, 2 * 60 + 50, 3 * 60 + 5), Attendance(6, 3 * 60, 4 * 60))
        work = worktime(gap, day("2026-03-29"), day("2026-03-29"), "Europe/Berlin")
        self.assertEqual(hours_by_day(work), {"2026-03-29": 1})

    def test_shifts_stand_at_the_right_instant(self):
        shifts = expand([Span(None, FULL_WEEK)], day("2026-03-27"), day("2026-03-30"), zone("Europe/Berlin"))
        begins = [capacity.EPOCH + timedelta(minutes=start) for _day, start, _end in shifts]
        self.assertEqual([moment.hour for moment in begins], [7, 12, 6, 11])

    def test_flexible_hours_fill_days_from_monday(self):
        attendances = flexible_attendances(8, 20)
        self.assertEqual([(one.weekday, (one.end - one.start) / 60) for one in attendances], [(0, 8), (1, 8), (2, 4)])
        self.assertEqual(sum(one.end - one.start for one in flexible_attendances(30, 300)), 7 * 24 * 60)
        self.assertEqual(flexible_attendances(0, 40), ())


class TestAbsences(unittest.TestCase):
    """What is off is taken from the day it falls on."""

    def test_half_a_day_and_a_holiday(self):
        absences = [
            (utc_minute(datetime(2026, 3, 2, 8)), utc_minute(datetime(2026, 3, 2, 12))),
            (utc_minute(datetime(2026, 3, 3)), utc_minute(datetime(2026, 3, 3, 23, 59, 59))),
        ]
        work = worktime(FULL_WEEK, day("2026-03-02"), day("2026-03-04"), absences=absences)
        self.assertEqual(hours_by_day(work), {"2026-03-02": 4, "2026-03-04": 8})

    def test_absences_that_overlap_count_once(self):
        monday = datetime(2026, 3, 2)
        absences = [
            (utc_minute(monday), utc_minute(monday + timedelta(hours=10))),
            (utc_minute(monday + timedelta(hours=9)), utc_minute(monday + timedelta(hours=14))),
        ]
        work = worktime(FULL_WEEK, monday.date(), monday.date(), absences=absences)
        self.assertEqual(hours_by_day(work), {"2026-03-02": 3})

    def test_without_absences_everybody_shares_one(self):
        shifts = Shifts(day("2026-03-02"), day("2026-03-03"), [])
        self.assertIs(shifts.without([]), shifts.without([(0, 10)]))

    def test_the_last_second_of_a_day_is_part_of_it(self):
        self.assertEqual(utc_minute(datetime(2026, 3, 2, 23, 59, 59)), utc_minute(datetime(2026, 3, 3)))


class TestLoads(unittest.TestCase):
    """Bookings fill buckets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.last = day("2026-03-02"), day("2026-03-29")
        monday = cls.first.toordinal()
        cls.monday = monday
        cls.edges = [monday, monday + 7, monday + 14]

    def work(self, *days_off):
        absences = [
            (
                utc_minute(datetime.fromordinal(self.monday + offset)),
                utc_minute(datetime.fromordinal(self.monday + offset + 1)),
            )
            for offset in days_off
        ]
        return worktime(FULL_WEEK, self.first, self.last, absences=absences)

    def booking(self, first, last, hours, **more):
        return Booking(self.monday + first, self.monday + last, hours, **more)

    def test_weeks(self):
        bookings = [self.booking(3, 8, 16), self.booking(0, 4, 5, confirmed=False), self.booking(7, 11, 30)]
        self.assertEqual(
            loads(self.work(4), bookings, self.edges),
            [Load(32, 16 / 3, 5, 8), Load(40, 32 / 3 + 30, 0, 0)],
        )

    def test_free_and_over(self):
        self.assertEqual((Load(40, 30, 5, 0).free, Load(40, 30, 20, 0).free), (5, 0))
        self.assertEqual((Load(40, 45, 0, 0).over, Load(40, 40.004, 0, 0).over, Load(40, 9, 90, 0).over), (5, 0, 0))

    def test_total(self):
        self.assertEqual(total([Load(1, 2, 3, 4), Load(10, 20, 30, 40)]), Load(11, 22, 33, 44))
        self.assertEqual(total([]), Load())

    def test_free_by_day(self):
        bookings = [self.booking(-3, 1, 20, confirmed=False), self.booking(3, 3, 9)]
        work = worktime(FULL_WEEK, self.first - timedelta(days=7), self.last)
        expected = [8 - 20 / 3, 8 - 20 / 3, 8, 0, 8, 0]
        got = free_by_day(work, bookings, self.monday, self.monday + 5)
        self.assertEqual([round(hours, 6) for hours in got], [round(hours, 6) for hours in expected])

    def test_a_booking_avoids_time_off(self):
        self.assertEqual(
            spread(self.booking(0, 4, 16), self.work(1, 2)),
            {self.monday: 16 / 3, self.monday + 3: 16 / 3, self.monday + 4: 16 / 3},
        )

    def test_a_booking_inside_time_off_keeps_its_hours(self):
        self.assertEqual(spread(self.booking(0, 1, 16), self.work(0, 1, 2)), {self.monday: 8, self.monday + 1: 8})

    def test_a_booking_on_a_weekend_keeps_its_hours(self):
        self.assertEqual(spread(self.booking(5, 6, 6), self.work()), {self.monday + 5: 3, self.monday + 6: 3})

    def test_overbooked_on_its_own_days(self):
        booking = self.booking(0, 0, 9)
        self.assertEqual(overbooked(self.work(), [booking], booking), [(self.monday, self.monday, 8, 9)])

    def test_overbooked_in_the_week(self):
        booking = self.booking(7, 8, 16)
        other = self.booking(7, 18, 50)
        self.assertEqual(
            overbooked(self.work(), [other, booking], booking), [(self.monday + 7, self.monday + 13, 40, 41)]
        )

    def test_the_week_begins_on_monday(self):
        booking = self.booking(2, 3, 12)
        others = [self.booking(0, 1, 16), self.booking(2, 3, 8), self.booking(4, 4, 8)]
        self.assertEqual(overbooked(self.work(), [*others, booking], booking), [(self.monday, self.monday + 6, 40, 44)])

    def test_room_in_the_week_is_enough(self):
        booking, other = self.booking(0, 0, 4), self.booking(0, 4, 36)
        self.assertEqual(overbooked(self.work(), [other, booking], booking), [])

    def test_no_working_time_at_all_is_too_much(self):
        booking = self.booking(5, 6, 1)
        self.assertEqual(overbooked(self.work(), [booking], booking), [(self.monday + 5, self.monday + 6, 0, 1)])


# ---------------------------------------------------------------------------------------------------------------------
# Against a slow and obvious oracle: every quarter of an hour by itself
# ---------------------------------------------------------------------------------------------------------------------


@st.composite
def attendances(draw):
    """Up to eight times of the week, by day, away from the hours in which clocks change."""
    found = []
    for _number in range(draw(st.integers(0, 8))):
        start = draw(st.integers(16, 90))
        found.append(
            Attendance(
                draw(st.integers(0, 6)),
                start * 15,
                draw(st.integers(start + 1, 96)) * 15,
                draw(st.sampled_from([None, None, 0, 1])),
                draw(st.one_of(st.none(), st.sampled_from(CORNERS))),
                draw(st.one_of(st.none(), st.sampled_from(CORNERS))),
            )
        )
    return tuple(found)


@st.composite
def cases(draw):
    corner = draw(st.sampled_from(CORNERS))
    first = corner - timedelta(days=draw(st.integers(0, 5)))
    last = corner + timedelta(days=draw(st.integers(0, 5)))
    spans = [Span(None, draw(attendances()))]
    if draw(st.booleans()):
        spans.append(Span(corner, draw(attendances())))
    begin = datetime.combine(first, datetime.min.time())
    absences = []
    for _number in range(draw(st.integers(0, 3))):
        start = begin + draw(st.integers(-96, 96 * 10)) * QUARTER
        absences.append((start, start + draw(st.integers(0, 96 * 3)) * QUARTER))
    return first, last, spans, draw(st.sampled_from(ZONES)), absences


def is_worked(spans, local):
    """Whether somebody works when the clock on the wall shows this."""
    today, minute = local.date(), local.hour * 60 + local.minute
    span = max(
        (span for span in spans if not span.first or span.first <= today), key=lambda span: span.first or date.min
    )
    return any(
        one.weekday == today.weekday()
        and one.start <= minute < one.end
        and one.week in (None, ((today - date(1, 1, 1)).days // 7) % 2)
        and (not one.first or one.first <= today)
        and (not one.last or today <= one.last)
        for one in span.attendances
    )


def worked_quarters(first, last, spans, name, absences):
    """The slow way: local day -> how many quarters of an hour are worked on it."""
    tz = pytz.timezone(name)
    moment = datetime.combine(first, datetime.min.time()) - timedelta(days=1)
    end = datetime.combine(last, datetime.min.time()) + timedelta(days=2)
    found = {}
    while moment < end:
        local = pytz.utc.localize(moment).astimezone(tz)
        away = any(start <= moment < stop for start, stop in absences)
        if first <= local.date() <= last and not away and is_worked(spans, local):
            found[local.date()] = found.get(local.date(), 0) + 1
        moment += QUARTER
    return found


class TestAgainstOracle(unittest.TestCase):
    @settings(deadline=None, max_examples=150)
    @given(cases())
    def test_working_time(self, case):
        first, last, spans, name, absences = case
        minutes = [(utc_minute(start), utc_minute(end)) for start, end in absences]
        work = worktime(spans, first, last, name, minutes)
        expected = {one.isoformat(): count / 4 for one, count in worked_quarters(*case).items()}
        self.assertEqual(hours_by_day(work), expected)
        gross = {one: count * 15 for one, count in worked_quarters(first, last, spans, name, []).items()}
        self.assertEqual(
            {date.fromordinal(work.first + index): value for index, value in enumerate(work.gross) if value}, gross
        )

    @settings(deadline=None, max_examples=150)
    @given(
        cases(),
        st.lists(st.tuples(st.integers(0, 10), st.integers(0, 6), st.integers(1, 200), st.booleans()), max_size=5),
        st.lists(st.integers(0, 16), min_size=2, max_size=6, unique=True),
    )
    def test_loads(self, case, raw, offsets):
        """Buckets are the sums of their days, and a day holds its part of each booking."""
        first, _last, spans, name, absences = case
        last = first + timedelta(days=20)
        minutes = [(utc_minute(start), utc_minute(end)) for start, end in absences]
        work = worktime(spans, first, last, name, minutes)
        start = first.toordinal()
        bookings = [Booking(start + offset, start + offset + days, hours, sure) for offset, days, hours, sure in raw]
        edges = [start + offset for offset in sorted(offsets)]
        got = loads(work, bookings, edges)
        by_day = [spread(booking, work) for booking in bookings]
        for booking, days in zip(bookings, by_day):
            self.assertAlmostEqual(sum(days.values()), booking.hours)
            self.assertTrue(all(booking.first <= one <= booking.last and hours > 0 for one, hours in days.items()))
        for bucket, begin, end in zip(got, edges, edges[1:]):
            inside = range(begin, end)
            self.assertAlmostEqual(bucket.capacity, sum(work.net[one - start] for one in inside) / 60)
            self.assertAlmostEqual(
                bucket.capacity + bucket.time_off, sum(work.gross[one - start] for one in inside) / 60
            )
            for sure, value in ((True, bucket.confirmed), (False, bucket.tentative)):
                expected = sum(
                    days.get(one, 0.0)
                    for booking, days in zip(bookings, by_day)
                    for one in inside
                    if booking.confirmed is sure
                )
                self.assertAlmostEqual(value, expected)
