import unittest

from ...core import addresses


class TestAddresses(unittest.TestCase):
    def test_form(self):
        good = ("https://hooks.example.com/services/T0/B0/xyz", " https://chat.example.com:8443/hook?id=1 ")
        self.assertEqual([addresses.check(url) for url in good], [url.strip() for url in good])
        for url, code in (
            ("", "scheme"),
            (None, "scheme"),
            ("http://hooks.example.com/", "scheme"),
            ("file:///etc/passwd", "scheme"),
            ("hooks.example.com/x", "scheme"),
            ("https://", "host"),
            ("https://exa mple.com/", "host"),
            ("https://[::1", "host"),
            ("https://example.com:port/", "host"),
            ("https://user:secret@example.com/", "credentials"),
        ):
            with self.subTest(url=url), self.assertRaises(addresses.AddressError) as caught:
                addresses.check(url)
            self.assertEqual(caught.exception.code, code)
        self.assertEqual(addresses.check("http://x.example/", ("https", "http")), "http://x.example/")

    def test_public(self):
        for address, public in (
            ("93.184.216.34", True),
            ("2606:2800:220:1:248:1893:25c8:1946", True),
            ("127.0.0.1", False),
            ("10.1.2.3", False),
            ("172.16.0.1", False),
            ("192.168.1.1", False),
            ("169.254.169.254", False),
            ("100.64.0.1", False),
            ("0.0.0.0", False),
            ("224.0.0.1", False),
            ("255.255.255.255", False),
            ("::1", False),
            ("fe80::1%eth0", False),
            ("fd00::1", False),
            ("::ffff:127.0.0.1", False),
            ("::ffff:93.184.216.34", True),
            ("64:ff9b::7f00:1", False),
            ("2002:7f00:1::", False),
            ("localhost", False),
            ("", False),
        ):
            with self.subTest(address=address):
                self.assertIs(addresses.is_public(address), public)
