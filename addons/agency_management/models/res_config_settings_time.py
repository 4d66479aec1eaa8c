from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of time: rounding, approval, reminders."""

    _inherit = "res.config.settings"

    agency_time_rounding = fields.Selection(related="company_id.agency_time_rounding", readonly=False)
    agency_time_rounding_step = fields.Selection(related="company_id.agency_time_rounding_step", readonly=False)
    agency_time_minimum = fields.Integer(related="company_id.agency_time_minimum", readonly=False)
    agency_time_self_approval = fields.Boolean(related="company_id.agency_time_self_approval", readonly=False)
    agency_timer_limit_hours = fields.Float(related="company_id.agency_timer_limit_hours", readonly=False)
    agency_timer_day_end = fields.Boolean(related="company_id.agency_timer_day_end", readonly=False)
    agency_time_reminder = fields.Boolean(related="company_id.agency_time_reminder", readonly=False)
    agency_time_reminder_days = fields.Integer(related="company_id.agency_time_reminder_days", readonly=False)
    agency_time_tolerance = fields.Float(related="company_id.agency_time_tolerance", readonly=False)
