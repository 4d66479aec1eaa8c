from odoo import _, fields, models


class ResPartner(models.Model):
    """What a client pays: its retainers, what it was billed, what is open."""

    _inherit = "res.partner"

    retainer_ids = fields.One2many("agency.retainer", "client_id", groups="base.group_user")
    retainer_count = fields.Integer(compute="_compute_agency_billing", compute_sudo=True, groups="base.group_user")
    agency_currency_id = fields.Many2one(
        "res.currency",
        string="Billing Currency",
        compute="_compute_agency_billing",
        compute_sudo=True,
        groups="base.group_user",
    )
    agency_mrr = fields.Monetary(
        "Monthly Revenue",
        currency_field="agency_currency_id",
        compute="_compute_agency_billing",
        compute_sudo=True,
        groups="base.group_user",
        help="Untaxed, of active retainers, in the company's currency.",
    )
    agency_amount_invoiced = fields.Monetary(
        "Invoiced",
        currency_field="agency_currency_id",
        compute="_compute_agency_billing",
        compute_sudo=True,
        groups="base.group_user",
        help="Posted invoices minus credit notes, taxes included, in the company's currency.",
    )
    agency_amount_paid = fields.Monetary(
        "Paid",
        currency_field="agency_currency_id",
        compute="_compute_agency_billing",
        compute_sudo=True,
        groups="base.group_user",
    )
    agency_amount_residual = fields.Monetary(
        "Open",
        currency_field="agency_currency_id",
        compute="_compute_agency_billing",
        compute_sudo=True,
        groups="base.group_user",
    )

    def _compute_agency_billing(self):
        company = self.env.company
        own = [("client_id", "in", self.ids), ("company_id", "=", company.id)]
        totals = self.env["account.move"]._agency_payment_totals(own, "client_id")
        retainers = {
            client: (count, mrr)
            for client, count, mrr in self.env["agency.retainer"]._read_group(
                [*own, ("state", "in", ("draft", "active", "paused"))], ["client_id"], ["__count", "mrr_company:sum"]
            )
        }
        for partner in self:
            invoiced, residual = totals.get(partner, (0.0, 0.0))
            count, mrr = retainers.get(partner, (0, 0.0))
            partner.agency_currency_id = company.currency_id
            partner.agency_amount_invoiced = invoiced
            partner.agency_amount_residual = residual
            partner.agency_amount_paid = invoiced - residual
            partner.retainer_count = count
            partner.agency_mrr = mrr

    def _agency_may_pay(self, user):
        """:return bool: whether a user may pay what these clients owe; True for who is no member of any of them"""
        # a portal user may read only its own memberships; the answer is a yes or no about that very user
        members_sudo = self.env["agency.client.member"].sudo()
        return not ((self & members_sudo._clients_of(user)) - members_sudo._clients_of(user, "pay"))

    def action_view_retainers(self):
        """:return: action showing the retainers of this client"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Retainers"),
            "res_model": "agency.retainer",
            "view_mode": "list,kanban,form",
            "domain": [("client_id", "=", self.id)],
            "context": {"default_client_id": self.id},
        }
