from odoo import api, fields, models


class ProductPricelistItem(models.Model):
    """A rate: what an hour of a role, or a service, costs on a rate card. Odoo's own computation applies it."""

    _inherit = "product.pricelist.item"

    agency_role_id = fields.Many2one(
        "agency.role",
        string="Role",
        compute="_compute_agency_subject",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The rate is for an hour of this role.",
    )
    agency_service_id = fields.Many2one(
        "agency.service",
        string="Service",
        compute="_compute_agency_subject",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The price is for a unit of this service.",
    )

    @api.depends("product_id", "product_tmpl_id")
    def _compute_agency_subject(self):
        variants = self.product_id | self.product_tmpl_id.product_variant_ids
        for name, model in (("agency_role_id", "agency.role"), ("agency_service_id", "agency.service")):
            records = self.env[model].with_context(active_test=False).search([("product_id", "in", variants.ids)])
            by_product = {record.product_id: record for record in records}
            for item in self:
                item[name] = by_product.get(item.product_id or item.product_tmpl_id.product_variant_id)

    @api.model
    def _agency_with_product(self, vals):
        """:return dict: values of a rule; the role or service it names is what it applies to"""
        role = self.env["agency.role"].browse(vals.get("agency_role_id") or ())
        service = self.env["agency.service"].browse(vals.get("agency_service_id") or ())
        product = role.product_id or service.product_id
        if not product:
            return vals
        return vals | {
            "applied_on": "0_product_variant",
            "product_tmpl_id": product.product_tmpl_id.id,
            "product_id": product.id,
        }

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._agency_with_product(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._agency_with_product(vals))

    @api.onchange("agency_role_id")
    def _onchange_agency_role_id(self):
        if self.agency_role_id:
            self.agency_service_id = False
            if not self.fixed_price:
                self.fixed_price = self.agency_role_id._rate_in(
                    self.currency_id or self.env.company.currency_id,
                    self.pricelist_id.company_id or self.env.company,
                    fields.Date.context_today(self),
                )

    @api.onchange("agency_service_id")
    def _onchange_agency_service_id(self):
        if self.agency_service_id:
            self.agency_role_id = False
