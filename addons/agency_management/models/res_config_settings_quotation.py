from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of quotations."""

    _inherit = "res.config.settings"

    quotation_approver_ids = fields.Many2many(related="company_id.quotation_approver_ids", readonly=False)
