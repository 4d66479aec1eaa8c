import unittest

from ...core.contact import dial, web_address


class TestContact(unittest.TestCase):
    def test_dial(self):
        for phone, expected in (
            ("+1 (503) 555-0100", "+15035550100"),
            ("0511 / 55 01 00", "0511550100"),
            (" +49 511 550100 ext. 12", "+49511550100"),
            ("call us", ""),
            ("+", ""),
            ("", ""),
            (None, ""),
            (False, ""),
        ):
            with self.subTest(phone=phone):
                self.assertEqual(dial(phone), expected)

    def test_web_address(self):
        for text, expected in (
            ("https://example.com/us", "https://example.com/us"),
            (" http://example.com ", "http://example.com"),
            ("www.example.com/us?a=1", "https://www.example.com/us?a=1"),
            ("example.com:8080", "https://example.com:8080"),
            ("javascript:alert(1)", ""),
            ("JavaScript://example.com/%0aalert(1)", ""),
            ("mailto:us@example.com", ""),
            ("our page", ""),
            ("https://two words", ""),
            ("", ""),
            (None, ""),
            (False, ""),
        ):
            with self.subTest(text=text):
                self.assertEqual(web_address(text), expected)
