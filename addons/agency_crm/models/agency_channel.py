from odoo import fields, models


class AgencyChannel(models.Model):
    """A marketing channel clients spend on (paid search, SEO, e-mail, …)."""

    _name = "agency.channel"
    _description = "Marketing Channel"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by web forms, imports and the API.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _sql_constraints = [
        ("code_unique", "UNIQUE(code)", "Another channel already has this code. Codes must be unique."),
    ]
