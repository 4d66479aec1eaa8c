from odoo import fields, models

from .agency_service_package_line import BILLING


class SaleOrderLine(models.Model):
    """Order lines know the service they sell, the line of the package they come from and how they are billed."""

    _inherit = "sale.order.line"

    package_line_id = fields.Many2one(
        "agency.service.package.line", readonly=True, copy=True, index="btree_not_null", ondelete="set null"
    )
    agency_service_id = fields.Many2one(
        "agency.service", string="Service", readonly=True, copy=True, index="btree_not_null", ondelete="restrict"
    )
    billing = fields.Selection(
        BILLING,
        required=True,
        default="one_off",
        help="Monthly lines are billed by the retainer of the order, never by the order itself.",
    )
    agency_section = fields.Boolean(readonly=True, help="Section made together with the lines of a package.")
