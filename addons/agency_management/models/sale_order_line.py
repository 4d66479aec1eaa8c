from odoo import api, fields, models

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

    @api.depends("name", "agency_service_id")
    def _compute_display_name(self):
        """Name the service: what it hands over is written out below it, where stock looks for a name on 19.0."""
        result = super()._compute_display_name()
        # a task shows what it is sold by to whoever may see the task
        lines_sudo = self.sudo().filtered(lambda line: line.agency_service_id and line.name)
        more = lines_sudo._additional_name_per_id()
        for line_sudo in lines_sudo:
            name = f"{line_sudo.order_id.name} - {line_sudo.name.splitlines()[0]}"
            line_sudo.display_name = " ".join(filter(None, [name, more.get(line_sudo.id)]))
        return result
