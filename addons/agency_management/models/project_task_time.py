from odoo import fields, models


class ProjectTask(models.Model):
    """Whether time on a task is billable."""

    _inherit = "project.task"

    agency_time_billable = fields.Selection(
        [("yes", "Billable"), ("no", "Not Billable")],
        string="Time",
        groups="base.group_user",
        help="Empty: as the service says. A change holds for time entered from then on.",
    )
