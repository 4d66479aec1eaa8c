from functools import partial

from odoo import models


class DmsSecurityMixin(models.AbstractModel):
    """Record rules of folders and files hold for every check.

    The library's rules cannot be evaluated in Python, and on Odoo 19 it lets all checks of single records pass. What
    is searched or read is safe there, but not what asks for the permission first and goes on with elevated rights,
    such as downloads of a file's content.
    """

    _inherit = "dms.security.mixin"

    def _check_access(self, operation):
        """Ask the database. All checks of Odoo 19 come by here; Odoo 17 has no such method, it is asked there anyway.

        :return: None, or a pair of the forbidden records and a function that makes the error
        """
        result = super()._check_access(operation)
        ids = [one for one in self._ids if isinstance(one, int)]
        if result or self.env.su or not ids:
            return result
        rules = self.env["ir.rule"]
        # elevated, because the rules of reading would join in; those of the operation name the user themselves
        records_sudo = self.sudo().with_context(active_test=False)
        allowed_sudo = records_sudo.search([*rules._compute_domain(self._name, operation), ("id", "in", ids)])
        forbidden = (self.browse(ids) - self.browse(allowed_sudo.ids)).exists()
        return (forbidden, partial(rules._make_access_error, operation, forbidden)) if forbidden else None
