from odoo import api, models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _agency_root_menus(self):
        return super()._agency_root_menus() | {
            "dms.main_menu_dms": [],
            "hr.menu_hr_root": ["agency_crm.group_hr_manager"],
            "spreadsheet_dashboard.spreadsheet_dashboard_menu_root": [],
        }
