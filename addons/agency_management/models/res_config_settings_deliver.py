from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of project watching."""

    _inherit = "res.config.settings"

    agency_budget_levels = fields.Char(related="company_id.agency_budget_levels", readonly=False)
    agency_status_weekday = fields.Selection(related="company_id.agency_status_weekday", readonly=False)
    agency_review_reminder_days = fields.Integer(related="company_id.agency_review_reminder_days", readonly=False)
    agency_review_reminder_times = fields.Integer(related="company_id.agency_review_reminder_times", readonly=False)
    agency_change_product_id = fields.Many2one(related="company_id.agency_change_product_id", readonly=False)
