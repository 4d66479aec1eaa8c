import unittest

from ...core import waiting


class TestWaiting(unittest.TestCase):
    def test_what_the_provider_says(self):
        date = "Wed, 25 Nov 2026 10:00:00 GMT"
        for headers, seconds in (
            ({}, None),
            ({"Retry-After": "30"}, 30),
            ({"Retry-After": "0.3"}, 1),
            ({"Retry-After": "1.2"}, 2),
            ({"Retry-After": "-5"}, 1),
            ({"Retry-After": "86400"}, 3600),
            ({"Retry-After": "soon"}, None),
            ({"Retry-After": "Wed, 25 Nov 2026 10:01:30 GMT", "Date": date}, 90),
            ({"Retry-After": "Wed, 25 Nov 2026 10:01:30 GMT"}, None),
            ({"Retry-After": "1500", "X-RateLimit-Reset-After": "1.5"}, 2),
        ):
            with self.subTest(headers=headers):
                self.assertEqual(waiting.seconds_to_wait(headers), seconds)

    def test_pauses_double_up_to_an_hour(self):
        self.assertEqual(
            [waiting.backoff(attempt) for attempt in range(9)], [60, 60, 120, 240, 480, 960, 1920, 3600, 3600]
        )
        self.assertEqual(waiting.backoff(3, first=10), 40)
