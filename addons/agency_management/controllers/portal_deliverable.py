"""Deliverables in the portal: look, ask for changes, approve with a signature."""

import base64
import binascii

from odoo import _, http
from odoo.http import request

from .portal_common import AgencyPage

MAX_SIGNATURE_BYTES = 512 * 1024
PNG_START = b"\x89PNG\r\n\x1a\n"


def decode_signature(value):
    """:return: the signature's picture as base64 bytes; None when there is none or it is no PNG of a sane size"""
    head, _comma, body = (value or "").partition(",")
    if head != "data:image/png;base64" or len(body) > 2 * MAX_SIGNATURE_BYTES:
        return None
    try:
        picture = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None
    if not picture.startswith(PNG_START) or len(picture) > MAX_SIGNATURE_BYTES:
        return None
    return base64.b64encode(picture)


class DeliverablePages(AgencyPage):
    @http.route("/my/agency/deliverables", type="http", auth="user", website=True)
    def agency_deliverables(self, **_kwargs):
        """All deliverables the visitor's clients were shown, those that wait for them first."""
        clients_sudo = self._portal_clients()
        # searched as the visitor: the record rules decide what is there
        deliverables = request.env["agency.deliverable"]
        if clients_sudo:
            deliverables = deliverables.search([("client_id", "in", clients_sudo.ids)], order="date_due, id desc")
        # names of projects are shown, which the rules of projects may hide from a member who follows none
        rows = [(one, one._portal_status()) for one in deliverables.sudo()]
        values = {
            "waiting": [row for row in rows if row[1]["waits"]],
            "others": [row for row in rows if not row[1]["waits"]],
            "several_clients": len(clients_sudo) > 1,
        }
        return self._page("portal_deliverables", values, [(_("Deliverables"), None)])

    @http.route("/my/agency/deliverables/<int:deliverable_id>", type="http", auth="user", website=True, methods=["GET"])
    def agency_deliverable(self, deliverable_id, done=None, **_kwargs):
        """One deliverable: what there is to see, and what the visitor can do about it."""
        deliverable_sudo = self._gate_or_none("agency.deliverable", deliverable_id)
        if not deliverable_sudo:
            return self._refuse()
        return self._deliverable_page(deliverable_sudo, done=done)

    def _deliverable_page(self, deliverable_sudo, **values):
        crumbs = [(_("Deliverables"), "/my/agency/deliverables"), (deliverable_sudo.name, None)]
        page = deliverable_sudo._portal_page(request.env.user)
        return self._page("portal_deliverable", page | values, crumbs)

    @http.route(
        "/my/agency/deliverables/<int:deliverable_id>/changes", type="http", auth="user", website=True, methods=["POST"]
    )
    def agency_deliverable_changes(self, deliverable_id, comment="", **_kwargs):
        """The client asks for changes."""
        deliverable_sudo = self._gate_or_none("agency.deliverable", deliverable_id)
        if not deliverable_sudo:
            return self._refuse()
        partner = request.env.user.partner_id
        message = self._attempt(
            lambda: deliverable_sudo._client_request_changes(partner, comment, request.httprequest.remote_addr)
        )
        if message:
            return self._deliverable_page(deliverable_sudo, error={"comment": message}, typed={"comment": comment})
        return request.redirect(f"/my/agency/deliverables/{deliverable_id}?done=changes")

    @http.route(
        "/my/agency/deliverables/<int:deliverable_id>/approve", type="http", auth="user", website=True, methods=["POST"]
    )
    def agency_deliverable_approve(self, deliverable_id, name="", signature="", content_hash="", **_kwargs):
        """The client approves exactly the content that was on the page."""
        deliverable_sudo = self._gate_or_none("agency.deliverable", deliverable_id)
        if not deliverable_sudo:
            return self._refuse()
        message = self._attempt(
            lambda: deliverable_sudo._client_approve(
                request.env.user.partner_id,
                name,
                decode_signature(signature),
                content_hash,
                request.httprequest.remote_addr,
            )
        )
        if message:
            return self._deliverable_page(deliverable_sudo, error={"approve": message}, typed={"name": name})
        return request.redirect(f"/my/agency/deliverables/{deliverable_id}?done=approved")
