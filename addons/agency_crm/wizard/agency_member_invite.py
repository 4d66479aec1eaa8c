from odoo import _, api, fields, models


class AgencyMemberInvite(models.TransientModel):
    """Asks for a person's address and rights, then lets that person into a client's portal."""

    _name = "agency.member.invite"
    _description = "Invite a Portal Member"

    client_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        domain="[('client_state', '!=', False), ('parent_id', '=', False)]",
        default=lambda self: self._default_client_id(),
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        ondelete="cascade",
        domain="[('commercial_partner_id', '=', client_id), ('id', '!=', client_id)]",
        help="Somebody you already know at the client. Leave empty for a new contact.",
    )
    name = fields.Char(compute="_compute_from_contact", store=True, readonly=False)
    email = fields.Char("E-mail", compute="_compute_from_contact", store=True, readonly=False, required=True)
    can_approve = fields.Boolean("May Approve", default=True, help="Approves deliverables and quotations.")
    can_pay = fields.Boolean("May Pay", default=True, help="Sees and pays invoices.")
    can_manage = fields.Boolean("May Manage", help="Invites and removes the client's other members.")

    def _default_client_id(self):
        if self.env.context.get("active_model") != "res.partner":
            return self.env["res.partner"]
        return self.env["res.partner"].browse(self.env.context.get("active_id")).commercial_partner_id

    @api.depends("partner_id")
    def _compute_from_contact(self):
        for wizard in self:
            # what was typed for a new contact stays when no known one is chosen
            wizard.name = wizard.partner_id.name or wizard.name
            wizard.email = wizard.partner_id.email or wizard.email

    def action_invite(self):
        """Send the invitation.

        :return: a notification that says so, and closes the wizard
        """
        self.ensure_one()
        member = self.env["agency.client.member"]._invite(
            self.client_id,
            self.email,
            name=self.name,
            can_approve=self.can_approve,
            can_pay=self.can_pay,
            can_manage=self.can_manage,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": _(
                    "%(name)s is invited to the portal of %(client)s.",
                    name=member.user_id.name,
                    client=self.client_id.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
