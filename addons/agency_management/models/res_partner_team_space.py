from odoo import _, fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """A client's team has a place to talk: a channel for the agency's people alone."""

    _inherit = "res.partner"

    agency_channel_id = fields.Many2one(
        "discuss.channel",
        "Team Space",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="agency_crm.group_agency_staff",
    )

    def action_open_team_space(self):
        """Open the client's channel; made the first time, and joined by whoever works for the client now.

        :return: action opening it in Discuss
        """
        self.ensure_one()
        if not self.env.user.has_group("agency_crm.group_agency_staff"):
            raise UserError(_("The team space is for people of the agency."))
        self.check_access_rights("read")
        self.check_access_rule("read")
        if not self.client_state:
            raise UserError(_("%(name)s is no client. Convert the lead or the contact first.", name=self.display_name))
        # whoever works for a client need not be allowed to change it or to add colleagues to channels
        client_sudo = self.sudo()
        channel_sudo = client_sudo._agency_join_team_space(self.env.user)
        return {
            "type": "ir.actions.client",
            "tag": "mail.action_discuss",
            "name": channel_sudo.name,
            "context": {"active_id": f"discuss.channel_{channel_sudo.id}"},
            "params": {"active_id": f"discuss.channel_{channel_sudo.id}"},
        }

    def _agency_join_team_space(self, users):
        """Let users, and whoever works for the client now, into the client's channel, which is made the first time.

        :return: the ``discuss.channel``
        """
        self.ensure_one()
        channel = self._agency_team_space()
        members = self._agency_team() | users
        channel.add_members(partner_ids=members.partner_id.ids, post_joined_message=False)
        return channel

    def _agency_team_space(self):
        """:return: the client's ``discuss.channel``, made when there is none; two people at once make one"""
        self.ensure_one()
        # a payment that refers to the client at the same moment must not wait for this, nor this for it
        self.env.cr.execute("SELECT id FROM res_partner WHERE id = %s FOR NO KEY UPDATE", [self.id])
        self.invalidate_recordset(["agency_channel_id"])
        if not self.agency_channel_id:
            values = {
                "name": self.name,
                "channel_type": "channel",
                "description": _("Team of %(client)s. Clients do not see it.", client=self.name),
                "group_public_id": self.env.ref("agency_crm.group_agency_staff").id,
            }
            if self.company_id:
                # colleagues of other companies neither find nor read it: only who is let in does
                values |= {"channel_type": "group", "group_public_id": False}
            self.agency_channel_id = self.env["discuss.channel"].create(values)
        return self.agency_channel_id

    def _agency_team(self):
        """:return: ``res.users`` of the agency who work for the client: account manager, project managers, people
        with open tasks
        """
        self.ensure_one()
        projects = self.env["project.project"].search([("client_id", "=", self.id)])
        tasks = self.env["project.task"].search(
            [("project_id", "in", projects.ids), ("state", "not in", ("1_done", "1_canceled"))]
        )
        users = self.user_id | projects.user_id | tasks.user_ids
        return users.filtered(lambda user: user.active and not user.share)
