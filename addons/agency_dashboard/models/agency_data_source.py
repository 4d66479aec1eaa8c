from datetime import datetime

import pytz

from odoo import _, api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

PROVIDERS = [
    ("search_console", "Google Search Console"),
    ("ga4", "Google Analytics 4"),
]


class AgencyDataSource(models.Model):
    """One account of one client at one provider: where figures come from and how fresh they are."""

    _name = "agency.data.source"
    _inherit = "agency.client.mixin"
    _description = "Data Source"
    _order = "client_id, provider, account"
    _rec_names_search = ["account", "client_id"]

    client_id = fields.Many2one(required=True)
    provider = fields.Selection(PROVIDERS, required=True)
    account = fields.Char(
        "Property", required=True, help="The site or property at the provider, for example www.example.com."
    )
    timezone = fields.Selection(
        _tz_get,
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="The time zone of the property. Its days are the days of the figures.",
    )
    health = fields.Selection(
        [("never", "No data yet"), ("ok", "Working"), ("error", "Last import failed")],
        required=True,
        default="never",
        readonly=True,
    )
    last_error = fields.Char(readonly=True)
    cursor_date = fields.Date("Data Until", readonly=True, help="Last day for which there are figures.")
    last_import_at = fields.Datetime("Last Import", readonly=True)
    import_ids = fields.One2many("agency.metric.import", "source_id", string="Imports")
    import_count = fields.Integer(compute="_compute_import_count")
    active = fields.Boolean(default=True)

    _sql_constraints = [
        (
            "account_unique",
            "UNIQUE(client_id, provider, account)",
            "This client already has a source for this property. Use that one.",
        ),
    ]

    @api.depends("provider", "account")
    def _compute_display_name(self):
        labels = dict(self._fields["provider"]._description_selection(self.env))
        for source in self:
            source.display_name = _(
                "%(provider)s: %(account)s",
                provider=labels.get(source.provider) or _("New source"),
                account=source.account or "",
            )

    @api.depends("import_ids")
    def _compute_import_count(self):
        counts = dict(
            self.env["agency.metric.import"]._read_group([("source_id", "in", self.ids)], ["source_id"], ["__count"])
        )
        for source in self:
            source.import_count = counts.get(source, 0)

    def unlink(self):
        # the store has no foreign keys (see agency.metric.fact): its rows go first
        self.env.cr.execute("DELETE FROM agency_metric_fact WHERE source_id = ANY(%s)", [self.ids])
        self.env["agency.metric.fact"].invalidate_model()
        return super().unlink()

    def _today(self):
        """:return date: the current day at the property"""
        self.ensure_one()
        return datetime.now(pytz.timezone(self.timezone or "UTC")).date()

    def _mark_imported(self, last_day):
        """Note a successful import whose figures reach to ``last_day`` (or to no day at all)."""
        for source in self:
            days = [day for day in (source.cursor_date, last_day) if day]
            source.write(
                {
                    "health": "ok",
                    "last_error": False,
                    "last_import_at": fields.Datetime.now(),
                    "cursor_date": max(days) if days else False,
                }
            )

    def action_view_facts(self):
        """:return: action listing the stored figures of these sources"""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_dashboard.agency_metric_fact_action")
        action["domain"] = [("source_id", "in", self.ids)]
        return action

    def action_view_imports(self):
        """:return: action listing the imports of these sources"""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_dashboard.agency_metric_import_action")
        action["domain"] = [("source_id", "in", self.ids)]
        action["context"] = {"default_client_id": self[:1].client_id.id, "default_source_id": self[:1].id}
        return action
