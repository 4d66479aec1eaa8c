from odoo import fields, models

REQUIREMENT_KINDS = [
    ("document", "Document"),
    ("access", "Access"),
    ("information", "Information"),
]


class AgencyServiceRequirement(models.Model):
    """What the agency needs from the client before or while it delivers a service."""

    _name = "agency.service.requirement"
    _description = "Requirement of a Service"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one("agency.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        REQUIREMENT_KINDS,
        required=True,
        default="document",
        help="Documents are requested from the client when the onboarding starts; the others become its steps.",
    )
    description = fields.Text(translate=True, help="Shown to the client: what exactly is needed, in which form.")
    due_days = fields.Integer("Due (working days)", default=5, help="Working days after the order is confirmed.")

    _sql_constraints = [("due_positive", "CHECK(due_days >= 0)", "Due days cannot be negative.")]
