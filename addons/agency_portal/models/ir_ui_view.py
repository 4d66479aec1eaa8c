from odoo import _, models


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    def _default_website_meta(self):
        """What search engines show of the home page, until somebody writes something better."""
        meta = super()._default_website_meta()
        if self.key == "website.homepage":
            website_sudo = self.env["website"].sudo().get_current_website()
            meta["default_meta_description"] = _(
                "%(company)s: services at clear prices, a plan before you pay, and results you can follow.",
                company=website_sudo.company_id.name,
            )
        return meta
