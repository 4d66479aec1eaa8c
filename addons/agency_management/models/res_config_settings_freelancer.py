from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How freelancers bill."""

    _inherit = "res.config.settings"

    agency_freelancer_product_id = fields.Many2one(related="company_id.agency_freelancer_product_id", readonly=False)
