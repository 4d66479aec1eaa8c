from odoo import fields, models

DELIVERABLE_TYPES = [
    ("document", "Document"),
    ("design", "Design"),
    ("copy", "Text"),
    ("video", "Video"),
    ("page", "Web Page"),
    ("campaign", "Campaign"),
    ("report", "Report"),
    ("other", "Other"),
]


class AgencyServiceDeliverable(models.Model):
    """Something a service hands over; each order makes deliverables of its own from these."""

    _name = "agency.service.deliverable"
    _description = "Deliverable of a Service"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one("agency.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    type = fields.Selection(DELIVERABLE_TYPES, required=True, default="document")
    description = fields.Html(translate=True)
    offset_days = fields.Integer("Due (working days)", help="Due so many working days after the project starts.")
    rounds_included = fields.Integer("Rounds", default=2, help="Change rounds of the client that the price includes.")
    checklist = fields.Text(translate=True, help="What the internal check looks at, one item a line.")
    milestone = fields.Char(
        translate=True, help="Name of the project milestone this belongs to. Same name: same milestone."
    )

    _sql_constraints = [
        (
            "numbers_positive",
            "CHECK(offset_days >= 0 AND rounds_included >= 0)",
            "Due days and change rounds cannot be negative.",
        ),
    ]
