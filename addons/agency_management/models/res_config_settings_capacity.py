from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Planning settings of the suite."""

    _inherit = "res.config.settings"

    agency_overbooking = fields.Selection(related="company_id.agency_overbooking", readonly=False)
