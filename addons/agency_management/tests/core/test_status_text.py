from unittest import TestCase

from ...core import status_text
from ...core.status_text import Facts, Milestone, Section

WORDS = {key: " ".join([key, *(f"%({name})s" for name in names)]) for key, names in status_text.WORDS.items()}


class TestStatusText(TestCase):
    def test_everything_there_is_to_tell(self):
        facts = Facts(
            state="at_risk",
            done=("Crawl", "Workshop"),
            coming=(("Report", "8 March"), ("Texts", "")),
            milestones=(
                Milestone("Audit", "reached", "1 March"),
                Milestone("Concept", "late", "28 February"),
                Milestone("Launch", "due", "29 March"),
                Milestone("Some day", "due"),
            ),
            hours=("12.5", "40", "31"),
            waiting=(("Brand guide", "4 March"), ("Access", "")),
            risks=("A milestone is late.",),
        )
        self.assertEqual(
            status_text.compose(facts, WORDS),
            (
                Section(text="headline_at_risk"),
                Section("title_done", lines=("Crawl", "Workshop")),
                Section("title_next", lines=("until Report 8 March", "undated Texts")),
                Section(
                    "title_milestones",
                    lines=(
                        "reached Audit 1 March",
                        "late Concept 28 February",
                        "due Launch 29 March",
                        "undated Some day",
                    ),
                ),
                Section("title_hours", "hours 12.5 40 31"),
                Section("title_waiting", lines=("waiting Brand guide 4 March", "undated Access")),
                Section("title_risks", lines=("A milestone is late.",)),
            ),
        )

    def test_a_quiet_week_says_so_and_leaves_the_rest_out(self):
        self.assertEqual(
            status_text.compose(Facts(), WORDS),
            (
                Section(text="headline_none"),
                Section("title_done", "nothing_done"),
                Section("title_next", "nothing_next"),
            ),
        )

    def test_every_state_has_its_headline(self):
        for state in ("ok", "at_risk", "off_track", "done"):
            with self.subTest(state=state):
                self.assertEqual(status_text.compose(Facts(state=state), WORDS)[0], Section(text=f"headline_{state}"))

    def test_long_lists_are_cut(self):
        for count, expected in [(8, 8), (9, 9), (20, 9)]:
            with self.subTest(count=count):
                section = status_text.compose(Facts(done=tuple(map(str, range(count)))), WORDS)[1]
                self.assertEqual(len(section.lines), expected)
                if count > 8:
                    self.assertEqual(section.lines[-1], f"more {count - 8}")

    def test_names_with_per_cent_signs_are_left_alone(self):
        section = status_text.compose(Facts(coming=(("100% done", "1 May"),)), WORDS)[2]
        self.assertEqual(section.lines, ("until 100% done 1 May",))
