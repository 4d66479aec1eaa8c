from lxml import etree

from odoo import fields, models

STOCK_NAME = "My Website"
STOCK_DESCRIPTIONS = ("This is the homepage of the website", "This is the contact us page of the website")
HOME = """<t name="Homepage" t-name="website.homepage">
    <t t-call="website.layout">
        <t t-set="pageName" t-value="'homepage'"/>
        <div id="wrap" class="agency-site">
            <div class="oe_structure"/>
            <t t-call="agency_portal.website_home"/>
            <div class="oe_structure"/>
        </div>
    </t>
</t>"""


def is_blank(arch):
    """:return bool: whether a page has no content: nothing but empty places to drop blocks at"""
    wraps = etree.fromstring(arch).xpath("//*[@id='wrap']")
    return (
        len(wraps) == 1
        and not any((text or "").strip() for text in wraps[0].itertext())
        and all("oe_structure" in node.get("class", "") for node in wraps[0].iterdescendants(tag=etree.Element))
    )


class Website(models.Model):
    """The agency's website: its name and logo, and a home page from the start."""

    _inherit = "website"

    # stock's says "Your Logo"; without one the pages show the name
    logo = fields.Binary(default=lambda self: self.env.company._agency_logo())

    def _bootstrap_homepage(self):
        result = super()._bootstrap_homepage()
        self._agency_fill_home()
        return result

    def _agency_fill_home(self):
        """Put the agency's home page where stock left an empty one; a page with any content stays."""
        for website in self:
            site = website.with_context(website_id=website.id)
            view = site.viewref("website.homepage", raise_if_not_found=False)
            if view and is_blank(view.arch_db):
                view.with_context(website_id=website.id).write({"arch_db": HOME})

    def _agency_is_branded(self):
        """:return bool: whether name and logo are the company's, so that they follow it"""
        self.ensure_one()
        return (self.name, self.logo) == (self.company_id.name, self.company_id._agency_logo())

    def _agency_brand(self):
        """Give the websites the name and the logo of their company."""
        for website in self:
            company = website.company_id
            website.write({"name": company.name, "logo": company._agency_logo()})

    def _agency_replace_placeholders(self):
        """Name and logo of the company, and no description, in place of stock's; what people have set stays."""
        stock_logo = self._default_logo()
        for website in self:
            if website.name == STOCK_NAME:
                website.name = website.company_id.name
            if website.logo == stock_logo:
                website.logo = website.company_id._agency_logo()
        pages = self.env["website.page"].search([("website_id", "in", [False, *self.ids])])
        # the pages describe themselves; stock's words would go before theirs
        pages.filtered(
            lambda page: page.website_meta_description in STOCK_DESCRIPTIONS
        ).website_meta_description = False

    def _agency_contact(self):
        """:return dict: see ``res.company._agency_contact``"""
        # visitors have no access to companies; the method returns what may be known of this one
        website_sudo = self.sudo()
        return website_sudo.company_id._agency_contact(website_sudo)
