from odoo import fields, models


class ProjectProject(models.Model):
    """Whether time on a project is billable."""

    _inherit = "project.project"

    agency_time_billable = fields.Boolean(
        "Time is Billable",
        default=True,
        groups="base.group_user",
        help="Off: nobody pays for time on this project, whatever it is spent on. Projects without a client are never "
        "billable. A change holds for time entered from then on.",
    )
