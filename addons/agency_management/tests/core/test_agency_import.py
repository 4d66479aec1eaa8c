import csv
import io
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import agency_import_billing as billing
from ...core import agency_import_catalogue as catalogue
from ...core import agency_import_file as file
from ...core import agency_import_rows as rows
from ...core import agency_import_values as values
from ...core.agency_import_errors import CellError, FileError, RowError
from ...core.recurrence import Slice, charges
from ...core.text_file import decode

#: what people type, formulas and apostrophes among it; the reader strips spaces around it
TEXTS = st.text(st.sampled_from("aäß€é 0,;\t\"'=+-@\n|"), max_size=12).map(str.strip)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=5)
)


def plain_text(text):
    """:return bool: a text which no apostrophe of ours stands before"""
    return file.restore(text) == text


class TestFile(TestCase):
    def test_lines_are_counted_as_an_editor_does(self):
        table = file.parse('\nname,note\n\nA,"two\nlines"\n,\nB,x\n', len)
        self.assertEqual(table.header, ("name", "note"))
        self.assertEqual([(row.line_no, row.cells) for row in table.rows], [(4, ("A", "two\nlines")), (7, ("B", "x"))])

    def test_separators(self):
        for mark in file.SEPARATORS:
            with self.subTest(mark):
                table = file.parse(f"name{mark}e-mail\nA, B{mark}a@b.example\n".replace("A, B", '"A, B; C"'), len)
                self.assertEqual(table.rows[0].cells, ("A, B; C", "a@b.example"))
        # what is known of the header decides, not how many cells there are
        kind = catalogue.CLIENTS
        sheet = rows.read(b"name;note, long, longer, longest\nA;x\n", kind)
        self.assertEqual(sheet.rows[0].values, {"name": "A"})

    def test_too_many_rows(self):
        with self.assertRaises(FileError) as caught:
            file.parse("name\n" + "x\n" * (file.MAX_ROWS + 1), len)
        self.assertEqual((caught.exception.code, caught.exception.params), ("too_many_rows", {"rows": file.MAX_ROWS}))

    def test_formulas(self):
        for cell, safe in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("'=x", "''=x"),
            ("'quoted'", "'quoted'"),
            ("a=b", "a=b"),
            ("", ""),
        ]:
            with self.subTest(cell):
                self.assertEqual(file.neutralise(cell), safe)
                self.assertEqual(file.restore(safe), cell)

    @given(TEXTS)
    def test_every_cell_comes_back(self, text):
        self.assertEqual(file.restore(file.neutralise(text)), text)
        self.assertNotIn(file.neutralise(text)[:1], tuple("=+-@\t\r"))

    @given(TABLES)
    def test_a_table_comes_back(self, table):
        header = [f"c{index}" for index in range(len(table[0]))]
        kept = [tuple(row) for row in table if any(row)]
        data = file.encode(header, table)
        if not kept:
            with self.assertRaises(FileError):
                file.parse(decode(data, file.MAX_BYTES), len)
            return
        parsed = file.parse(decode(data, file.MAX_BYTES), lambda cells: len(set(cells) & set(header)))
        self.assertEqual((parsed.header, [row.cells for row in parsed.rows]), (tuple(header), kept))

    @given(TABLES, st.sampled_from(file.SEPARATORS), st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
    def test_tables_of_others_come_back(self, table, mark, encoding):
        header = [f"c{index}" for index in range(len(table[0]))]
        kept = [tuple(row) for row in table if any(row) and all(map(plain_text, row))]
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([header, *kept])
        if kept:
            parsed = file.parse(
                decode(buffer.getvalue().encode(encoding), file.MAX_BYTES), lambda cells: len(set(cells) & set(header))
            )
            self.assertEqual([row.cells for row in parsed.rows], kept)


class TestValues(TestCase):
    def test_dates(self):
        for text, order, expected in [
            ("2026-04-03", None, date(2026, 4, 3)),
            ("2026-04-03 00:00:00", "mdy", date(2026, 4, 3)),
            ("3.4.2026", None, date(2026, 4, 3)),
            ("03/04/2026", "dmy", date(2026, 4, 3)),
            ("03/04/2026", "mdy", date(2026, 3, 4)),
            ("03-04-2026", "dmy", date(2026, 4, 3)),
            ("13/04/2026", None, date(2026, 4, 13)),
            ("04/13/2026", None, date(2026, 4, 13)),
            ("05/05/2026", None, date(2026, 5, 5)),
            ("03/04/2026", None, None),
            ("13/04/2026", "mdy", None),
            ("31.02.2026", None, None),
            ("03/04/26", "dmy", None),
            ("soon", None, None),
        ]:
            with self.subTest(text=text, order=order):
                if expected:
                    self.assertEqual(values.parse_date(text, order), expected)
                else:
                    with self.assertRaises(CellError) as caught:
                        values.parse_date(text, order)
                    self.assertEqual((caught.exception.code, caught.exception.params), ("not_a_date", {"value": text}))

    def test_date_order(self):
        for texts, expected in [
            ([], (None, None)),
            (["2026-04-03", "3.4.2026", "05/05/2026"], (None, None)),
            (["03/04/2026", "13/04/2026"], ("dmy", None)),
            (["03/04/2026", "04/13/2026"], ("mdy", None)),
            (["03/04/2026", "01/02/2026"], (None, "03/04/2026")),
            (["12/11/2026"], (None, "12/11/2026")),
            # a file that mixes both says nothing about the others
            (["13/04/2026", "04/13/2026", "03/04/2026"], (None, "03/04/2026")),
            (["13/04/2026", "04/13/2026"], (None, None)),
        ]:
            with self.subTest(texts):
                self.assertEqual(values.date_order(texts), expected)

    def test_numbers(self):
        for text, mark, expected in [
            ("1500", None, "1500"),
            ("1,500.25", ".", "1500.25"),
            ("1.500,25", ",", "1500.25"),
            ("1 500,25 €", ",", "1500.25"),
            ("USD 1'500.25", ".", "1500.25"),
            ("1.234.567", ",", "1234567"),
            ("-2.5", ".", "-2.5"),
            ("1.5", ",", None),
            ("1,50,0", ".", None),
            ("1e5", ".", None),
            ("twelve", ".", None),
        ]:
            with self.subTest(text=text, mark=mark):
                if expected:
                    self.assertEqual(values.parse_number(text, mark), Decimal(expected))
                else:
                    with self.assertRaises(CellError):
                        values.parse_number(text, mark)

    def test_decimal_mark(self):
        for texts, expected in [
            ([], (None, None)),
            (["100", "-3"], (None, None)),
            (["1.234", "5,5"], (",", None)),
            (["1,234", "1.5"], (".", None)),
            (["1.234,56"], (",", None)),
            (["1.234.567", "1.234"], (",", None)),
            (["0.125"], (".", None)),
            (["1.234", "100"], (None, "1.234")),
            (["1,5", "1.5", "1,234"], (None, "1,234")),
        ]:
            with self.subTest(texts):
                self.assertEqual(values.decimal_mark(texts), expected)

    def test_words(self):
        self.assertEqual([values.parse_bool(text) for text in ("Yes", "ja", "X", "no", "0")], [True] * 3 + [False] * 2)
        self.assertEqual(values.parse_list("Key | Usual|Key|"), ("Key", "Usual"))
        self.assertEqual(values.fold("  Alpha   SHOES "), "alpha shoes")
        for parse, text in [
            (values.parse_bool, "maybe"),
            (values.parse_email, "a@b"),
            (values.parse_email, "a@b.example, c@d.example"),
            (values.parse_email, "A <a@b.example>"),
            (values.parse_amount, "-1"),
            (lambda text: values.parse_whole(text, 1, 31), "32"),
        ]:
            with self.subTest(text), self.assertRaises(CellError):
                parse(text)


class TestRows(TestCase):
    def problems(self, text, kind=catalogue.CLIENTS, **options):
        sheet = rows.read(text.encode(), kind, rows.Options(**options))
        return [
            (row.line_no, problem.code, problem.column, problem.params)
            for row in sheet.rows
            for problem in row.problems
        ]

    def refused(self, text, kind=catalogue.CLIENTS, **options):
        with self.assertRaises(FileError) as caught:
            rows.read(text.encode(), kind, rows.Options(**options))
        return caught.exception.code, caught.exception.params

    def test_headers_are_known_by_many_names(self):
        for header in ("E-Mail", "e mail", "EMAIL", " Email ", "E_mail address", "e-mail-address"):
            with self.subTest(header):
                sheet = rows.read(f"Company Name,{header},Odd\nA,a@b.example,\n".encode(), catalogue.CLIENTS)
                self.assertEqual(sheet.columns, ["name", "email", None])
                self.assertEqual(sheet.ignored, ["Odd"])

    def test_a_report_is_read_again_without_a_word_about_its_own_column(self):
        self.assertEqual(rows.read(b"name,Problem\nA,bad\n", catalogue.CLIENTS).ignored, [])

    def test_headers_that_cannot_be(self):
        self.assertEqual(
            self.refused("ref,city\n1,x\n"), ("missing_columns", {"columns": "name", "found": "ref, city"})
        )
        self.assertEqual(self.refused("name,Company\na,b\n"), ("column_twice", {"column": "name", "header": "Company"}))

    def test_what_has_to_be_asked(self):
        self.assertEqual(
            self.refused("name,since\nA,2026-01-01\nB,03/04/2026\n"),
            ("ambiguous_dates", {"example": "03/04/2026", "line": 3}),
        )
        self.assertEqual(self.problems("name,since\nA,2026-01-01\nB,03/04/2026\n", date_order="mdy"), [])
        projects = "client,name,budget\nA,x,1.234\n"
        self.assertEqual(
            self.refused(projects, catalogue.PROJECTS), ("ambiguous_numbers", {"example": "1.234", "line": 2})
        )
        sheet = rows.read(projects.encode(), catalogue.PROJECTS, rows.Options(decimal_mark=","))
        self.assertEqual(sheet.rows[0].values["budget"], Decimal(1234))

    def test_problems_by_line_and_column(self):
        self.assertEqual(
            self.problems(
                "ref,Company,Mail,since,status\n"
                "1,A,a@b.example,2026-01-01,active\n"
                "2,,nobody,never,asleep\n"
                "1,C,,,\n"
                "4,D,,,,too much\n"
                f"5,{'x' * 501},,,\n"
            ),
            [
                (3, "not_an_email", "Mail", {"value": "nobody"}),
                (3, "not_a_date", "since", {"value": "never"}),
                (
                    3,
                    "not_a_choice",
                    "status",
                    {"value": "asleep", "allowed": "prospect, onboarding, active, paused, former"},
                ),
                (3, "missing_value", "Company", {}),
                (4, "duplicate", "", {"line": 2}),
                (5, "too_many_cells", "", {"found": 6, "expected": 5}),
                (6, "too_long", "Company", {"limit": 500}),
            ],
        )

    def test_natural_keys(self):
        contacts = (
            "client,name,email\nA,Ann,ann@a.example\na,ANN,Ann@A.example\nA,Ann,other@a.example\nA,Ann,\nA,Ann,\n"
        )
        self.assertEqual(
            self.problems(contacts, catalogue.CONTACTS),
            [(3, "duplicate", "", {"line": 2}), (6, "duplicate", "", {"line": 5})],
        )

    def test_rows_of_a_group_agree(self):
        text = "card,role,price,tier\nK,a,1,Key\nk,b,2,\nK,c,3,Key|Usual\nOther,c,3,Usual\n"
        self.assertEqual(
            self.problems(text, catalogue.RATE_CARDS), [(4, "disagrees", "tier", {"line": 2, "group": "K"})]
        )

    def test_samples_are_read_without_problems(self):
        for kind in catalogue.KINDS.values():
            with self.subTest(kind.key):
                sheet = rows.read(file.encode(*catalogue.sample(kind)), kind)
                self.assertEqual(sheet.columns, [column.name for column in kind.columns])
                self.assertEqual((len(sheet.rows), sheet.ignored), (2, []))
                self.assertEqual([row.problems for row in sheet.rows], [[], []])

    def test_no_header_means_two_columns(self):
        for kind in catalogue.KINDS.values():
            for column in kind.columns:
                with self.subTest(kind=kind.key, column=column.name):
                    self.assertEqual(catalogue.names_of(kind)[catalogue.plain(column.name)], column.name)
                    for word in column.synonyms:
                        self.assertIn(catalogue.plain(word), catalogue.names_of(kind))


class TestGuide(TestCase):
    def test_the_guide_names_every_column_and_no_other(self):
        root = Path(os.environ.get("AGENCY_ROOT") or Path(__file__).parents[4])
        text = (root / "docs" / "guide" / "import.md").read_text()
        rows = re.findall(r"^\| `(\w+)` \| (\*\*needed\*\*; )?.*? \| (.*) \|$", text, re.MULTILINE)
        expected = [
            (column.name, column.required, ", ".join(column.synonyms))
            for kind in catalogue.KINDS.values()
            for column in kind.columns
        ]
        self.assertEqual([(name, bool(needed), words) for name, needed, words in rows], expected)


class TestTakeOver(TestCase):
    TODAY = date(2026, 11, 29)

    def plan(self, start, following, billing_day=None, end=None):
        got = billing.take_over(date(*start), date(*following), self.TODAY, billing_day, end)
        return (
            got.anchor_day,
            str(got.line_start),
            [(str(period.start), str(period.end)) for period in got.billed],
        )

    def test_plans(self):
        for arguments, expected in [
            (((2024, 4, 1), (2026, 12, 1)), (1, "2026-11-01", [("2026-11-01", "2026-11-30")])),
            (((2025, 1, 15), (2026, 12, 15)), (15, "2026-11-15", [("2026-11-15", "2026-12-14")])),
            # due today: the period that runs begins today
            (((2024, 4, 29), (2026, 11, 29)), (29, "2026-10-29", [("2026-10-29", "2026-11-28")])),
            # began on the 31st, billed on the last day of shorter months
            (((2024, 1, 31), (2026, 11, 30)), (31, "2026-10-31", [("2026-10-31", "2026-11-29")])),
            # billed on another day than it began
            (((2024, 4, 20), (2026, 12, 1)), (1, "2026-11-01", [("2026-11-01", "2026-11-30")])),
            (((2026, 11, 20), (2026, 12, 1)), (1, "2026-11-20", [("2026-11-20", "2026-11-30")])),
            (((2024, 4, 20), (2026, 12, 1), 1), (1, "2026-11-01", [("2026-11-01", "2026-11-30")])),
            # paid for months ahead
            (
                ((2024, 4, 1), (2027, 2, 1)),
                (
                    1,
                    "2026-11-01",
                    [("2026-11-01", "2026-11-30"), ("2026-12-01", "2026-12-31"), ("2027-01-01", "2027-01-31")],
                ),
            ),
            # has not begun
            (((2027, 1, 10), (2027, 1, 10)), (10, "2027-01-10", [])),
            (((2027, 1, 10), (2027, 1, 10), 1), (1, "2027-01-10", [])),
        ]:
            with self.subTest(arguments):
                self.assertEqual(self.plan(*arguments), expected)

    def test_days_that_do_not_fit(self):
        for arguments, code in [
            (((2027, 1, 1), (2026, 12, 1)), "next_invoice_before_start"),
            (((2024, 1, 1), (2026, 11, 28)), "next_invoice_past"),
            (((2024, 1, 1), (2026, 12, 2), 1), "next_invoice_off"),
            (((2024, 1, 1), (2026, 12, 1), None, date(2026, 11, 30)), "next_invoice_after_end"),
        ]:
            with self.subTest(code), self.assertRaises(RowError) as caught:
                self.plan(*arguments)
            self.assertEqual((caught.exception.problem.code, caught.exception.problem.column), (code, "next_invoice"))

    @given(
        st.dates(date(2020, 1, 1), date(2026, 11, 29)),
        st.dates(date(2026, 11, 29), date(2027, 4, 30)),
        st.integers(0, 400),
    )
    def test_the_first_charge_is_the_next_invoice_and_each_period_comes_once(self, start, following, later):
        plan = billing.take_over(start, following, self.TODAY)
        line = Slice(1, plan.line_start, None, Decimal(100))
        charged = {(1, period.start) for period in plan.billed}
        until = date.fromordinal(following.toordinal() + later)
        due = charges([line], until, plan.anchor_day, 2, charged)
        self.assertEqual(due[0].period.start, following)
        days = [day.period for day in due]
        for before, after in zip(days, days[1:]):
            self.assertEqual(after.start.toordinal(), before.end.toordinal() + 1)
        # nothing is due the day before, however long the retainer ran
        self.assertEqual(charges([line], date.fromordinal(following.toordinal() - 1), plan.anchor_day, 2, charged), [])
