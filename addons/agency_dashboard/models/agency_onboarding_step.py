from odoo import models


class AgencyOnboardingStep(models.Model):
    """A step is done when the data source it waits for has delivered figures."""

    _inherit = "agency.onboarding.step"

    def _condition_data_source_connected(self):
        working = set()
        for client, provider in self.env["agency.data.source"]._read_group(
            [("client_id", "in", self.client_id.ids), ("health", "=", "ok")], ["client_id", "provider"]
        ):
            working |= {(client, provider), (client, False)}
        return self.filtered(lambda step: (step.client_id, step.data_provider) in working)
