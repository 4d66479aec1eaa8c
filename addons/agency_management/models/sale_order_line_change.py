from odoo import _, fields, models


class SaleOrderLine(models.Model):
    """A line may sell additional rounds of changes of a deliverable."""

    _inherit = "sale.order.line"

    agency_deliverable_id = fields.Many2one(
        "agency.deliverable",
        string="Additional Rounds for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
    )


class SaleOrder(models.Model):
    """A change order that is confirmed raises the agreed rounds of its deliverables."""

    _inherit = "sale.order"

    def action_confirm(self):
        result = super().action_confirm()
        # a client who signs is no user of the back end
        for line_sudo in self.sudo().order_line.filtered("agency_deliverable_id"):
            line_sudo.agency_deliverable_id.message_post(
                body=_(
                    "Change order %(order)s is confirmed: %(rounds)s additional rounds of changes.",
                    order=line_sudo.order_id.name,
                    rounds=f"{line_sudo.product_uom_qty:g}",
                )
            )
        return result
