from odoo import fields, models

from .agency_data_source import PROVIDERS


class AgencyOnboardingStepMixin(models.AbstractModel):
    """Which data source a step waits for, on the template and in the onboarding."""

    _inherit = "agency.onboarding.step.mixin"

    data_provider = fields.Selection(
        PROVIDERS,
        string="Data Source",
        groups="base.group_user",
        help="For steps completed by a data source: which one. Empty: any of the client's.",
    )

    def _definition_fields(self):
        return [*super()._definition_fields(), "data_provider"]
