from odoo import api, models

#: fields of sale_loyalty, where it is installed, that are computed from what salespeople alone may read
LOYALTY_FIELDS = ("gift_card_count", "loyalty_data")


class SaleOrder(models.Model):
    """Whoever may read an order may open its form, project managers among them.

    Stock lets them read orders, but computes the figures of the form's buttons from what salespeople alone may read.
    """

    _inherit = "sale.order"

    def _compute_project_ids(self):
        # 19.0 looks for them by a field of projects that is for salespeople
        orders_sudo = self.sudo()
        result = super(SaleOrder, orders_sudo)._compute_project_ids()
        # which of them are shown is a matter of the user's own rights
        visible_sudo = orders_sudo.project_ids.sudo(self.env.su)._filter_access_rules("read").sudo()
        for order_sudo in orders_sudo:
            order_sudo.project_ids &= visible_sudo
            order_sudo.project_count = len(order_sudo.project_ids.filtered("active"))
        return result

    def _get_invoiced(self):
        # a number and ids, for colleagues only; the invoices themselves open by everybody's own rights
        orders = self if self.env.user.share else self.sudo()
        return super(SaleOrder, orders)._get_invoiced()

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            # no view of the suite can say so: sale_loyalty is none of its dependencies
            for field in arch.xpath(" | ".join(f"//field[@name='{name}']" for name in LOYALTY_FIELDS)):
                button = next(field.iterancestors("button"), field)
                button.set("groups", "sales_team.group_sale_salesman")
        return arch, view
