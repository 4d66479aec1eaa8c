from odoo import SUPERUSER_ID, Command, _, api, fields, models
from odoo.exceptions import UserError

#: Decimals of the deposit's share of the total: hundredths of a percent.
SHARE_DIGITS = 4


class SaleOrder(models.Model):
    """What is paid when: the deposit before work starts, one-off lines by the order, monthly lines by its retainer.

    The deposit is a share of the one-off total plus the first month, taxes included. It is invoiced by one
    down-payment invoice with a line for each of the two shares. The one-off share is deducted by the order's final
    invoice (stock does that), the first month by the retainer's first invoice.
    """

    _inherit = "sale.order"

    deposit_amount = fields.Monetary(
        "Deposit",
        compute="_compute_deposit_amount",
        store=True,
        help="Share of the one-off total plus the first month, taxes included: what the client pays to confirm.",
    )
    # what they depend on (totals of the lines) exists once the order does
    require_payment = fields.Boolean(precompute=False)
    prepayment_percent = fields.Float(precompute=False)
    retainer_start_date = fields.Date(
        "Retainer Starts On", copy=False, help="First day of the monthly work. Empty: the day of the confirmation."
    )
    deposit_to_invoice = fields.Boolean(
        compute="_compute_deposit_to_invoice",
        compute_sudo=True,
        groups="base.group_user",
        help="A payment came in of which the invoice could not be made.",
    )
    retainer_ids = fields.One2many("agency.retainer", "order_id", string="Retainers", groups="base.group_user")
    retainer_id = fields.Many2one(
        "agency.retainer", compute="_compute_retainer_id", compute_sudo=True, help="Made by the set-up of this order."
    )

    # ------------------------------------------------------------------ deposit: how much

    @api.depends("retainer_ids")
    def _compute_retainer_id(self):
        for order in self:
            order.retainer_id = order.retainer_ids[:1]

    @api.depends("state", "deposit_amount", "transaction_ids.state", "transaction_ids.invoice_ids")
    def _compute_deposit_to_invoice(self):
        for order in self:
            order.deposit_to_invoice = (
                order.state == "sale" and order._has_deposit() and bool(order._transactions_to_invoice())
            )

    def _transactions_to_invoice(self):
        """:return: confirmed payments of the order without an invoice"""
        return self.transaction_ids.filtered(lambda tx: tx.state == "done" and not tx.invoice_ids)

    @api.depends(
        "package_id",
        "deposit_percent",
        "currency_id",
        "order_line.billing",
        "order_line.price_total",
        "order_line.display_type",
        "order_line.is_downpayment",
        "order_line.agency_service_id",
    )
    def _compute_deposit_amount(self):
        for order in self:
            shares = order._deposit_shares() if order.currency_id and order._is_agency_order() else []
            order.deposit_amount = order._taxed_total(shares) if shares else 0.0

    def _priced_lines(self, billing):
        """:return: lines of one kind that carry a price"""
        return self.order_line.filtered(
            lambda line: line.billing == billing and not line.display_type and not line.is_downpayment
        )

    def _deposit_shares(self):
        """The deposit as priced (taxes in it only when prices include them), by share and taxes.

        Shares are kept apart by tax, so that each down-payment line is taxed like what it stands for.

        :return: list of dicts ``billing``, ``taxes``, ``price``
        """
        self.ensure_one()
        part = min(max(self.deposit_percent, 0.0), 100.0) / 100.0
        shares = self._group_shares("one_off", part) if part else []
        return shares + self._group_shares("monthly", 1.0)

    def _group_shares(self, billing, part):
        """:return: list of dicts as in ``_deposit_shares``: a part of the lines of one kind, by their taxes"""
        currency = self.currency_id
        single = []
        for line in self._priced_lines(billing):
            # a fixed tax is owed once, with the final invoice
            taxes = line._agency_taxes().filtered(lambda tax: tax.amount_type != "fixed")
            price = currency.round(line.price_unit * line.product_uom_qty * (1 - (line.discount or 0.0) / 100.0))
            single.append({"billing": billing, "taxes": taxes, "price": price * part})
        grouped = {}
        for share in single:
            row = grouped.setdefault(share["taxes"], share | {"price": 0.0})
            row["price"] += share["price"]
        result = list(grouped.values())
        if part == 1.0 and currency.compare_amounts(self._taxed_total(result), self._taxed_total(single)):
            # taxes rounded line by line differ from those of the sum: deduct exactly what will be billed
            result = single
        for row in result:
            row["price"] = currency.round(row["price"])
        return [row for row in result if not currency.is_zero(row["price"])]

    def _taxed_total(self, shares):
        """:return float: total with taxes of shares, computed as an invoice would, rounding method included"""
        self.ensure_one()
        total, by_tax = 0.0, {}
        for share in shares:
            taxes = share["taxes"].compute_all(share["price"], currency=self.currency_id, partner=self.partner_id)
            total += taxes["total_excluded"]
            for tax in taxes["taxes"]:
                by_tax[tax["id"]] = by_tax.get(tax["id"], 0.0) + tax["amount"]
        return self.currency_id.round(self.currency_id.round(total) + sum(map(self.currency_id.round, by_tax.values())))

    @api.depends("deposit_amount")
    def _compute_require_payment(self):
        rest = self._without_own_terms()
        super(SaleOrder, rest)._compute_require_payment()
        for order in self.filtered(lambda order: order._has_deposit()):
            order.require_payment = True

    @api.depends("deposit_amount", "amount_total")
    def _compute_prepayment_percent(self):
        rest = self._without_own_terms()
        super(SaleOrder, rest)._compute_prepayment_percent()
        for order in self.filtered(lambda order: order._has_deposit()):
            # only for display, the amount is exact; pages print it as it is, and a constraint wants it above zero
            share = round(order.deposit_amount / order.amount_total, SHARE_DIGITS)
            order.prepayment_percent = min(max(share, 10**-SHARE_DIGITS), 1.0)

    def _without_own_terms(self):
        """Orders whose payment terms the company's defaults decide.

        Left out are saved orders without anything of the suite: they are recomputed only because their lines changed,
        which must not undo what somebody chose on them.
        """
        return self.filtered(lambda order: not order._origin.id or order._is_agency_order())

    def _has_deposit(self):
        """:return bool: whether the deposit rule decides what has to be paid to confirm"""
        self.ensure_one()
        currency = self.currency_id or self.company_id.currency_id
        return bool(currency) and currency.compare_amounts(self.deposit_amount, 0) > 0 and self.amount_total > 0

    def _get_prepayment_required_amount(self):
        # exact to the cent; the percentage is rounded
        if self._has_deposit() and self.require_payment:
            return min(self.deposit_amount, self.amount_total)
        return super()._get_prepayment_required_amount()

    # ------------------------------------------------------------------ deposit: invoice

    def _agency_invoice_deposit(self, transaction):
        """Make the down-payment invoice of one confirmed payment, once, with a line for each share.

        :param transaction: ``payment.transaction`` in state ``done`` of exactly this order
        :return: ``account.move`` draft, made now or earlier; the payment's own post-processing posts and reconciles it
        """
        self.ensure_one()
        # two post-processings at once (the client's browser and the scheduled action) take turns here
        self.env.cr.execute("SELECT id FROM sale_order WHERE id = %s FOR UPDATE", [self.id])
        transaction.invalidate_recordset(["invoice_ids"])
        existing = transaction.invoice_ids.filtered(lambda move: move.state != "cancel")
        if existing:
            return existing
        order = self.with_company(self.company_id).with_context(lang=self.partner_invoice_id.lang or self.env.lang)
        lines = order._create_deposit_lines(transaction.amount)
        if not lines:
            return self.env["account.move"]
        values = order._prepare_invoice()
        values["transaction_ids"] = [Command.set(transaction.ids)]
        values["invoice_line_ids"] = [
            Command.create(line._prepare_invoice_line(name=line._deposit_label(), quantity=1.0)) for line in lines
        ]
        # the client who pays may not create invoices
        move_sudo = self.env["account.move"].sudo().with_context(default_move_type="out_invoice").create(values)
        move_sudo._portal_ensure_token()
        move_sudo.with_user(SUPERUSER_ID).message_post_with_source(
            "mail.message_origin_link",
            render_values={"self": move_sudo, "origin": self},
            subtype_xmlid="mail.mt_note",
        )
        return move_sudo

    def _shares_of(self, amount):
        """Split a payment into the shares it pays; they total exactly the payment, taxes included.

        The deposit itself is split by its rule. What is paid beyond it goes to the one-off total, what is paid below
        it (in parts) goes to both shares in proportion.

        :return: list of dicts as in ``_deposit_shares``
        """
        self.ensure_one()
        currency = self.currency_id
        shares = self._deposit_shares()
        if self._priced_lines("one_off") and not any(share["billing"] == "one_off" for share in shares):
            shares = self._group_shares("one_off", 1.0) + shares if amount > self.deposit_amount else shares
        if currency.compare_amounts(amount, self._taxed_total(shares)):
            monthly = [share for share in shares if share["billing"] == "monthly"]
            one_off = [share for share in shares if share["billing"] == "one_off"]
            monthly_total, one_off_total = self._taxed_total(monthly), self._taxed_total(one_off)
            for_monthly = monthly_total
            if amount < self.deposit_amount or not one_off_total:
                for_monthly = amount * monthly_total / ((monthly_total + one_off_total) or 1.0)
            shares = self._scale(one_off, (amount - for_monthly) / (one_off_total or 1.0))
            shares += self._scale(monthly, for_monthly / (monthly_total or 1.0))
            shares = [share for share in shares if not currency.is_zero(share["price"])]
            rest = currency.round(amount - self._taxed_total(shares))
            if not currency.is_zero(rest):
                # cents no taxed price comes out at
                billing = shares[0]["billing"] if shares else "one_off"
                shares.append({"billing": billing, "taxes": self.env["account.tax"], "price": rest})
        return shares

    def _scale(self, shares, factor):
        return [share | {"price": self.currency_id.round(share["price"] * factor)} for share in shares]

    def _create_deposit_lines(self, amount):
        """:return: new down-payment lines of the order for a payment, without the section they stand in"""
        self.ensure_one()
        shares = self._shares_of(amount)
        lines = self.env["sale.order.line"].with_context(sale_no_log_for_new_lines=True)
        if not shares:
            return lines
        product = self.env.ref("agency_management.product_deposit")
        sequence = max(self.order_line.mapped("sequence"), default=10) + 1
        base = {"order_id": self.id, "is_downpayment": True, "product_uom_qty": 0.0}
        if not any(line.display_type and line.is_downpayment for line in self.order_line):
            lines.create(base | {"display_type": "line_section", "name": _("Down Payments"), "sequence": sequence})
        names = {"one_off": _("Deposit"), "monthly": _("First month")}
        return lines.create(
            [
                base
                | {
                    "name": names[share["billing"]],
                    "product_id": product.id,
                    "billing": share["billing"],
                    "price_unit": share["price"],
                    lines._agency_tax_field(): [Command.set(share["taxes"].ids)],
                    "sequence": sequence + index,
                }
                for index, share in enumerate(shares, start=1)
            ]
        )

    def action_agency_invoice_deposit(self):
        """Make the down-payment invoices that are missing, after whatever stood in their way has been put right."""
        moves = self.env["account.move"]
        for order in self:
            # transactions are for accountants' and administrators' eyes; the order's own are needed here
            for transaction_sudo in order.sudo()._transactions_to_invoice():
                move_sudo = order.sudo()._agency_invoice_deposit(transaction_sudo)
                move_sudo.filtered(lambda move: move.state == "draft").action_post()
                moves |= move_sudo
        if not moves:
            raise UserError(_("Every payment of this order has its invoice already."))
        return self.action_view_invoice(invoices=moves.sudo(False))

    def _agency_deposit_left(self, billing):
        """Down-payment lines of a share and what has not been deducted from them yet.

        :param str billing: ``one_off`` or ``monthly``
        :return: list of ``(sale.order.line, amount as priced)``; lines with nothing left are left out
        """
        result = []
        for line in self.order_line.filtered(
            lambda line: line.is_downpayment and not line.display_type and line.billing == billing
        ):
            left = 0.0
            for invoice_line in line.invoice_lines:
                move = invoice_line.move_id
                # an invoice counts from its draft on when it deducts, and once it is posted when it is the deposit
                if move.state == "cancel" or (move.state == "draft" and invoice_line.quantity > 0):
                    continue
                sign = -1 if move.move_type == "out_refund" else 1
                left += sign * invoice_line.quantity * invoice_line.price_unit
            if self.currency_id.compare_amounts(left, 0.0) > 0:
                result.append((line, self.currency_id.round(left)))
        return result

    def _agency_may_pay(self, user):
        """:return bool: whether a user may pay these orders; members of the client need the right to"""
        return self.client_id._agency_may_pay(user)

    # ------------------------------------------------------------------ invoicing of the order

    def _prepare_invoice(self):
        return super()._prepare_invoice() | {"agency_order_id": self.id}

    def _get_invoiceable_lines(self, final=False):
        # belt and braces: a monthly line has nothing to invoice, a note below it must not be billed alone either
        lines = super()._get_invoiceable_lines(final=final)
        return lines.filtered(lambda line: line.display_type or line.billing != "monthly")

    @api.depends("order_line.billing")
    def _compute_invoice_status(self):
        super()._compute_invoice_status()
        for order in self.filtered(lambda order: order.state == "sale" and order.invoice_status == "no"):
            # monthly lines never become invoiced; the others decide
            if not order._priced_lines("monthly"):
                continue
            statuses = set(order._priced_lines("one_off").mapped("invoice_status"))
            if statuses == {"invoiced"}:
                order.invoice_status = "invoiced"
            elif statuses and statuses <= {"invoiced", "upselling"}:
                order.invoice_status = "upselling"

    @api.depends("order_line.billing", "order_line.price_total")
    def _compute_amount_to_invoice(self):
        super()._compute_amount_to_invoice()
        if "amount_to_invoice" in self.env["sale.order.line"]._fields:
            return  # computed line by line, where monthly lines are left out already
        for order in self:
            if order.state == "sale" and order.invoice_status != "invoiced":
                order.amount_to_invoice -= sum(order._priced_lines("monthly").mapped("price_total"))

    # ------------------------------------------------------------------ retainer

    def _agency_setup_steps(self):
        steps = super()._agency_setup_steps()
        return self._agency_insert_setup_step(steps, ("retainer", "_setup_retainer"), before="team")

    def _setup_retainer(self):
        """Make and start the retainer of the order's monthly lines.

        :return: ``agency.retainer``, empty when nothing is monthly
        """
        self.ensure_one()
        retainer = self.env["agency.retainer"].search([("order_id", "=", self.id)])
        if retainer or not self._retainer_lines():
            return retainer
        retainer = self.env["agency.retainer"].create(self._prepare_retainer())
        retainer.action_activate()
        self.invalidate_recordset(["retainer_id"])
        return retainer

    def _retainer_lines(self):
        """:return: monthly lines the retainer is made of; those set to zero were struck from the offer"""
        return self._priced_lines("monthly").filtered("product_uom_qty")

    def _prepare_retainer(self):
        """:return dict: values of the retainer of this order"""
        self.ensure_one()
        retainers = self.env["agency.retainer"].with_company(self.company_id)
        start = (
            self.retainer_start_date
            or fields.Datetime.context_timestamp(
                self.with_context(tz=self.company_id._agency_tz()), self.date_order
            ).date()
        )
        package = self.package_id
        return {
            "company_id": self.company_id.id,
            "client_id": self.client_id.id,
            "partner_id": self.partner_invoice_id.id,
            "currency_id": self.currency_id.id,
            "order_id": self.id,
            "package_id": package.id,
            "project_id": self.agency_project_id.id,
            "user_id": self.user_id.id,
            "start_date": start,
            "minimum_term_months": package.minimum_term_months,
            "included_hours": package.included_hours,
            "policy": retainers.default_get(["policy"]).get("policy", "send"),
            "line_ids": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "sale_line_id": line.id,
                        "name": line.name,
                        "quantity": line.product_uom_qty,
                        "price_unit": line.price_unit,
                        "discount": line.discount,
                        "tax_ids": [Command.set(line._agency_taxes().ids)],
                        "sequence": line.sequence,
                    }
                )
                for line in self._retainer_lines()
            ],
        }

    def action_view_retainer(self):
        """:return: action showing the retainer of this order"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Retainer"),
            "res_model": "agency.retainer",
            "view_mode": "form",
            "res_id": self.retainer_id.id,
        }
