from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of job requests."""

    _inherit = "res.config.settings"

    agency_shortage_weeks = fields.Integer(related="company_id.agency_shortage_weeks", readonly=False)
    agency_shortage_share = fields.Float(related="company_id.agency_shortage_share", readonly=False)
    agency_shortage_tentative = fields.Float(related="company_id.agency_shortage_tentative", readonly=False)
    agency_recruiter_id = fields.Many2one(related="company_id.agency_recruiter_id", readonly=False)
