from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .win_common import WinCommon


@tagged("post_install", "-at_install")
class TestRoleRights(WinCommon):
    """The roles alone are enough for their work: nobody has to be given stock's "Contact Creation" beside one."""

    def only(self, login, role):
        """:return: a user with nothing but a role"""
        user = self.new_staff(login, role)
        self.assertFalse(user.has_group("base.group_partner_manager"))
        return user

    def as_user(self, user, record):
        """:return: the record as a user sees it who has just opened it"""
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user)

    def test_marketing_manager_converts(self):
        seller = self.only("rights_seller", "marketing_manager")
        lead = self.new_lead(
            "New",
            contact_name="Jane Doe",
            partner_name="Acme",
            email_from="jane@acme.example",
            phone="+49 30 1234567",
            site_url="https://acme.example",
            monthly_ad_budget=4000,
            user_id=seller.id,
        )
        self.as_user(seller, lead).action_agency_convert()
        client = lead.partner_id.parent_id
        self.assertRecordValues(
            client, [{"name": "Acme", "client_state": "prospect", "monthly_ad_budget": 4000.0, "create_uid": seller.id}]
        )
        self.assertRecordValues(lead.partner_id, [{"name": "Jane Doe", "create_uid": seller.id}])

    def test_marketing_manager_converts_a_colleagues_lead_of_a_known_client(self):
        seller = self.only("rights_seller", "marketing_manager")
        client = self.new_client("Acme", email="office@acme.example", client_state="former")
        lead = self.new_lead(
            "Again", contact_name="Jane", email_from="jane@acme.example", partner_name="Acme", user_id=self.leader.id
        )
        lead._agency_recognise_partner()
        self.as_user(seller, lead).action_agency_convert()
        self.assertEqual((lead.type, lead.partner_id.parent_id), ("opportunity", client))

    def test_marketing_manager_wins(self):
        seller = self.only("rights_seller", "marketing_manager")
        lead = self.new_lead("Won", type="opportunity", contact_name="Jane", partner_name="Acme", user_id=seller.id)
        self.as_user(seller, lead).action_set_won()
        self.assertRecordValues(lead.partner_id.commercial_partner_id, [{"name": "Acme", "client_state": "onboarding"}])

    def test_project_manager_adds_changes_and_removes_members(self):
        manager = self.only("rights_manager", "project_manager")
        client = self.new_client("Harbour")
        person = self.new_portal_user("rights_person", client=client)
        form = Form(self.env["agency.client.member"].with_user(manager).with_context(default_client_id=client.id))
        form.user_id = person
        form.can_pay = False
        member = form.save()
        self.assertRecordValues(
            member, [{"client_id": client.id, "user_id": person.id, "can_approve": True, "can_pay": False}]
        )
        self.assertTrue(person.has_group("agency_crm.group_client"))
        self.as_user(manager, member).can_manage = True
        self.assertTrue(member.can_manage)
        self.as_user(manager, member).unlink()
        self.assertFalse(person.has_group("agency_crm.group_client"))

    def test_project_manager_invites(self):
        manager = self.only("rights_manager", "project_manager")
        client = self.new_client("Harbour")
        action = self.as_user(manager, client).action_view_members()
        self.assertEqual(self.env["agency.client.member"].with_user(manager).search_count(action["domain"]), 0)
        invite = Form(
            self.env["agency.member.invite"]
            .with_user(manager)
            .with_context(active_model="res.partner", active_id=client.id)
        )
        invite.name = "Dana"
        invite.email = "dana@harbour.example"
        invite.save().action_invite()
        self.assertRecordValues(client.member_ids, [{"login": "dana@harbour.example"}])
        self.assertEqual(client.member_ids.user_id.partner_id.parent_id, client)

    def test_neither_does_the_work_of_the_other(self):
        client = self.new_client("Harbour")
        person = self.new_portal_user("rights_person", client=client)
        lead = self.new_lead("Lead", contact_name="Jane", partner_name="Acme")
        with self.assertRaises(AccessError):
            self.env["agency.client.member"].with_user(self.only("rights_seller", "marketing_manager")).create(
                {"client_id": client.id, "user_id": person.id}
            )
        with self.assertRaises(AccessError):
            self.as_user(self.only("rights_manager", "project_manager"), lead).action_agency_convert()
