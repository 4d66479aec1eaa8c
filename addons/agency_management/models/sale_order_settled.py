from odoo import models

#: state -> topics of activities (``mail.activity.agency_topic``) that ask for nothing once an order is in it
SETTLED = {
    "sent": ("change_order",),
    "sale": ("change_order", "chase", "renewal"),
    # a client who wants another quotation still waits for it when this one is cancelled
    "cancel": ("change_order", "chase"),
}


class SaleOrder(models.Model):
    """Nobody is asked to send what was sent, or to ask about what was decided."""

    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        kinds = SETTLED.get(vals.get("state"), ())
        self.env["mail.activity"]._agency_settle({f"{kind}:{order_id}" for kind in kinds for order_id in self.ids})
        return result
