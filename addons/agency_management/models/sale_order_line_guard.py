from odoo import api, models

from ..core import discount

#: Fields that decide what a client pays.
PRICE_FIELDS = frozenset(
    (
        "product_id",
        "product_uom_qty",
        "product_uom",
        "product_uom_id",
        "price_unit",
        "discount",
        "billing",
        "performance_fee",
        "performance_metric",
        "is_downpayment",
    )
)


class SaleOrderLine(models.Model):
    """What a line would cost without any discount; whoever changes its price is remembered by the order."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        guarded = lines.filtered(lambda line: line._is_guarded())
        guarded.order_id._prices_changed(guarded)
        return lines

    def write(self, vals):
        agreed = self._agreed_terms() if PRICE_FIELDS.intersection(vals) else {}
        result = super().write(vals)
        if PRICE_FIELDS.intersection(vals):
            guarded = self.filtered(lambda line: line._is_guarded())
            guarded.order_id._prices_changed(guarded._giving_more_than(agreed))
        return result

    def unlink(self):
        orders = self.filtered(lambda line: line._is_guarded()).order_id
        result = super().unlink()
        orders.exists()._prices_changed()
        return result

    def _is_guarded(self):
        """:return bool: whether limits look at the line: it has a price, and is no down payment, of which there is none
        with a quantity of its own
        """
        self.ensure_one()
        down_payment = self.is_downpayment and not self.product_uom_qty
        return bool(self.product_id) and not self.display_type and not down_payment

    def _is_reward(self):
        """:return bool: whether a loyalty program or promotion made the line; what it gives away was decided there"""
        self.ensure_one()
        if "is_reward_line" not in self._fields or not self.is_reward_line:
            return False
        # a reward that was earned hangs on a coupon of its program, anything else is a discount by hand
        return self.reward_id.program_id == self.coupon_id.program_id

    def _list_unit_price(self, due):
        """Price of one unit by package and price list: what ``price_unit`` is as long as nobody lowers it.

        :param due: ``product.pricelist`` the client gets by itself; a cheaper one that somebody chose is a discount
        """
        self.ensure_one()
        line = self.with_company(self.company_id)
        price = line._get_pricelist_price() if due == line.order_id.pricelist_id else line._price_by(due)
        taxes = line.product_id.taxes_id.filtered(lambda tax: tax.company_id == line.company_id)
        # Odoo 18 dropped the currency
        currency = [] if "technical_price_unit" in self._fields else [line.currency_id]
        return line.product_id._get_tax_included_unit_price_from_price(
            price, *currency, product_taxes=taxes, fiscal_position=line.order_id.fiscal_position_id
        )

    def _price_by(self, pricelist):
        """:return float: price of one unit by package and another price list, in the order's currency"""
        unit = "product_uom_id" if "product_uom_id" in self._fields else "product_uom"
        terms = {"quantity": self.product_uom_qty or 1.0, "uom": self[unit], "date": self.order_id.date_order}
        rule = self.env["product.pricelist.item"].browse(pricelist._get_product_rule(self.product_id, **terms))
        product = self.product_id.with_context(**self._get_product_price_context())
        return self._agency_package_price(rule._compute_price(product=product, currency=self.currency_id, **terms))

    def _discount_facts(self):
        """:return: list of :class:`~odoo.addons.agency_management.core.discount.Line`, without rewards of programs"""
        due = {order: order._agency_due_pricelist() for order in self.order_id}
        facts = []
        for line in self:
            if line._is_reward() or not line.product_uom_qty:
                continue
            net = line.price_unit * (1 - (line.discount or 0.0) / 100.0) * line.product_uom_qty
            reference = line._list_unit_price(due[line.order_id]) * line.product_uom_qty if net >= 0 else 0.0
            facts.append(
                discount.Line(
                    (line.name or line.product_id.display_name).partition("\n")[0],
                    reference,
                    net,
                    # a unit price is rounded to the coin
                    line.currency_id.rounding / 2 * abs(line.product_uom_qty),
                )
            )
        return facts

    def _fingerprint_values(self):
        """:return: sorted list of what decides the price of each line"""
        unit = "product_uom_id" if "product_uom_id" in self._fields else "product_uom"
        return sorted(
            [
                line.product_id.id,
                line[unit].id,
                round(line.product_uom_qty, 6),
                round(line.price_unit, 6),
                round(line.discount or 0.0, 6),
                line.billing,
                round(line.performance_fee or 0.0, 6),
                line.performance_metric or "",
            ]
            for line in self
        )
