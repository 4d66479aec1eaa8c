from odoo import fields, models


class AgencyService(models.Model):
    """Whether time on the tasks of a service is billable."""

    _inherit = "agency.service"

    time_billable = fields.Boolean(
        "Time is Billable",
        default=True,
        help="Off: time on tasks of this service is not billable, unless the task says otherwise.",
    )
