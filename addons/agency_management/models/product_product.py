from odoo import models


class ProductProduct(models.Model):
    """Where a package has a price of its own for a service, price lists start from it."""

    _inherit = "product.product"

    def _price_compute(self, price_type, uom=None, currency=None, company=None, date=False):
        prices = super()._price_compute(price_type, uom=uom, currency=currency, company=company, date=date)
        # set by order lines, as stock does for the surcharges of variants; in the product's currency
        price = self.env.context.get("agency_list_price")
        if price is None or price_type != "list_price" or len(self) != 1:
            return prices
        if uom:
            price = self.uom_id._compute_price(price, uom)
        if currency:
            price = self.currency_id._convert(price, currency, company or self.env.company, date)
        return prices | {self.id: price}
