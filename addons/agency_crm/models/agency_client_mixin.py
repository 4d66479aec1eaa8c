from odoo import _, api, fields, models
from odoo.exceptions import AccessError


class AgencyClientMixin(models.AbstractModel):
    """Everything that belongs to a client and that the client may see one day.

    A model that uses it must have the two record rules described in ``security/ir_rules.xml``;
    ``make lint`` fails when they are missing.
    """

    _name = "agency.client.mixin"
    _description = "Belongs to a Client"

    client_id = fields.Many2one(
        "res.partner",
        index=True,
        ondelete="restrict",
        domain="[('client_state', '!=', False)]",
    )
    company_id = fields.Many2one("res.company", index=True, default=lambda self: self.env.company)

    def _has_client_right(self, right, user=None):
        """Tell whether a portal user may do something with these records as a member of their client.

        :param str right: one of ``view``, ``approve``, ``pay``, ``manage``
        :param user: ``res.users`` record, default the current user
        :return bool: True when the user holds the right on the client of *every* record
        """
        user = user or self.env.user
        # a portal user may read only its own memberships; the answer is a yes or no about that very user
        members_sudo = self.env["agency.client.member"].sudo()
        return bool(self) and self.client_id <= members_sudo._clients_of(user, right) and all(self.mapped("client_id"))

    def _check_client_right(self, right, user=None):
        """Raise ``AccessError`` unless :meth:`_has_client_right`."""
        if not self._has_client_right(right, user=user):
            raise AccessError(self._client_right_message(right))

    @api.model
    def _client_right_message(self, right):
        return {
            "view": _("You are not a member of this client. Ask your contact at the agency for access."),
            "approve": _("You may see this but not approve it. Ask a member with the right to approve."),
            "pay": _("You may see this but not pay it. Ask a member with the right to pay."),
            "manage": _("You may not manage this client's members. Ask a member with the right to manage."),
        }[right]
