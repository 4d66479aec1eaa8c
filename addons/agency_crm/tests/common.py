"""Builders shared by the tests of the whole suite."""

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

#: role name -> group given to a user of that role
ROLES = {
    "administrator": "agency_crm.group_administrator",
    "project_manager": "agency_crm.group_project_manager",
    "team_member": "agency_crm.group_team_member",
    "accountant": "agency_crm.group_accountant",
    "hr_manager": "agency_crm.group_hr_manager",
    "marketing_manager": "agency_crm.group_marketing_manager",
}
#: people come without an invitation by mail and without notes of who made them: no test looks at those
SILENT = {"no_reset_password": True, "tracking_disable": True, "mail_create_nolog": True}


def groups_field(model):
    """:return str: name of the field that holds a user's groups (``group_ids`` from Odoo 19 on)"""
    return "group_ids" if "group_ids" in model._fields else "groups_id"


class AgencyBuilders:
    """Builders as class methods, so that ``TransactionCase`` and ``HttpCase`` share them."""

    @classmethod
    def new_staff(cls, login, role, **values):
        """:return: an internal user who holds one role of the suite; the password equals the login"""
        return new_test_user(
            cls.env,
            login=login,
            password=values.pop("password", login),
            groups=ROLES[role],
            email=values.pop("email", f"{login}@agency.example.com"),
            context=SILENT,
            **values,
        ).with_env(cls.env)

    @classmethod
    def new_client(cls, name, **values):
        """:return: a company that is a client (``res.partner``), active unless told otherwise"""
        slug = name.lower().replace(" ", "-")
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "client_state": "active", "email": f"office@{slug}.example.com"} | values
        )

    @classmethod
    def new_portal_user(cls, login, client=None, **values):
        """:return: a portal user, a contact of ``client`` when one is given, without any membership"""
        user = new_test_user(
            cls.env,
            login=login,
            password=values.pop("password", login),
            groups="base.group_portal",
            email=values.pop("email", f"{login}@client.example.com"),
            context=SILENT,
            **values,
        ).with_env(cls.env)
        if client:
            user.partner_id.parent_id = client
        return user

    @classmethod
    def new_member(cls, client, login, **rights):
        """:return: a portal user who is a member of ``client`` (rights: can_approve, can_pay, can_manage)"""
        user = cls.new_portal_user(login, client=client)
        cls.env["agency.client.member"].create({"client_id": client.id, "user_id": user.id} | rights)
        return user

    @classmethod
    def mail_queue_triggers(cls):
        """:return: the triggers that will run the queue of mails before its hour (``ir.cron.trigger``)"""
        queue = cls.env.ref("mail.ir_cron_mail_scheduler_action")
        return cls.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)])

    @classmethod
    def give_group(cls, user, xmlid):
        """Add one group to a user, on either series."""
        user.write({groups_field(user): [Command.link(cls.env.ref(xmlid).id)]})


class AgencyCommon(AgencyBuilders, TransactionCase):
    """Base of the suite's ORM tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, no_reset_password=True, mail_create_nolog=True)
        )
