from odoo import api, models


class SaleOrder(models.Model):
    """A client whose last quotation is cancelled may have nothing left with the agency."""

    _inherit = "sale.order"

    @api.model
    def _agency_open_domain(self):
        """:return: domain of orders somebody has yet to act on: quotations, and orders whose set-up failed"""
        return ["|", ("state", "in", ("draft", "sent")), "&", ("state", "=", "sale"), ("setup_state", "=", "failed")]

    def _action_cancel(self):
        result = super()._action_cancel()
        self.client_id._agency_follow_engagements()
        return result
