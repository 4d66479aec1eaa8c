from odoo import fields, models


class ResPartner(models.Model):
    """What decides the prices of a client: tier and currency, next to the industry Odoo knows."""

    _inherit = "res.partner"

    client_tier_id = fields.Many2one(
        "agency.client.tier",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups="base.group_user",
        help="Rate cards may be for some tiers only.",
    )
    quote_currency_id = fields.Many2one(
        "res.currency",
        string="Quoted In",
        ondelete="restrict",
        groups="base.group_user",
        help="Currency of the client's quotations. Empty: the currency of the company.",
    )

    def _agency_own_pricelist(self):
        """:return: the price list somebody chose for this very partner, whatever it gets otherwise"""
        self.ensure_one()
        if "specific_property_product_pricelist" in self._fields:
            return self.specific_property_product_pricelist
        if "ir.property" in self.env:
            # until Odoo 17; the field itself mixes the choice with what applies without one
            property_sudo = (
                self.env["ir.property"]
                .sudo()
                .search(
                    [
                        ("name", "=", "property_product_pricelist"),
                        ("res_id", "=", f"res.partner,{self.id}"),
                        ("company_id", "in", (self.env.company.id, False)),
                    ],
                    order="company_id",
                    limit=1,
                )
            )
            value = property_sudo.get_by_record() if property_sudo else False
            return value or self.env["product.pricelist"]
        return self.env["product.pricelist"]
