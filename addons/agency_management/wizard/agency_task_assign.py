from odoo import Command, _, fields, models
from odoo.exceptions import UserError


class AgencyTaskAssign(models.TransientModel):
    """Who could do the open tasks of a project that nobody has: proposed by role and load, changed at will, applied."""

    _name = "agency.task.assign"
    _description = "Assign Tasks"

    project_id = fields.Many2one("project.project", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("agency.task.assign.line", "wizard_id", string="Tasks")

    def action_apply(self):
        """Give the tasks to the people chosen; what somebody took meanwhile stays theirs."""
        self.ensure_one()
        # people are an HR record; their users are who gets the tasks
        lines = self.line_ids.filtered(lambda line: line.employee_id and not line.task_id.user_ids)
        for employee_sudo, chosen in lines.grouped(lambda line: line.employee_id.sudo()).items():
            if not employee_sudo.user_id:
                raise UserError(
                    _(
                        "%(employee)s has no user and cannot be given tasks. Choose somebody else or create the user.",
                        employee=employee_sudo.name,
                    )
                )
            chosen.task_id.write({"user_ids": [Command.set(employee_sudo.user_id.ids)]})
        return {"type": "ir.actions.act_window_close"}
