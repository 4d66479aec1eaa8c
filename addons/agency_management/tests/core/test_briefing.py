from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ...core import briefing
from ...core.briefing import Question, check, clean


class TestBriefing(TestCase):
    def test_clean(self):
        choice = Question(1, "choice", choices=("Blue", "Deep green"))
        for question, raw, expected in [
            (Question(1), "  Two   words\n", ("Two words", None)),
            (Question(1), None, ("", None)),
            (Question(1), "x" * 251, ("x" * 251, "too_long")),
            (Question(1, "long"), " One\r\n\r\ntwo ", ("One\n\ntwo", None)),
            (Question(1, "long"), "nul\x00byte", ("nulbyte", None)),
            (choice, "Deep  green", ("Deep green", None)),
            (choice, "", ("", None)),
            (choice, "Red", ("Red", "choice")),
            (Question(1, "link"), "example.com/a", ("https://example.com/a", None)),
            (Question(1, "link"), "http://example.com", ("http://example.com", None)),
            (Question(1, "link"), "javascript:alert(1)", ("javascript:alert(1)", "link")),
            (Question(1, "link"), "ftp://example.com", ("ftp://example.com", "link")),
            (Question(1, "link"), "nothing", ("nothing", "link")),
            (Question(1, "link"), "two words.com", ("two words.com", "link")),
            (Question(1, "link"), "https://[broken", ("https://[broken", "link")),
            (Question(1, "date"), "2024-02-29", ("2024-02-29", None)),
            (Question(1, "date"), "2023-02-29", ("2023-02-29", "date")),
            (Question(1, "date"), "29.2.2024", ("29.2.2024", "date")),
            (Question(1, "date"), "0024-02-29", ("0024-02-29", "date")),
        ]:
            with self.subTest(kind=question.kind, raw=raw):
                self.assertEqual(clean(question, raw), expected)

    def test_check(self):
        questions = [Question("a", required=True), Question("b", "link"), Question("c", "date", required=True)]
        typed = {"a": " ", "b": "no link", "c": "2024-03-01", "z": "not asked"}
        values = {"a": "", "b": "no link", "c": "2024-03-01"}
        self.assertEqual(check(questions, typed), (values, {"a": "required", "b": "link"}))
        self.assertEqual(check(questions, typed, complete=False), (values, {"b": "link"}))
        self.assertEqual(check(questions, {})[1], {"a": "required", "c": "required"})
        self.assertEqual(check([], {"a": "x"}), ({}, {}))

    def test_split_choices(self):
        self.assertEqual(briefing.split_choices(" Blue \n\nGreen\nBlue\r\n"), ("Blue", "Green"))
        self.assertEqual(briefing.split_choices(None), ())

    @given(st.sampled_from(briefing.KINDS), st.text(max_size=300))
    def test_what_is_kept_is_kept_again(self, kind, raw):
        question = Question(1, kind, choices=("Blue",))
        text, problem = clean(question, raw)
        self.assertEqual(clean(question, text), (text, problem), "cleaning twice changes nothing")
        if not problem:
            self.assertLessEqual(len(text), briefing.MAX_LENGTH[kind] + len("https://"))
            if kind == "link" and text:
                self.assertRegex(text, r"^https?://")
