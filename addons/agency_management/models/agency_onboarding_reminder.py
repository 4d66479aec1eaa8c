from odoo import fields, models


class AgencyOnboardingReminder(models.Model):
    """What somebody was reminded of: each occurrence of a rule once a step, whatever runs twice."""

    _name = "agency.onboarding.reminder"
    _description = "Onboarding Reminder Sent"
    _order = "id desc"
    _rec_name = "rule_id"

    step_id = fields.Many2one("agency.onboarding.step", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="step_id.company_id", store=True, index=True)
    rule_id = fields.Many2one("agency.onboarding.reminder.rule", required=True, readonly=True, ondelete="cascade")
    number = fields.Integer("Occurrence", required=True, readonly=True, help="From 0; above: a repetition.")
    missed = fields.Boolean(readonly=True, help="Not sent: a later one was due at the same time.")
    date = fields.Date(required=True, readonly=True)

    _sql_constraints = [
        ("once", "UNIQUE(step_id, rule_id, number)", "This reminder was sent already."),
    ]
