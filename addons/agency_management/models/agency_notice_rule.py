from psycopg2 import IntegrityError

from odoo import _, api, fields, models
from odoo.tools import mute_logger


class AgencyNoticeRule(models.Model):
    """Which event is told in which chat."""

    _name = "agency.notice.rule"
    _description = "Notice Rule"
    _order = "event, id"

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    event = fields.Selection(selection="_selection_event", required=True, index=True)
    channel_id = fields.Many2one("agency.notice.channel", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="channel_id.company_id", store=True, index=True)
    client_ids = fields.Many2many(
        "res.partner",
        string="Only for Clients",
        domain="[('client_state', '!=', False), ('parent_id', '=', False)]",
        help="Empty: for all clients.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Only Work Of",
        domain="[('share', '=', False)]",
        help="Only what these people are responsible for. Empty: everybody's.",
    )

    _sql_constraints = [
        ("event_channel_unique", "UNIQUE(event, channel_id)", "This channel already has a rule for this event.")
    ]

    @api.depends("event", "channel_id.name")
    def _compute_name(self):
        labels = dict(self._selection_event())
        for rule in self:
            rule.name = _(
                "%(event)s → %(channel)s", event=labels.get(rule.event, ""), channel=rule.channel_id.name or ""
            )

    @api.model
    def _event_registry(self):
        """Events that can be told; addons add theirs with ``super()``.

        :return dict: key -> ``{"label": text, "model": name, "tone": "info" | "good" | "bad", "user": field or path of
            who is responsible}``. Records of the model have ``client_id`` or none; a ``company_id``.
        """
        return {
            "lead_new": {"label": _("New enquiry"), "model": "crm.lead", "tone": "info", "user": "user_id"},
            "order_set_up": {
                "label": _("New client project"),
                "model": "sale.order",
                "tone": "good",
                "user": "user_id",
            },
            "set_up_failed": {"label": _("Set-up failed"), "model": "sale.order", "tone": "bad", "user": "user_id"},
            "document_received": {
                "label": _("Document received"),
                "model": "agency.document.request",
                "tone": "info",
                "user": "requested_by_id",
            },
            "deliverable_submit": {
                "label": _("Deliverable to check"),
                "model": "agency.deliverable",
                "tone": "info",
                "user": "author_id",
            },
            "deliverable_pass": {
                "label": _("Deliverable with the client"),
                "model": "agency.deliverable",
                "tone": "info",
                "user": "author_id",
            },
            "deliverable_request_changes": {
                "label": _("Client wants changes"),
                "model": "agency.deliverable",
                "tone": "bad",
                "user": "author_id",
            },
            "deliverable_approve": {
                "label": _("Client approved"),
                "model": "agency.deliverable",
                "tone": "good",
                "user": "author_id",
            },
            "billing_failed": {
                "label": _("Retainer could not be billed"),
                "model": "agency.retainer",
                "tone": "bad",
                "user": "user_id",
            },
        }

    @api.model
    def _selection_event(self):
        return [(key, entry["label"]) for key, entry in self._event_registry().items()]

    @api.model
    def _notify(self, event, records, detail="", occurrence=None):
        """Tell an event of some records wherever a rule says so. Costs one query while there is no rule.

        Never breaks what it tells of: a notice that exists already is left out.

        :param str event: key of ``_event_registry``
        :param records: recordset of the event's model
        :param str detail: a sentence that goes with it, for example the client's comment
        :param str occurrence: which time it happens to a record, for example a version; told once for each
        :return: ``agency.notice`` records made
        """
        # whoever causes an event, a client in the portal for example, need not be allowed to see who is told
        rules_sudo = self.sudo().search([("event", "=", event), ("channel_id.active", "=", True)])
        notices_sudo = self.env["agency.notice"].sudo()
        if not rules_sudo or not records:
            return notices_sudo
        entry = self._event_registry()[event]
        vals_list = [
            rule._prepare_notice(record, entry, detail, occurrence)
            for record in records.sudo()
            for rule in rules_sudo
            if rule._matches(record, entry)
        ]
        keys = [vals["key"] for vals in vals_list if vals["key"]]
        known = set(notices_sudo.search([("key", "in", keys)]).mapped("key")) if keys else set()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                notices_sudo = notices_sudo.create([vals for vals in vals_list if vals["key"] not in known])
        except IntegrityError:
            # somebody else told the same at this very moment
            return notices_sudo.browse()
        notices_sudo._enqueue()
        return notices_sudo

    def _matches(self, record, entry):
        self.ensure_one()
        if "company_id" in record and record.company_id and record.company_id != self.company_id:
            return False
        client = record[self._client_field(record)].commercial_partner_id
        if self.client_ids and client not in self.client_ids:
            return False
        return not self.user_ids or record[entry["user"]] in self.user_ids

    @api.model
    def _client_field(self, record):
        """:return str: field that says whose client's record it is"""
        return "client_id" if "client_id" in record else "partner_id"

    def _prepare_notice(self, record, entry, detail, occurrence):
        """:return dict: values of the notice of one record, written in the language of the channel's responsible"""
        self = self.with_context(lang=self.channel_id.user_id.lang)
        record = record.with_context(lang=self.channel_id.user_id.lang)
        label = self._event_registry()[self.event]["label"]
        facts = [
            (record._fields[name]._description_string(self.env), record[name].display_name)
            for name in dict.fromkeys((self._client_field(record), "project_id", entry["user"]))
            if name in record and record[name]
        ]
        key = f"{self.id}:{self.event}:{record._name}:{record.id}:{occurrence}" if occurrence is not None else False
        return {
            "rule_id": self.id,
            "channel_id": self.channel_id.id,
            "event": self.event,
            "res_model": record._name,
            "res_id": record.id,
            "title": _("%(event)s: %(record)s", event=label, record=record.display_name),
            "detail": detail,
            "facts": [[name, value] for name, value in facts],
            "tone": entry["tone"],
            "key": key,
        }
