"""Quotations in the portal: the proposal as PDF, add-ons the client may take, what to do when it is too late."""

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.sale.controllers.portal import CustomerPortal as SalePortal

from .portal_common import AgencyPage


class QuotationPages(AgencyPage, SalePortal):
    """Stock's page of an order, and what the suite adds to it. A document token opens exactly its quotation."""

    def _quotation(self, order_id, access_token):
        """:return: the quotation (elevated) when the visitor may see it, or that it is being revised; else None"""
        order_sudo = self._gate_or_none("sale.order", order_id, access_token=access_token)
        return order_sudo or request.env["sale.order"]._held_back_from(request.env.user, [order_id]) or None

    def _may_answer(self, order_sudo):
        """:return bool: whether the visitor may decide for the client: with the token alone, or as a member by right

        Staff may, too: a client signs on the salesperson's tablet.
        """
        user = request.env.user
        if user._is_public():
            return True
        # the answer is a yes or no about the visitor
        members_sudo = request.env["agency.client.member"].sudo()
        if order_sudo.client_id in members_sudo._clients_of(user):
            return order_sudo.client_id in members_sudo._clients_of(user, "approve")
        return True

    def _author(self, order_sudo):
        user = request.env.user
        return order_sudo.partner_id if user._is_public() else user.partner_id

    @http.route()
    def portal_order_page(self, order_id, access_token=None, **kwargs):
        order_sudo = self._quotation(order_id, access_token)
        if order_sudo and request.env.user.share and order_sudo._is_held_back():
            # prices nobody has agreed to yet are not shown
            values = {"order": order_sudo, "object": order_sudo}
            return self._page("portal_quotation_revised", values, [(order_sudo.name, None)])
        return super().portal_order_page(order_id, access_token=access_token, **kwargs)

    @http.route()
    def portal_quote_accept(self, order_id, access_token=None, **kwargs):
        token = access_token or request.httprequest.args.get("access_token")
        order_sudo = self._quotation(order_id, token)
        if order_sudo:
            if not self._may_answer(order_sudo):
                return {"error": request.env["agency.client.mixin"]._client_right_message("approve")}
            if order_sudo.state in ("draft", "sent"):
                if order_sudo.is_expired:
                    return {"error": order_sudo._expired_message()}
                if order_sudo._is_held_back():
                    return {"error": order_sudo._revised_message()}
        return super().portal_quote_accept(order_id, access_token=access_token, **kwargs)

    @http.route()
    def portal_quote_decline(self, order_id, access_token=None, **kwargs):
        order_sudo = self._quotation(order_id, access_token)
        if order_sudo and not self._may_answer(order_sudo):
            return request.redirect(order_sudo.get_portal_url(query_string="&message=cant_reject"))
        return super().portal_quote_decline(order_id, access_token=access_token, **kwargs)

    @http.route("/my/orders/<int:order_id>/proposal", type="http", auth="public", methods=["GET"], website=True)
    def agency_proposal(self, order_id, access_token=None, **_kwargs):
        """The proposal as PDF, for whoever may see the quotation or has its token."""
        order_sudo = self._quotation(order_id, access_token)
        if not order_sudo or (request.env.user.share and order_sudo._is_held_back()):
            return self._refuse()
        content = order_sudo._proposal_pdf()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(f"{order_sudo._proposal_name()}.pdf")),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    @http.route("/my/orders/<int:order_id>/addons", type="http", auth="public", methods=["POST"], website=True)
    def agency_quotation_addons(self, order_id, access_token=None, **_kwargs):
        """The client takes add-ons, or leaves them again; totals and deposit follow."""
        order_sudo = self._quotation(order_id, access_token)
        if not order_sudo:
            return self._refuse()
        if not request.env.user.share:
            # what the agency adds it adds in its own form, where its limits hold
            return self._back(order_sudo, "addons_staff")
        if not self._may_answer(order_sudo):
            return self._back(order_sudo, "addons_right")
        chosen = request.httprequest.form.getlist("addon")
        ids = [int(value) for value in chosen if value.isdecimal()]
        if len(ids) != len(chosen):
            return self._back(order_sudo, "addons_failed")
        failed = self._attempt(lambda: order_sudo._client_choose_addons(ids, self._author(order_sudo)))
        return self._back(order_sudo, "addons_failed" if failed else "addons_ok")

    @http.route("/my/orders/<int:order_id>/renew", type="http", auth="public", methods=["POST"], website=True)
    def agency_quotation_renew(self, order_id, access_token=None, **_kwargs):
        """The client asks for a new quotation in place of one that has expired."""
        order_sudo = self._quotation(order_id, access_token)
        if not order_sudo:
            return self._refuse()
        failed = self._attempt(lambda: order_sudo._client_asks_renewal(self._author(order_sudo)))
        return self._back(order_sudo, "renew_failed" if failed else "renew_ok")

    def _back(self, order_sudo, message):
        url = order_sudo.get_portal_url(query_string=f"&message={message}", anchor="agency_answer")
        return request.redirect(url)
