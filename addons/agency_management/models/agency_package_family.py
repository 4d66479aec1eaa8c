from odoo import _, api, fields, models

from .agency_service_package import TIERS

#: Who sees what packages earn.
MARGIN_GROUPS = ("agency_crm.group_project_manager", "agency_crm.group_marketing_manager")


class AgencyPackageFamily(models.Model):
    """Packages that answer the same need in several sizes, so that they can be compared side by side."""

    _name = "agency.package.family"
    _description = "Package Family"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    summary = fields.Char(translate=True, help="One sentence: which need these packages answer.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    package_ids = fields.One2many("agency.service.package", "family_id", string="Packages")
    package_count = fields.Integer("Packages on Offer", compute="_compute_package_count")
    comparison_html = fields.Html("Comparison", compute="_compute_comparison_html", sanitize=False)

    _sql_constraints = [
        ("name_company_unique", "UNIQUE(name, company_id)", "Another family already has this name."),
    ]

    @api.depends("package_ids.state")
    def _compute_package_count(self):
        counts = dict(
            self.env["agency.service.package"]._read_group(
                [("family_id", "in", self.ids), ("state", "=", "published")], ["family_id"], ["__count"]
            )
        )
        for family in self:
            family.package_count = counts.get(family, 0)

    @api.depends_context("uid", "lang")
    @api.depends("package_ids.state", "package_ids.tier", "package_ids.line_ids")
    def _compute_comparison_html(self):
        for family in self:
            family.comparison_html = family._compared_packages()._comparison_html()

    def _compared_packages(self):
        """:return: one package a tier, the smallest first: the one on offer, else the draft that will be"""
        self.ensure_one()
        packages = self.env["agency.service.package"]
        for tier, _label in TIERS:
            candidates = self.package_ids.filtered(lambda package, tier=tier: package.tier == tier)
            offered = candidates.filtered(lambda package: package.state == "published").sorted("version")
            drafts = candidates.filtered(lambda package: package.state == "draft").sorted("version")
            packages |= (offered or drafts)[-1:]
        return packages

    def action_view_packages(self):
        """:return: action showing the packages of this family"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Packages"),
            "res_model": "agency.service.package",
            "view_mode": "kanban,list,form",
            "domain": [("family_id", "=", self.id)],
            "context": {"default_family_id": self.id, "default_company_id": self.company_id.id},
        }
