from odoo import fields, models


class AccountMoveLine(models.Model):
    """Invoice lines of a retainer know what they bill: from them a charge can be taken again."""

    _inherit = "account.move.line"

    retainer_line_id = fields.Many2one(
        "agency.retainer.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    retainer_period_start = fields.Date("Period From", readonly=True, copy=False)
    retainer_period_end = fields.Date("Period To", readonly=True, copy=False)
