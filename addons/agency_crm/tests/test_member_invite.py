from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.auth_signup.models.res_partner import SignupError

from .common import AgencyCommon


@tagged("post_install", "-at_install")
class TestMemberInvite(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.new_client("Harbour Bakery")
        cls.other = cls.new_client("Other Client")
        cls.manager = cls.new_staff("invite_pm", "project_manager")
        cls.Member = cls.env["agency.client.member"]

    def test_new_person_by_wizard(self):
        """A project manager invites somebody new: contact, portal account, membership with its rights, one mail."""
        wizard = Form(
            self.env["agency.member.invite"]
            .with_user(self.manager)
            .with_context(active_model="res.partner", active_id=self.client.id)
        )
        self.assertEqual(wizard.client_id, self.client)
        wizard.name = "Dana Reyes"
        wizard.email = "Dana@Harbour.example.com"
        wizard.can_pay = False
        wizard.save().action_invite()
        member = self.client.member_ids
        self.assertRecordValues(
            member,
            [
                {
                    "client_id": self.client.id,
                    "login": "dana@harbour.example.com",
                    "can_approve": True,
                    "can_pay": False,
                    "can_manage": False,
                }
            ],
        )
        self.assertEqual(member.user_id.partner_id.parent_id, self.client)
        self.assertEqual(member.user_id.name, "Dana Reyes")
        self.assertTrue(member.user_id.has_group("base.group_portal"))
        self.assertTrue(member.user_id.has_group("agency_crm.group_client"))
        self.assertTrue(member.user_id.share)

    def test_known_contact_keeps_its_record(self):
        """A contact with that address becomes the portal user; no second contact appears."""
        contact = self.env["res.partner"].create(
            {"name": "Ali Demir", "email": "ali@harbour.example.com", "parent_id": self.client.id}
        )
        before = self.env["res.partner"].search_count([("commercial_partner_id", "=", self.client.id)])
        member = self.Member.with_user(self.manager)._invite(self.client, "ALI@harbour.example.com", name="Somebody")
        self.assertEqual(member.user_id.partner_id, contact)
        self.assertEqual(contact.name, "Ali Demir")
        self.assertEqual(self.env["res.partner"].search_count([("commercial_partner_id", "=", self.client.id)]), before)

    def test_existing_account_joins_a_second_client(self):
        """Whoever has an account keeps it and is told about the new client."""
        user = self.new_member(self.other, "consultant")
        user.login = "consultant@free.example.com"
        member = self.Member.with_user(self.manager)._invite(self.client, "consultant@free.example.com")
        self.assertEqual(member.user_id, user)
        self.assertEqual(self.Member._clients_of(user), self.client | self.other)
        notice = self.env["mail.message"].search([("partner_ids", "in", user.partner_id.ids)], limit=1)
        self.assertIn("Harbour Bakery", notice.subject)

    def test_archived_account_is_revived(self):
        user = self.new_member(self.client, "gone")
        user.write({"login": "gone@harbour.example.com", "email": "gone@harbour.example.com"})
        self.client.member_ids.unlink()
        user.active = False
        member = self.Member.with_user(self.manager)._invite(self.client, "gone@harbour.example.com")
        self.assertEqual(member.user_id, user)
        self.assertTrue(user.active)
        self.assertTrue(user.has_group("base.group_portal"))

    def _refused_by_stock(self, failure):
        """Invite somebody while stock's copy of the template user fails."""
        users = self.registry["res.users"]
        with patch.object(users, "copy", side_effect=failure):
            self.Member.with_user(self.manager)._invite(self.client, "dana@harbour.example.com", "Dana")

    def test_collision_with_another_transaction_is_repeated(self):
        """Odoo repeats a request whose transaction met another one, also where stock hides what happened."""
        with self.assertRaises(SerializationFailure):
            self._refused_by_stock(SerializationFailure("could not serialize access due to concurrent update"))
        with self.assertRaisesRegex(SignupError, "login is taken"):
            self._refused_by_stock(ValueError("login is taken"))

    def test_refusals(self):
        """Bad addresses, agency staff and members already there are refused with what to do."""
        self.new_member(self.client, "twice").login = "twice@harbour.example.com"
        self.manager.login = "pm@agency.example.com"
        invite = self.Member.with_user(self.manager)._invite
        for email, message in (
            ("not an address", "not an e-mail address"),
            ("", "not an e-mail address"),
            ("pm@agency.example.com", "needs no invitation"),
            ("twice@harbour.example.com", "already a member"),
        ):
            with self.subTest(email=email), self.assertRaisesRegex(UserError, message):
                invite(self.client, email)
        self.assertEqual(self.client.member_count, 1)

    def test_who_may_invite(self):
        """Staff with the right on memberships, and members who manage the client: nobody else, no account made."""
        for user in (
            self.new_staff("invite_team", "team_member"),
            self.new_staff("invite_acc", "accountant"),
            self.new_member(self.client, "plain_member", can_approve=True, can_pay=True),
            self.new_member(self.other, "manager_elsewhere", can_manage=True),
            self.new_portal_user("stranger"),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.Member.with_user(user)._invite(self.client, "x@harbour.example.com")
        self.assertFalse(self.env["res.users"].search([("login", "=", "x@harbour.example.com")]))
        managing = self.new_member(self.client, "managing", can_manage=True)
        member = self.Member.with_user(managing)._invite(self.client, "x@harbour.example.com", can_approve=False)
        self.assertRecordValues(member.sudo(), [{"client_id": self.client.id, "can_approve": False, "can_pay": True}])
