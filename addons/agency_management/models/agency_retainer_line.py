from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date


class AgencyRetainerLine(models.Model):
    """What is billed each month, and the days from and to which it is in force.

    A new price is a new line: end this one, begin another the day after. Days in force within a period decide what
    is billed for it.
    """

    _name = "agency.retainer.line"
    _description = "Retainer Line"
    _order = "retainer_id, sequence, id"
    _check_company_auto = True

    retainer_id = fields.Many2one("agency.retainer", required=True, index=True, ondelete="cascade")
    client_id = fields.Many2one(related="retainer_id.client_id", store=True, index=True)
    company_id = fields.Many2one(related="retainer_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="retainer_id.currency_id")
    retainer_state = fields.Selection(related="retainer_id.state", string="Retainer Status")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
    )
    agency_service_id = fields.Many2one(
        "agency.service",
        string="Service",
        compute="_compute_from_product",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    name = fields.Text(
        "Description", compute="_compute_from_product", store=True, precompute=True, readonly=False, required=True
    )
    quantity = fields.Float(default=1.0, required=True)
    price_unit = fields.Monetary("Price", compute="_compute_from_product", store=True, precompute=True, readonly=False)
    discount = fields.Float("Discount (%)")
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        domain="[('type_tax_use', '=', 'sale')]",
    )
    amount = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        help="Price of a month as priced: taxes are in it only when prices include them.",
    )
    price_subtotal = fields.Monetary(
        "Monthly", compute="_compute_amounts", store=True, help="Untaxed price of a month."
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        readonly=True,
        copy=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    start_date = fields.Date(help="First day. Empty: from the start of the retainer.")
    end_date = fields.Date(help="Last day. Empty: as long as the retainer runs.")
    charge_ids = fields.One2many("agency.retainer.charge", "retainer_line_id", groups="agency_crm.group_accountant")
    is_billed = fields.Boolean(compute="_compute_is_billed", compute_sudo=True)
    is_suspended = fields.Boolean(
        readonly=True, copy=False, help="Ended by a pause, taken up when the retainer is resumed."
    )
    suspended_end_date = fields.Date(
        readonly=True, copy=False, groups="base.group_user", help="The end the line had before the pause."
    )

    _sql_constraints = [
        ("quantity_positive", "CHECK(quantity > 0)", "The quantity must be positive."),
        ("discount_in_range", "CHECK(discount BETWEEN 0 AND 100)", "A discount is a percentage from 0 to 100."),
        ("dates_in_order", "CHECK(end_date IS NULL OR end_date >= start_date)", "A line cannot end before it starts."),
    ]

    @api.depends("product_id")
    def _compute_from_product(self):
        products = self.product_id
        services = {}
        if products:
            # the service of a product is no secret to somebody who may see the line
            for service_sudo in self.env["agency.service"].sudo().search([("product_id", "in", products.ids)]):
                services[service_sudo.product_id.id] = service_sudo.id
        for line in self:
            line.agency_service_id = services.get(line.product_id.id)
            if not line.name:
                line.name = line.product_id.display_name
            if not line.price_unit:
                line.price_unit = line.product_id.lst_price

    @api.depends("product_id", "retainer_id.partner_id", "retainer_id.company_id")
    def _compute_tax_ids(self):
        for line in self:
            retainer = line.retainer_id
            company = retainer.company_id or self.env.company
            taxes = line.product_id.with_company(company).taxes_id.filtered(lambda tax: tax.company_id == company)
            position = self.env["account.fiscal.position"].with_company(company)
            line.tax_ids = (
                position._get_fiscal_position(retainer.partner_id).map_tax(taxes) if retainer.partner_id else taxes
            )

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "currency_id")
    def _compute_amounts(self):
        for line in self:
            currency = line.currency_id or self.env.company.currency_id
            line.amount = currency.round(line.quantity * line.price_unit * (1 - line.discount / 100))
            if any(tax.price_include for tax in line.tax_ids):
                # an included tax is no revenue
                taxes = line.tax_ids.compute_all(line.amount, currency=currency, product=line.product_id)
                line.price_subtotal = taxes["total_excluded"]
            else:
                line.price_subtotal = line.amount

    @api.depends("charge_ids")
    def _compute_is_billed(self):
        billed = self._billed_until()
        for line in self:
            line.is_billed = line.id in billed

    def _billed_until(self):
        """:return dict: line id -> last day billed; lines that were never billed are left out"""
        # what was billed decides what may change, for whoever edits the line
        charges_sudo = self.env["agency.retainer.charge"].sudo()
        rows = charges_sudo._read_group(
            [("retainer_line_id", "in", self.ids)], ["retainer_line_id"], ["period_end:max"]
        )
        return {line.id: last for line, last in rows}

    def _first_day(self):
        """:return date: first day the line is in force; never before its retainer"""
        self.ensure_one()
        start = self.retainer_id.start_date
        return max(self.start_date, start) if self.start_date else start

    def _in_force(self, day):
        """:return bool: whether the line counts on a day"""
        self.ensure_one()
        ends = [end for end in (self.end_date, self.retainer_id.end_date) if end]
        return self._first_day() <= day and all(day <= end for end in ends)

    @api.constrains("end_date")
    def _check_end_after_billed(self):
        billed = self._billed_until()
        for line in self:
            last = billed.get(line.id)
            if last and line.end_date and line.end_date < last:
                raise ValidationError(
                    _(
                        "%(line)s is billed until %(date)s. End it on that day or later, or credit the invoice first.",
                        line=line.name.splitlines()[0],
                        date=format_date(line.env, last),
                    )
                )

    def write(self, vals):
        if "start_date" in vals:
            start = fields.Date.to_date(vals["start_date"])
            if any(line.is_billed and line.start_date != start for line in self):
                raise UserError(_("A line that was billed keeps its start. End it and add a new line instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        for line in self.filtered("is_billed"):
            raise UserError(
                _("%(line)s was billed and cannot be deleted. Set its end instead.", line=line.name.splitlines()[0])
            )
