from odoo import SUPERUSER_ID, _, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_date


class AccountMove(models.Model):
    """Invoices know their client, their order and their retainer.

    An invoice of a retainer holds the charges of the periods it bills. They are given back when it is cancelled,
    deleted or credited in full, so that the periods can be billed again, and taken again when that is undone.
    """

    _inherit = "account.move"

    client_id = fields.Many2one(
        "res.partner", string="Client", related="commercial_partner_id", store=True, index="btree_not_null"
    )
    agency_order_id = fields.Many2one(
        "sale.order",
        string="Engagement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
        help="The order this invoice belongs to, by itself or by its retainer.",
    )
    retainer_id = fields.Many2one(
        "agency.retainer", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    agency_to_send = fields.Boolean(
        "Waits to Be Sent", readonly=True, copy=False, index="btree_not_null", groups="base.group_user"
    )

    # ------------------------------------------------------------------ charges

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._reserve_charges()
        posted.reversed_entry_id._release_credited()
        return posted

    def button_cancel(self):
        result = super().button_cancel()
        self._release_charges()
        self.reversed_entry_id._reserve_charges()
        return result

    def button_draft(self):
        result = super().button_draft()
        self._reserve_charges()
        self.reversed_entry_id._reserve_charges()
        return result

    def unlink(self):
        self._release_charges()
        return super().unlink()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        default_values_list = default_values_list or [{} for _move in self]
        for move, values in zip(self, default_values_list):
            values.setdefault("retainer_id", move.retainer_id.id)
            values.setdefault("agency_order_id", move.agency_order_id.id)
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _retainer_invoices(self):
        """:return: those that bill periods of a retainer"""
        return self.filtered(lambda move: move.retainer_id and move.move_type == "out_invoice")

    def _credited(self):
        """:return: those of which posted credit notes take back everything they bill

        Compared is what is billed, before deposits are deducted: the total of such an invoice may be zero.
        """
        credits = self.env["account.move"]
        if self:
            credits = credits.search([("reversed_entry_id", "in", self.ids), ("state", "=", "posted")])
        by_invoice = credits.grouped("reversed_entry_id")

        def billed(moves):
            return sum(line.price_total for line in moves.invoice_line_ids if line.price_total > 0)

        return credits.reversed_entry_id.filtered(
            lambda move: move.currency_id.compare_amounts(billed(by_invoice[move]), billed(move)) >= 0
        )

    def _release_credited(self):
        self._retainer_invoices()._credited()._release_charges()

    def _release_charges(self):
        """Give the billed periods back."""
        # accountants cancel invoices; charges are written by the billing alone
        charges_sudo = self.env["agency.retainer.charge"].sudo()
        charges_sudo = charges_sudo.search([("move_id", "in", self._retainer_invoices().ids)])
        if not charges_sudo:
            return
        for retainer, rows in charges_sudo.grouped("retainer_id").items():
            periods = ", ".join(format_date(self.env, day) for day in sorted(set(rows.mapped("period_start"))))
            retainer.message_post(
                body=_(
                    "%(invoice)s no longer counts: what it billed from %(periods)s on is due again and will be billed "
                    "by the next run. End the lines if it should not be.",
                    invoice=", ".join(rows.move_id.mapped("display_name")),
                    periods=periods,
                )
            )
        charges_sudo.unlink()

    def _reserve_charges(self):
        """Take the billed periods again (after a cancellation or a credit note was undone).

        :raise UserError: another invoice has billed one of them in the meantime
        """
        moves = self._retainer_invoices().filtered(lambda move: move.state != "cancel")
        lines = (moves - moves._credited()).invoice_line_ids.filtered("retainer_line_id")
        if not lines:
            return
        # charges are written by the billing alone
        charges_sudo = self.env["agency.retainer.charge"].sudo()
        held = {
            (row.retainer_line_id, row.period_start): row.move_id
            for row in charges_sudo.search([("retainer_line_id", "in", lines.retainer_line_id.ids)])
        }
        missing = []
        for line in lines:
            holder = held.get((line.retainer_line_id, line.retainer_period_start))
            if holder is None:
                missing.append(line)
            elif holder != line.move_id:
                raise UserError(
                    _(
                        "%(line)s is billed by %(other)s for the same days. Cancel %(other)s first.",
                        line=line.retainer_line_id.display_name,
                        other=holder.display_name,
                    )
                )
        charges_sudo._reserve(
            [
                {
                    "retainer_line_id": line.retainer_line_id.id,
                    "retainer_id": line.move_id.retainer_id.id,
                    "company_id": line.company_id.id,
                    "period_start": line.retainer_period_start,
                    "period_end": line.retainer_period_end,
                    "amount": line.currency_id.round(line.quantity * line.price_unit * (1 - line.discount / 100)),
                    "move_id": line.move_id.id,
                }
                for line in missing
            ]
        )

    # ------------------------------------------------------------------ deposits

    def action_post(self):
        result = super().action_post()
        lines = self.line_ids.sale_line_ids.filtered(
            lambda line: line.is_downpayment and not line.display_type and line.order_id.deposit_amount
        )
        for line in lines.filtered(lambda line: not line.order_id.locked):
            # stock takes the deposit's invoice for a final one when another share of it is deducted elsewhere,
            # and then sets the price of the share to zero
            price = sum(
                (1 if item.move_id.move_type == "out_invoice" else -1) * item.price_unit
                for item in line.invoice_lines
                if item.move_id.state == "posted" and item.quantity > 0
            )
            if line.currency_id.compare_amounts(price, line.price_unit):
                line.price_unit = price
        return result

    def _get_sale_order_invoiced_amount(self, order):
        # months, and the share of the deposit that pays for one, are no part of what the order itself invoices
        amount = super()._get_sale_order_invoiced_amount(order)
        for move in self:
            monthly = move.line_ids.filtered(
                lambda line: any(sale_line.billing == "monthly" for sale_line in line.sale_line_ids & order.order_line)
            )
            if monthly:
                total = sum(monthly.mapped("price_total")) * -move.direction_sign
                amount -= move.currency_id._convert(total, order.currency_id, move.company_id, move.date)
        return amount

    # ------------------------------------------------------------------ payment

    def _has_to_be_paid(self):
        # the portal opens documents as superuser; who looks at them is the user of the request
        user = request.env.user if request else self.env.user
        return super()._has_to_be_paid() and self._agency_may_pay(user)

    def _agency_may_pay(self, user):
        """:return bool: whether a user may pay these invoices

        A member of the client needs the right to pay. Who is no member is left to stock: the holder of a link to the
        document, or the person it is addressed to.
        """
        return self.client_id._agency_may_pay(user)

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        clients = self.filtered(lambda move: move.agency_order_id or move.retainer_id).client_id
        if clients:
            clients._agency_onboardings_open()._check_conditions()
        return result

    def _agency_payment_totals(self, domain, *field_names):
        """Invoiced and open amounts, taxes included, in the company's currency at the rate of each invoice.

        :param list domain: which invoices; drafts and cancelled ones are left out
        :param str field_names: what they are grouped by
        :return: dict record -> ``(invoiced, open)``; by several fields, the key is a tuple of their records
        """
        domain = [("move_type", "in", ("out_invoice", "out_refund")), ("state", "=", "posted"), *domain]
        sums = ["amount_total_signed:sum", "amount_residual_signed:sum"]
        return {
            records[0] if len(records) == 1 else tuple(records): (total, residual)
            for *records, total, residual in self._read_group(domain, list(field_names), sums)
        }

    # ------------------------------------------------------------------ sending

    def _agency_send(self):
        """Send one posted invoice by e-mail, with its PDF.

        :raise UserError: the client has no e-mail address, or the PDF could not be made
        """
        self.ensure_one()
        if not self.partner_id.email:
            raise UserError(
                _(
                    "%(partner)s has no e-mail address. Add one, the next run sends the invoice.",
                    partner=self.partner_id.display_name,
                )
            )
        move = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        template = self.env.ref("account.email_template_edi_invoice")
        if hasattr(move, "_generate_pdf_and_send_invoice"):
            move._generate_pdf_and_send_invoice(template, allow_fallback_pdf=False)
        else:
            # from Odoo 18 on
            move.env["account.move.send"]._generate_and_send_invoices(
                move, mail_template=template, sending_methods=["email"], allow_raising=True
            )
        move.write({"is_move_sent": True, "agency_to_send": False})
