"""What tests of two transactions at once share."""

import contextlib
import threading

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tools import mute_logger


class ConcurrencyCase(BaseCase):
    """Transactions on cursors of their own that really commit, over records that all of them see."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(threading.current_thread().dbname)
        with self.registry.cursor() as cr:
            self.build(self.environment(cr))
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            self.clean(self.environment(cr))

    def environment(self, cr, uid=SUPERUSER_ID):
        """:return: an environment of a transaction"""
        return api.Environment(cr, uid, {"tracking_disable": True, "no_reset_password": True})

    def build(self, env):
        """Make what the transactions work on; keep ids, not records. It is committed."""
        raise NotImplementedError

    def clean(self, env):
        """Take away what ``build`` and the transactions made."""
        raise NotImplementedError

    @contextlib.contextmanager
    def has_to_wait(self, cr):
        """Within the block the transaction asks for what another one, not ended yet, has locked."""
        cr.execute("SET LOCAL lock_timeout = '300ms'")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.LockNotAvailable):
            yield
        cr.rollback()

    @contextlib.contextmanager
    def comes_too_late(self, cr):
        """Within the block the transaction asks for what another one changed since it began; it is rolled back."""
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
            yield
        cr.rollback()
