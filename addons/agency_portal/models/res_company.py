from odoo import fields, models

from ..core.contact import dial, web_address

#: field name after ``social_`` -> (name, icon); a field that only one series has may be missing
NETWORKS = {
    "linkedin": ("LinkedIn", "fa-linkedin"),
    "instagram": ("Instagram", "fa-instagram"),
    "facebook": ("Facebook", "fa-facebook"),
    "youtube": ("YouTube", "fa-youtube-play"),
    "tiktok": ("TikTok", "fa-tiktok"),
    "twitter": ("X", "fa-twitter"),
    "github": ("GitHub", "fa-github"),
    "discord": ("Discord", "fa-discord"),
}


class ResCompany(models.Model):
    """The agency: whether it has been set up, and what visitors of its website see of it."""

    _inherit = "res.company"

    agency_first_steps_done = fields.Boolean(readonly=True, copy=False, help="The first steps were taken or skipped.")

    def write(self, vals):
        # who renames the company need not be let at the website
        websites_sudo = self.env["website"].sudo()
        if not {"name", "logo"}.isdisjoint(vals):
            websites_sudo = websites_sudo.search([("company_id", "in", self.ids)])
            websites_sudo = websites_sudo.filtered(lambda website: website._agency_is_branded())
        result = super().write(vals)
        websites_sudo._agency_brand()
        if any(name.startswith("social_") for name in vals):
            # the footer of the website is kept ready-made
            self.env.registry.clear_cache("templates")
        return result

    def _agency_first_steps_pending(self):
        """:return bool: whether the company still has to be set up; one that has invoiced needs no first steps"""
        self.ensure_one()
        if self.agency_first_steps_done:
            return False
        # the administrator who logs in need not have every company's books open
        moves_sudo = self.env["account.move"].sudo()
        return not moves_sudo.search_count([("company_id", "=", self.id), ("state", "=", "posted")], limit=1)

    def _agency_logo(self):
        """:return: the logo in base64, or False: stock's "Your Logo" is none"""
        self.ensure_one()
        return False if self.uses_default_logo else self.logo

    def _agency_contact(self, website=None):
        """What anybody may know of the agency; what is not filled in is empty.

        :param website: whose links to social networks go before the company's
        :return dict: ``address`` (list of lines), ``email``, ``phone`` as written, ``dial`` (the number in a ``tel:``
            link), ``networks`` (list of dicts ``name``, ``icon``, ``url``)
        """
        self.ensure_one()
        partner = self.partner_id
        # parts that are empty leave spaces and lines behind
        lines = [" ".join(line.split()) for line in partner._display_address(without_company=True).splitlines()]
        # the country alone is no address
        is_filled = partner.street or partner.street2 or partner.city or partner.zip
        networks = []
        for key, (name, icon) in NETWORKS.items():
            field = f"social_{key}"
            url = web_address(field in self._fields and ((website and website[field]) or self[field]))
            if url:
                networks.append({"name": name, "icon": icon, "url": url})
        return {
            "address": [line for line in lines if line] if is_filled else [],
            "email": self.email or "",
            "phone": self.phone or "",
            "dial": dial(self.phone),
            "networks": networks,
        }
