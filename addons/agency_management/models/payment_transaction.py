import logging

import psycopg2

from odoo import SUPERUSER_ID, _, models

_logger = logging.getLogger(__name__)


class PaymentTransaction(models.Model):
    """A payment of an order with a deposit is invoiced at once, whatever ``sale.automatic_invoice`` says.

    Stock confirms the order, then posts the invoices of the transaction and reconciles them with the payment it
    creates. The down-payment invoice is made between the two, so that one transaction holds all of it: a crash leaves
    nothing half done, and post-processing again finds what is there.
    """

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        # a payment under way when the prices became too low stays recorded, whatever becomes of the quotation
        held = self.filtered(lambda tx: any(order._is_held_back() for order in tx.sale_order_ids))
        held._tell_held_back()
        confirmed_orders = super(PaymentTransaction, self - held)._check_amount_and_confirm_order()
        for tx in self.filtered(lambda tx: tx.state == "done" and tx.operation != "validation"):
            if tx._is_agency_deposit() and tx.sale_order_ids.state == "sale":
                tx._agency_invoice_deposit()
        return confirmed_orders

    def _invoice_sale_orders(self):
        # stock's own down payment would be a second one
        return super(PaymentTransaction, self.filtered(lambda tx: not tx._is_agency_deposit()))._invoice_sale_orders()

    def _tell_held_back(self):
        """Tell the owners of quotations that were paid although their prices wait for an approval, once each."""
        for order in self.sale_order_ids:
            # in the owner's language, whoever is here: a payment is authorised by one and processed by another
            self = self.with_context(lang=order.user_id.lang)
            order_sudo = order.with_user(SUPERUSER_ID)
            summary = _("Paid, but not confirmed")
            if summary in order_sudo.activity_ids.mapped("summary"):
                continue
            order_sudo.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=summary,
                note=_("The client paid while the prices wait for an approval. Have them approved, then confirm."),
                user_id=order.user_id.id or SUPERUSER_ID,
            )

    def _is_agency_deposit(self):
        """:return bool: whether the suite invoices this payment: of one order, which has a deposit"""
        self.ensure_one()
        return len(self.sale_order_ids) == 1 and self.sale_order_ids._has_deposit()

    def _agency_invoice_deposit(self):
        """Make the down-payment invoice; a failure is told to the order's owner and costs no payment."""
        self.ensure_one()
        order = self.sale_order_ids
        try:
            with self.env.cr.savepoint():
                move = order._agency_invoice_deposit(self)
                move.filtered(lambda move: move.state == "draft").action_post()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.warning("Deposit of order %s could not be invoiced", order.name, exc_info=True)
            order.with_user(SUPERUSER_ID).activity_schedule(
                "mail.mail_activity_data_warning",
                summary=_("Deposit could not be invoiced"),
                note=_(
                    "The client paid %(amount)s, but the down-payment invoice could not be made: %(error)s. Put it "
                    "right and press Invoice Deposit.",
                    amount=self.currency_id.format(self.amount),
                    error=error,
                ),
                user_id=order.user_id.id or SUPERUSER_ID,
            )

    def _create_payment(self, **extra_create_values):
        # a member may pay who is no contact of the client: the payment belongs to the client who owes it
        debtor = self.invoice_ids.commercial_partner_id or self.sale_order_ids.partner_invoice_id.commercial_partner_id
        if len(debtor) == 1 and (
            self.invoice_ids.agency_order_id or self.invoice_ids.retainer_id or self.sale_order_ids
        ):
            extra_create_values.setdefault("partner_id", debtor.id)
        return super()._create_payment(**extra_create_values)
