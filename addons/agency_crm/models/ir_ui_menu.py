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

    def _agency_hidden_roots(self):
        """:return: the root menus the current user's roles have no use for; none for others than agency staff"""
        user = self.env.user
        if not user.has_group("agency_crm.group_agency_staff") or user.has_group("agency_crm.group_administrator"):
            return self.browse()
        return self.browse(
            menu.id
            for xmlid, groups in self._agency_root_menus().items()
            if (menu := self.env.ref(xmlid, raise_if_not_found=False))
            and not any(user.has_group(group) for group in groups)
        )

    # The web client of Odoo 17 starts from the roots, the one of Odoo 19 from the blacklist.

    @api.model
    def get_user_roots(self):
        return super().get_user_roots() - self._agency_hidden_roots()

    def _load_menus_blacklist(self):
        return [*super()._load_menus_blacklist(), *self._agency_hidden_roots().ids]
