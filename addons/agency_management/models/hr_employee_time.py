from odoo import fields, models


class HrEmployee(models.Model):
    """Since when somebody enters time."""

    _inherit = "hr.employee"

    agency_time_from = fields.Date(
        "Enters Time From",
        default=fields.Date.context_today,
        groups="hr.group_hr_user",
        help="From this day on the person is expected to enter the working hours, and reminded of missing ones. Empty: "
        "the person need not enter time.",
    )
