import logging

from odoo import _, api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

#: requests a run of the scheduled action looks at; the next run follows at once when there are more
BATCH = 200


class AgencyDocumentRequest(models.Model):
    """How the client is asked for a document: by e-mail when somebody wishes, when it goes back, and when it is due.

    A document that is part of an onboarding is reminded of with its step.
    """

    _inherit = "agency.document.request"

    asked_on = fields.Date("Last Asked", readonly=True, copy=False, help="When the client last got an e-mail about it.")
    reminded_on = fields.Date(readonly=True, copy=False, groups="base.group_user")
    is_late = fields.Boolean(compute="_compute_is_late", groups="base.group_user")

    @api.depends("state", "due_date")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_late = bool(
                request.due_date and request.due_date < today and request.state in ("requested", "returned")
            )

    def write(self, vals):
        if "due_date" in vals and "reminded_on" not in vals:
            # a new day, a new reminder
            vals = vals | {"reminded_on": False}
        return super().write(vals)

    def _agency_today(self):
        """:return datetime.date: today, where the request's company works"""
        self.ensure_one()
        company = self.company_id or self.env.company
        return fields.Date.context_today(self.with_context(tz=company._agency_tz()))

    def _request_partners(self):
        """:return: who is asked: the client's members that can be written to, else the client"""
        self.ensure_one()
        return self.client_id.member_ids._reachable_partners() or self.client_id

    def _ask_client(self):
        """Send the client an e-mail about each of these documents, in words that fit how it stands."""
        template = self.env.ref("agency_management.mail_template_document_request", raise_if_not_found=False)
        for request in self:
            if template:
                template.send_mail(request.id)
            today = request._agency_today()
            due = request.due_date and request.due_date <= today
            request.write({"asked_on": today, "reminded_on": today if due else False})
        self.env["mail.mail"]._agency_send_soon()

    def action_ask(self):
        """Ask the client by e-mail now.

        :raise UserError: the client has nothing to do about it
        """
        for request in self:
            if request.state not in ("requested", "returned"):
                raise UserError(_("%(document)s was received already.", document=request.name))
        self._ask_client()

    @api.model
    def _cron_remind(self):
        """Remind clients of documents that are due and belong to no step, each once for a due date."""
        # it may be tomorrow already where a company works; of those found, its own day decides
        found = self.search(
            [
                ("step_id", "=", False),
                ("state", "in", ("requested", "returned")),
                ("due_date", "<=", fields.Date.add(fields.Date.today(), days=1)),
                ("reminded_on", "=", False),
            ],
            order="due_date, id",
        )
        due = found.filtered(lambda request: request.due_date <= request._agency_today())
        requests = due[:BATCH]
        sent = 0
        for request in requests:
            try:
                with self.env.cr.savepoint():
                    request._ask_client()
            except Exception:
                # one client's mail must not cost the others theirs; it is tried again with the next run
                _logger.warning("Reminder of document %s failed", request.id, exc_info=True)
            else:
                sent += 1
        if len(due) > BATCH and sent:
            self.env.ref("agency_management.ir_cron_document_reminder")._trigger()
