from odoo import fields, models

from .agency_retainer import POLICIES


class ResCompany(models.Model):
    """How the company bills its retainers."""

    _inherit = "res.company"

    agency_retainer_policy = fields.Selection(
        POLICIES,
        string="Retainer Invoices",
        required=True,
        default="send",
        help="What the nightly run does with invoices of new retainers; each retainer can differ.",
    )
