"""The client's home in the portal."""

from odoo import _, http
from odoo.http import request

from odoo.addons.agency_management.controllers.portal_common import AgencyPage

RIGHTS = ("view", "approve", "pay", "manage")


class AgencyHome(AgencyPage):
    def _page(self, template, values, crumbs):
        # the way back from every page of the addons below leads through the overview
        return super()._page(template, values, [(_("Overview"), "/my/agency"), *crumbs])

    def _render_own(self, template, values, crumbs):
        """Render a page of this addon with the crumbs of the suite; pages of one client stay out of caches.

        :param str template: name of the template, without the addon
        """
        values = {"page_name": "agency", "agency_crumbs": crumbs} | values
        response = request.render(f"agency_portal.{template}", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "agency_client_count" in counters:
            values["agency_client_count"] = len(self._portal_clients())
        if "agency_action_count" in counters:
            clients_by_right = {right: self._portal_clients(right) for right in RIGHTS}
            values["agency_action_count"] = request.env["agency.client.overview"]._action_count(clients_by_right)
        return values

    @http.route("/my/agency", type="http", auth="user", website=True)
    def agency_home(self, client_id=None, **kwargs):
        """Overview of one client."""
        members_sudo = self._memberships()
        member_sudo = (
            members_sudo.filtered(lambda member: str(member.client_id.id) == client_id) if client_id else members_sudo
        )
        if not member_sudo:
            return request.redirect("/my")
        member_sudo = member_sudo[0]
        members_sudo.client_id.fetch(["name", "user_id"])
        client_sudo = member_sudo.client_id
        rights = {"view", *(right for right in RIGHTS[1:] if member_sudo[f"can_{right}"])}
        # one name for everything: layouts and breadcrumbs of other addons know a lot of short ones
        overview = request.env["agency.client.overview"]._overview(client_sudo, rights)
        return self._render_own(
            "home",
            {"overview": overview, "client": client_sudo, "clients": members_sudo.client_id, "rights": rights},
            [(_("Overview"), None)],
        )

    def _memberships(self):
        """:return: the visitor's own memberships, elevated; clients and rights of this page follow from them alone"""
        # the same rows as the gate's clients, with the rights, in one query
        members_sudo = request.env["agency.client.member"].sudo()
        names = ["client_id", *(f"can_{right}" for right in RIGHTS[1:])]
        return members_sudo.search_fetch([("user_id", "=", request.env.uid)], names)
