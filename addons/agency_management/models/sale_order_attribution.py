from odoo import models

ATTRIBUTION = ("campaign_id", "medium_id", "source_id")


class SaleOrder(models.Model):
    """Where a client came from is kept from the enquiry to the invoice."""

    _inherit = "sale.order"

    def _agency_setup_finish(self):
        self._agency_take_attribution()
        return super()._agency_setup_finish()

    def _agency_take_attribution(self):
        """An order that does not say where it came from takes that from its opportunity, as invoices do from it."""
        for order in self:
            missing = [name for name in ATTRIBUTION if not order[name] and order.opportunity_id[name]]
            if missing:
                order.write({name: order.opportunity_id[name].id for name in missing})
