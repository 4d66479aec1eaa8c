from odoo import models

#: what the header and the footer of the website show of the company
SHOWN = {"name", "phone", "email", "street", "street2", "zip", "city", "state_id", "country_id"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Let the pages of the website follow the agency's own address: they are kept ready-made."""
        result = super().write(vals)
        if not SHOWN.isdisjoint(vals):
            # who edits a contact need not see every company
            companies_sudo = self.env["res.company"].sudo()
            if companies_sudo.search_count([("partner_id", "in", self.ids)], limit=1):
                self.env.registry.clear_cache("templates")
        return result
