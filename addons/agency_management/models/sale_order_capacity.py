from odoo import fields, models


class SaleOrder(models.Model):
    """When the work of a quotation can honestly start."""

    _inherit = "sale.order"

    promised_start = fields.Date(
        copy=False, tracking=True, help="When the work is to start, as promised to the client."
    )
    earliest_start = fields.Date(readonly=True, copy=False, help="First day with room for the work, when last checked.")
    earliest_finish = fields.Date(readonly=True, copy=False, help="When the work would be done, when last checked.")
