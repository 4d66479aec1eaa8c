from odoo import _, api, models


class AgencyOnboarding(models.Model):
    """Onboardings know when a data source of the client delivers."""

    _inherit = "agency.onboarding"

    @api.model
    def _condition_registry(self):
        return super()._condition_registry() | {
            "data_source_connected": {
                "label": _("Data source connected"),
                "method": "_condition_data_source_connected",
            },
        }
