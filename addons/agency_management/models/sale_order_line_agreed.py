from odoo import models


class SaleOrderLine(models.Model):
    """What was agreed on a line, to tell whether somebody who changes it gives away more."""

    _inherit = "sale.order.line"

    def _agreed_terms(self):
        """:return dict: id of a line -> (product and unit, quantity, price of one after discount, discount)"""
        unit = "product_uom_id" if "product_uom_id" in self._fields else "product_uom"
        return {
            line.id: (
                (line.product_id, line[unit]),
                line.product_uom_qty,
                line.price_unit * (1 - (line.discount or 0.0) / 100.0),
                line.discount or 0.0,
            )
            for line in self
        }

    def _giving_more_than(self, agreed):
        """Find the lines that give away more than was agreed, or may do so.

        :param dict agreed: what ``_agreed_terms`` returned before the change
        :return: these lines: something else is sold, cheaper, with a higher discount, or more of it
        """
        now = self._agreed_terms()

        def gives_more(line):
            sold, quantity, price, percent = now[line.id]
            old_sold, old_quantity, old_price, old_percent = agreed[line.id]
            # less than nothing gives back what was paid
            less = 0 <= quantity <= old_quantity
            return sold != old_sold or not less or price < old_price or percent > old_percent

        return self.filtered(gives_more)
