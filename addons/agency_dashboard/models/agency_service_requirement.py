from odoo import api, fields, models

from .agency_data_source import PROVIDERS


class AgencyServiceRequirement(models.Model):
    """A data source a service needs becomes a step that is done when the source delivers."""

    _inherit = "agency.service.requirement"

    data_provider = fields.Selection(
        PROVIDERS, string="Data Source", help="Which data source has to be connected. Empty: any of the client's."
    )

    @api.model
    def _kind_registry(self):
        registry = super()._kind_registry()
        registry["data_source"] = registry["data_source"] | {"condition": "data_source_connected"}
        return registry

    def _prepare_step(self, kind, lang):
        vals = super()._prepare_step(kind, lang)
        if kind["condition"] == "data_source_connected":
            vals["data_provider"] = self.data_provider
        return vals

    def _step_key(self):
        if self.kind == "data_source" and self.data_provider:
            return (self.kind, self.data_provider)
        return super()._step_key()
