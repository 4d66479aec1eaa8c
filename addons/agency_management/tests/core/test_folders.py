from unittest import TestCase

from ...core.folders import (
    Spec,
    clean_file_name,
    clean_name,
    paths,
    unique_file_name,
    unique_name,
)


class TestFolders(TestCase):
    def test_clean_name(self):
        cases = [
            ("Alpha: SEO Start", "Alpha SEO Start"),
            ("Q1/Q2 \\ plan", "Q1 Q2 plan"),
            ("Brand & Logos", "Brand & Logos"),
            ("  a\nb\x00c ", "a b c"),
            ("Société Générale", "Société Générale"),
            ("..", "Folder"),
            ("", "Folder"),
            (None, "Folder"),
            ("x" * 300, "x" * 100),
            # file systems count bytes
            ("設" * 100, "設" * 66),
        ]
        for name, expected in cases:
            with self.subTest(name=name):
                self.assertEqual(clean_name(name), expected)

    def test_clean_file_name(self):
        cases = [
            ("brand.pdf", "brand.pdf"),
            ("a/b: c.pdf", "a b c.pdf"),
            ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
            ("README", "README"),
            (".hidden", "hidden"),
            ("report.", "report"),
            ("what.???", "what"),
            ("設" * 100 + ".pdf", "設" * 66 + ".pdf"),
            (None, "Folder"),
        ]
        for name, expected in cases:
            with self.subTest(name=name):
                self.assertEqual(clean_file_name(name), expected)

    def test_unique_name(self):
        cases = [
            ("Briefs", [], "Briefs"),
            ("Briefs", ["briefs"], "Briefs (2)"),
            ("Briefs", ["Briefs", "Briefs (2)"], "Briefs (3)"),
            ("Dr. Who", ["Dr. Who"], "Dr. Who (2)"),
            ("Site 2.0", ["Site 2.0"], "Site 2.0 (2)"),
        ]
        for name, taken, expected in cases:
            with self.subTest(name=name, taken=taken):
                self.assertEqual(unique_name(name, taken), expected)

    def test_unique_file_name(self):
        cases = [
            ("logo.png", [], "logo.png"),
            ("logo.png", ["LOGO.PNG"], "logo (2).png"),
            ("logo.png", ["logo.png", "logo (2).png"], "logo (3).png"),
            ("README", ["README"], "README (2)"),
            ("Vol. of the whole world", ["Vol. of the whole world"], "Vol. of the whole world (2)"),
        ]
        for name, taken, expected in cases:
            with self.subTest(name=name, taken=taken):
                self.assertEqual(unique_file_name(name, taken), expected)

    def test_paths(self):
        specs = [
            Spec(3, "Drafts", parent=2),
            Spec(1, "Briefs"),
            Spec(2, "Work Files"),
            Spec(4, "work files"),
            Spec(5, "Final", parent=4),
            Spec(6, "Loose", parent=99),
        ]
        self.assertEqual(
            paths(specs),
            {
                ("Briefs",): 1,
                ("Work Files",): 2,
                ("Loose",): 6,
                ("Work Files", "Drafts"): 3,
                ("Work Files", "Final"): 5,
            },
        )
