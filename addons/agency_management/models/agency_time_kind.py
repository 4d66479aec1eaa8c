from odoo import api, fields, models


class AgencyTimeKind(models.Model):
    """What time was spent on, apart from the project: work for the client, a pitch, an internal meeting, training."""

    _name = "agency.time.kind"
    _description = "Kind of Time"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and the API.")
    sequence = fields.Integer(default=10, help="The first one that fits is what new time gets.")
    color = fields.Integer()
    active = fields.Boolean(default=True)
    billable = fields.Boolean(
        default=True,
        help="Whether a client pays for such time as a rule. On internal projects only the others can be used. A "
        "change holds for time entered from then on.",
    )
    description = fields.Char(translate=True, help="When to use it; shown where time is entered.")

    _sql_constraints = [
        ("code_unique", "UNIQUE(code)", "Another kind of time already has this code. Codes must be unique."),
    ]

    @api.model
    def _first(self, for_client):
        """:return: the kind new time gets: the first billable one on projects for clients, else the first other"""
        return self.search([("billable", "=", for_client)], limit=1)
