from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

RIGHTS = ("view", "approve", "pay", "manage")


class AgencyClientMember(models.Model):
    """Which portal user belongs to which client, with which rights: the only source of portal access.

    A revoked membership is deleted, not archived: record rules follow ``member_ids`` as a domain path and
    an archived row would come back with ``active_test=False`` in a caller's context. Who was let in and out
    stays in the client's chatter.
    """

    _name = "agency.client.member"
    _description = "Client Member"
    _order = "client_id, id"
    _rec_name = "user_id"

    client_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", domain="[('parent_id', '=', False)]"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Portal User",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', True)]",
    )
    company_id = fields.Many2one(related="client_id.company_id", store=True, index=True)
    login = fields.Char(related="user_id.login")
    can_approve = fields.Boolean("May Approve", default=True, help="Approves deliverables and quotations.")
    can_pay = fields.Boolean("May Pay", default=True, help="Sees and pays invoices.")
    can_manage = fields.Boolean("May Manage", help="Invites and removes the client's other members.")

    _sql_constraints = [
        ("client_user_unique", "UNIQUE(client_id, user_id)", "This user is already a member of this client."),
    ]

    @api.constrains("client_id", "user_id")
    def _check_client_and_user(self):
        for member in self:
            if member.client_id != member.client_id.commercial_partner_id:
                raise ValidationError(
                    _(
                        "%(contact)s is a contact of %(client)s. Add the member to %(client)s instead.",
                        contact=member.client_id.display_name,
                        client=member.client_id.commercial_partner_id.display_name,
                    )
                )
            if not member.user_id.share:
                raise ValidationError(
                    _(
                        "%(user)s is an internal user and needs no membership: roles give staff their access.",
                        user=member.user_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.user_id._sync_client_group()
        for client, rows in members.grouped("client_id").items():
            names = ", ".join(rows.user_id.mapped("name"))
            # whoever may change memberships need not be allowed to write the client itself
            client_sudo = client.sudo()
            client_sudo.message_post(body=_("Portal access given to %(names)s.", names=names))
        return members

    def write(self, vals):
        users = self.user_id
        result = super().write(vals)
        if "user_id" in vals:
            (users | self.user_id)._sync_client_group()
        return result

    def unlink(self):
        users = self.user_id
        for client, rows in self.grouped("client_id").items():
            names = ", ".join(rows.user_id.mapped("name"))
            client_sudo = client.sudo()
            client_sudo.message_post(body=_("Portal access of %(names)s revoked.", names=names))
        result = super().unlink()
        users._sync_client_group()
        return result

    @api.model
    def _clients_of(self, user, right="view"):
        """Clients on which a user holds a right.

        :param user: ``res.users`` record
        :param str right: one of ``view``, ``approve``, ``pay``, ``manage``
        :return: ``res.partner`` recordset
        """
        domain = [("user_id", "=", user.id)]
        if right != "view":
            domain.append((f"can_{right}", "=", True))
        return self.search(domain).client_id
