from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.agency_crm.connectors import transport
from odoo.addons.agency_crm.core import addresses

KINDS = [("slack", "Slack"), ("teams", "Microsoft Teams"), ("discord", "Discord")]


class AgencyNoticeChannel(models.Model):
    """A place in a chat where notices appear: the incoming webhook of a channel in Slack, Teams or Discord."""

    _name = "agency.notice.channel"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Notice Channel"
    _order = "name, id"

    name = fields.Char(required=True, help="What colleagues call it, for example #projects.")
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, "Chat", required=True, default="slack")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        ondelete="restrict",
        help="Is told when notices cannot be delivered.",
    )
    webhook_url = fields.Char(
        "Webhook Address",
        groups="agency_crm.group_administrator",
        copy=False,
        help="Whoever knows it can write into the channel, so administrators alone see it.",
    )
    has_webhook = fields.Boolean(compute="_compute_has_webhook", compute_sudo=True)
    health = fields.Selection(
        [("new", "Not Used Yet"), ("ok", "Working"), ("error", "Failing")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
    )
    last_error = fields.Char(readonly=True, copy=False)
    last_sent = fields.Datetime(readonly=True, copy=False)
    rule_ids = fields.One2many("agency.notice.rule", "channel_id", string="Rules")
    notice_count = fields.Integer("Notices", compute="_compute_notice_count")

    @api.depends("webhook_url")
    def _compute_has_webhook(self):
        for channel in self:
            channel.has_webhook = bool(channel.webhook_url)

    def _compute_notice_count(self):
        counts = dict(
            self.env["agency.notice"]._read_group([("channel_id", "in", self.ids)], ["channel_id"], ["__count"])
        )
        for channel in self:
            channel.notice_count = counts.get(channel, 0)

    @api.constrains("webhook_url")
    def _check_webhook_url(self):
        for channel in self.filtered("webhook_url"):
            try:
                addresses.check(channel.webhook_url, transport.schemes())
            except addresses.AddressError as error:
                raise ValidationError(channel._address_message(error.code)) from None

    @api.model
    def _address_message(self, code):
        return {
            "scheme": _("The webhook address must begin with https://. Copy it once more from the chat's settings."),
            "host": _("This is no complete web address. Copy it once more from the chat's settings."),
            "credentials": _("The webhook address must not contain a name and password before the @ sign."),
        }[code]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._stripped(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._stripped(vals)
        address = vals.get("webhook_url")
        # who may not see the address is refused below
        known_sudo = self.sudo() if address else self.browse()
        moved = self.browse(known_sudo.filtered(lambda channel: channel.webhook_url != address).ids)
        if moved:
            # what became of notices at the old address says nothing about the new one
            super(AgencyNoticeChannel, moved).write({"health": "new", "last_error": False, "last_sent": False} | vals)
        rest = self - moved
        return super(AgencyNoticeChannel, rest).write(vals) if rest else True

    @api.model
    def _stripped(self, vals):
        return {**vals, "webhook_url": (vals["webhook_url"] or "").strip() or False} if "webhook_url" in vals else vals

    def action_test(self):
        """Enqueue a test notice.

        :return: notification that says where to look
        :raise UserError: there is no address yet
        """
        self.ensure_one()
        if not self.has_webhook:
            raise UserError(_("%(channel)s has no webhook address yet. Enter it first.", channel=self.name))
        self.env["agency.notice"]._enqueue_test(self)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": _("A test notice is on its way. Look into %(channel)s.", channel=self.name),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_view_notices(self):
        """:return: action listing what was sent here"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_notice_action")
        return action | {"domain": [("channel_id", "=", self.id)], "context": {}}

    def _delivered(self):
        """Note that a message arrived; the warning of earlier failures is done."""
        self.write({"health": "ok", "last_error": False, "last_sent": fields.Datetime.now()})
        self.activity_ids.filtered(lambda one: one.activity_type_id == self._warning_type()).action_done()

    def _failed(self, reason):
        """Note that a message could not be delivered for good and tell the responsible person, once."""
        for channel in self:
            channel.write({"health": "error", "last_error": reason})
            if channel._warning_type() not in channel.activity_ids.activity_type_id:
                channel.activity_schedule(
                    "mail.mail_activity_data_warning",
                    user_id=channel.user_id.id,
                    summary=_("Notices do not arrive"),
                    note=_("%(channel)s: %(reason)s", channel=channel.name, reason=reason),
                )

    def _warning_type(self):
        return self.env.ref("mail.mail_activity_data_warning")
