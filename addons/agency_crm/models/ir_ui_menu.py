from odoo import api, models


class IrUiMenu(models.Model):
    """The agency's people work in one app: root menus their role has no use for are left out.

    Stock access rights stay what they are; administrators and users without a role of the suite see everything
    their stock groups give them.
    """

    _inherit = "ir.ui.menu"

    @api.model
    def _agency_root_menus(self):
        """Stock root menus that only some roles of the suite see.

        Higher addons add theirs with ``super()``.

        :return: dict xml id of the menu -> list of xml ids of groups that see it
        """
        return {
            "base.menu_management": [],
            "contacts.menu_contacts": ["agency_crm.group_marketing_manager"],
        }

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if not user.has_group("agency_crm.group_agency_staff") or user.has_group("agency_crm.group_administrator"):
            return hidden
        for xmlid, groups in self._agency_root_menus().items():
            menu = self.env.ref(xmlid, raise_if_not_found=False)
            if menu and not any(user.has_group(group) for group in groups):
                hidden.append(menu.id)
        return hidden
