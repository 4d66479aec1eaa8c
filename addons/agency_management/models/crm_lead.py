from odoo import models


class CrmLead(models.Model):
    """Opportunities with a quotation: its confirmation, or its payment, moves the client on."""

    _inherit = "crm.lead"

    def _agency_has_order(self):
        """The set-up of a confirmed order starts the onboarding; before that nothing was ordered yet."""
        # whoever wins a deal need not be allowed to see every quotation of it
        orders_sudo = self.sudo().order_ids
        return bool(orders_sudo.filtered(lambda order: order.state != "cancel" and order._is_agency_order()))
