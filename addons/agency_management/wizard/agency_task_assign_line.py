from odoo import fields, models


class AgencyTaskAssignLine(models.TransientModel):
    """One task and who could do it."""

    _name = "agency.task.assign.line"
    _description = "Task to Assign"
    _order = "wizard_id, sequence, id"

    wizard_id = fields.Many2one("agency.task.assign", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer()
    task_id = fields.Many2one("project.task", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="task_id.company_id")
    role_id = fields.Many2one(related="task_id.agency_role_id")
    start_date = fields.Date(related="task_id.agency_start_date")
    date_deadline = fields.Datetime(related="task_id.date_deadline")
    hours = fields.Float(related="task_id.allocated_hours")
    employee_id = fields.Many2one("hr.employee", domain="[('user_id', '!=', False)]")
    note = fields.Char("Why", readonly=True)
