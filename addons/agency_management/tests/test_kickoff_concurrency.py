from odoo.exceptions import UserError
from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase
from .onboarding_common import OnboardingBuilders


class Committed(OnboardingBuilders):
    """Builders whose records are there for every transaction."""


@tagged("post_install", "-at_install")
class TestTwoClientsAtOnce(ConcurrencyCase):
    """Two clients pick times of the same person at the same time, on cursors of their own that really commit."""

    def build(self, env):
        Committed.env = env
        Committed.manager = Committed.new_staff("two_manager", "project_manager", tz="UTC")
        self.onboardings, self.members = [], []
        for letter in "AB":
            client = Committed.new_client(f"Twice {letter}")
            member = Committed.new_member(client, f"two_member_{letter}")
            onboarding = Committed.new_onboarding(client, [{"name": "Pick", "condition": "meeting_booked"}])
            self.onboardings.append(onboarding.id)
            self.members.append(member.id)
        self.start = env["agency.onboarding"].browse(self.onboardings[0])._meeting_slots("UTC")[0][0]

    def clean(self, env):
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

    def test_the_other_waits_while_one_books(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.begin(second, 1)
            self.pick(first, 0)
            with self.has_to_wait(second):
                self.pick(second, 1)
        self.assert_one_meeting()

    def test_the_other_began_before_one_was_done(self):
        with self.registry.cursor() as second:
            self.begin(second, 1)
            with self.registry.cursor() as first:
                self.pick(first, 0)
            with self.comes_too_late(second):
                self.pick(second, 1)
        self.assert_one_meeting()
