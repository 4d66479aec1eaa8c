from odoo import api, models


class AgencyServicePackage(models.Model):
    """A package offered on the website.

    Being on the website is one thing, being offered at all another: a retired version disappears by itself and the
    version that replaces it takes its place.
    """

    _name = "agency.service.package"
    _inherit = ["agency.service.package", "agency.public.mixin"]

    @api.model
    def _website_path(self):
        return "/services/packages"

    @api.model
    def _website_domain(self):
        return [*super()._website_domain(), ("state", "=", "published")]

    def _website_price(self):
        """:return float: what the first month costs, add-ons apart, in the currency of the package"""
        self.ensure_one()
        return self.one_off_total + self.monthly_total

    def _website_structured_offer(self, base_url):
        """:return dict: a schema.org ``Offer``"""
        self.ensure_one()
        prices = [
            {
                "@type": "UnitPriceSpecification",
                "price": f"{amount:.2f}",
                "priceCurrency": self.currency_id.name,
                **extra,
            }
            for amount, extra in (
                (self.one_off_total, {}),
                (self.monthly_total, {"billingDuration": 1, "unitCode": "MON"}),
            )
            if amount
        ]
        return {
            "@type": "Offer",
            "name": self.name,
            "url": f"{base_url}{self.website_url}",
            "description": self._website_text(),
            "priceSpecification": prices,
        }

    def _website_structured_data(self, base_url):
        """Describe the package to search engines.

        :return dict: a schema.org ``Service`` made of the services in the package
        """
        self.ensure_one()
        data = {
            "@context": "https://schema.org",
            "@type": "Service",
            "@id": f"{base_url}{self.website_url}",
            "url": f"{base_url}{self.website_url}",
            "name": self.name,
            "description": self._website_text(),
            "provider": {"@type": "Organization", "name": self.company_id.name, "url": base_url},
        }
        if self._website_price():
            data["offers"] = [self._website_structured_offer(base_url)]
        return data

    def action_publish(self):
        result = super().action_publish()
        successors = self.filtered(
            lambda package: package.previous_version_id.is_published and not package.is_published
        )
        successors.write({"is_published": True})
        return result
