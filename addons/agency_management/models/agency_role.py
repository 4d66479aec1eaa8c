from odoo import api, fields, models

#: Fields copied to the role's product whenever they change.
PRODUCT_FIELDS = ("name", "bill_rate", "currency_id", "active", "company_id")


class AgencyRole(models.Model):
    """What somebody does in the agency (strategist, designer, …), with what an hour costs and is sold for.

    Each role owns one product, an hour of its work, so that Odoo's price lists can hold rate cards and hours can be
    quoted and billed like anything else.
    """

    _name = "agency.role"
    _description = "Agency Role"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and the API.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: the role is shared by all companies.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    cost_rate = fields.Monetary(
        "Cost per Hour",
        groups="agency_crm.group_project_manager,agency_crm.group_hr_manager,agency_crm.group_marketing_manager",
        help="What an hour of this role costs the agency on average; estimates use it.",
    )
    bill_rate = fields.Monetary("Price per Hour", help="What an hour of this role is sold for.")
    target_utilisation = fields.Float(
        "Target Utilisation (%)",
        default=75.0,
        help="Share of the available hours, in percent, that should be spent on clients.",
    )
    product_id = fields.Many2one(
        "product.product",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        help="An hour of this role, made by itself. Rate cards and quotations use it.",
    )
    employee_ids = fields.One2many("hr.employee", "agency_role_id", string="Employees", groups="hr.group_hr_user")

    _sql_constraints = [
        (
            "code_company_unique",
            "UNIQUE(code, company_id)",
            "Another role already has this code. Codes must be unique.",
        ),
        (
            "target_in_range",
            "CHECK(target_utilisation >= 0 AND target_utilisation <= 100)",
            "The target utilisation is a percentage between 0 and 100.",
        ),
        ("product_unique", "UNIQUE(product_id)", "This product already belongs to another role."),
        ("rates_positive", "CHECK(cost_rate >= 0 AND bill_rate >= 0)", "Rates cannot be negative."),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        roles = super().create(vals_list)
        roles._create_products()
        return roles

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in PRODUCT_FIELDS):
            for role in self.filtered("product_id"):
                # whoever edits roles need not be allowed to edit all products
                role.product_id.sudo().write(role._prepare_product_values())
        return result

    def _create_products(self):
        """Give each role without a product its own."""
        roles = self.filtered(lambda role: not role.product_id)
        # whoever edits roles need not be allowed to create products
        products_sudo = self.env["product.product"].sudo().create([role._prepare_product_values() for role in roles])
        for role, product in zip(roles, products_sudo):
            role.product_id = product.id

    def _prepare_product_values(self):
        """:return dict: values of the product of one role; its price is in the currency of the product's company"""
        self.ensure_one()
        hour = self.env.ref("uom.product_uom_hour")
        company = self.company_id or self.env.company
        currency = self.company_id.currency_id or self.env.ref("base.main_company").currency_id
        values = {
            "name": self.name,
            "type": "service",
            "sale_ok": True,
            "purchase_ok": False,
            "list_price": self.currency_id._convert(
                self.bill_rate, currency, company, fields.Date.context_today(self), round=False
            ),
            "active": self.active,
            "company_id": self.company_id.id,
            "uom_id": hour.id,
            "service_tracking": "no",
            "service_type": "timesheet",
            "invoice_policy": "delivery",
        }
        if "uom_po_id" in self.env["product.template"]._fields:
            # until Odoo 18 the unit of purchases is a field of its own, which must measure the same
            values["uom_po_id"] = hour.id
        return values

    def _rate_in(self, currency, company, day):
        """:return float: standard price of an hour in another currency, at the rate of a day"""
        self.ensure_one()
        return self.currency_id._convert(self.bill_rate, currency, company, day)
