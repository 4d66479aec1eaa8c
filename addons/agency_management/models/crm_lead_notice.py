from odoo import api, models


class CrmLead(models.Model):
    """A new enquiry may be told in a chat."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        self.env["agency.notice.rule"]._notify("lead_new", leads)
        return leads
