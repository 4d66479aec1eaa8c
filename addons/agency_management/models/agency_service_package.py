from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import service_plan

TIERS = [
    ("basic", "Basic"),
    ("standard", "Standard"),
    ("premium", "Premium"),
    ("custom", "Custom"),
]
#: What a client buys: changing any of it needs a new version once the package is published.
LOCKED_FIELDS = frozenset(
    (
        "name",
        "tier",
        "version",
        "summary",
        "description",
        "scope",
        "assumptions",
        "timeline_text",
        "duration_days",
        "deposit_percent",
        "minimum_term_months",
        "included_hours",
        "hours_budget",
        "line_ids",
        "company_id",
        "price_rule",
        "price_discount",
        "fixed_one_off",
        "fixed_monthly",
    )
)


class AgencyServicePackage(models.Model):
    """A priced set of services with tier and version.

    A published version never changes: orders point to exactly what was offered. To change it, make a new version,
    edit the draft and publish it, which retires the one before.
    """

    _name = "agency.service.package"
    _inherit = ["mail.thread"]
    _description = "Service Package"
    _order = "sequence, name, version desc"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    tier = fields.Selection(TIERS, required=True, default="standard", group_expand="_group_expand_tiers")
    version = fields.Integer(required=True, default=1, readonly=True, copy=False)
    previous_version_id = fields.Many2one(
        "agency.service.package", readonly=True, copy=False, index=True, ondelete="set null"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one("res.company", index=True, required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    summary = fields.Char(translate=True, help="One sentence for lists and the website.")
    description = fields.Html(translate=True)
    scope = fields.Html(translate=True, help="What is included; copied to the quotation.")
    assumptions = fields.Html(translate=True, help="What the price relies on; copied to the quotation.")
    timeline_text = fields.Html("Timeline", translate=True, help="When what happens; copied to the quotation.")
    duration_days = fields.Integer(
        "Duration (working days)",
        compute="_compute_duration_days",
        store=True,
        readonly=False,
        help="Follows from the durations of the one-off services and from which of them need others first.",
    )
    deposit_percent = fields.Float(
        "Deposit (%)",
        help="Share of the one-off total paid before work starts. "
        "The first month of the retainer is always part of the deposit.",
    )
    minimum_term_months = fields.Integer("Minimum Term (months)")
    included_hours = fields.Float("Included Hours per Month", help="Hours the monthly price covers.")
    hours_budget = fields.Float(
        "Budget (hours)", help="Hours planned for the one-off work. Empty: the sum of the services' effort."
    )
    onboarding_template_id = fields.Many2one("agency.onboarding.template", ondelete="restrict")
    line_ids = fields.One2many("agency.service.package.line", "package_id", string="Services", copy=True)
    one_off_total = fields.Monetary(
        "One-off Total", compute="_compute_totals", store=True, help="One-off services without the add-ons."
    )
    monthly_total = fields.Monetary(compute="_compute_totals", store=True, help="Monthly services without the add-ons.")
    effort_hours = fields.Float(
        compute="_compute_estimate",
        help="Planned hours of all services without the add-ons, monthly ones for one month.",
    )
    estimated_cost = fields.Monetary(
        compute="_compute_estimate",
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="Planned hours at the roles' cost rates: the one-off work plus one month.",
    )
    estimated_margin = fields.Float(
        "Estimated Margin (%)",
        compute="_compute_estimate",
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="(One-off total + one month − estimated cost) / (one-off total + one month).",
    )
    order_count = fields.Integer(compute="_compute_order_count")

    _sql_constraints = [
        (
            "deposit_in_range",
            "CHECK(deposit_percent >= 0 AND deposit_percent <= 100)",
            "The deposit is a percentage between 0 and 100.",
        ),
        (
            "numbers_positive",
            "CHECK(duration_days >= 0 AND minimum_term_months >= 0 AND included_hours >= 0 AND hours_budget >= 0)",
            "Durations and hours cannot be negative.",
        ),
    ]

    @api.model
    def _group_expand_tiers(self, tiers, domain, order=None):
        """All tiers, the smallest first."""
        return [tier for tier, _label in TIERS]

    @api.depends("line_ids.price_subtotal", "line_ids.billing", "line_ids.is_addon")
    def _compute_totals(self):
        for package in self:
            lines = package.line_ids.filtered(lambda line: not line.is_addon)
            monthly = lines.filtered(lambda line: line.billing == "monthly")
            package.monthly_total = sum(monthly.mapped("price_subtotal"))
            package.one_off_total = sum((lines - monthly).mapped("price_subtotal"))

    @api.depends("line_ids.service_id", "line_ids.quantity", "line_ids.is_addon", "one_off_total", "monthly_total")
    def _compute_estimate(self):
        for package in self:
            # the field of the sum has its own groups; the hours are for everybody who may see the package
            lines_sudo = package.sudo().line_ids.filtered(lambda line: not line.is_addon)
            package.effort_hours = sum(line.quantity * line.service_id.effort_hours for line in lines_sudo)
            cost = sum(line.quantity * line.service_id.estimated_cost for line in lines_sudo)
            price = package.one_off_total + package.monthly_total
            package.estimated_cost = cost
            package.estimated_margin = 100.0 * (price - cost) / price if price else 0.0

    @api.depends(
        "line_ids.service_id.duration_days",
        "line_ids.service_id.depends_on_ids",
        "line_ids.billing",
        "line_ids.is_addon",
    )
    def _compute_duration_days(self):
        for package in self:
            lines = package.line_ids.filtered(lambda line: line.billing == "one_off" and not line.is_addon)
            days = service_plan.duration(lines.service_id._plan_specs())
            # what was offered stays, and so does what was typed in when no service says how long it takes
            if package.state == "draft" and days:
                package.duration_days = days
            else:
                package.duration_days = package.duration_days

    def _compute_order_count(self):
        counts = dict(self.env["sale.order"]._read_group([("package_id", "in", self.ids)], ["package_id"], ["__count"]))
        for package in self:
            package.order_count = counts.get(package, 0)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for package in self:
            package.display_name = (
                _("%(name)s (version %(version)s)", name=package.name, version=package.version)
                if package.version > 1
                else package.name
            )

    @api.model_create_multi
    def create(self, vals_list):
        # lines may only be added to a draft, so a package that is born published becomes it last
        states = [vals.get("state", "draft") for vals in vals_list]
        packages = super().create([{**vals, "state": "draft"} for vals in vals_list])
        for package, state in zip(packages, states):
            if state != "draft":
                package.state = state
        return packages

    def write(self, vals):
        if LOCKED_FIELDS.intersection(vals):
            self._check_editable()
        return super().write(vals)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for package, vals in zip(self, vals_list):
            if not default or "name" not in default:
                vals["name"] = _("%(name)s (copy)", name=package.name)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for package in self:
            if package.state != "draft":
                raise UserError(
                    _(
                        "%(package)s was published and orders may refer to it. Retire it instead.",
                        package=package.display_name,
                    )
                )

    def _check_editable(self):
        """:raise UserError: some package is published or retired"""
        for package in self:
            if package.state != "draft":
                raise UserError(
                    _(
                        "%(package)s is no draft any more, so what it contains cannot change. Make a new version.",
                        package=package.display_name,
                    )
                )

    def action_publish(self):
        """Offer the packages; the versions before them are retired.

        :raise UserError: a package without services
        """
        for package in self:
            if not package.line_ids:
                raise UserError(_("%(package)s has no services yet. Add at least one.", package=package.display_name))
        self.write({"state": "published"})
        self.previous_version_id.filtered(lambda package: package.state == "published").action_retire()

    def action_retire(self):
        """Stop offering the packages. Orders made from them are not touched."""
        self.write({"state": "retired"})

    def action_new_version(self):
        """Open the draft of the next version, made now unless there is one.

        :return: action showing the draft
        """
        self.ensure_one()
        draft = self.search([("previous_version_id", "=", self.id), ("state", "=", "draft")], limit=1)
        if not draft:
            draft = self.copy({"name": self.name, "version": self.version + 1, "previous_version_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def action_view_orders(self):
        """:return: action showing the orders made from this package"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Orders"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("package_id", "=", self.id)],
        }
