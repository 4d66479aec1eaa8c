from odoo import models


class AgencyDeliverable(models.Model):
    """The last approved deliverable reaches its milestone."""

    _inherit = "agency.deliverable"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "approved" or vals.get("milestone_id"):
            self.milestone_id._agency_check_reached()
        return result
