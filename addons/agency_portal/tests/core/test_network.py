import unittest

from ...core.network import requester_of


class TestNetwork(unittest.TestCase):
    def test_requester_of(self):
        for address, expected in (
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("unix", "unix"),
            (None, ""),
        ):
            with self.subTest(address=address):
                self.assertEqual(requester_of(address), expected)
