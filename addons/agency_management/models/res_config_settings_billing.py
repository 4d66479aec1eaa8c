from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Billing settings of the suite."""

    _inherit = "res.config.settings"

    agency_retainer_policy = fields.Selection(related="company_id.agency_retainer_policy", readonly=False)
