from odoo import Command, _, api, models
from odoo.tools import format_date


class SaleOrderLine(models.Model):
    """Monthly lines are billed by the retainer: the order has nothing to invoice for them, ever."""

    _inherit = "sale.order.line"

    @api.model
    def _agency_tax_field(self):
        """:return str: name of the field with a line's taxes (``tax_ids`` from Odoo 19 on)"""
        return "tax_ids" if "tax_ids" in self._fields else "tax_id"

    def _agency_taxes(self):
        """:return: ``account.tax`` of these lines"""
        return self[self._agency_tax_field()]

    def _is_billed_monthly(self):
        """:return bool: whether the retainer bills (or, for a deposit, deducts) this line"""
        self.ensure_one()
        return self.billing == "monthly" and not self.display_type

    def _compute_name(self):
        super()._compute_name()
        for line in self:
            if line.is_downpayment and line._is_billed_monthly():
                # stock names all down payments of an invoice alike
                line.name = _("First month: %(name)s", name=line.name)

    @api.depends("billing")
    def _compute_qty_to_invoice(self):
        super()._compute_qty_to_invoice()
        for line in self:
            if line._is_billed_monthly():
                line.qty_to_invoice = 0.0

    @api.depends("billing")
    def _compute_invoice_status(self):
        super()._compute_invoice_status()
        for line in self:
            # a deposit keeps the status stock gives it, a month is never up for invoicing nor for upselling
            if line._is_billed_monthly() and not line.is_downpayment:
                line.invoice_status = "no"

    @api.depends("billing")
    def _compute_untaxed_amount_to_invoice(self):
        super()._compute_untaxed_amount_to_invoice()
        for line in self:
            if line._is_billed_monthly():
                line.untaxed_amount_to_invoice = 0.0

    @api.depends("billing")
    def _compute_amount_to_invoice(self):
        # the field exists from Odoo 19 on
        super()._compute_amount_to_invoice()
        for line in self:
            if line._is_billed_monthly():
                line.amount_to_invoice = 0.0

    def _deposit_label(self):
        """:return str: what the deposit's own invoice calls this share"""
        self.ensure_one()
        if self.billing == "monthly":
            return _("First month of %(order)s, paid in advance", order=self.order_id.name)
        return _("Deposit for %(order)s", order=self.order_id.name)

    def _agency_prepare_deduction(self, amount):
        """:return dict: values of the invoice line that deducts a part of this down-payment line

        :param float amount: as priced, in the order's currency, positive
        """
        self.ensure_one()
        # invoices of the deposit itself: their account is the one to clear
        deposits = self.invoice_lines.filtered(lambda line: line.quantity > 0 and line.move_id.state == "posted")
        name = _("Deposit already paid")
        if deposits:
            move = deposits[0].move_id
            name = _(
                "Deposit already paid (%(invoice)s of %(date)s)",
                invoice=move.name,
                date=format_date(self.env, move.invoice_date),
            )
        values = {
            "name": name,
            "product_id": self.product_id.id,
            "quantity": -1.0,
            "price_unit": amount,
            "tax_ids": [Command.set(self._agency_taxes().ids)],
            "is_downpayment": True,
            "sale_line_ids": [Command.link(self.id)],
        }
        if deposits.account_id:
            values["account_id"] = deposits.account_id[0].id
        return values
