from odoo import models


class AgencyRetainer(models.Model):
    """Included hours, as the time of the project asks for them."""

    _inherit = "agency.retainer"

    def _agency_runs_on(self, day):
        """:return bool: whether the retainer is in force on a day"""
        self.ensure_one()
        return self.start_date <= day and (not self.end_date or day <= self.end_date)
