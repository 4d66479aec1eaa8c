import unittest

from ...core.slugs import number_of, slug_of


class TestSlugs(unittest.TestCase):
    def test_slug_of(self):
        for name, expected in (
            ("Search Engine Work", "search-engine-work-7"),
            ("Référencement & Création", "referencement-creation-7"),
            ("  --  ", "7"),
            ("広告", "7"),
            ("", "7"),
            ("a" * 200, "a" * 80 + "-7"),
        ):
            with self.subTest(name=name):
                self.assertEqual(slug_of(name, 7), expected)
                self.assertEqual(number_of(expected), 7)

    def test_number_of(self):
        for slug, expected in (
            ("7", 7),
            ("seo-7", 7),
            ("seo-2-7", 7),
            ("seo", None),
            ("seo-", None),
            ("7-seo", None),
            ("seo-7/..", None),
            ("seo-99999999999999999999", None),
            (None, None),
        ):
            with self.subTest(slug=slug):
                self.assertEqual(number_of(slug), expected)
