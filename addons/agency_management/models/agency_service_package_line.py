from odoo import _, api, fields, models

BILLING = [("one_off", "One-off"), ("monthly", "Monthly")]


class AgencyServicePackageLine(models.Model):
    """A service in a package, with its price and whether it is paid once or each month.

    Add-ons are not part of the package's price; they are chosen on the quotation.
    """

    _name = "agency.service.package.line"
    _description = "Service of a Package"
    _order = "package_id, is_addon, sequence, id"

    package_id = fields.Many2one("agency.service.package", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="package_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="package_id.currency_id")
    sequence = fields.Integer(default=10)
    service_id = fields.Many2one(
        "agency.service", required=True, index=True, ondelete="restrict", domain="[('company_id', '=', company_id)]"
    )
    name = fields.Char(
        "Description", compute="_compute_from_service", store=True, precompute=True, readonly=False, required=True
    )
    quantity = fields.Float(default=1.0, required=True)
    billing = fields.Selection(
        BILLING, compute="_compute_from_service", store=True, precompute=True, readonly=False, required=True
    )
    price_unit = fields.Monetary(
        "Price",
        compute="_compute_from_service",
        store=True,
        precompute=True,
        readonly=False,
        help="Price of one unit on its own. Services by the hour are quoted at the client's rate card instead.",
    )
    service_price = fields.Monetary(
        "Service's Own Price",
        compute="_compute_from_service",
        store=True,
        precompute=True,
        help="What the service cost by itself when it was put into the package; price lists are compared with it.",
    )
    offer_price = fields.Monetary(
        "Price in Package",
        compute="_compute_offer_price",
        store=True,
        help="Price of one unit under the package's rule; add-ons keep their own.",
    )
    price_subtotal = fields.Monetary("Subtotal", compute="_compute_price_subtotal", store=True)
    pricing_model = fields.Selection(related="service_id.pricing_model", string="Pricing")
    performance_metric = fields.Char(
        "Paid per", compute="_compute_from_service", store=True, precompute=True, readonly=False
    )
    performance_fee = fields.Monetary(
        "Fee", compute="_compute_from_service", store=True, precompute=True, readonly=False
    )
    is_addon = fields.Boolean("Add-on", help="Offered on the quotation, not part of the package's price.")

    _sql_constraints = [
        (
            "numbers_positive",
            "CHECK(quantity > 0 AND price_unit >= 0)",
            "Quantities must be positive, prices not negative.",
        ),
    ]

    @api.depends("service_id")
    def _compute_from_service(self):
        for line in self:
            service = line.service_id
            line.name = service.name or ""
            line.billing = "monthly" if service.pricing_model == "retainer" else "one_off"
            line.price_unit = line.service_price = service.unit_price
            by_result = service.pricing_model == "performance"
            line.performance_metric = by_result and service.performance_metric
            line.performance_fee = service.performance_fee if by_result else 0.0

    @api.depends(
        "price_unit",
        "quantity",
        "is_addon",
        "billing",
        "package_id.price_rule",
        "package_id.price_discount",
        "package_id.fixed_one_off",
        "package_id.fixed_monthly",
        "package_id.line_ids.price_unit",
        "package_id.line_ids.quantity",
        "package_id.line_ids.is_addon",
        "package_id.line_ids.billing",
    )
    def _compute_offer_price(self):
        for line in self:
            line.offer_price = line.price_unit
        for package in self.package_id:
            prices = package._offer_prices()[0]
            for line in self & package.line_ids:
                line.offer_price = prices.get(line, line.price_unit)

    @api.depends("quantity", "offer_price")
    def _compute_price_subtotal(self):
        for line in self:
            line.price_subtotal = line.quantity * line.offer_price

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.package_id._check_editable()
        return lines

    def write(self, vals):
        if set(vals) - {"sequence"}:
            self.package_id._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.package_id._check_editable()

    def _is_rated(self):
        """:return bool: whether the hours of each role are quoted, at the client's rate card"""
        self.ensure_one()
        return self.service_id._priced_by_role()

    def _fixed_price_in(self, order):
        """Price that price lists do not change, because the package has a fixed one.

        :return: unit price as float in the currency of an order, at the rate of its date; None when there is none
        """
        self.ensure_one()
        # the price offered to a client may be shown to whoever sees the quotation
        line_sudo = self.sudo()
        if line_sudo.is_addon or line_sudo.package_id.price_rule != "fixed" or line_sudo._is_rated():
            return None
        return line_sudo.currency_id._convert(
            line_sudo.offer_price,
            order.currency_id,
            order.company_id,
            order.date_order or fields.Date.context_today(self),
        )

    def _prepare_order_lines(self, order):
        """Values of the order lines that sell this: one, or for services by the hour one a role.

        Prices are left to the order, which asks the package and the price list; deliverables are written out under
        the first name.

        :return: list of dicts
        """
        self.ensure_one()
        service = self.service_id
        deliverables = [f"• {name}" for name in service.deliverable_template_ids.mapped("name")]
        values = {
            "product_id": service.product_id.id,
            "name": "\n".join([self.name] + deliverables),
            "product_uom_qty": self.quantity,
            "billing": self.billing,
            "package_line_id": self.id,
            "agency_service_id": service.id,
        }
        if self.performance_fee:
            values["performance_metric"] = self.performance_metric
            values["performance_fee"] = self.currency_id._convert(
                self.performance_fee, order.currency_id, order.company_id, order.date_order
            )
        if not self._is_rated():
            return [values]
        return [
            values
            | {
                "product_id": effort.role_id.product_id.id,
                "agency_role_id": effort.role_id.id,
                "product_uom_qty": self.quantity * effort.hours,
                "name": "\n".join(
                    [_("%(service)s: %(role)s", service=self.name, role=effort.role_id.name)]
                    + (deliverables if position == 0 else [])
                ),
            }
            for position, effort in enumerate(service.effort_ids.filtered("hours"))
        ]
