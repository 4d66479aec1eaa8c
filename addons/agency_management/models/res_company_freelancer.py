from odoo import _, fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """What the hours of freelancers are bought as."""

    _inherit = "res.company"

    agency_freelancer_product_id = fields.Many2one(
        "product.product",
        "Product of Freelancers' Hours",
        domain="[('type', '=', 'service')]",
        help="Its expense account and taxes are those of freelancers' bills. It is measured in hours or days. Empty: "
        "“Freelancer Work” is made with the first bill.",
    )

    def _agency_freelancer_product(self):
        """:return: ``product.product`` that hours of freelancers are bought as, made where there is none
        :raise UserError: the one chosen is not measured in time
        """
        self.ensure_one()
        hour = self.env.ref("uom.product_uom_hour")
        product = self.agency_freelancer_product_id
        if not product:
            values = {
                "name": _("Freelancer Work"),
                "type": "service",
                "sale_ok": False,
                "purchase_ok": True,
                "company_id": self.id,
                "uom_id": hour.id,
                "taxes_id": False,
            }
            if "uom_po_id" in self.env["product.template"]._fields:
                # until Odoo 18 the unit of purchases is a field of its own, which must measure the same
                values["uom_po_id"] = hour.id
            # accountants make bills, and need be allowed neither to create products nor to change the company
            self.sudo().agency_freelancer_product_id = self.env["product.product"].sudo().create(values)
            product = self.agency_freelancer_product_id
        unit = product.uom_id
        if "category_id" in unit._fields:
            in_time = unit.category_id == hour.category_id
        else:
            # from Odoo 19 on units refer to each other instead of having a category
            in_time = unit._has_common_reference(hour)
        if not in_time:
            raise UserError(
                _(
                    "%(product)s is measured in %(unit)s. Choose a product measured in hours or days: Settings, "
                    "Agency, Product of freelancers' hours.",
                    product=product.display_name,
                    unit=unit.name,
                )
            )
        return product
