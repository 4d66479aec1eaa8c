from odoo import models


class SaleOrder(models.Model):
    """The team of what was just sold has a place to talk from the first day."""

    _inherit = "sale.order"

    def _agency_setup_steps(self):
        return [*super()._agency_setup_steps(), ("team_space", "_setup_team_space")]

    def _setup_team_space(self):
        """Make the client's team space, and let in who works for the client by now.

        :return: the client's ``discuss.channel``; one for all of a client's orders
        """
        self.ensure_one()
        # it is the owner's channel, not the system's
        client_sudo = self.client_id.with_user(self._agency_owner()).sudo()
        return client_sudo._agency_join_team_space(self.env["res.users"])
