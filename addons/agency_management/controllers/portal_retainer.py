"""The client's page of a retainer."""

from odoo import http
from odoo.http import request

from .portal_common import AgencyPage


class RetainerPages(AgencyPage):
    @http.route("/my/agency/retainers/<int:retainer_id>", type="http", auth="user", website=True)
    def agency_retainer(self, retainer_id, **_kwargs):
        """What a retainer contains, the hours left this month, and its invoices for those who may pay."""
        retainer_sudo = self._gate_or_none("agency.retainer", retainer_id)
        if not retainer_sudo:
            return self._refuse()
        return self._page("portal_retainer", retainer_sudo._portal_page(request.env.user), [(retainer_sudo.name, None)])
