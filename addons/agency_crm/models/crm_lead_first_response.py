from odoo import _, api, fields, models

#: leads whose team leader is told in one run; the next run follows at once while there are more
ALERT_BATCH = 200

FIRST_RESPONSE_STATES = [
    ("waiting", "Waiting for an Answer"),
    ("overdue", "Answer Overdue"),
    ("met", "Answered in Time"),
    ("missed", "Answered Late"),
]


class CrmLead(models.Model):
    """The clock of the first response: from the enquiry to the first message or call of somebody who works here."""

    _inherit = "crm.lead"

    first_response_deadline = fields.Datetime(
        "Answer Before", readonly=True, copy=False, index=True, help="In working hours, as set in the settings."
    )
    first_responded_at = fields.Datetime("First Answer", readonly=True, copy=False)
    first_response_late = fields.Boolean("Answered Late", compute="_compute_first_response_late", store=True)
    first_response_alerted = fields.Boolean(
        readonly=True, copy=False, help="The team leader has been told that it is late."
    )
    first_response_state = fields.Selection(
        FIRST_RESPONSE_STATES,
        "First Response",
        compute="_compute_first_response_state",
        search="_search_first_response_state",
    )

    @api.depends("first_response_deadline", "first_responded_at")
    def _compute_first_response_late(self):
        for lead in self:
            deadline, answered = lead.first_response_deadline, lead.first_responded_at
            lead.first_response_late = bool(deadline and answered and answered > deadline)

    @api.depends("first_response_deadline", "first_responded_at")
    def _compute_first_response_state(self):
        now = fields.Datetime.now()
        for lead in self:
            deadline = lead.first_response_deadline
            if not deadline:
                lead.first_response_state = False
            elif lead.first_responded_at:
                lead.first_response_state = "missed" if lead.first_response_late else "met"
            else:
                lead.first_response_state = "overdue" if deadline <= now else "waiting"

    @api.model
    def _search_first_response_state(self, operator, value):
        values = [value] if isinstance(value, (str, bool)) else list(value)
        if operator in ("!=", "not in"):
            states = [False, *dict(FIRST_RESPONSE_STATES)]
            values = [state for state in states if state not in values]
        now = fields.Datetime.now()
        waiting = [("first_responded_at", "=", False), ("first_response_deadline", ">", now)]
        overdue = [("first_responded_at", "=", False), ("first_response_deadline", "<=", now)]
        answered = [("first_response_deadline", "!=", False), ("first_responded_at", "!=", False)]
        domains = {
            False: [("first_response_deadline", "=", False)],
            "waiting": waiting,
            "overdue": overdue,
            "met": [*answered, ("first_response_late", "=", False)],
            "missed": [*answered, ("first_response_late", "=", True)],
        }
        chosen = [domains[state] for state in values if state in domains]
        if not chosen:
            return [(0, "=", 1)]
        result = ["|"] * (len(chosen) - 1)
        for domain in chosen:
            result += ["&"] * (len(domain) - 1) + domain
        return result

    def _agency_start_first_response(self):
        """Start the clock of an enquiry, with an activity for the person who has to answer.

        An enquiry merged into a lead that was answered before gets a new activity; the first answer stays the first.
        """
        activity_type = self.env.ref("agency_crm.activity_type_first_response")
        for lead in self:
            company = lead._agency_company()
            deadline = company._agency_first_response_deadline(fields.Datetime.now())
            if not lead.first_response_deadline:
                lead.first_response_deadline = deadline
            user = lead.user_id or lead.team_id.user_id
            # a reminder of an answer that is still due would only say it twice
            waiting = lead.activity_ids.filtered(lambda activity: activity.activity_type_id == activity_type)
            if user and not waiting:
                lead.activity_schedule(
                    "agency_crm.activity_type_first_response",
                    date_deadline=fields.Date.context_today(lead.with_context(tz=user.tz or "UTC"), deadline),
                    summary=_(
                        "Answer %(contact)s", contact=lead.contact_name or lead.partner_name or lead.display_name
                    ),
                    user_id=user.id,
                )

    def _agency_first_responded(self):
        """Somebody who works here answered: stop the clock, once."""
        now = fields.Datetime.now()
        self.filtered(lambda lead: lead.first_response_deadline and not lead.first_responded_at).write(
            {"first_responded_at": now}
        )

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        # whether somebody works here is all that is asked of the author
        author_sudo = message.author_id.sudo()
        answered = (
            message.message_type in ("comment", "email_outgoing")
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and author_sudo
            and not author_sudo.partner_share
            # OdooBot writes for nobody
            and author_sudo != self.env.ref("base.partner_root")
        )
        waiting = self.filtered(lambda lead: lead.first_response_deadline and not lead.first_responded_at)
        if answered and waiting:
            waiting._agency_first_responded()
            waiting.activity_feedback(["agency_crm.activity_type_first_response"], feedback=_("Answered by message."))
        return result

    @api.model
    def _cron_agency_first_response(self):
        """Tell the team leader, once, about each lead whose answer is overdue."""
        leads = self.search(
            [
                ("first_response_deadline", "<=", fields.Datetime.now()),
                ("first_responded_at", "=", False),
                ("first_response_alerted", "=", False),
                *self._agency_open_domain(),
            ],
            order="first_response_deadline, id",
            limit=ALERT_BATCH,
        )
        leads._agency_alert_overdue()
        if len(leads) == ALERT_BATCH:
            self.env.ref("agency_crm.cron_first_response")._trigger()

    def _agency_alert_overdue(self):
        """Schedule an activity for the leader of each lead's team, or for its salesperson where there is no leader."""
        activity_type = self.env.ref("agency_crm.activity_type_overdue")
        model_id = self.env["ir.model"]._get_id("crm.lead")
        vals_list = []
        for lead in self:
            leader = lead.team_id.user_id or lead.user_id
            if not leader:
                continue
            vals_list.append(
                {
                    "activity_type_id": activity_type.id,
                    "automated": True,
                    "date_deadline": fields.Date.context_today(lead),
                    "res_id": lead.id,
                    "res_model_id": model_id,
                    "summary": _("Nobody has answered %(lead)s yet", lead=lead.display_name),
                    "user_id": leader.id,
                }
            )
        self.env["mail.activity"].create(vals_list)
        self.write({"first_response_alerted": True})
