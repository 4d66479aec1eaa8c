from odoo import Command, _, models


class AgencyClientMember(models.Model):
    """Members who came by an import are invited by jobs: a mail that fails costs no import."""

    _inherit = "agency.client.member"

    def _agency_invite_later(self):
        """Enqueue the invitation of each of these members."""
        for member in self:
            member.with_delay(
                identity_key=f"agency.client.member.invite:{member.id}",
                description=_("Invite %(name)s", name=member.user_id.name),
            )._job_invite()

    def _job_invite(self):
        """Job: send stock's invitation to choose a password, once somebody has not signed in yet."""
        member_sudo = self.exists().sudo()  # whoever imports need not be allowed to read accounts
        if not member_sudo or member_sudo.user_id.login_date:
            return
        wizard_sudo = (
            self.env["portal.wizard"].sudo().create({"partner_ids": [Command.set(member_sudo.user_id.partner_id.ids)]})
        )
        wizard_sudo.user_ids.action_invite_again()
