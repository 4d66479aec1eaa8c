from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestRateLimit(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Limit = cls.env["agency.rate.limit"]

    def _hits(self, address, times, scope="form"):
        return [self.Limit._hit(scope, address, limit=2, minutes=10) for _n in range(times)]

    def test_limit_per_visitor_and_form(self):
        """The third use within the window is too much; other visitors and other forms count for themselves."""
        self.assertEqual(self._hits("203.0.113.1", 3), [True, True, False])
        self.assertEqual(self._hits("203.0.113.2", 2), [True, True])
        self.assertEqual(self._hits("203.0.113.1", 1, scope="other form"), [True])
        self.assertEqual(self._hits("2001:db8::1", 2) + self._hits("2001:db8::2", 1), [True, True, False])

    def test_window_ends(self):
        """The window starts with the first use and is not prolonged by later ones."""
        with freeze_time("2026-03-01 10:00:00"):
            self.assertEqual(self._hits("203.0.113.1", 2), [True, True])
        with freeze_time("2026-03-01 10:09:59"):
            self.assertEqual(self._hits("203.0.113.1", 1), [False])
        with freeze_time("2026-03-01 10:10:00"):
            self.assertEqual(self._hits("203.0.113.1", 3), [True, True, False])

    def test_one_query_and_no_address_in_the_table(self):
        self._hits("203.0.113.1", 1)
        with self.assertQueryCount(1):
            self._hits("203.0.113.1", 1)
        self.env.cr.execute("SELECT count(*), max(hits) FROM agency_rate_limit WHERE scope = 'form'")
        self.assertEqual(self.env.cr.fetchone(), (1, 2))
        self.env.cr.execute("SELECT count(*) FROM agency_rate_limit WHERE key LIKE '%203.0.113%'")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_cron_forgets_what_is_over(self):
        """What ends now is over, what ends in a moment is not."""
        now = fields.Datetime.to_datetime("2026-03-01 10:00:00")
        self.Limit.search([]).unlink()
        self.Limit.create(
            [
                {"scope": "form", "key": name, "expires_at": now + timedelta(seconds=seconds)}
                for name, seconds in (("past", -60), ("now", 0), ("soon", 1))
            ]
        )
        with freeze_time(now):
            self.env.ref("agency_portal.ir_cron_rate_limit").ir_actions_server_id.run()
        self.assertEqual(self.Limit.search([]).mapped("key"), ["soon"])
