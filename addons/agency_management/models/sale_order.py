from odoo import _, api, fields, models
from odoo.exceptions import UserError


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
    one_off_total = fields.Monetary(
        "One-off Total", compute="_compute_billing_totals", store=True, help="Untaxed, paid once."
    )
    monthly_total = fields.Monetary(compute="_compute_billing_totals", store=True, help="Untaxed, paid each month.")
    onboarding_id = fields.Many2one(
        "agency.onboarding",
        compute="_compute_onboarding_id",
        compute_sudo=True,
        help="Made by the set-up of this order.",
    )
    onboarding_progress = fields.Float(
        compute="_compute_onboarding_progress", compute_sudo=True, groups="base.group_user"
    )
    onboarding_ids = fields.One2many("agency.onboarding", "order_id", string="Onboardings", groups="base.group_user")
    team_proposal_ids = fields.One2many(
        "agency.team.proposal", "order_id", string="Team Proposals", groups="agency_crm.group_team_member"
    )
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
        compute="_compute_agency_project_id",
        compute_sudo=True,
        help="The project the set-up of this order made.",
    )
    agency_project_ids = fields.One2many(
        "project.project", "agency_order_id", string="Agency Projects", groups="base.group_user"
    )

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

    @api.depends("onboarding_ids.progress")
    def _compute_onboarding_progress(self):
        for order in self:
            order.onboarding_progress = order.onboarding_ids[:1].progress / 100.0

    def _apply_package(self, package, addons=None):
        """Turn the quotation into an offer of a package: lines, scope, timeline, assumptions, deposit.

        Lines of a package that was applied before are replaced, lines added by hand stay. The lines are plain: they
        can be edited afterwards.

        :param package: published ``agency.service.package``
        :param addons: ``agency.service.package.line`` records of it that are chosen on top
        :raise UserError: the order is confirmed, the package is not offered, an add-on is not one of the package
        """
        self.ensure_one()
        self = self.with_context(lang=self.partner_id.lang or self.env.lang)
        package = package.with_env(self.env)
        addons = (addons or self.env["agency.service.package.line"]).with_env(self.env)
        if self.state not in ("draft", "sent"):
            raise UserError(_("%(order)s is confirmed. Choose packages on quotations only.", order=self.name))
        if package.state != "published":
            raise UserError(_("%(package)s is not offered. Publish it first.", package=package.display_name))
        if addons - package.line_ids.filtered("is_addon"):
            raise UserError(_("Only add-ons of %(package)s can be added to it.", package=package.display_name))
        lines = package.line_ids.filtered(lambda line: not line.is_addon) | addons
        replaced = self.order_line.filtered(lambda line: line.package_line_id or line.agency_section)
        self.write(
            {
                "package_id": package.id,
                "package_version": package.version,
                "scope": package.scope,
                "assumptions": package.assumptions,
                "timeline_text": package.timeline_text,
                "deposit_percent": package.deposit_percent,
                "order_line": [fields.Command.delete(line.id) for line in replaced]
                + [fields.Command.create(vals) for vals in self._prepare_package_lines(lines)],
            }
        )

    def _prepare_package_lines(self, package_lines):
        """:return list: values of order lines, one-off and monthly ones under a section of their own"""
        vals_list = []
        for billing, title in (("one_off", _("One-off")), ("monthly", _("Every month"))):
            lines = package_lines.filtered(lambda line, billing=billing: line.billing == billing)
            if lines:
                vals_list.append(
                    {"display_type": "line_section", "name": title, "agency_section": True, "billing": billing}
                )
            vals_list += [vals for line in lines.sorted() for vals in line._prepare_order_lines(self)]
        return [{**vals, "sequence": 10 * position} for position, vals in enumerate(vals_list, 1)]

    def _package_totals(self, package_lines):
        """What services of a package would come to on this quotation, at its price list.

        :param package_lines: ``agency.service.package.line``
        :return dict: billing -> untaxed total in the order's currency
        """
        totals = {"one_off": 0.0, "monthly": 0.0}
        virtual = self.new(origin=self)
        for package_line in package_lines:
            for vals in package_line._prepare_order_lines(self):
                line = self.env["sale.order.line"].new(vals | {"order_id": virtual})
                totals[package_line.billing] += line.price_subtotal
        return totals

    def action_choose_package(self):
        """:return: action opening the wizard that puts a package on the quotation"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Choose a Package"),
            "res_model": "agency.package.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id, "default_package_id": self.package_id.id},
        }

    def action_view_onboarding(self):
        """:return: action showing the onboarding of this order"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.onboarding",
            "res_id": self.onboarding_id.id,
            "view_mode": "form",
        }

    def action_view_agency_project(self):
        """:return: action showing the project of this order"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.project",
            "res_id": self.agency_project_id.id,
            "view_mode": "form",
        }

    def action_view_team_proposal(self):
        """:return: action showing the team proposal of this order"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.team.proposal",
            "res_id": self.team_proposal_ids[:1].id,
            "view_mode": "form",
        }

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
