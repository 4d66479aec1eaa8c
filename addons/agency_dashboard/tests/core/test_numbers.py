import unittest
from datetime import date

from ...core import numbers
from ...core.errors import CellError


class TestNumbers(unittest.TestCase):
    def test_counts(self):
        cases = {
            "0": 0,
            "12": 12,
            "1,234": 1234,
            "1.234": 1234,
            "1 234": 1234,
            "1\u202f234\u00a0567": 1234567,
            "1'234": 1234,
            "1,234,567": 1234567,
            "12.0": 12,
            " 7 ": 7,
        }
        self.assertEqual({text: numbers.parse_count(text) for text in cases}, cases)

    def test_counts_refused(self):
        cases = {
            "thirty": "not_a_number",
            "1,23": "not_a_number",
            "30.5": "not_whole",
            "-5": "negative",
            "nan": "not_a_number",
            "inf": "not_a_number",
            "5%": "not_a_number",
        }
        codes = {}
        for text in cases:
            with self.assertRaises(CellError) as caught:
                numbers.parse_count(text)
            codes[text] = caught.exception.code
        self.assertEqual(codes, cases)

    def test_decimal_mark_is_found_in_the_whole_column(self):
        cases = [
            (["12.5", "3"], "."),
            (["12,5", "3"], ","),
            (["1,234", "1,500"], "."),  # thousands only: the common case wins
            (["1,234", "7,25"], ","),
            (["1.234,5"], ","),
            (["1,234.5"], "."),
            (["1.234", "7,1"], ","),
            (["", "-", "4"], "."),
        ]
        self.assertEqual([numbers.decimal_mark(texts) for texts, _mark in cases], [mark for _texts, mark in cases])

    def test_decimals(self):
        cases = [("12.5", ".", 12.5), ("1,234.5", ".", 1234.5), ("12,5", ",", 12.5), ("1.234,5", ",", 1234.5)]
        self.assertEqual([numbers.parse_decimal(text, mark) for text, mark, _v in cases], [v for _t, _m, v in cases])

    def test_seconds(self):
        cases = [("48.27", 48.27), ("0:48", 48), ("1:02:03", 3723)]
        self.assertEqual([numbers.parse_seconds(text) for text, _v in cases], [value for _t, value in cases])
        with self.assertRaises(CellError):
            numbers.parse_seconds("1m 2s")

    def test_dates(self):
        expected = date(2026, 10, 5)
        plain = ["2026-10-05", "20261005", "05.10.2026", "Oct 5, 2026", "October 5, 2026", "5 Oct 2026", " 2026-10-05 "]
        self.assertEqual([numbers.parse_date(text) for text in plain], [expected] * len(plain))
        self.assertEqual(numbers.parse_date("05/10/2026", "dmy"), expected)
        self.assertEqual(numbers.parse_date("10/05/2026", "mdy"), expected)
        self.assertEqual(numbers.parse_date("2024-02-29"), date(2024, 2, 29))

    def test_dates_refused(self):
        for text in ("2026-02-29", "20261301", "31/31/2026", "Foo 5, 2026", "", "5/10/2026"):
            with self.assertRaises(CellError, msg=text) as caught:
                numbers.parse_date(text)
            self.assertEqual(caught.exception.code, "not_a_date")

    def test_slash_order_needs_one_day_above_twelve(self):
        self.assertEqual(numbers.slash_order(["01/10/2026", "31/10/2026"]), "dmy")
        self.assertEqual(numbers.slash_order(["10/01/2026", "10/31/2026"]), "mdy")
        self.assertIsNone(numbers.slash_order(["10/01/2026", "10/02/2026"]))

    def test_nth_day(self):
        self.assertEqual(numbers.parse_nth_day("0000", date(2026, 10, 1)), date(2026, 10, 1))
        self.assertEqual(numbers.parse_nth_day("0030", date(2026, 10, 1)), date(2026, 10, 31))
        with self.assertRaises(CellError):
            numbers.parse_nth_day("x", date(2026, 10, 1))
