from odoo import fields, models


class AgencyClientTier(models.Model):
    """How important a client is to the agency; rate cards can be made for some tiers only."""

    _name = "agency.client.tier"
    _description = "Client Tier"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Char(translate=True, help="Which clients belong here.")

    _sql_constraints = [("name_unique", "UNIQUE(name)", "Another tier already has this name.")]
