from odoo import api, fields, models


class SaleOrder(models.Model):
    """A quotation made from a package: scope, timeline, one-off and monthly totals."""

    _inherit = "sale.order"

    client_id = fields.Many2one(
        "res.partner", string="Client", related="partner_id.commercial_partner_id", store=True, index=True
    )
    package_id = fields.Many2one(
        "agency.service.package", readonly=True, copy=True, index=True, ondelete="restrict", tracking=True
    )
    package_version = fields.Integer(readonly=True, copy=True, help="Version of the package that was offered.")
    scope = fields.Html(help="What is included.")
    assumptions = fields.Html(help="What the price relies on.")
    timeline_text = fields.Html("Timeline", help="When what happens.")
    deposit_percent = fields.Float(
        "Deposit (%)", help="Share of the one-off total paid before work starts; the first month is paid on top of it."
    )
    one_off_total = fields.Monetary(compute="_compute_billing_totals", store=True, help="Untaxed, paid once.")
    monthly_total = fields.Monetary(compute="_compute_billing_totals", store=True, help="Untaxed, paid each month.")
    onboarding_id = fields.Many2one(
        "agency.onboarding", compute="_compute_onboarding_id", compute_sudo=True, help="Made by the set-up of this order."
    )
    onboarding_ids = fields.One2many("agency.onboarding", "order_id", string="Onboardings", groups="base.group_user")
    team_proposal_ids = fields.One2many("agency.team.proposal", "order_id", string="Team Proposals", groups="base.group_user")
    setup_state = fields.Selection(
        [("none", "Not Set Up"), ("done", "Set Up"), ("failed", "Set-up Failed")],
        string="Set-up",
        required=True,
        default="none",
        readonly=True,
        copy=False,
        index=True,
        groups="base.group_user",
    )
    setup_error = fields.Text("Set-up Error", readonly=True, copy=False, groups="base.group_user")
    agency_project_id = fields.Many2one(
        "project.project",
        string="Agency Project",
        compute="_compute_agency_project_id",
        compute_sudo=True,
        help="The project the set-up of this order made.",
    )
    agency_project_ids = fields.One2many("project.project", "agency_order_id", string="Agency Projects", groups="base.group_user")

    @api.depends(
        "order_line.price_subtotal", "order_line.billing", "order_line.display_type", "order_line.is_downpayment"
    )
    def _compute_billing_totals(self):
        for order in self:
            lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
            monthly = lines.filtered(lambda line: line.billing == "monthly")
            order.monthly_total = sum(monthly.mapped("price_subtotal"))
            order.one_off_total = sum((lines - monthly).mapped("price_subtotal"))

    @api.depends("agency_project_ids")
    def _compute_agency_project_id(self):
        for order in self:
            order.agency_project_id = order.agency_project_ids[:1]

    @api.depends("onboarding_ids")
    def _compute_onboarding_id(self):
        for order in self:
            order.onboarding_id = order.onboarding_ids[:1]

    def _is_agency_order(self):
        """:return bool: whether the order sells a package or a service of the suite"""
        self.ensure_one()
        return bool(self.package_id or self.order_line.agency_service_id)

    def _agency_deposit_paid(self):
        """:return bool: whether what had to be paid before the work starts has been paid

        Paid is what came in by confirmed payment transactions, or a down-payment invoice that is paid.
        """
        self.ensure_one()
        required = self._get_prepayment_required_amount() if self.require_payment else 0.0
        if not required or self.currency_id.compare_amounts(self.amount_paid, required) >= 0:
            return True
        invoices = self.order_line.filtered("is_downpayment").invoice_lines.move_id
        return bool(invoices) and all(
            move.payment_state in ("paid", "in_payment") for move in invoices if move.move_type == "out_invoice"
        )
