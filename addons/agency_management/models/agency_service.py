from odoo import _, api, fields, models
from odoo.exceptions import UserError

PRICING_MODELS = [
    ("fixed", "Fixed Price"),
    ("hourly", "By the Hour"),
    ("retainer", "Monthly Retainer"),
    ("performance", "By Performance"),
]
#: Fields copied to the service's product whenever they change.
PRODUCT_FIELDS = ("name", "list_price", "pricing_model", "active", "company_id", "summary")


class AgencyService(models.Model):
    """Something the agency sells: what it delivers, needs, takes and costs. Packages are made of services.

    Each service owns one product; order lines and invoices use it. Projects are never made from products by stock
    (``service_tracking`` stays off): the set-up of the order is the one creator.
    """

    _name = "agency.service"
    _inherit = ["mail.thread", "image.mixin"]
    _description = "Agency Service"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    summary = fields.Char(translate=True, help="One sentence for lists and the website.")
    description = fields.Html(translate=True)
    company_id = fields.Many2one("res.company", index=True, required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", readonly=True, copy=False, index=True, ondelete="restrict", help="Made by itself."
    )
    channel_ids = fields.Many2many("agency.channel", string="Channels")
    pricing_model = fields.Selection(PRICING_MODELS, required=True, default="fixed", tracking=True)
    list_price = fields.Monetary("Price", tracking=True, help="Price of one unit: a project, an hour or a month.")
    duration_days = fields.Integer("Duration (working days)", help="How long the work usually takes.")
    deliverable_template_ids = fields.One2many(
        "agency.service.deliverable", "service_id", string="Deliverables", copy=True
    )
    requirement_ids = fields.One2many("agency.service.requirement", "service_id", string="Requirements", copy=True)
    effort_ids = fields.One2many("agency.service.effort", "service_id", copy=True)
    task_template_ids = fields.One2many("agency.service.task", "service_id", string="Task Templates", copy=True)
    effort_hours = fields.Float(compute="_compute_effort", help="Planned hours of all roles for one unit.")
    estimated_cost = fields.Monetary(
        compute="_compute_effort",
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="Planned hours of one unit, each at the cost rate of its role, in the company's currency.",
    )
    package_count = fields.Integer(compute="_compute_package_count")

    _sql_constraints = [
        ("price_positive", "CHECK(list_price >= 0)", "The price cannot be negative."),
        ("duration_positive", "CHECK(duration_days >= 0)", "The duration cannot be negative."),
        ("product_unique", "UNIQUE(product_id)", "This product already belongs to another service."),
    ]

    @api.depends("effort_ids.hours", "effort_ids.role_id.cost_rate", "effort_ids.role_id.currency_id", "currency_id")
    def _compute_effort(self):
        today = fields.Date.context_today(self)
        for service in self:
            # the cost of a role is not for everybody who may see the hours; the field of the sum has its own groups
            efforts_sudo = service.sudo().effort_ids
            service.effort_hours = sum(efforts_sudo.mapped("hours"))
            service.estimated_cost = sum(
                effort.role_id.currency_id._convert(
                    effort.hours * effort.role_id.cost_rate, service.currency_id, service.company_id, today
                )
                for effort in efforts_sudo
                if service.currency_id
            )

    def _compute_package_count(self):
        counts = dict(
            self.env["agency.service.package.line"]._read_group(
                [("service_id", "in", self.ids)], ["service_id"], ["package_id:count_distinct"]
            )
        )
        for service in self:
            service.package_count = counts.get(service, 0)

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        services._create_products()
        return services

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in PRODUCT_FIELDS):
            for service in self.filtered("product_id"):
                # whoever edits services need not be allowed to edit all products
                service.product_id.sudo().write(service._prepare_product_values())
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for service, vals in zip(self, vals_list):
            if not (default or {}).get("name"):
                vals["name"] = _("%(name)s (copy)", name=service.name)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        lines = self.env["agency.service.package.line"].sudo().search([("service_id", "in", self.ids)], limit=1)
        if lines:
            raise UserError(
                _(
                    "%(service)s is part of the package %(package)s. Archive the service instead of deleting it.",
                    service=lines.service_id.name,
                    package=lines.package_id.display_name,
                )
            )

    def _create_products(self):
        """Give each service without a product its own."""
        services = self.filtered(lambda service: not service.product_id)
        products = self.env["product.product"]
        if services:
            # whoever edits services need not be allowed to create products
            products = products.sudo().create([service._prepare_product_values() for service in services])
        for service, product in zip(services, products):
            service.product_id = product.id

    def _prepare_product_values(self):
        """:return dict: values of the product of one service"""
        self.ensure_one()
        by_time = self.pricing_model == "hourly"
        return {
            "name": self.name,
            "type": "service",
            "sale_ok": True,
            "purchase_ok": False,
            "list_price": self.list_price,
            "description_sale": self.summary,
            "active": self.active,
            "company_id": self.company_id.id,
            "service_tracking": "no",
            "service_type": "timesheet" if by_time else "manual",
            "invoice_policy": "delivery" if by_time else "order",
        }

    def action_view_packages(self):
        """:return: action showing the packages that contain this service"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Packages"),
            "res_model": "agency.service.package",
            "view_mode": "list,form",
            "domain": [("line_ids.service_id", "=", self.id)],
        }
