from odoo import api, models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _agency_root_menus(self):
        return super()._agency_root_menus() | {
            "website.menu_website_configuration": ["agency_crm.group_marketing_manager"],
        }
