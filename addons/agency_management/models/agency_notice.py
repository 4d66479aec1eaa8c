from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.agency_crm.connectors import errors, transport
from odoo.addons.agency_crm.core import waiting

from ..core import notices as core

#: After so many failed attempts, over some four hours, a notice is given up.
MAX_ATTEMPTS = 8
#: Notices are kept this long, in days.
KEEP_DAYS = 90


class AgencyNotice(models.Model):
    """One message to one chat: what it says and what became of it. Sent by a job, repeated while it may still work."""

    _name = "agency.notice"
    _description = "Notice"
    _order = "id desc"
    _rec_name = "title"

    rule_id = fields.Many2one("agency.notice.rule", index="btree_not_null", ondelete="set null", readonly=True)
    channel_id = fields.Many2one("agency.notice.channel", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="channel_id.company_id", store=True, index=True)
    event = fields.Char(readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    title = fields.Char(required=True, readonly=True)
    detail = fields.Text(readonly=True)
    facts = fields.Json(readonly=True)
    tone = fields.Selection([("info", "Neutral"), ("good", "Good News"), ("bad", "Bad News")], readonly=True)
    key = fields.Char(readonly=True, help="The same event of the same record is told once.")
    state = fields.Selection(
        [("queued", "In the Queue"), ("sent", "Sent"), ("failed", "Failed")],
        required=True,
        default="queued",
        readonly=True,
        index=True,
    )
    attempts = fields.Integer(readonly=True)
    next_attempt = fields.Datetime(readonly=True)
    sent_at = fields.Datetime(readonly=True)
    error = fields.Char(readonly=True)

    _sql_constraints = [("key_unique", "UNIQUE(key)", "This was told already.")]

    @api.model
    def _enqueue_test(self, channel):
        """Make and enqueue the notice that shows whether a channel works."""
        # whoever may use a channel may try it; notices are written by the suite alone
        notice_sudo = self.sudo().create(
            {
                "channel_id": channel.id,
                "event": "test",
                "title": _("Test from %(company)s", company=channel.company_id.name),
                "detail": _("Notices of your agency arrive here."),
                "tone": "good",
            }
        )
        notice_sudo._enqueue()

    def _enqueue(self, seconds=0):
        """Enqueue the sending, each notice in a job of its own."""
        for notice in self:
            notice.with_delay(
                eta=seconds or None,
                identity_key=f"agency.notice.send:{notice.id}:{notice.attempts}",
                description=_("Send “%(title)s”", title=notice.title),
            )._job_send()

    def _job_send(self):
        """Job: send this notice, unless that has happened. A failure stays on the notice; what may still work is
        tried again later by a job of its own, so that the reason is visible meanwhile."""
        self.ensure_one()
        self.flush_recordset(["state"])
        self.env.cr.execute("SELECT state FROM agency_notice WHERE id = %s FOR UPDATE", [self.id])
        row = self.env.cr.fetchone()
        if not row or row[0] != "queued":
            return
        self.invalidate_recordset()
        # the address is for administrators and for this job
        channel_sudo = self.channel_id.sudo()
        if not channel_sudo.active or not channel_sudo.webhook_url:
            self._give_up(_("The channel has no webhook address or is archived."), tell=False)
            return
        try:
            transport.post_json(channel_sudo.webhook_url, core.body(channel_sudo.kind, self._message()))
        except errors.Retryable as error:
            self._try_later(str(error), error.seconds)
        except errors.ConnectorError as error:
            self._give_up(str(error))
        else:
            self.write(
                {
                    "state": "sent",
                    "sent_at": fields.Datetime.now(),
                    "attempts": self.attempts + 1,
                    "error": False,
                    "next_attempt": False,
                }
            )
            channel_sudo._delivered()

    def _try_later(self, reason, seconds):
        attempts = self.attempts + 1
        if attempts >= MAX_ATTEMPTS:
            self.attempts = attempts
            self._give_up(reason)
            return
        seconds = seconds or waiting.backoff(attempts)
        self.write(
            {
                "attempts": attempts,
                "error": reason,
                "next_attempt": fields.Datetime.now() + timedelta(seconds=seconds),
            }
        )
        self._enqueue(seconds)

    def _give_up(self, reason, tell=True):
        self.write({"state": "failed", "error": reason, "next_attempt": False})
        if tell:
            self.channel_id.sudo()._failed(reason)

    def _message(self):
        """:return: ``core.notices.Message``"""
        url = ""
        if self.res_model and self.res_id:
            url = f"{self.get_base_url()}/web#id={self.res_id}&model={self.res_model}&view_type=form"
        return core.Message(
            title=self.title,
            text=self.detail or "",
            facts=tuple((label, value) for label, value in self.facts or []),
            url=url,
            link=_("Open") if url else "",
            tone=self.tone or "info",
        )

    def action_retry(self):
        """Send failed notices once more.

        :raise UserError: one has not failed
        """
        for notice in self:
            if notice.state != "failed":
                raise UserError(_("“%(title)s” has not failed.", title=notice.title))
        # notices are written by the suite alone; whoever reads them may ask for another try
        self_sudo = self.sudo()
        self_sudo.write({"state": "queued", "attempts": 0, "error": False})
        self_sudo._enqueue()

    def action_open_record(self):
        """:return: action opening what the notice is about"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @api.autovacuum
    def _gc_notices(self):
        """Forget notices that are long done."""
        self.search([("create_date", "<", fields.Datetime.now() - timedelta(days=KEEP_DAYS))]).unlink()
