from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of project watching."""

    _inherit = "res.config.settings"

    agency_budget_levels = fields.Char(related="company_id.agency_budget_levels", readonly=False)
    agency_status_weekday = fields.Selection(related="company_id.agency_status_weekday", readonly=False)
