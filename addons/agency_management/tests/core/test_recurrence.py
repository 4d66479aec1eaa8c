import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ...core import recurrence as rec
from ...core.recurrence import Charge, Period, Slice

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2033, 12, 31))
ANCHORS = st.integers(min_value=1, max_value=31)
PRICES = st.decimals(min_value=0, max_value=100000, places=2)


def days(text):
    return date.fromisoformat(text)


def span(first, last):
    return Period(days(first), days(last))


class TestPeriodOf(unittest.TestCase):
    def test_table(self):
        cases = [
            # day, anchor, expected period
            ("2026-03-01", 1, "2026-03-01", "2026-03-31"),
            ("2026-03-31", 1, "2026-03-01", "2026-03-31"),
            ("2026-12-31", 1, "2026-12-01", "2026-12-31"),
            ("2026-01-14", 15, "2025-12-15", "2026-01-14"),
            ("2026-01-15", 15, "2026-01-15", "2026-02-14"),
            # months too short for the anchor: the last day stands in, and the anchor comes back
            ("2026-01-31", 31, "2026-01-31", "2026-02-27"),
            ("2026-02-27", 31, "2026-01-31", "2026-02-27"),
            ("2026-02-28", 31, "2026-02-28", "2026-03-30"),
            ("2026-03-31", 31, "2026-03-31", "2026-04-29"),
            ("2026-04-30", 31, "2026-04-30", "2026-05-30"),
            # leap years: 2028 is one, 2100 is none
            ("2028-02-28", 29, "2028-01-29", "2028-02-28"),
            ("2028-02-29", 29, "2028-02-29", "2028-03-28"),
            ("2027-02-28", 29, "2027-02-28", "2027-03-28"),
            ("2028-02-29", 30, "2028-02-29", "2028-03-29"),
            ("2100-02-28", 31, "2100-02-28", "2100-03-30"),
        ]
        for day, anchor, start, end in cases:
            with self.subTest(day=day, anchor=anchor):
                self.assertEqual(rec.period_of(days(day), anchor), span(start, end))

    def test_refuses_an_impossible_anchor(self):
        for anchor in (0, 32, -1):
            with self.subTest(anchor=anchor), self.assertRaises(rec.RecurrenceError):
                rec.period_of(days("2026-01-01"), anchor)

    @given(DAYS, ANCHORS)
    def test_a_day_lies_in_its_period(self, day, anchor):
        period = rec.period_of(day, anchor)
        self.assertLessEqual(period.start, day)
        self.assertLessEqual(day, period.end)
        self.assertIn(period.days, range(28, 32))

    @given(DAYS, ANCHORS)
    def test_neighbours_touch(self, day, anchor):
        period = rec.period_of(day, anchor)
        after = rec.period_of(period.end + timedelta(days=1), anchor)
        before = rec.period_of(period.start - timedelta(days=1), anchor)
        self.assertEqual(after.start, period.end + timedelta(days=1))
        self.assertEqual(before.end, period.start - timedelta(days=1))


class TestPeriods(unittest.TestCase):
    def test_first_and_last_are_partial(self):
        self.assertEqual(
            rec.periods(days("2026-01-20"), days("2026-12-31"), 1, end=days("2026-03-10")),
            [
                (span("2026-01-20", "2026-01-31"), span("2026-01-01", "2026-01-31")),
                (span("2026-02-01", "2026-02-28"), span("2026-02-01", "2026-02-28")),
                (span("2026-03-01", "2026-03-10"), span("2026-03-01", "2026-03-31")),
            ],
        )

    def test_due_means_on_or_before(self):
        for until, count in [("2026-01-14", 0), ("2026-01-15", 1), ("2026-02-14", 1), ("2026-02-15", 2)]:
            with self.subTest(until=until):
                self.assertEqual(len(rec.periods(days("2026-01-15"), days(until), 15)), count)

    def test_one_day_term(self):
        day = days("2028-02-29")
        self.assertEqual(rec.periods(day, day, 29, end=day), [(Period(day, day), span("2028-02-29", "2028-03-28"))])

    @given(DAYS, st.integers(min_value=0, max_value=900), ANCHORS)
    def test_periods_tile_the_term(self, start, length, anchor):
        end = start + timedelta(days=length)
        parts = [part for part, _whole in rec.periods(start, end, anchor, end=end)]
        self.assertEqual(parts[0].start, start)
        self.assertEqual(parts[-1].end, end)
        self.assertEqual(sum(part.days for part in parts), length + 1)
        for before, after in zip(parts, parts[1:]):
            self.assertEqual(after.start, before.end + timedelta(days=1))

    @given(DAYS, st.integers(min_value=0, max_value=900), ANCHORS)
    def test_parts_lie_in_their_whole(self, start, length, anchor):
        for part, whole in rec.periods(start, start + timedelta(days=length), anchor):
            self.assertEqual(whole, rec.period_of(part.start, anchor))
            self.assertEqual(part.clip(whole.start, whole.end), part)


class TestProration(unittest.TestCase):
    def test_table(self):
        cases = [
            # price, part, whole, digits, amount
            ("3100", "2026-03-01", "2026-03-31", "2026-03-01", 2, "3100.00"),
            ("3100", "2026-03-16", "2026-03-31", "2026-03-01", 2, "1600.00"),
            ("100", "2026-02-01", "2026-02-01", "2026-02-01", 2, "3.57"),
            ("1000", "2028-02-29", "2028-02-29", "2028-02-01", 2, "34.48"),
            ("0.01", "2026-03-01", "2026-03-10", "2026-03-01", 2, "0.00"),
            ("1000", "2026-04-01", "2026-04-10", "2026-04-01", 0, "333"),
            ("-310", "2026-03-01", "2026-03-10", "2026-03-01", 2, "-100.00"),
        ]
        for price, first, last, whole_start, digits, amount in cases:
            with self.subTest(price=price, first=first, last=last):
                whole = rec.period_of(days(whole_start), 1)
                self.assertEqual(rec.prorate(Decimal(price), span(first, last), whole, digits), Decimal(amount))

    def test_refuses_days_outside_the_period(self):
        with self.assertRaises(rec.RecurrenceError):
            rec.prorate(Decimal(1), span("2026-02-28", "2026-03-02"), span("2026-03-01", "2026-03-31"), 2)

    @given(PRICES, DAYS, ANCHORS, st.sets(st.integers(min_value=1, max_value=30)), st.sampled_from([0, 2, 3]))
    def test_parts_sum_to_the_whole(self, price, day, anchor, cuts, digits):
        whole = rec.period_of(day, anchor)
        starts = [0, *sorted(cut for cut in cuts if cut < whole.days), whole.days]
        parts = [
            Period(whole.start + timedelta(days=first), whole.start + timedelta(days=last - 1))
            for first, last in zip(starts, starts[1:])
        ]
        total = sum(rec.prorate(price, part, whole, digits) for part in parts)
        self.assertEqual(total, rec.quantize(price, digits))

    @given(PRICES, DAYS, ANCHORS)
    def test_a_whole_period_costs_its_price(self, price, day, anchor):
        whole = rec.period_of(day, anchor)
        self.assertEqual(rec.prorate(price, whole, whole, 2), price)


class TestCharges(unittest.TestCase):
    def test_missed_months_are_caught_up(self):
        line = Slice("seo", days("2026-01-31"), None, Decimal("900"))
        self.assertEqual(
            rec.charges([line], days("2026-03-31"), 31, 2),
            [
                Charge("seo", span("2026-01-31", "2026-02-27"), span("2026-01-31", "2026-02-27"), Decimal("900.00")),
                Charge("seo", span("2026-02-28", "2026-03-30"), span("2026-02-28", "2026-03-30"), Decimal("900.00")),
                Charge("seo", span("2026-03-31", "2026-04-29"), span("2026-03-31", "2026-04-29"), Decimal("900.00")),
            ],
        )

    def test_charged_once(self):
        line = Slice("seo", days("2026-01-01"), None, Decimal("900"))
        charged = {("seo", days("2026-01-01")), ("seo", days("2026-02-01"))}
        due = rec.charges([line], days("2026-03-15"), 1, 2, charged)
        self.assertEqual([charge.period for charge in due], [span("2026-03-01", "2026-03-31")])

    def test_price_step_in_mid_period(self):
        steps = [
            Slice("old", days("2026-03-01"), days("2026-03-15"), Decimal("310")),
            Slice("new", days("2026-03-16"), None, Decimal("620")),
        ]
        due = rec.charges(steps, days("2026-03-31"), 1, 2)
        self.assertEqual([(c.key, c.amount, c.is_partial) for c in due], [("old", 150, True), ("new", 320, True)])
        self.assertEqual(rec.price_on(steps, days("2026-03-15")), Decimal("310"))
        self.assertEqual(rec.price_on(steps, days("2026-03-16")), Decimal("620"))
        self.assertEqual(rec.price_on(steps, days("2026-02-28")), Decimal("0"))

    def test_gap_is_not_charged(self):
        lines = [
            Slice("before", days("2026-01-01"), days("2026-01-31"), Decimal("100")),
            Slice("after", days("2026-03-17"), None, Decimal("310")),
        ]
        due = rec.charges(lines, days("2026-04-01"), 1, 2)
        self.assertEqual(
            [(c.key, c.period, c.amount) for c in due],
            [
                ("before", span("2026-01-01", "2026-01-31"), Decimal("100")),
                ("after", span("2026-03-17", "2026-03-31"), Decimal("150")),
                ("after", span("2026-04-01", "2026-04-30"), Decimal("310")),
            ],
        )

    @given(DAYS, st.integers(min_value=0, max_value=400), ANCHORS, PRICES)
    def test_billing_twice_charges_once(self, start, length, anchor, price):
        line = Slice(1, start, None, price)
        until = start + timedelta(days=length)
        first = rec.charges([line], until, anchor, 2)
        charged = {(charge.key, charge.period.start) for charge in first}
        self.assertEqual(rec.charges([line], until, anchor, 2, charged), [])
        due = rec.next_due([line], anchor, charged)
        self.assertGreater(due, until)
        self.assertEqual(due, first[-1].period.end + timedelta(days=1))
        self.assertEqual(rec.covered_until([line], anchor, charged), {1: first[-1].period.end})

    @given(DAYS, st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=200), ANCHORS)
    def test_run_by_run_equals_all_at_once(self, start, length, step, anchor):
        line = Slice(1, start, None, Decimal("1234.56"))
        until = start + timedelta(days=length)
        charged, amounts, day = set(), [], start
        while day < until:
            for charge in rec.charges([line], day, anchor, 2, charged):
                charged.add((charge.key, charge.period.start))
                amounts.append(charge.amount)
            day += timedelta(days=step + 1)
        amounts += [charge.amount for charge in rec.charges([line], until, anchor, 2, charged)]
        self.assertEqual(amounts, [charge.amount for charge in rec.charges([line], until, anchor, 2)])


class TestNextDue(unittest.TestCase):
    def test_table(self):
        open_line = Slice("a", days("2026-01-31"), None, Decimal("1"))
        ended = Slice("b", days("2026-01-31"), days("2026-02-27"), Decimal("1"))
        january = ("a", days("2026-01-31"))
        cases = [
            ([open_line], set(), "2026-01-31"),
            ([open_line], {january}, "2026-02-28"),
            ([open_line], {january, ("a", days("2026-02-28"))}, "2026-03-31"),
            # a released charge is due again, although later periods are charged
            ([open_line], {("a", days("2026-02-28"))}, "2026-01-31"),
            ([ended], set(), "2026-01-31"),
            ([ended], {("b", days("2026-01-31"))}, None),
            ([open_line, ended], {january}, "2026-01-31"),
            ([], set(), None),
        ]
        for slices, charged, expected in cases:
            with self.subTest(expected=expected):
                self.assertEqual(rec.next_due(slices, 31, charged), expected and days(expected))


class TestMonths(unittest.TestCase):
    def test_add_months(self):
        cases = [
            ("2026-01-31", 1, None, "2026-02-28"),
            ("2026-02-28", 1, 31, "2026-03-31"),
            ("2024-02-29", 12, None, "2025-02-28"),
            ("2024-02-29", 48, None, "2028-02-29"),
            ("2026-03-31", -1, None, "2026-02-28"),
            ("2026-11-15", 14, None, "2028-01-15"),
        ]
        for day, months, anchor, expected in cases:
            with self.subTest(day=day, months=months):
                self.assertEqual(rec.add_months(days(day), months, anchor), days(expected))

    def test_term_end(self):
        self.assertEqual(rec.term_end(days("2026-01-15"), 12), days("2027-01-14"))
        self.assertIsNone(rec.term_end(days("2026-01-15"), 0))

    def test_a_period_cannot_end_before_it_starts(self):
        with self.assertRaises(rec.RecurrenceError):
            span("2026-02-01", "2026-01-31")
