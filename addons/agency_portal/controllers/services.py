"""Public pages of what the agency offers."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools.json import scriptsafe


def sitemap_services(env, rule, query_string):
    """Addresses of the published services and packages, for ``/sitemap.xml``."""
    records = [*env["agency.service"]._website_records(), *env["agency.service.package"]._website_records()]
    addresses = ["/services", *(record.website_url for record in records), "/request-proposal"]
    return [{"loc": address} for address in addresses if not query_string or query_string.lower() in address]


class AgencyServices(http.Controller):
    @http.route("/services", type="http", auth="public", website=True, sitemap=sitemap_services)
    def services(self, **kwargs):
        """The catalogue."""
        return request.render(
            "agency_portal.services",
            {
                "services": request.env["agency.service"]._website_records(),
                "packages": request.env["agency.service.package"]._website_records(),
            },
        )

    @http.route("/services/<string:slug>", type="http", auth="public", website=True, sitemap=False)
    def service(self, slug, **kwargs):
        """One service."""
        service = self._find("agency.service", slug)
        if service.website_url != self._path(slug):
            return request.redirect(service.website_url, code=301)
        packages = service._website_packages()
        return request.render(
            "agency_portal.service",
            {
                "main_object": service,
                "service": service,
                "packages": packages,
                "structured_data": scriptsafe.dumps(service._website_structured_data(self._base_url(), packages)),
            },
        )

    @http.route("/services/packages/<string:slug>", type="http", auth="public", website=True, sitemap=False)
    def package(self, slug, **kwargs):
        """One package."""
        package = self._find("agency.service.package", slug)
        if package.website_url != self._path(f"packages/{slug}"):
            return request.redirect(package.website_url, code=301)
        return request.render(
            "agency_portal.package",
            {
                "main_object": package,
                "package": package,
                "structured_data": scriptsafe.dumps(package._website_structured_data(self._base_url())),
            },
        )

    def _find(self, model_name, slug):
        record = request.env[model_name]._website_find(slug)
        if not record:
            raise NotFound()
        return record

    def _path(self, rest):
        return f"/services/{rest}"

    def _base_url(self):
        return request.website.get_base_url().rstrip("/")
