from odoo import fields, models


class HrEmployee(models.Model):
    """Employees have a role in the agency; the cost of their hour is stock ``hourly_cost``."""

    _inherit = "hr.employee"

    agency_role_id = fields.Many2one("agency.role", index=True, ondelete="set null")
    bill_rate = fields.Monetary(
        "Price per Hour",
        groups="hr.group_hr_user",
        help="What an hour of this person is sold for. Empty: the price of the role.",
    )


class HrEmployeePublic(models.Model):
    """What colleagues without HR rights see of an employee."""

    _inherit = "hr.employee.public"

    agency_role_id = fields.Many2one("agency.role", related="employee_id.agency_role_id", string="Agency Role")
