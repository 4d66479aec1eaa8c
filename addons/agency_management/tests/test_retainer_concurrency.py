import threading
from datetime import date

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestTwoAtOnce(BaseCase):
    """Two processes bill one retainer at the same time, on cursors of their own that really commit."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            client = env["res.partner"].create({"name": "Twice", "is_company": True, "client_state": "active"})
            product = env["product.product"].create({"name": "Care", "type": "service"})
            retainer = env["agency.retainer"].create(
                {
                    "client_id": client.id,
                    "start_date": "2026-03-01",
                    "end_date": "2026-03-31",
                    "policy": "draft",
                    "line_ids": [(0, 0, {"product_id": product.id, "price_unit": 900})],
                }
            )
            retainer.action_activate()
            self.retainer_id, self.client_id, self.product_id = retainer.id, client.id, product.id
        self.addCleanup(self.remove)

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            retainer = env["agency.retainer"].browse(self.retainer_id)
            retainer.invoice_ids.unlink()
            retainer.state = "draft"
            retainer.unlink()
            env["res.partner"].browse(self.client_id).unlink()
            env["product.product"].browse(self.product_id).unlink()

    def bill(self, outcomes, barrier):
        """Bill as a job does: a conflict is what the job runner repeats."""
        for attempt in (1, 2):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
                    retainer = env["agency.retainer"].browse(self.retainer_id)
                    # both have begun, and have seen nothing billed, before either bills
                    self.assertFalse(retainer.charge_ids)
                    if attempt == 1:
                        barrier.wait(timeout=60)
                    outcomes.append(len(retainer._bill(date(2026, 3, 1))))
                return
            except psycopg2.OperationalError:
                outcomes.append("repeated")
            except AssertionError:
                outcomes.append(0)
                return

    @mute_logger("odoo.sql_db")
    def test_billed_once(self):
        outcomes, barrier = [], threading.Barrier(2)
        threads = [threading.Thread(target=self.bill, args=(outcomes, barrier)) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(sorted(map(str, outcomes)), ["0", "1", "repeated"])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            retainer = env["agency.retainer"].browse(self.retainer_id)
            self.assertEqual(len(retainer.invoice_ids), 1)
            self.assertEqual(len(retainer.charge_ids), 1)
