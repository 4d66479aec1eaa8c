from threading import Timer
from unittest.mock import patch

from psycopg2.errors import LockNotAvailable

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.agency_management.tests.concurrency_common import ConcurrencyCase

from ..wizard import agency_first_steps


@tagged("post_install", "-at_install")
class TestFirstStepsScheduler(ConcurrencyCase):
    """Books of another country are installed; Odoo refuses that while its scheduler works."""

    def build(self, env):
        self.cron = env["ir.cron"].search([], limit=1).id

    def clean(self, env):
        pass

    def work(self, cr):
        """A scheduled action runs: its row is locked."""
        cr.execute("SELECT FROM ir_cron WHERE id = %s FOR UPDATE", [self.cron])

    def wait(self, cr):
        self.environment(cr)["agency.first.steps"]._wait_for_scheduler()

    def test_waits_until_the_work_is_done(self):
        with self.registry.cursor() as scheduler, self.registry.cursor() as steps:
            self.work(scheduler)
            done = Timer(0.3, scheduler.rollback)
            done.start()
            self.wait(steps)
            done.join()
            with self.has_to_wait(scheduler):
                self.work(scheduler)

    def test_starts_over_when_the_work_has_changed_its_schedule(self):
        with self.registry.cursor() as scheduler, self.registry.cursor() as steps:
            self.work(scheduler)
            scheduler.execute("UPDATE ir_cron SET nextcall = nextcall WHERE id = %s", [self.cron])
            done = Timer(0.3, scheduler.commit)
            done.start()
            with self.comes_too_late(steps):
                self.wait(steps)
            done.join()
            self.wait(steps)

    def test_does_not_wait_for_ever(self):
        with self.registry.cursor() as scheduler, self.registry.cursor() as steps:
            self.work(scheduler)
            with patch.object(agency_first_steps, "WAIT_SECONDS", 0.3):
                self.wait(steps)
            # what Odoo asks for itself, and is refused
            with mute_logger("odoo.sql_db"), self.assertRaises(LockNotAvailable):
                steps.execute("SELECT FROM ir_cron FOR UPDATE NOWAIT")
