from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import schedule


class AgencyServiceTask(models.Model):
    """Template of a task: each project that includes the service gets one of these."""

    _name = "agency.service.task"
    _description = "Task Template of a Service"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one("agency.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    description = fields.Html(translate=True, help="The brief of the task.")
    role_id = fields.Many2one("agency.role", index=True, ondelete="restrict", help="Who does it.")
    hours = fields.Float("Planned Hours")
    offset_days = fields.Integer(
        "Start (working days)", help="Starts at the earliest so many working days after the project."
    )
    duration_days = fields.Integer("Duration (working days)", default=1)
    depends_on_ids = fields.Many2many(
        "agency.service.task",
        "agency_service_task_dependency_rel",
        "task_id",
        "depends_on_id",
        string="After",
        domain="[('service_id', '=', service_id), ('id', '!=', id)]",
        copy=False,
        help="Starts only when these have ended.",
    )
    milestone = fields.Char(
        translate=True, help="Name of the project milestone this belongs to. Same name: same milestone."
    )
    client_visible = fields.Boolean(help="The client sees the task in the portal.")

    _sql_constraints = [
        (
            "numbers_positive",
            "CHECK(hours >= 0 AND offset_days >= 0 AND duration_days >= 0)",
            "Hours and days cannot be negative.",
        ),
    ]

    @api.constrains("depends_on_ids", "service_id")
    def _check_dependencies(self):
        for task in self:
            if task.depends_on_ids.service_id - task.service_id:
                raise ValidationError(_("%(task)s can only wait for tasks of the same service.", task=task.name))
        for tasks in self.service_id.task_template_ids.grouped("service_id").values():
            try:
                schedule.order_by_dependency({task.id: tuple(task.depends_on_ids.ids) for task in tasks})
            except schedule.CycleError as error:
                names = ", ".join(self.browse(error.keys).mapped("name"))
                raise ValidationError(_("These tasks wait for each other: %(tasks)s.", tasks=names)) from error
