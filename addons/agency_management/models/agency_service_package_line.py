from odoo import api, fields, models

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
    price_unit = fields.Monetary("Price", compute="_compute_from_service", store=True, precompute=True, readonly=False)
    price_subtotal = fields.Monetary("Subtotal", compute="_compute_price_subtotal", store=True)
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
            line.price_unit = service.list_price

    @api.depends("quantity", "price_unit")
    def _compute_price_subtotal(self):
        for line in self:
            line.price_subtotal = line.quantity * line.price_unit

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

    def _price_in(self, order):
        """:return float: unit price in the currency of an order, at the rate of its date"""
        self.ensure_one()
        # the price offered to a client may be shown to whoever sees the quotation
        line_sudo = self.sudo()
        return line_sudo.currency_id._convert(
            line_sudo.price_unit,
            order.currency_id,
            order.company_id,
            order.date_order or fields.Date.context_today(self),
        )

    def _prepare_order_line(self, order):
        """:return dict: values of the order line that sells this; deliverables are written out under the name"""
        self.ensure_one()
        deliverables = self.service_id.deliverable_template_ids.mapped("name")
        return {
            "product_id": self.service_id.product_id.id,
            "name": "\n".join([self.name] + [f"• {name}" for name in deliverables]),
            "product_uom_qty": self.quantity,
            "price_unit": self._price_in(order),
            "billing": self.billing,
            "package_line_id": self.id,
            "agency_service_id": self.service_id.id,
        }
