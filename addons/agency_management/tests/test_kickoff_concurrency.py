import threading

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from .onboarding_common import OnboardingBuilders


class Committed(OnboardingBuilders):
    """Builders whose records are there for every transaction."""


@tagged("post_install", "-at_install")
class TestTwoClientsAtOnce(BaseCase):
    """Two clients pick times of the same person at the same time, on cursors of their own that really commit."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(threading.current_thread().dbname)
        with self.registry.cursor() as cr:
            Committed.env = env = self.environment(cr)
            Committed.manager = Committed.new_staff("two_manager", "project_manager", tz="UTC")
            self.onboardings, self.members = [], []
            for letter in "AB":
                client = Committed.new_client(f"Twice {letter}")
                member = Committed.new_member(client, f"two_member_{letter}")
                onboarding = Committed.new_onboarding(client, [{"name": "Pick", "condition": "meeting_booked"}])
                self.onboardings.append(onboarding.id)
                self.members.append(member.id)
            self.start = env["agency.onboarding"].browse(self.onboardings[0])._meeting_slots("UTC")[0][0]
        self.addCleanup(self.remove)

    def environment(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "no_reset_password": True})

    def remove(self):
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            onboardings = env["agency.onboarding"].browse(self.onboardings)
            clients = onboardings.client_id
            env["calendar.event"].search([("agency_onboarding_id", "in", onboardings.ids)]).unlink()
            onboardings.unlink()
            users = env["res.users"].browse(self.members) | env["res.users"].search([("login", "=", "two_manager")])
            clients.member_ids.unlink()
            partners = users.partner_id
            users.unlink()
            (partners | clients).unlink()

    def pick(self, cr, number):
        """Book the slot for one of the clients, in a transaction."""
        env = self.environment(cr)
        onboarding = env["agency.onboarding"].browse(self.onboardings[number])
        return onboarding._client_book_meeting(env["res.users"].browse(self.members[number]), self.start, "UTC")

    def begin(self, cr, number):
        """The transaction begins: it sees the calendar as it is now, with the time free."""
        onboarding = self.environment(cr)["agency.onboarding"].browse(self.onboardings[number])
        self.assertIn(self.start, [start for start, _end in onboarding._meeting_slots("UTC")])

    def assert_one_meeting(self):
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            self.assertEqual(
                [bool(env["agency.onboarding"].browse(one).meeting_id) for one in self.onboardings], [True, False]
            )
            # what the server does after a conflict: the request is run again, and the client is told
            with self.assertRaisesRegex(UserError, "not free any more"):
                self.pick(cr, 1)
            cr.rollback()

    @mute_logger("odoo.sql_db")
    def test_the_other_waits_while_one_books(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.begin(second, 1)
            self.pick(first, 0)
            second.execute("SET LOCAL lock_timeout = '300ms'")
            with self.assertRaises(psycopg2.errors.LockNotAvailable):
                self.pick(second, 1)
            second.rollback()
        self.assert_one_meeting()

    @mute_logger("odoo.sql_db")
    def test_the_other_began_before_one_was_done(self):
        with self.registry.cursor() as second:
            self.begin(second, 1)
            with self.registry.cursor() as first:
                self.pick(first, 0)
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                self.pick(second, 1)
            second.rollback()
        self.assert_one_meeting()
