from odoo import api, models


class AgencyClientMember(models.Model):
    """A client that joins the portal completes the step of its onboarding; who leaves it leaves its meetings, too."""

    _inherit = "agency.client.member"

    def _reachable_partners(self):
        """:return: ``res.partner`` of the members who can be written to: not archived, with an e-mail address"""
        return self.user_id.filtered(lambda user: user.active and user.email).partner_id

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.client_id._agency_onboardings_open()._check_conditions()
        return members

    def unlink(self):
        left = [(member.client_id, member.user_id.partner_id) for member in self]
        result = super().unlink()
        for client, partner in left:
            client._agency_onboardings_open()._meeting_leave(partner)
        return result
