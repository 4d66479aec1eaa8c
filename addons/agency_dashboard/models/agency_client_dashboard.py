from datetime import date

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

from ..core import figures, periods
from ..core.metrics import CATALOGUE, STORED, components, ratio

#: (tile key, metric); the order is the order on the screen
TILES = (
    "ga_sessions",
    "ga_users",
    "ga_engagement_rate",
    "ga_key_events",
    "search_clicks",
    "search_impressions",
    "search_ctr",
    "search_position",
)
#: chart name -> metrics drawn in it
SERIES = {
    "traffic": ("ga_sessions", "ga_users"),
    "search": ("search_clicks", "search_impressions"),
}
#: breakdown -> kinds of dimension set that can answer it, best first, the metric that tells whether they exist, and the
#: metrics shown, the first one sorts
BREAKDOWNS = {
    "queries": (
        ("query", "page+query", "country+query", "device+query"),
        ("search_impressions",),
        ("search_clicks", "search_impressions", "search_ctr", "search_position"),
    ),
    "pages": (
        ("page", "page+query"),
        ("search_impressions", "ga_views"),
        ("search_clicks", "search_impressions", "search_position", "ga_views"),
    ),
    "channels": (("channel",), ("ga_sessions",), ("ga_sessions", "ga_engagement_rate", "ga_key_events")),
}
#: SQL for the label of a row; a page is a path, so that Search Console's addresses meet GA4's paths
LABELS = {
    "queries": "dimension.query",
    "pages": "coalesce(nullif(regexp_replace(dimension.page, '^https?://[^/]+', ''), ''), '/')",
    "channels": "dimension.channel",
}
ROW_LIMIT = 10
MAX_DAYS = 800
#: no provider has figures from before; also keeps comparisons inside the calendar
FIRST_DAY = date(2000, 1, 1)


class AgencyClientDashboard(models.AbstractModel):
    """All figures of one client's dashboard in one answer of fixed shape.

    Staff screen, portal page and export ask here, so they cannot disagree. The number of SQL queries depends neither on
    how many facts there are nor on how many sources.
    """

    _name = "agency.client.dashboard"
    _description = "Client Dashboard"

    @api.model
    def get_payload(self, client_id, date_from, date_to, comparison="previous"):
        """Figures of a client over a period.

        :param int client_id: ``res.partner`` id of the client
        :param date_from: first day, date or ``YYYY-MM-DD``
        :param date_to: last day
        :param str comparison: ``previous``, ``year`` or ``none``
        :return dict: always the keys ``client``, ``period``, ``comparison``, ``has_data``, ``sources``, ``tiles``,
            ``series``, ``queries``, ``pages``, ``channels``; every missing figure is None
        :raise AccessError: neither staff of the client's company nor member of the client
        """
        client, sources = self._accessible(client_id)
        period, compared = self._periods(date_from, date_to, comparison)
        # the caller was checked above; metric names are no secret
        names = {metric.key: metric for metric in self.env["agency.metric"].sudo().search([])}
        ids = {key: names[key].id for key in STORED}
        cells = figures.arrange(self._daily_rows(sources, ids, period, compared))
        coverage = self._coverage(sources, ids, period)
        tiles = [self._tile(names[key], cells, period, compared, ids) for key in TILES]
        return {
            "client": {"id": client.id, "name": client.name},
            "period": self._period_dict(period),
            "comparison": {"mode": comparison, **self._period_dict(compared)},
            "has_data": bool(coverage) or any(tile["value"] is not None for tile in tiles),
            "sources": [
                {
                    "id": source.id,
                    "provider": source.provider,
                    "label": source.display_name,
                    # whether an import failed is the agency's business, not its client's
                    "health": None if sources.env.su else source.health,
                    "data_until": _iso(source.cursor_date),
                }
                for source in sources
            ],
            "tiles": tiles,
            "series": {
                chart: {
                    "labels": [_iso(day) for day in period.dates()],
                    "lines": [self._line(names[key], cells, period) for key in keys],
                }
                for chart, keys in SERIES.items()
            },
            **{name: self._breakdown(name, sources, ids, names, coverage, period) for name in BREAKDOWNS},
        }

    @api.model
    def get_start(self, client_id=None):
        """What the staff screen needs before the first figures.

        :param client_id: client to begin with; default: the first one that has figures
        :return dict: ``clients`` ([{id, name, has_sources}]), ``client_id``, ``today``
        """
        if not self.env.user.has_group("agency_crm.group_team_member"):
            raise AccessError(_("Dashboards are for the people who work for the client."))
        clients = self.env["res.partner"].search_fetch(
            [("client_state", "!=", False), ("parent_id", "=", False)], ["name"], order="name"
        )
        with_sources = {
            client.id for (client,) in self.env["agency.data.source"]._read_group([], groupby=["client_id"])
        }
        first = next((client.id for client in clients if client.id in with_sources), clients[:1].id)
        return {
            "clients": [
                {"id": client.id, "name": client.name, "has_sources": client.id in with_sources} for client in clients
            ],
            "client_id": client_id if client_id in clients.ids else first,
            "today": _iso(fields.Date.context_today(self)),
        }

    @api.model
    def period_for(self, preset, date_from=None, date_to=None):
        """:return: (first day, last day) of a choice in the date picker, for the user's own today

        :param str preset: a key of ``core.periods.PRESETS``
        """
        if preset not in periods.PRESETS:
            raise UserError(_("There is no range called “%(name)s”.", name=preset))
        try:
            start, end = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except ValueError:
            start = end = None
        chosen = periods.preset(preset, fields.Date.context_today(self), start, end)
        return chosen.start, chosen.end

    @api.model
    def _preset_labels(self):
        """:return list: (key, name) of every range of the date picker"""
        return [
            ("last_28", _("Last 28 days")),
            ("this_month", _("This month")),
            ("last_month", _("Last month")),
            ("custom", _("Custom range")),
        ]

    @api.model
    def _comparison_labels(self):
        """:return list: (key, name) of every comparison"""
        return [
            ("previous", _("Previous period")),
            ("year", _("Same time last year")),
            ("none", _("No comparison")),
        ]

    @api.model
    def _display(self, value, unit):
        """:return str: a figure as the reader's language writes it; a dash where there is no data"""
        if value is None:
            return "–"
        value = figures.shown(value, unit)
        if unit == "ratio":
            return _("%(number)s%%", number=formatLang(self.env, value * 100, digits=1))
        if unit == "seconds":
            return _("%(number)s s", number=formatLang(self.env, value, digits=0))
        return formatLang(self.env, value, digits=1 if unit == "rank" else 0)

    @api.model
    def _display_change(self, tile):
        """:return: dict ``arrow``, ``text``, ``verdict`` for a tile's change, or None without comparison"""
        change = tile["change"]
        if not change["trend"]:
            return None
        sign = {"up": "+", "down": "−", "flat": "±"}[change["trend"]]
        if tile["unit"] == "ratio":
            # a percentage of a percentage would be misread
            text = _("%(number)s points", number=formatLang(self.env, abs(change["absolute"]) * 100, digits=1))
        elif tile["unit"] == "rank" or change["relative"] is None:
            text = self._display(abs(change["absolute"]), tile["unit"])
        else:
            text = self._display(abs(change["relative"]), "ratio")
        return {
            "arrow": {"up": "▲", "down": "▼", "flat": "▬"}[change["trend"]],
            "text": sign + text,
            "verdict": change["verdict"],
        }

    @api.model
    def _display_day(self, iso):
        """:return str: a day as the reader's language writes it; empty for none"""
        return format_date(self.env, iso, date_format="medium") if iso else ""

    @api.model
    def _export_blocks(self, payload):
        """:return: blocks of rows for ``core.exports.to_csv``: what the page shows, as plain numbers"""
        names = {"queries": _("Query"), "pages": _("Page"), "channels": _("Channel")}
        head = [
            [_("Client"), payload["client"]["name"]],
            [_("First day"), payload["period"]["date_from"]],
            [_("Last day"), payload["period"]["date_to"]],
        ]
        tiles = [[_("Figure"), _("Value"), _("Compared with"), _("Data until")]]
        tiles += [[tile["name"], tile["value"], tile["previous"], tile["as_of"]] for tile in payload["tiles"]]
        lines = [line for series in payload["series"].values() for line in series["lines"]]
        days = [[_("Day"), *(line["name"] for line in lines)]]
        labels = payload["series"]["traffic"]["labels"]
        days += [[day, *(line["values"][index] for line in lines)] for index, day in enumerate(labels)]
        tables = [
            [[names[name], *(column["name"] for column in payload[name]["columns"])], *payload[name]["rows"]]
            for name in BREAKDOWNS
        ]
        return [head, tiles, days, *tables]

    def _accessible(self, client_id):
        """:return: (client, sources), elevated only for a member of that very client"""
        client = self.env["res.partner"].browse(int(client_id))
        sources = self.env["agency.data.source"]
        if self.env.user.has_group("agency_crm.group_team_member"):
            # the user's own rights: record rules keep other companies' clients away
            return client, sources.search([("client_id", "=", client.id)])
        members_sudo = self.env["agency.client.member"].sudo()
        if client not in members_sudo._clients_of(self.env.user):
            raise AccessError(_("You are not a member of this client. Ask your contact at the agency for access."))
        # a member sees the figures of its client, but has no rights of its own on sources and facts
        return client.sudo(), sources.sudo().search([("client_id", "=", client.id)])

    def _periods(self, date_from, date_to, comparison):
        if comparison not in periods.COMPARISONS:
            raise UserError(_("There is no comparison called “%(name)s”.", name=comparison))
        try:
            period = periods.Period(fields.Date.to_date(date_from), fields.Date.to_date(date_to))
        except (TypeError, ValueError):
            raise UserError(_("Choose a first day and a last day that does not lie before it.")) from None
        if period.start < FIRST_DAY:
            raise UserError(_("Choose days after %(day)s.", day=format_date(self.env, FIRST_DAY)))
        if period.days > MAX_DAYS:
            raise UserError(_("Choose at most %(days)s days.", days=MAX_DAYS))
        return period, periods.comparison(period, comparison)

    def _daily_rows(self, sources, ids, period, compared):
        """:return: rows for ``core.figures.arrange``: sums by source, metric, kind, span and day"""
        kinds = sorted({kind for key in ids for kind in CATALOGUE[key].partitions})
        ranges = [(one.start, one.end) for one in (period, compared or period)]
        self.env.cr.execute(
            """
            SELECT fact.source_id, metric.key, dimension.kind, dimension.span_days, fact.date, sum(fact.value)
              FROM agency_metric_fact fact
              JOIN agency_dimension_set dimension ON dimension.id = fact.dimension_id
              JOIN agency_metric metric ON metric.id = fact.metric_id
             WHERE fact.source_id = ANY(%s)
               AND fact.metric_id = ANY(%s)
               AND (fact.date BETWEEN %s AND %s OR fact.date BETWEEN %s AND %s)
               AND dimension.kind = ANY(%s)
             GROUP BY 1, 2, 3, 4, 5
            """,
            [sources.ids, list(ids.values()), *ranges[0], *ranges[1], kinds],
        )
        return self.env.cr.fetchall()

    def _coverage(self, sources, ids, period):
        """:return dict: breakdown -> set of (source, kind, span_days, last day) that exist in the period"""
        probes = {ids[key]: set() for _kinds, keys, _shown in BREAKDOWNS.values() for key in keys}
        for name, (_kinds, keys, _shown) in BREAKDOWNS.items():
            for key in keys:
                probes[ids[key]].add(name)
        kinds = sorted({kind for kinds, _keys, _shown in BREAKDOWNS.values() for kind in kinds})
        self.env.cr.execute(
            """
            SELECT DISTINCT fact.metric_id, fact.source_id, dimension.kind, dimension.span_days, fact.date
              FROM agency_metric_fact fact
              JOIN agency_dimension_set dimension ON dimension.id = fact.dimension_id
             WHERE fact.source_id = ANY(%s)
               AND fact.metric_id = ANY(%s)
               AND fact.date BETWEEN %s AND %s
               AND dimension.kind = ANY(%s)
            """,
            [sources.ids, list(probes), period.start, period.end, kinds],
        )
        coverage = {}
        for metric_id, source_id, kind, span_days, day in self.env.cr.fetchall():
            for name in probes[metric_id]:
                if kind in BREAKDOWNS[name][0]:
                    coverage.setdefault(name, set()).add((source_id, kind, span_days, day))
        return coverage

    def _breakdown(self, name, sources, ids, names, coverage, period):
        """:return dict: ``columns``, ``rows`` (best first, at most ``ROW_LIMIT``), ``date_from``, ``date_to``"""
        kinds, _keys, shown = BREAKDOWNS[name]
        chosen, covered = figures.choose_rows(coverage.get(name, ()), kinds, period)
        parts = sorted({part for key in shown for part in components(key)})
        # rows with most of the first metric come first, then of the next ones; positions count from the label, 1
        order = [f"{parts.index(key) + 2} DESC NULLS LAST" for key in shown if key in parts]
        # one statement whatever was chosen, so that an empty breakdown costs what a full one does
        self.env.cr.execute(
            f"""
            SELECT {LABELS[name]} AS label,
                   {", ".join(["sum(fact.value) FILTER (WHERE fact.metric_id = %s)"] * len(parts))},
                   count(*) OVER ()
              FROM agency_metric_fact fact
              JOIN agency_dimension_set dimension ON dimension.id = fact.dimension_id
              JOIN unnest(%s::int[], %s::varchar[], %s::int[], %s::date[], %s::date[])
                   AS chosen(source_id, kind, span_days, first_day, last_day)
                ON chosen.source_id = fact.source_id AND chosen.kind = dimension.kind
               AND chosen.span_days = dimension.span_days AND fact.date BETWEEN chosen.first_day AND chosen.last_day
             WHERE fact.source_id = ANY(%s) AND fact.metric_id = ANY(%s) AND fact.date BETWEEN %s AND %s
             GROUP BY 1
             ORDER BY {", ".join(order)}, 1
             LIMIT %s
            """,
            [
                *(ids[part] for part in parts),
                *([list(column) for column in zip(*chosen, strict=True)] or [[]] * 5),
                sources.ids,
                [ids[part] for part in parts],
                period.start,
                period.end,
                ROW_LIMIT,
            ],
        )
        rows, found = [], 0
        for label, *sums, found in self.env.cr.fetchall():  # noqa: B007 (the count is the same in every row)
            values = dict(zip(parts, sums, strict=True))
            rows.append([label, *(self._value(key, values) for key in shown)])
        return {
            "columns": [{"key": key, "name": names[key].short_name, "unit": names[key].unit} for key in shown],
            "rows": rows,
            "more": found - len(rows),
            "date_from": _iso(covered and covered.start),
            "date_to": _iso(covered and covered.end),
        }

    def _value(self, key, values):
        metric = CATALOGUE[key]
        if not metric.numerator:
            return values[key]
        return ratio(values[metric.numerator], values[metric.denominator])

    def _tile(self, metric, cells, period, compared, ids):
        now = figures.figure(metric.key, cells, period)
        compared = compared and figures.matching(period, compared, now.as_of)
        before = figures.figure(metric.key, cells, compared) if compared else figures.Figure()
        comparable = bool(compared) and figures.comparable(now, period, before, compared)
        return {
            "key": metric.key,
            "name": metric.name,
            "unit": metric.unit,
            "direction": metric.good,
            "basis": now.basis,
            "value": now.value,
            "previous": before.value,
            "change": figures.change(metric.key, now.value, before.value if comparable else None),
            "target": None,
            "sparkline": [now.by_day.get(day) for day in period.dates()],
            "as_of": _iso(now.as_of),
            "days": period.days,
            "days_covered": now.covered,
            "previous_period": self._period_dict(compared),
            "previous_days_covered": before.covered,
            "metric_ids": [ids[part] for part in components(metric.key)],
        }

    def _line(self, metric, cells, period):
        by_day = figures.figure(metric.key, cells, period).by_day
        return {
            "key": metric.key,
            "name": metric.name,
            "unit": metric.unit,
            "values": [by_day.get(day) for day in period.dates()],
        }

    def _period_dict(self, period):
        return {
            "date_from": _iso(period and period.start),
            "date_to": _iso(period and period.end),
            "days": period.days if period else None,
        }


def _iso(day):
    return day.isoformat() if day else None
