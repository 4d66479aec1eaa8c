from odoo import models


class SaleOrderLine(models.Model):
    """What a line costs: the fixed price of its package, or the package's price as the client's price list changes it.

    Odoo's own price computation says what the client's price list makes of the service's own price; the package's
    price changes in the same proportion. A client who gets a service for 700 instead of 800 gets a package that has it
    for 640 for 560.
    """

    _inherit = "sale.order.line"

    def _agency_fixed_price(self):
        """:return: unit price that no price list changes, None when there is none"""
        self.ensure_one()
        return self.package_line_id._fixed_price_in(self.order_id) if self.package_line_id else None

    def _agency_base_price(self):
        """:return: (price of the service that price lists start from, what the package makes of it as a factor)"""
        # the price offered to a client may be shown to whoever sees the quotation
        line_sudo = self.package_line_id.sudo()
        if line_sudo.service_price:
            return line_sudo.service_price, line_sudo.offer_price / line_sudo.service_price
        return line_sudo.offer_price, 1.0

    def _agency_in_package(self):
        """:return bool: whether the package has a say in the price; hours are quoted at the client's rate card"""
        self.ensure_one()
        return bool(self.package_line_id) and not self.agency_role_id

    def _get_product_price_context(self):
        context = super()._get_product_price_context()
        return dict(context, agency_list_price=self._agency_base_price()[0]) if self._agency_in_package() else context

    def _agency_package_price(self, price):
        """:return float: price of one unit in the package, from what stock makes of the service's own price"""
        if not self._agency_in_package():
            return price
        fixed = self._agency_fixed_price()
        return price * self._agency_base_price()[1] if fixed is None else fixed

    def _get_pricelist_price(self):
        return self._agency_package_price(super()._get_pricelist_price())

    def _get_pricelist_price_before_discount(self):
        return self._agency_package_price(super()._get_pricelist_price_before_discount())

    def _get_display_price(self):
        self.ensure_one()
        price = super()._get_display_price()
        if self._agency_in_package() and self.order_id.currency_id:
            return self.order_id.currency_id.round(price)
        return price
