from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from .sale_order_line_guard import PRICE_FIELDS


class SaleOrderLine(models.Model):
    """Lines the client added itself; as long as they keep their price, nobody of the agency answers for them."""

    _inherit = "sale.order.line"

    agency_addon_choice = fields.Boolean("Chosen by the Client", readonly=True, copy=False)

    def _is_guarded(self):
        return super()._is_guarded() and not self.agency_addon_choice

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # neither values nor defaults of a context make a line the client's
            vals_list = [vals | {"agency_addon_choice": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if "agency_addon_choice" in vals:
                raise AccessError(_("Only the client's own choice makes a line one of the client."))
            if PRICE_FIELDS.intersection(vals):
                # from now on the agency answers for it
                lines_sudo = self.sudo().filtered("agency_addon_choice")
                lines_sudo.write({"agency_addon_choice": False})
        return super().write(vals)
