"""The one gate through which portal pages of the suite reach records."""

from odoo import _
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class ClientGate(CustomerPortal):
    """Base of every portal controller of the suite.

    Pages ask the gate for a record and get it with elevated rights *after* the check; nothing else in a
    portal controller may call ``sudo()``.
    """

    def _client_gate(self, model_name, record_id, access_token=None, right="view"):
        """Return one record a visitor may use, elevated.

        The visitor passes with read access to the record (membership, through the record rules) or, for models
        with an access token, with the right token, which opens exactly that document and nothing beyond it.

        :param str model_name: a model with ``client_id``
        :param int record_id: id taken from the URL
        :param str access_token: token taken from the URL, if any
        :param str right: ``view``, ``approve``, ``pay`` or ``manage``; more than ``view`` needs the membership right
        :return: the record, with elevated rights
        :raise MissingError: no such record
        :raise AccessError: the visitor may not
        """
        record_sudo = self._document_check_access(model_name, record_id, access_token=access_token)
        if right != "view":
            record_sudo._check_client_right(right, user=request.env.user)
        return record_sudo

    def _gate_or_none(self, *args, **kwargs):
        """Same as :meth:`_client_gate`; None instead of an error, so that a page can redirect without telling why."""
        try:
            return self._client_gate(*args, **kwargs)
        except (AccessError, MissingError):
            return None

    def _portal_clients(self, right="view"):
        """:return: the clients (``res.partner``, elevated) on which the visitor holds a right"""
        # members read their own memberships only; the clients they point to are then read behind this gate
        return request.env["agency.client.member"].sudo()._clients_of(request.env.user, right)

    def _portal_client(self, client_id=None, right="view"):
        """The client a page is about: the one asked for when the visitor belongs to it, else the first one.

        :param client_id: id from the URL, as text or number, or nothing
        :return: ``res.partner``, elevated
        :raise AccessError: the visitor belongs to no client, or not to the one asked for
        """
        clients_sudo = self._portal_clients(right)
        if client_id:
            clients_sudo = clients_sudo.filtered(lambda client: str(client.id) == str(client_id))
        if not clients_sudo:
            raise AccessError(_("You are not a member of this client. Ask your contact at the agency for access."))
        return clients_sudo[0]
