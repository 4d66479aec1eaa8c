from odoo import api, fields, models


class AgencyPackageWizard(models.TransientModel):
    """Choose a package and its add-ons for a quotation, with the totals they come to."""

    _name = "agency.package.wizard"
    _description = "Choose a Package"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id")
    package_id = fields.Many2one(
        "agency.service.package",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'published'), ('company_id', '=', company_id)]",
    )
    currency_id = fields.Many2one(related="package_id.currency_id")
    summary = fields.Char(related="package_id.summary")
    addon_line_ids = fields.Many2many(
        "agency.service.package.line",
        string="Add-ons",
        domain="[('package_id', '=', package_id), ('is_addon', '=', True)]",
    )
    included_line_ids = fields.Many2many(
        "agency.service.package.line", compute="_compute_totals", string="Included Services"
    )
    one_off_total = fields.Monetary(
        "One-off Total", compute="_compute_totals", help="Untaxed, in the currency of the package."
    )
    monthly_total = fields.Monetary(compute="_compute_totals", help="Untaxed, in the currency of the package.")

    @api.depends("package_id", "addon_line_ids")
    def _compute_totals(self):
        for wizard in self:
            included = wizard.package_id.line_ids.filtered(lambda line: not line.is_addon)
            chosen = included | wizard.addon_line_ids._origin
            monthly = chosen.filtered(lambda line: line.billing == "monthly")
            wizard.included_line_ids = included
            wizard.monthly_total = sum(monthly.mapped("price_subtotal"))
            wizard.one_off_total = sum((chosen - monthly).mapped("price_subtotal"))

    @api.onchange("package_id")
    def _onchange_package_id(self):
        self.addon_line_ids = False

    def action_apply(self):
        """Put the package on the quotation."""
        self.ensure_one()
        self.order_id._apply_package(self.package_id, self.addon_line_ids)
        return {"type": "ir.actions.act_window_close"}
