from odoo import models


class ResPartner(models.Model):
    """An access noted in a client's profile completes the steps that wait for it."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        flags = {entry["field"] for entry in self.env["agency.onboarding"]._access_registry().values()} - {None}
        if any(vals.get(flag) for flag in flags):
            self._agency_onboardings_open()._check_conditions()
        return result
