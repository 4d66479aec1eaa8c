"""The client's page of a project."""

from odoo import http
from odoo.http import request

from .portal_common import AgencyPage


class ProjectPages(AgencyPage):
    @http.route("/my/agency/projects/<int:project_id>", type="http", auth="user", website=True)
    def agency_project(self, project_id, **_kwargs):
        """Where a project stands, what comes next and who is who."""
        project_sudo = self._gate_or_none("project.project", project_id)
        if not project_sudo or not project_sudo.client_id:
            return self._refuse()
        if request.env.user.share and project_sudo.client_id not in self._portal_clients():
            # stock lets followers read a project; this page is the client's
            return self._refuse()
        return self._page("portal_project", project_sudo._portal_page(), [(project_sudo.name, None)])
