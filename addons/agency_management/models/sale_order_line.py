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

    def _get_display_price(self):
        """The price of a line of a package is the package's, whatever the price lists say."""
        self.ensure_one()
        if self.package_line_id:
            return self.package_line_id._price_in(self.order_id)
        return super()._get_display_price()
