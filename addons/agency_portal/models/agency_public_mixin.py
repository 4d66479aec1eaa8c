from odoo import api, models
from odoo.tools import html2plaintext

from ..core.slugs import number_of, slug_of


class AgencyPublicMixin(models.AbstractModel):
    """A record with a page on the public website.

    Visitors hold no access right on these models, so no field of them can be read by RPC. Pages get the records from
    the two methods below, elevated, and show chosen fields only.
    """

    _name = "agency.public.mixin"
    _inherit = ["website.seo.metadata", "website.published.mixin"]
    _description = "Has a Public Page"

    @api.model
    def _website_path(self):
        """:return str: address of the page of all these records"""
        return "/"

    @api.model
    def _website_domain(self):
        """:return: domain of what a visitor of the current website may see"""
        return [
            ("is_published", "=", True),
            ("company_id", "in", (False, self.env["website"].sudo().get_current_website().company_id.id)),
        ]

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_website_url(self):
        for record in self:
            record.website_url = f"{self._website_path()}/{slug_of(record.name, record.id)}" if record.id else "#"

    @api.model
    def _website_records(self, extra_domain=()):
        """:return: the published records of the current website, elevated"""
        # visitors have no access to the model; only what is published passes, and templates choose the fields
        records_sudo = self.sudo().search([*self._website_domain(), *extra_domain])
        return records_sudo

    @api.model
    def _website_find(self, slug):
        """The record behind an address.

        :param str slug: last part of the address
        :return: a published record, elevated; for the agency's own people also a draft, with their own rights; else
            an empty recordset
        """
        number = number_of(slug)
        if not number:
            return self.browse()
        record_sudo = self._website_records([("id", "=", number)])
        if not record_sudo and self.env.user.has_group("agency_crm.group_agency_staff"):
            return self.search([("id", "=", number)])
        return record_sudo

    def _website_text(self, length=300):
        """:return str: plain text about the record, for search engines and link previews"""
        self.ensure_one()
        text = self.summary or html2plaintext(self.description or "").strip()
        return " ".join(text.split())[:length]

    def _default_website_meta(self):
        meta = super()._default_website_meta()
        text = self._website_text()
        meta["default_opengraph"]["og:description"] = meta["default_twitter"]["twitter:description"] = text
        meta["default_meta_description"] = text
        return meta
