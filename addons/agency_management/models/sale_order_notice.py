from odoo import models


class SaleOrder(models.Model):
    """A new client project, and a set-up that failed, may be told in a chat."""

    _inherit = "sale.order"

    def _agency_setup_finish(self):
        result = super()._agency_setup_finish()
        self.env["agency.notice.rule"]._notify("order_set_up", self, occurrence="")
        return result

    def _agency_setup_failed(self, error):
        result = super()._agency_setup_failed(error)
        self.env["agency.notice.rule"]._notify("set_up_failed", self, str(error), occurrence="")
        return result
