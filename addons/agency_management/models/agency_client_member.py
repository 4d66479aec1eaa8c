from odoo import api, models


class AgencyClientMember(models.Model):
    """A client that joins the portal completes the step of its onboarding."""

    _inherit = "agency.client.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.client_id._agency_onboardings_open()._check_conditions()
        return members
