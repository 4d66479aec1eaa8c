"""Members of a client, managed by the client's own people."""

from odoo import _, http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .home import AgencyHome

RIGHT_FIELDS = ("can_approve", "can_pay", "can_manage")


class AgencyMembers(AgencyHome):
    @http.route("/my/agency/members", type="http", auth="user", website=True, methods=["GET"])
    def agency_members(self, client_id=None, **kwargs):
        """Who has access, and the form to invite somebody."""
        client_sudo = self._managed_client(client_id)
        if not client_sudo:
            return request.redirect("/my/agency")
        return self._render_members(client_sudo, invited=kwargs.get("invited"), removed=kwargs.get("removed"))

    @http.route("/my/agency/members/invite", type="http", auth="user", website=True, methods=["POST"])
    def agency_members_invite(self, client_id=None, name="", email="", **rights):
        """Invite somebody."""
        client_sudo = self._managed_client(client_id)
        if not client_sudo:
            return request.redirect("/my/agency")
        typed = {"name": name.strip()[:100], "email": email.strip()[:254]}
        typed |= {field: bool(rights.get(field)) for field in RIGHT_FIELDS}
        try:
            with request.env.cr.savepoint():
                request.env["agency.client.member"]._invite(client_sudo, **typed)
        except UserError as error:
            return self._render_members(client_sudo, typed=typed, error=error.args[0], status=422)
        return request.redirect(f"/my/agency/members?client_id={client_sudo.id}&invited=1", code=303)

    @http.route("/my/agency/members/<int:member_id>/remove", type="http", auth="user", website=True, methods=["POST"])
    def agency_members_remove(self, member_id, **kwargs):
        """Take somebody's access away; nobody can lock themselves out."""
        # a managing member reads its own membership only; the right to manage the member's client is checked below
        member_sudo = request.env["agency.client.member"].sudo().browse(member_id).exists()
        client_sudo = member_sudo and self._managed_client(member_sudo.client_id.id)
        if not client_sudo or member_sudo.user_id == request.env.user:
            return request.redirect("/my/agency")
        member_sudo.unlink()
        return request.redirect(f"/my/agency/members?client_id={client_sudo.id}&removed=1", code=303)

    def _managed_client(self, client_id):
        """:return: the client, when the visitor may manage its members; else None"""
        try:
            return self._portal_client(client_id, right="manage")
        except AccessError:
            return None

    def _render_members(self, client_sudo, typed=None, error=None, status=200, invited=None, removed=None):
        values = {
            "client": client_sudo,
            "clients": self._portal_clients("manage"),
            "members": client_sudo.member_ids,
            "typed": typed or {"can_approve": True, "can_pay": True},
            "error": error,
            "invited": invited,
            "removed": removed,
        }
        overview = f"/my/agency?client_id={client_sudo.id}"
        response = self._render_own("members", values, [(_("Overview"), overview), (_("Members"), None)])
        response.status_code = status
        return response
