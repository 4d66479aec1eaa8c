from odoo import _, api, fields, models
from odoo.exceptions import UserError

CLIENT_STATES = [
    ("prospect", "Prospect"),
    ("onboarding", "Onboarding"),
    ("active", "Active"),
    ("paused", "Paused"),
    ("former", "Former"),
]


class ResPartner(models.Model):
    """A client is a commercial entity with a client state; contacts below it are its people."""

    _name = "res.partner"
    _inherit = ["res.partner", "agency.marketing.profile"]

    client_state = fields.Selection(
        CLIENT_STATES,
        string="Client Status",
        index=True,
        tracking=True,
        copy=False,
        help="Empty for everybody who is not a client of the agency.",
    )
    client_since = fields.Date(copy=False, help="The day the first order was confirmed.")
    member_ids = fields.One2many("agency.client.member", "client_id", string="Portal Members")
    member_count = fields.Integer(compute="_compute_member_count")

    @api.depends("member_ids")
    def _compute_member_count(self):
        counts = dict(
            self.env["agency.client.member"]._read_group([("client_id", "in", self.ids)], ["client_id"], ["__count"])
        )
        for partner in self:
            partner.member_count = counts.get(partner, 0)

    def _set_client_state(self, state):
        """Move clients to a state; the commercial entity is what changes, whichever contact is given.

        :param str state: a key of ``CLIENT_STATES``
        """
        clients = self.commercial_partner_id.filtered(lambda partner: partner.client_state != state)
        clients.write({"client_state": state})
        if state in ("onboarding", "active"):
            clients.filtered(lambda client: not client.client_since).write(
                {"client_since": fields.Date.context_today(self)}
            )

    def action_view_members(self):
        """:return: action showing the portal members of this client"""
        self.ensure_one()
        if self != self.commercial_partner_id:
            raise UserError(
                _(
                    "Portal members belong to the company. Open %(client)s.",
                    client=self.commercial_partner_id.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": _("Portal Members"),
            "res_model": "agency.client.member",
            "view_mode": "list,form",
            "domain": [("client_id", "=", self.id)],
            "context": {"default_client_id": self.id},
        }
