from odoo import fields, models


class AgencyGoal(models.Model):
    """What a client wants from its marketing (more leads, online sales, brand awareness, …)."""

    _name = "agency.goal"
    _description = "Marketing Goal"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by web forms, imports and the API.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _sql_constraints = [
        ("code_unique", "UNIQUE(code)", "Another goal already has this code. Codes must be unique."),
    ]
