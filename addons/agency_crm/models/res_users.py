from odoo import Command, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _sync_client_group(self):
        """Give ``group_client`` to portal users with a membership and take it from those without one."""
        # a project manager grants memberships but may not write users; the group follows from the membership alone
        users_sudo = self.exists().sudo()
        group_sudo = self.env.ref("agency_crm.group_client").sudo()
        members = (
            self.env["agency.client.member"]
            .sudo()
            ._read_group([("user_id", "in", users_sudo.ids)], groupby=["user_id"])
        )
        with_membership = self.browse([user.id for (user,) in members])
        for user_sudo in users_sudo:
            has_group = user_sudo.has_group("agency_crm.group_client")
            if user_sudo.id in with_membership.ids and not has_group:
                user_sudo.write({"groups_id": [Command.link(group_sudo.id)]})
            elif user_sudo.id not in with_membership.ids and has_group:
                user_sudo.write({"groups_id": [Command.unlink(group_sudo.id)]})
