from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import package_price


class AgencyServicePackage(models.Model):
    """What a package costs: the sum of its parts, the sum less a share, or a fixed price.

    Fixed prices cover what has a price of its own; hours and results are paid as they come.
    """

    _inherit = "agency.service.package"

    price_rule = fields.Selection(
        [("sum", "Sum of Its Services"), ("discount", "Sum Less a Discount"), ("fixed", "Fixed Price")],
        required=True,
        default="sum",
        help="Price lists change the price of each service in the first two cases; a fixed price is the same for all "
        "clients, in their currency.",
    )
    price_discount = fields.Float("Package Discount (%)")
    fixed_one_off = fields.Monetary("Fixed One-off Price")
    fixed_monthly = fields.Monetary("Fixed Monthly Price")
    parts_one_off = fields.Monetary(
        "One-off Services on Their Own", compute="_compute_parts", help="Without the package's rule and the add-ons."
    )
    parts_monthly = fields.Monetary(
        "Monthly Services on Their Own", compute="_compute_parts", help="Without the package's rule and the add-ons."
    )

    _sql_constraints = [
        (
            "prices_in_range",
            "CHECK(price_discount >= 0 AND price_discount <= 100 AND fixed_one_off >= 0 AND fixed_monthly >= 0)",
            "A package discount is a percentage between 0 and 100, fixed prices cannot be negative.",
        ),
    ]

    @api.depends("line_ids.price_unit", "line_ids.quantity", "line_ids.billing", "line_ids.is_addon")
    def _compute_parts(self):
        for package in self:
            totals = {"one_off": 0.0, "monthly": 0.0}
            for line in package.line_ids.filtered(lambda line: not line.is_addon):
                totals[line.billing or "one_off"] += line.quantity * line.price_unit
            package.parts_one_off, package.parts_monthly = totals["one_off"], totals["monthly"]

    def _offer_prices(self):
        """Prices of the services under the package's rule.

        :return tuple: (dict ``agency.service.package.line`` -> price of one unit,
            dict billing -> part of the fixed price that quantities do not allow to place)
        """
        self.ensure_one()
        step = self.currency_id.rounding or 0.01
        prices, rest = {}, {}
        for billing, fixed in (("one_off", self.fixed_one_off), ("monthly", self.fixed_monthly)):
            lines = self.line_ids.filtered(
                lambda line, billing=billing: line.billing == billing and not line.is_addon and not line._is_rated()
            )
            parts = [package_price.Part(line, line.quantity or 1.0, line.price_unit) for line in lines]
            value = fixed if self.price_rule == "fixed" else self.price_discount
            offered, left = package_price.offer(parts, self.price_rule or "sum", value, step)
            prices.update(offered)
            rest[billing] = left
        return prices, rest

    def action_publish(self):
        self._check_fixed_price()
        return super().action_publish()

    def _check_fixed_price(self):
        """:raise UserError: a fixed price has nothing to be split over, or cannot be split to the cent"""
        for package in self.filtered(lambda package: package.price_rule == "fixed"):
            prices, rest = package._offer_prices()
            priced = {line.billing for line in prices}
            for billing, fixed in (("one_off", package.fixed_one_off), ("monthly", package.fixed_monthly)):
                if fixed and billing not in priced:
                    raise UserError(
                        _(
                            "%(package)s has a fixed price of %(price)s but no service with a price of its own to "
                            "spread it over. Add one, or set the price to zero.",
                            package=package.display_name,
                            price=package.currency_id.format(fixed),
                        )
                    )
                if not package.currency_id.is_zero(rest[billing]):
                    raise UserError(
                        _(
                            "The quantities of %(package)s do not add up to exactly %(price)s: %(nearest)s would. "
                            "Change the price, or a quantity to 1.",
                            package=package.display_name,
                            price=package.currency_id.format(fixed),
                            nearest=package.currency_id.format(fixed - rest[billing]),
                        )
                    )
