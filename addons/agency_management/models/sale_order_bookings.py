from odoo import models


class SaleOrder(models.Model):
    """The team proposed for an order is booked tentatively at once, so that the planner shows what was just sold."""

    _inherit = "sale.order"

    def _setup_team_proposal(self):
        proposal = super()._setup_team_proposal()
        if proposal.state == "proposed":
            proposal._plan_bookings()
        return proposal
