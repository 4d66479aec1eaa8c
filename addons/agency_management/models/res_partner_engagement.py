from odoo import models

from ..core import engagement


class ResPartner(models.Model):
    """A client stands where what runs for it says: it comes back, pauses and leaves by itself."""

    _inherit = "res.partner"

    def _agency_follow_engagements(self):
        """Move clients to the state that follows from their retainers, onboardings, projects and orders.

        Called by whatever begins or ends one of these; the number of queries does not depend on how many clients
        there are.
        """
        # whoever pauses a retainer or closes a project need not be allowed to edit clients, nor to see all there is
        clients_sudo = self.sudo().commercial_partner_id.filtered("client_state")
        moved = {}
        for client_sudo, facts in clients_sudo._agency_engagements().items():
            state = engagement.follow(client_sudo.client_state, facts)
            if state != client_sudo.client_state:
                moved[state] = moved.get(state, self.sudo().browse()) | client_sudo
        for state, partners_sudo in moved.items():
            partners_sudo._set_client_state(state)

    def _agency_engagements(self):
        """:return dict: client -> ``engagement.Engagements``, of every company the client works with"""
        if not self:
            return {}
        own = [("client_id", "in", self.ids)]
        states, ended = {}, set()
        for client, state, last_day in self.env["agency.retainer"]._read_group(
            own, ["client_id", "state"], ["end_date:max"]
        ):
            states.setdefault(client, set()).add(state)
            # a draft that was cancelled never ran and has no last day
            if state == "ended" or (state == "cancelled" and last_day):
                ended.add(client)
        onboardings = self._agency_clients_in("agency.onboarding", [("state", "=", "running")])
        projects = self._agency_clients_in("project.project", self.env["project.project"]._agency_open_domain())
        orders = self._agency_clients_in("sale.order", self.env["sale.order"]._agency_open_domain())
        return {
            client: engagement.Engagements(
                retainers=frozenset(states.get(client, ())),
                retainer_ended=client in ended,
                onboarding=client in onboardings,
                project=client in projects,
                order=client in orders,
            )
            for client in self
        }

    def _agency_clients_in(self, model, domain):
        """:return: those of these clients who have a record of a model that a domain describes"""
        groups = self.env[model]._read_group([("client_id", "in", self.ids), *domain], ["client_id"])
        return self.browse().union(*(client for (client,) in groups))
