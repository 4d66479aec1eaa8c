from odoo import _, api, models


class AgencyService(models.Model):
    """A service with a page of its own."""

    _name = "agency.service"
    _inherit = ["agency.service", "agency.public.mixin"]

    @api.model
    def _website_path(self):
        return "/services"

    def _website_packages(self):
        """:return: published packages that contain this service, add-ons included, elevated"""
        self.ensure_one()
        return self.env["agency.service.package"]._website_records([("line_ids.service_id", "=", self.id)])

    def _website_price_unit(self):
        """:return str: what the price is for, in words"""
        self.ensure_one()
        return {
            "fixed": _("per project"),
            "hourly": _("per hour"),
            "retainer": _("per month"),
            "performance": _("plus a share of the result"),
        }[self.pricing_model]

    def _website_timeline(self):
        """:return: list of dicts ``label``, ``names``: what is handed over when, in order"""
        self.ensure_one()
        stops = {}
        for deliverable in self.deliverable_template_ids.sorted(
            lambda line: (line.offset_days, line.sequence, line.id)
        ):
            day = deliverable.offset_days
            if day not in stops:
                stops[day] = {"label": _("Working day %(day)s", day=day) if day else _("At the start"), "names": []}
            stops[day]["names"].append(deliverable.name)
        return list(stops.values())

    def _default_website_meta(self):
        meta = super()._default_website_meta()
        if self.image_1920:
            image = self.env["website"].image_url(self, "image_1024")
            meta["default_opengraph"]["og:image"] = meta["default_twitter"]["twitter:image"] = image
        meta["default_opengraph"]["og:type"] = "product"
        return meta

    def _website_structured_data(self, base_url, packages):
        """Describe the service to search engines.

        :param str base_url: address of the website
        :param packages: published packages that contain it
        :return dict: a schema.org ``Service``
        """
        self.ensure_one()
        company = self.company_id
        data = {
            "@context": "https://schema.org",
            "@type": "Service",
            "@id": f"{base_url}{self.website_url}",
            "url": f"{base_url}{self.website_url}",
            "name": self.name,
            "description": self._website_text(),
            "serviceType": ", ".join(self.channel_ids.mapped("name")) or self.name,
            "provider": {"@type": "Organization", "name": company.name, "url": base_url},
        }
        if self.image_1920:
            data["image"] = base_url + self.env["website"].image_url(self, "image_1024")
        offers = [package._website_structured_offer(base_url) for package in packages if package._website_price()]
        if self.list_price and self.pricing_model != "performance":
            offers.insert(
                0,
                {
                    "@type": "Offer",
                    "price": f"{self.list_price:.2f}",
                    "priceCurrency": self.currency_id.name,
                    "description": self._website_price_unit(),
                },
            )
        if offers:
            data["offers"] = offers
        return data
