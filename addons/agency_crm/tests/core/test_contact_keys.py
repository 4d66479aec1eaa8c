from unittest import TestCase

from ...core import contact_keys as keys


class TestContactKeys(TestCase):
    def assert_table(self, function, table):
        for *arguments, expected in table:
            with self.subTest(arguments=arguments):
                self.assertEqual(function(*arguments), expected)

    def test_email(self):
        self.assert_table(
            keys.normalise_email,
            [
                ("Jane@Acme.Example", "jane@acme.example"),
                ("  jane@acme.example  ", "jane@acme.example"),
                ("Jane Doe <Jane@acme.example>", "jane@acme.example"),
                ("jane+shop@acme.co.uk", "jane+shop@acme.co.uk"),
                ("jane@münchen.example", "jane@münchen.example"),
                ("jane@acme.example.", "jane@acme.example"),
                ("jane@acme", None),
                ("jane@@acme.example", None),
                ("jane..doe@acme.example", None),
                ("jane@acme.example, joe@acme.example", None),
                ("jane doe@acme.example", None),
                ("@acme.example", None),
                ("jane", None),
                ("", None),
                (None, None),
                (False, None),
                (f"{'a' * 250}@b.example", None),
            ],
        )

    def test_phone(self):
        self.assert_table(
            keys.normalise_phone,
            [
                ("+49 30 123456", None, "+4930123456"),
                ("+49 (0) 30 123456", None, "+4930123456"),
                ("0049 30 123456", None, "+4930123456"),
                ("030/123 456", 49, "+4930123456"),
                ("030/123 456", None, "030123456"),
                ("(030) 123-456", 49, "+4930123456"),
                ("+1 415.555.0100", 49, "+14155550100"),
                ("12345", None, None),
                ("+1234567890123456", None, None),
                ("call me", None, None),
                ("+49 30 123456 ext. 5", None, None),
                ("", None, None),
                (None, None, None),
            ],
        )

    def test_url(self):
        self.assert_table(
            keys.normalise_url,
            [
                ("acme.example", "https://acme.example"),
                ("HTTP://Acme.Example/", "http://acme.example"),
                ("https://acme.example/Shop?a=1#top", "https://acme.example/Shop?a=1"),
                ("acme.example:8080/x", "https://acme.example:8080/x"),
                ("javascript:alert(1)", None),
                ("ftp://acme.example", None),
                ("https://user:pass@acme.example", None),
                ("http://localhost", None),
                ("http://127.0.0.1", None),
                ("http://[::1", None),
                ("not a site", None),
                ("acme", None),
                ("", None),
                (None, None),
            ],
        )

    def test_registered_domain(self):
        self.assert_table(
            keys.registered_domain,
            [
                ("www.acme.example", "acme.example"),
                ("shop.acme.co.uk", "acme.co.uk"),
                ("acme.com.au", "acme.com.au"),
                ("co.uk", None),
                ("acme.de", "acme.de"),
                ("www.acme.example.com", "acme.example.com"),
                ("example.com", None),
                ("acme", None),
                ("", None),
                (None, None),
            ],
        )

    def test_company_domain(self):
        self.assert_table(
            keys.company_domain,
            [
                ("jane@mail.acme.example", None, "acme.example"),
                ("jane@gmail.com", None, None),
                ("jane@gmail.com", "www.acme.example", "acme.example"),
                ("jane@acme.example", "https://other.example", "acme.example"),
                (None, "https://www.acme.example/shop", "acme.example"),
                (None, "https://facebook.com/acme", None),
                (None, "https://acme.wixsite.com", None),
                (None, "gmail.com", None),
                ("broken", "broken", None),
                (None, None, None),
            ],
        )

    def test_free_mail(self):
        self.assert_table(
            keys.is_free_mail,
            [
                ("a@gmail.com", True),
                ("a@Yahoo.co.uk", True),
                ("a@acme.example", False),
                ("broken", False),
                (None, False),
            ],
        )
