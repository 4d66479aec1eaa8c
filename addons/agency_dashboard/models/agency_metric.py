from odoo import api, fields, models, tools

from ..core.metrics import ADDITIVE, DISTINCT, DOWN, RATIO, UP


class AgencyMetric(models.Model):
    """The catalogue of figures, as records so that facts can point to them and people can read their names.

    How a metric adds up lives in ``core/metrics.py``; a test keeps both lists equal.
    """

    _name = "agency.metric"
    _description = "Metric"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    short_name = fields.Char(required=True, translate=True, help="Heading of a table column.")
    key = fields.Char(required=True, readonly=True, help="Technical name, used by connectors and exports.")
    sequence = fields.Integer(default=10)
    provider = fields.Selection(selection="_selection_provider", required=True, readonly=True)
    unit = fields.Selection(
        [("count", "Number"), ("ratio", "Percent"), ("rank", "Rank"), ("seconds", "Seconds")],
        required=True,
        readonly=True,
    )
    good = fields.Selection([(UP, "Up"), (DOWN, "Down")], string="Good When", required=True, readonly=True)
    additivity = fields.Selection(
        [(ADDITIVE, "Sum"), (DISTINCT, "People, counted once a day"), (RATIO, "Ratio of sums")],
        string="Adds Up As",
        required=True,
        readonly=True,
    )
    numerator_id = fields.Many2one("agency.metric", readonly=True, ondelete="restrict")
    denominator_id = fields.Many2one("agency.metric", readonly=True, ondelete="restrict")
    description = fields.Text(translate=True)

    _sql_constraints = [
        ("key_unique", "UNIQUE(key)", "Another metric already has this key. Keys must be unique."),
    ]

    @api.model
    def _selection_provider(self):
        return self.env["agency.data.source"]._fields["provider"].selection

    @api.model
    @tools.ormcache()
    def _id_by_key(self):
        """:return dict: key -> id of every metric"""
        return {metric.key: metric.id for metric in self.sudo().search([])}

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
