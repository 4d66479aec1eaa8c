"""Builders for the tests of retainers, deposits and payments."""

from odoo import Command, fields

from .common import ManagementBuilders, ManagementCommon


class BillingBuilders(ManagementBuilders):
    """A company that can post invoices, with a tax of 20 %."""

    @classmethod
    def build_billing_world(cls):
        company = cls.env.company
        if not company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        company.agency_retainer_policy = "post"
        company.resource_calendar_id.tz = "UTC"
        cls.tax = cls.env["account.tax"].create(
            {"name": "Twenty", "amount": 20.0, "amount_type": "percent", "type_tax_use": "sale"}
        )
        cls.no_tax = cls.env["account.tax"]
        cls.client = cls.new_client("Alpha Shoes")
        cls.product = cls.env["product.product"].create(
            {"name": "SEO care", "type": "service", "list_price": 900.0, "taxes_id": [Command.set(cls.tax.ids)]}
        )

    @classmethod
    def new_retainer(cls, start, lines=None, client=None, activate=True, **values):
        """Create a retainer.

        :param str start: first day
        :param lines: dicts of lines, by default one of 900 a month
        :return: ``agency.retainer``, active unless told otherwise
        """
        commands = []
        for vals in lines if lines is not None else [{}]:
            line = {"product_id": cls.product.id, "name": "SEO care", "price_unit": 900.0}
            line["tax_ids"] = [Command.set(vals.pop("taxes", cls.tax).ids)]
            commands.append(Command.create(line | vals))
        retainer = cls.env["agency.retainer"].create(
            {
                "client_id": (client or cls.client).id,
                "start_date": start,
                "policy": "post",
                "line_ids": commands,
            }
            | values
        )
        if activate:
            retainer.action_activate()
        return retainer

    @classmethod
    def bill(cls, retainer, day):
        """:return: invoices made by billing for a day"""
        return retainer._bill(fields.Date.to_date(day))

    @classmethod
    def periods_of(cls, retainer):
        """:return: ``(first day, last day, amount)`` of all charges, in order"""
        charges = retainer.charge_ids.sorted(lambda charge: (charge.period_start, charge.id))
        return [(str(charge.period_start), str(charge.period_end), charge.amount) for charge in charges]

    @classmethod
    def credit(cls, move):
        """:return: posted credit note of a whole invoice, by the wizard accountants use"""
        wizard = (
            cls.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "date": move.invoice_date})
        )
        action = wizard.reverse_moves() if hasattr(wizard, "reverse_moves") else wizard.refund_moves()
        refund = cls.env["account.move"].browse(action["res_id"])
        if refund.state == "draft":
            refund.action_post()
        return refund

    @classmethod
    def pay(cls, move):
        """Register a payment of what is open."""
        wizard = cls.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
        wizard.create({})._create_payments()

    # ------------------------------------------------------------------ orders and online payments

    @classmethod
    def build_provider(cls):
        """Set ``provider``: the demo provider, ready to take payments."""
        company = cls.env.company
        journal = cls.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
        cls.provider = cls.env["payment.provider"].search(
            [("code", "=", "demo"), ("company_id", "=", company.id)], limit=1
        )
        cls.provider.write({"state": "test", "is_published": True, "journal_id": journal.id})
        cls.method = cls.provider.with_context(active_test=False).payment_method_ids[:1]
        cls.method.active = True

    @classmethod
    def new_transaction(cls, record, amount, **values):
        """:return: draft transaction that pays an order or an invoice"""
        link = "sale_order_ids" if record._name == "sale.order" else "invoice_ids"
        return cls.env["payment.transaction"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.method.id,
                "reference": f"{record._name}-{record.id}-{amount}-{len(record.transaction_ids)}",
                "amount": amount,
                "currency_id": record.currency_id.id,
                "partner_id": record.partner_id.id,
                "operation": "online_direct",
                link: [Command.set(record.ids)],
            }
            | values
        )

    @classmethod
    def post_process(cls, transaction):
        """What the client's browser, or the scheduled action, does with a confirmed payment."""
        if hasattr(transaction, "_post_process"):
            transaction._post_process()
        else:
            transaction._finalize_post_processing()

    @classmethod
    def pay_online(cls, record, amount):
        """:return: transaction, confirmed and post-processed"""
        transaction = cls.new_transaction(record, amount)
        transaction._set_done()
        cls.post_process(transaction)
        return transaction


class BillingCommon(BillingBuilders, ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_billing_world()
