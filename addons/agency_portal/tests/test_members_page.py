from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PortalBuilders

PAGE = "/my/agency/members"


@tagged("post_install", "-at_install")
class TestMembersPage(PortalBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a = cls.new_client("Alpha Shoes")
        cls.client_b = cls.new_client("Beta Bikes")
        cls.manager = cls.new_member(cls.client_a, "mem_manager", can_manage=True)
        cls.plain = cls.new_member(cls.client_a, "mem_plain")
        cls.foreign = cls.new_member(cls.client_b, "mem_foreign", can_manage=True)

    def _member(self, user):
        return self.env["agency.client.member"].search([("user_id", "=", user.id)])

    def _post(self, url, **data):
        token = self.csrf_of(self.url_open(PAGE).text)
        return self.url_open(url, data=data | {"csrf_token": token}, allow_redirects=False)

    def test_page(self):
        self.authenticate("mem_manager", "mem_manager")
        text = self.url_open(PAGE).text
        self.assertIn("mem_plain", text)
        self.assertNotIn("mem_foreign", text)
        self.assertNotIn(f"{PAGE}/{self._member(self.manager).id}/remove", text)

    def test_who_may_not_manage_is_sent_away(self):
        self.authenticate("mem_plain", "mem_plain")
        self.assertNotIn("mem_manager", self.url_open(PAGE).text)

    def test_invite(self):
        self.authenticate("mem_manager", "mem_manager")
        response = self._post(
            f"{PAGE}/invite", client_id=self.client_a.id, name="Nora New", email="nora@alpha.example.com", can_pay="1"
        )
        self.assertEqual(response.status_code, 303)
        member = self.client_a.member_ids.filtered(lambda row: row.login == "nora@alpha.example.com")
        self.assertRecordValues(member, [{"can_approve": False, "can_pay": True, "can_manage": False}])
        self.assertEqual(member.user_id.partner_id.parent_id, self.client_a)

    def test_bad_address_comes_back_with_what_was_typed(self):
        self.authenticate("mem_manager", "mem_manager")
        response = self._post(
            f"{PAGE}/invite", client_id=self.client_a.id, name="Nora New", email="nora", can_manage="1"
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("is not an e-mail address", response.text)
        self.assertIn('value="Nora New"', response.text)
        self.assertEqual(len(self.client_a.member_ids), 2)

    def test_only_the_own_client(self):
        """Neither inviting nor removing works for another client."""
        self.authenticate("mem_manager", "mem_manager")
        self._post(f"{PAGE}/invite", client_id=self.client_b.id, name="Eve", email="eve@alpha.example.com")
        self.assertFalse(self.env["res.users"].search([("login", "=", "eve@alpha.example.com")]))
        self._post(f"{PAGE}/{self._member(self.foreign).id}/remove")
        self.assertTrue(self._member(self.foreign))

    def test_remove(self):
        self.authenticate("mem_manager", "mem_manager")
        response = self._post(f"{PAGE}/{self._member(self.plain).id}/remove")
        self.assertEqual(response.status_code, 303)
        self.assertFalse(self._member(self.plain))
        self.assertFalse(self.plain.has_group("agency_crm.group_client"))

    def test_nobody_locks_themselves_out(self):
        self.authenticate("mem_manager", "mem_manager")
        self._post(f"{PAGE}/{self._member(self.manager).id}/remove")
        self.assertTrue(self._member(self.manager))

    @mute_logger("odoo.http")
    def test_without_a_token_nothing_happens(self):
        self.authenticate("mem_manager", "mem_manager")
        response = self.url_open(f"{PAGE}/{self._member(self.plain).id}/remove", data={"x": "1"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)
        self.assertTrue(self._member(self.plain))
