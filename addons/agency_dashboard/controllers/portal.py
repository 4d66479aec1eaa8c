"""The client's own figures: page, data for its charts, download."""

from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request, route

from odoo.addons.agency_crm.controllers.gate import ClientGate

from ..core.exports import to_csv
from ..core.periods import COMPARISONS, PRESETS


class AnalyticsPortal(ClientGate):
    """Pages under ``/my/agency/analytics``. The gate answers whose figures; the dashboard service has them."""

    @route("/my/agency/analytics", type="http", auth="user", website=True, sitemap=False)
    def portal_analytics(self, **query):
        """The page: figures and tables are in the HTML, only the charts need a script."""
        try:
            choice, payload = self._analytics(query)
        except AccessError:
            return request.redirect("/my")
        dashboard = request.env["agency.client.dashboard"]
        values = {
            "page_name": "agency_analytics",
            "clients": self._portal_clients(),
            "choice": choice,
            "payload": payload,
            "presets": dashboard._preset_labels(),
            "comparisons": dashboard._comparison_labels(),
            "display": dashboard._display,
            "display_change": dashboard._display_change,
            "display_day": dashboard._display_day,
            "query": self._analytics_query(choice),
        }
        return request.render("agency_dashboard.portal_analytics", values)

    @route("/my/agency/analytics/data", type="json", auth="user")
    def portal_analytics_data(self, **query):
        """:return dict: what the charts draw; or an ``error`` to show instead"""
        try:
            _choice, payload = self._analytics(query)
        except (AccessError, UserError) as error:
            return {"error": str(error)}
        return {name: payload[name] for name in ("tiles", "series", "channels")}

    @route("/my/agency/analytics/export", type="http", auth="user", website=True, sitemap=False)
    def portal_analytics_export(self, **query):
        """Download the figures of the page."""
        try:
            _choice, payload = self._analytics(query)
        except AccessError:
            return request.redirect("/my")
        name = f"{payload['client']['name']} {payload['period']['date_from']} {payload['period']['date_to']}.csv"
        return request.make_response(
            to_csv(request.env["agency.client.dashboard"]._export_blocks(payload)),
            headers=[("Content-Type", "text/csv; charset=utf-8"), ("Content-Disposition", content_disposition(name))],
        )

    def _analytics(self, query):
        """:return: (what was chosen, with every missing or unknown choice replaced by the default; the figures)"""
        client_sudo = self._portal_client(query.get("client_id"))
        dashboard = request.env["agency.client.dashboard"]
        preset = query.get("preset") if query.get("preset") in PRESETS else PRESETS[0]
        comparison = query.get("comparison") if query.get("comparison") in COMPARISONS else COMPARISONS[0]
        start, end = dashboard.period_for(preset, query.get("date_from"), query.get("date_to"))
        choice = {"client_id": client_sudo.id, "preset": preset, "comparison": comparison, "error": ""}
        try:
            payload = dashboard.get_payload(client_sudo.id, start, end, comparison)
        except UserError as error:
            if isinstance(error, AccessError):
                raise
            # a range that is too long: say so and show the usual one
            choice.update(error=str(error), preset=PRESETS[0])
            payload = dashboard.get_payload(client_sudo.id, *dashboard.period_for(PRESETS[0]), comparison)
        choice.update(date_from=payload["period"]["date_from"], date_to=payload["period"]["date_to"])
        return choice, payload

    def _analytics_query(self, choice):
        return {name: choice[name] for name in ("client_id", "preset", "comparison", "date_from", "date_to")}

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "agency_analytics_count" in counters:
            values["agency_analytics_count"] = len(self._portal_clients())
        return values
