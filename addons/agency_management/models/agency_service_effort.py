from odoo import fields, models


class AgencyServiceEffort(models.Model):
    """Hours of one role that one unit of a service takes."""

    _name = "agency.service.effort"
    _description = "Effort of a Service"
    _order = "service_id, id"
    _rec_name = "role_id"

    service_id = fields.Many2one("agency.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    role_id = fields.Many2one("agency.role", required=True, index=True, ondelete="restrict")
    hours = fields.Float(required=True)

    _sql_constraints = [
        ("service_role_unique", "UNIQUE(service_id, role_id)", "Each role appears once per service. Add its hours up."),
        ("hours_positive", "CHECK(hours >= 0)", "Hours cannot be negative."),
    ]
