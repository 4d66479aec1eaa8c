from odoo import models


class WebsitePage(models.Model):
    _inherit = "website.page"

    def _allow_cache_insertion(self, layout):
        """Odoo 19 keeps whole pages for an hour; a service withdrawn from the website would stay on the home page."""
        return "agency-home" not in layout and super()._allow_cache_insertion(layout)
