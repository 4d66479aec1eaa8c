"""Who may pay: a member of the client needs the right to, on whatever route the payment starts."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.http import request, route

from odoo.addons.account_payment.controllers import payment as account_payment


def _linked_ids(commands):
    """:return list: ids that x2many commands of new records link"""
    ids = []
    for command in commands or []:
        if command[0] == Command.SET:
            ids += command[2]
        elif command[0] == Command.LINK:
            ids.append(command[1])
    return ids


class PaymentPortal(account_payment.PaymentPortal):
    """All payment routes of stock make their transaction here, whatever the series adds to them."""

    @route()
    def invoice_transaction(self, invoice_id, access_token=None, **kwargs):
        """Stock's page of an invoice sends no token when it was opened without one; a member pays by its own rights."""
        return super().invoice_transaction(invoice_id, access_token, **kwargs)

    def _create_transaction(self, *args, custom_create_values=None, **kwargs):
        values = custom_create_values or {}
        # what is paid was checked by the route (by token or record rule); here only the right to pay is asked
        invoices_sudo = request.env["account.move"].sudo().browse(_linked_ids(values.get("invoice_ids")))
        orders_sudo = request.env["sale.order"].sudo().browse(_linked_ids(values.get("sale_order_ids")))
        user = request.env.user
        if not (invoices_sudo._agency_may_pay(user) and orders_sudo._agency_may_pay(user)):
            raise AccessError(request.env["agency.client.mixin"]._client_right_message("pay"))
        orders_sudo._check_payable()
        return super()._create_transaction(*args, custom_create_values=custom_create_values, **kwargs)
