from odoo import _, api, models
from odoo.tools import format_date, formatLang

from odoo.addons.agency_dashboard.core import figures
from odoo.addons.agency_dashboard.core.metrics import components

#: The few figures a client asks for first.
SUMMARY_TILES = ("ga_sessions", "ga_key_events", "search_clicks", "search_position")


class AgencyClientDashboard(models.AbstractModel):
    """The client's figures in a few words, for the overview page: no breakdowns, no charts, fewer queries."""

    _inherit = "agency.client.dashboard"

    @api.model
    def _summary(self, client_id):
        """The last four weeks against the four weeks before.

        :param int client_id: id of the client
        :return dict: ``period`` (text) and ``tiles`` (see :meth:`_summary_tile`), or None when there is nothing to show
        :raise AccessError: the user neither works for the client nor is a member
        """
        _client, sources = self._accessible(client_id)
        if not sources:
            return None
        date_from, date_to = self.period_for("last_28")
        period, compared = self._periods(date_from, date_to, "previous")
        # the caller was checked above; metric names are no secret
        keys = {*SUMMARY_TILES, *(part for key in SUMMARY_TILES for part in components(key))}
        metrics_sudo = self.env["agency.metric"].sudo()
        metrics = {
            metric.key: metric
            for metric in metrics_sudo.search_fetch([("key", "in", list(keys))], ["key", "name", "unit", "good"])
        }
        ids = {part: metrics[part].id for key in SUMMARY_TILES for part in components(key)}
        cells = figures.arrange(self._daily_rows(sources, ids, period, compared))
        tiles = [self._tile(metrics[key], cells, period, compared, ids) for key in SUMMARY_TILES]
        tiles = [self._summary_tile(tile) for tile in tiles if tile["value"] is not None]
        if not tiles:
            return None
        return {
            "period": _(
                "%(date_from)s to %(date_to)s, compared with the four weeks before",
                date_from=format_date(self.env, date_from),
                date_to=format_date(self.env, date_to),
            ),
            "tiles": tiles,
        }

    def _summary_tile(self, tile):
        """:return dict: texts ``name``, ``value``, ``change``, ``direction``; ``is_up``, ``is_flat``, ``css_class``"""
        change = tile["change"]
        is_up = change["trend"] == "up"
        return {
            "name": tile["name"],
            "value": self._display(tile["value"], tile["unit"]),
            "change": self._summary_change(change, tile["unit"]),
            "is_up": is_up,
            "is_flat": change["trend"] == "flat",
            "css_class": {"good": "text-success", "bad": "text-danger"}.get(change["verdict"], "text-muted"),
            "direction": {"up": _("More than before"), "down": _("Less than before")}.get(
                change["trend"], _("As before")
            ),
        }

    def _summary_change(self, change, unit):
        """:return str: the change with its sign; places for a rank, per cent for everything else; empty when unknown"""
        sign = {"up": "+", "down": "−"}.get(change["trend"], "")
        if unit == "rank":
            if change["absolute"] is None:
                return ""
            return _(
                "%(sign)s%(places)s places", sign=sign, places=formatLang(self.env, abs(change["absolute"]), digits=1)
            )
        if change["relative"] is None:
            return ""
        return _(
            "%(sign)s%(percent)s%%", sign=sign, percent=formatLang(self.env, 100 * abs(change["relative"]), digits=1)
        )
