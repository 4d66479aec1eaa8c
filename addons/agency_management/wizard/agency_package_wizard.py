from odoo import api, fields, models


class AgencyPackageWizard(models.TransientModel):
    """Choose a package and its add-ons for a quotation, with the totals they come to for this client."""

    _name = "agency.package.wizard"
    _description = "Choose a Package"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id")
    family_id = fields.Many2one(
        "agency.package.family",
        ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
        help="Packages of a family are shown side by side.",
    )
    package_id = fields.Many2one(
        "agency.service.package",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'published'), ('company_id', '=', company_id), ('family_id', '=?', family_id)]",
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    summary = fields.Char(related="package_id.summary")
    comparison_html = fields.Html("Comparison", compute="_compute_comparison_html", sanitize=False)
    addon_line_ids = fields.Many2many(
        "agency.service.package.line",
        string="Add-ons",
        domain="[('package_id', '=', package_id), ('is_addon', '=', True)]",
    )
    included_line_ids = fields.Many2many(
        "agency.service.package.line", compute="_compute_included_line_ids", string="Included Services"
    )
    one_off_total = fields.Monetary(
        "One-off Total", compute="_compute_totals", help="Untaxed, at the price list and in the currency of the client."
    )
    monthly_total = fields.Monetary(
        compute="_compute_totals", help="Untaxed, at the price list and in the currency of the client."
    )

    @api.depends("family_id")
    def _compute_comparison_html(self):
        for wizard in self:
            packages = wizard.family_id._compared_packages() if wizard.family_id else wizard.package_id.browse()
            wizard.comparison_html = packages.filtered(lambda package: package.state == "published")._comparison_html()

    @api.depends("package_id")
    def _compute_included_line_ids(self):
        for wizard in self:
            wizard.included_line_ids = wizard.package_id.line_ids.filtered(lambda line: not line.is_addon)

    @api.depends("package_id", "addon_line_ids")
    def _compute_totals(self):
        for wizard in self:
            chosen = wizard.included_line_ids | wizard.addon_line_ids
            totals = wizard.order_id._package_totals(chosen._origin)
            wizard.one_off_total, wizard.monthly_total = totals["one_off"], totals["monthly"]

    @api.onchange("package_id")
    def _onchange_package_id(self):
        self.addon_line_ids = False
        self.family_id = self.package_id.family_id or self.family_id

    @api.onchange("family_id")
    def _onchange_family_id(self):
        if self.family_id and self.package_id.family_id != self.family_id:
            self.package_id = False

    def action_apply(self):
        """Put the package on the quotation."""
        self.ensure_one()
        self.order_id._apply_package(self.package_id, self.addon_line_ids)
        return {"type": "ir.actions.act_window_close"}
