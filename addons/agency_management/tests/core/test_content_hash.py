"""Fingerprints: equal content, equal hash; anything else, another one."""

import unittest

from ...core.content_hash import CHAIN_START, event_hash, first_broken, version_hash

FILES = [("logo.png", "aa"), ("logo.pdf", "bb")]


class TestContentHash(unittest.TestCase):
    def test_recipe_is_stable(self):
        # a changed fingerprint would make every signature given so far unverifiable
        self.assertEqual(
            version_hash(1, "<p>Grüße</p>", "https://example.com", FILES),
            "e1c1fa616c227f8d996c8524b793edfb3cd9c38f9d1882436d1cfc05dd904449",
        )

    def test_order_of_files_does_not_matter(self):
        self.assertEqual(version_hash(1, "", "", FILES), version_hash(1, None, False, FILES[::-1]))

    def test_every_part_matters(self):
        variants = [
            version_hash(1, "x", "l", FILES),
            version_hash(2, "x", "l", FILES),
            version_hash(1, "y", "l", FILES),
            version_hash(1, "x", "m", FILES),
            version_hash(1, "x", "l", FILES[:1]),
            version_hash(1, "x", "l", [("other.png", "aa"), ("logo.pdf", "bb")]),
            version_hash(1, "x", "l", [("logo.png", "ab"), ("logo.pdf", "bb")]),
            version_hash(1, "xl", "", FILES),
        ]
        self.assertEqual(len(set(variants)), len(variants))

    def test_chain(self):
        lines, previous = [], CHAIN_START
        for values in ({"action": "submit"}, {"action": "pass"}, {"action": "approve"}):
            own = event_hash(previous, values)
            lines.append((values, previous, own))
            previous = own
        self.assertIsNone(first_broken([]))
        self.assertIsNone(first_broken(lines))
        self.assertEqual(first_broken(lines[1:]), 0)
        self.assertEqual(first_broken([lines[0], lines[2]]), 1)
        changed = [lines[0], ({"action": "fail"}, *lines[1][1:]), lines[2]]
        self.assertEqual(first_broken(changed), 1)
