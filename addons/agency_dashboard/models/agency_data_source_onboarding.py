from odoo import api, models


class AgencyDataSource(models.Model):
    """A source that begins to deliver completes the steps that wait for it."""

    _inherit = "agency.data.source"

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources._complete_onboardings()
        return sources

    def write(self, vals):
        result = super().write(vals)
        if "health" in vals or "provider" in vals:
            self._complete_onboardings()
        return result

    def _complete_onboardings(self):
        clients = self.filtered(lambda source: source.health == "ok").client_id
        if clients:
            clients._agency_onboardings_open()._check_conditions()
