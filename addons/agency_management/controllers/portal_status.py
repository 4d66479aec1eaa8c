"""The client's page of the status reports of a project."""

from odoo import _, http
from odoo.http import request

from .portal_common import AgencyPage

#: Reports shown at once: two years of weeks.
MOST = 104


class StatusPages(AgencyPage):
    @http.route("/my/agency/projects/<int:project_id>/status", type="http", auth="user", website=True)
    def agency_project_statuses(self, project_id, **_kwargs):
        """Every weekly status the client was sent, the latest first."""
        project_sudo = self._gate_or_none("project.project", project_id)
        if not project_sudo or not project_sudo.client_id:
            return self._refuse()
        if request.env.user.share and project_sudo.client_id not in self._portal_clients():
            # stock lets followers read a project; this page is the client's
            return self._refuse()
        return self._page(
            "portal_project_statuses",
            {"engagement": project_sudo, "weekly_statuses": project_sudo._portal_statuses(limit=MOST)},
            [(project_sudo.name, f"/my/agency/projects/{project_id}"), (_("Status reports"), None)],
        )
