from datetime import date, datetime, timedelta
from unittest import TestCase

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from ...core import slots
from ...core.slots import Rules

UTC = pytz.utc
BRUSSELS = pytz.timezone("Europe/Brussels")
NEW_YORK = pytz.timezone("America/New_York")
KATHMANDU = pytz.timezone("Asia/Kathmandu")
ZONES = st.sampled_from([UTC, BRUSSELS, NEW_YORK, KATHMANDU, pytz.timezone("Australia/Lord_Howe")])


def minute(text, zone=UTC):
    """:return int: the minute of a local time, ``YYYY-MM-DD HH:MM``"""
    return slots.to_minute(zone.localize(datetime.fromisoformat(text)))


def local(start, zone):
    """:return str: the local time of a minute"""
    return slots.to_moment(start).astimezone(zone).strftime("%m-%d %H:%M")


class TestSlots(TestCase):
    def test_local_hours_over_a_change_of_the_clocks(self):
        """On 31 March 2024 the clocks of Brussels skip the hour from 2:00, on 27 October they show it twice."""
        for first, last, opens, closes, expected in [
            (date(2024, 3, 29), date(2024, 4, 1), 540, 1020, ["03-29 08:00", "04-01 07:00"]),
            (date(2024, 10, 25), date(2024, 10, 28), 540, 1020, ["10-25 07:00", "10-28 08:00"]),
        ]:
            found = slots.local_hours(first, last, BRUSSELS, opens, closes, frozenset(range(5)))
            self.assertEqual([local(start, UTC) for start, _end in found], expected)
            self.assertEqual([end - start for start, end in found], [480, 480])
        whole_day = slots.local_hours(date(2024, 3, 31), date(2024, 3, 31), BRUSSELS, 0, 1440)
        self.assertEqual([end - start for start, end in whole_day], [23 * 60])
        self.assertEqual(slots.local_hours(date(2024, 3, 31), date(2024, 3, 31), BRUSSELS, 600, 600), [])

    def test_common_free(self):
        for working, busy, buffer, expected in [
            ([], [], 0, []),
            ([[(0, 480)]], [[]], 0, [(0, 480)]),
            ([[(0, 480)], [(60, 540)]], [[], []], 0, [(60, 480)]),
            ([[(0, 480)], [(0, 480)]], [[(100, 160)], [(300, 330)]], 0, [(0, 100), (160, 300), (330, 480)]),
            ([[(0, 480)]], [[(100, 160)]], 15, [(0, 85), (175, 480)]),
            ([[(0, 480)], []], [[], []], 0, []),
        ]:
            with self.subTest(working=working, busy=busy):
                self.assertEqual(slots.common_free(working, busy, buffer), expected)

    def test_offer(self):
        day = [(minute("2024-03-04 09:10"), minute("2024-03-04 12:00"))]
        always = [(0, 10**9)]
        early, late = minute("2024-03-01 00:00"), minute("2024-04-01 00:00")

        def offered(rules, free=None, hours=None, zone=UTC, now=early, until=late):
            found = slots.offer(free or day, hours or always, rules, zone, now, until)
            return [local(start, zone)[6:] for start, _end in found]

        self.assertEqual(offered(Rules(60)), ["09:30", "10:00", "10:30", "11:00"])
        self.assertEqual(offered(Rules(60, step=60)), ["10:00", "11:00"])
        self.assertEqual(offered(Rules(180)), [])
        self.assertEqual(offered(Rules(60, notice=120), now=minute("2024-03-04 08:05")), ["10:30", "11:00"])
        self.assertEqual(offered(Rules(60), until=minute("2024-03-04 11:00")), ["09:30", "10:00"])
        afternoon = [(minute("2024-03-04 10:30"), minute("2024-03-04 11:45"))]
        self.assertEqual(offered(Rules(60), hours=afternoon), ["10:30"])
        # the grid is that of whoever looks: 5:45 ahead of UTC
        self.assertEqual(offered(Rules(60), zone=KATHMANDU), ["15:00", "15:30", "16:00", "16:30"])

    def test_office_hours_of_both_sides_meet(self):
        """Brussels works 9 to 17, New York wants 9 to 17: the afternoon there, the morning here; one hour less of it
        in the two weeks in which only one of them has changed the clocks."""
        for day, expected in [
            (date(2024, 3, 8), (15, 17)),
            (date(2024, 3, 15), (14, 17)),
            (date(2024, 4, 5), (15, 17)),
        ]:
            here = slots.local_hours(day, day, BRUSSELS, 540, 1020)
            there = slots.local_hours(day, day, NEW_YORK, 540, 1020)
            found = slots.offer(here, there, Rules(60, step=60), BRUSSELS, 0, 10**9)
            hours = [slots.to_moment(start).astimezone(BRUSSELS).hour for start, _end in found]
            self.assertEqual(hours, list(range(*expected)))

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 900)), max_size=5),
                st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 300)), max_size=5),
            ),
            min_size=1,
            max_size=4,
        ),
        st.builds(Rules, st.integers(5, 120), st.sampled_from([15, 30, 60]), st.integers(0, 30), st.integers(0, 600)),
        ZONES,
        st.sampled_from([date(2024, 3, 9), date(2024, 3, 30), date(2024, 4, 6), date(2024, 10, 26), date(2024, 11, 2)]),
    )
    def test_against_looking_at_every_minute(self, people, rules, zone, day):
        """The oracle tries each minute of the days around a change of the clocks."""
        base = slots.to_minute(UTC.localize(datetime(day.year, day.month, day.day)))
        shifts = [[(base + start, base + start + size) for start, size in some] for some, _busy in people]
        busy = [[(base + start, base + start + size) for start, size in some] for _shifts, some in people]
        now, until = base + 300, base + 5000
        hours = slots.local_hours(day, day + timedelta(days=3), zone, 8 * 60, 18 * 60)
        found = slots.offer(slots.common_free(shifts, busy, rules.buffer), hours, rules, zone, now, until)

        def inside(moment, some):
            return any(start <= moment < end for start, end in some)

        def good(moment):
            return (
                all(inside(moment, some) for some in shifts)
                and not any(start - rules.buffer <= moment < end + rules.buffer for some in busy for start, end in some)
                and 8 <= slots.to_moment(moment).astimezone(zone).hour < 18
                and now + rules.notice <= moment < until
            )

        fine = [good(moment) for moment in range(base, base + 6500)]
        expected = []
        for offset in range(5000):
            clock = slots.to_moment(base + offset).astimezone(zone)
            if (clock.hour * 60 + clock.minute) % rules.step == 0 and all(fine[offset : offset + rules.length]):
                expected.append((base + offset, base + offset + rules.length))
        self.assertEqual(found, expected)
