from odoo import models


class SaleOrder(models.Model):
    """What the order's page tells the client."""

    _inherit = "sale.order"

    def _agency_thanked_payment(self):
        """The payment the page thanks for: until the work is under way, and whether or not the set-up succeeded.

        :return: ``payment.transaction``, empty when there is none to thank for
        """
        self.ensure_one()
        payment = self.get_portal_last_transaction()
        if payment.state != "done" or self.state != "sale" or not self._is_agency_order():
            return payment.browse()
        return payment if self.onboarding_id.state in (False, "running") else payment.browse()
