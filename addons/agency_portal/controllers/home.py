"""The client's home in the portal."""

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.agency_crm.controllers.gate import ClientGate

RIGHTS = ("view", "approve", "pay", "manage")


class AgencyHome(ClientGate):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "agency_client_count" in counters:
            values["agency_client_count"] = len(self._portal_clients())
        if "agency_action_count" in counters:
            values["agency_action_count"] = self._agency_action_count()
        return values

    def _agency_action_count(self):
        """:return int: how much waits for the visitor in all clients together"""
        overview = request.env["agency.client.overview"]
        total = 0
        for client_sudo in self._portal_clients():
            rights = self._client_rights(client_sudo)
            total += len(overview._actions(client_sudo, rights))
        return total

    def _client_rights(self, client_sudo):
        """:return set: what the visitor may do for a client"""
        # a membership may be read by whoever it belongs to; it is looked up for the visitor alone
        members_sudo = request.env["agency.client.member"].sudo()
        member_sudo = members_sudo.search(
            [("user_id", "=", request.env.uid), ("client_id", "=", client_sudo.id)], limit=1
        )
        return {"view", *(right for right in RIGHTS[1:] if member_sudo[f"can_{right}"])}

    @http.route("/my/agency", type="http", auth="user", website=True)
    def agency_home(self, client_id=None, **kwargs):
        """Overview of one client."""
        try:
            client_sudo = self._portal_client(client_id)
        except AccessError:
            return request.redirect("/my")
        rights = self._client_rights(client_sudo)
        values = self._prepare_portal_layout_values()
        values.update(
            # one name for everything: layouts and breadcrumbs of other addons know a lot of short ones
            overview=request.env["agency.client.overview"]._overview(client_sudo, rights),
            page_name="agency_home",
            client=client_sudo,
            clients=self._portal_clients(),
            rights=rights,
        )
        return request.render("agency_portal.home", values)
