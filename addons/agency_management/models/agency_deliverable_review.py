import logging

from odoo import _, api, fields, models

from ..core import approval, review

_logger = logging.getLogger(__name__)

UNANSWERED_ACTIVITY = "agency_management.mail_activity_deliverable_unanswered"
#: deliverables a run of the scheduled action looks at; the next run follows at once when there are more
BATCH = 200


class AgencyDeliverable(models.Model):
    """What waits for the client is not forgotten: reminders to whoever may approve, then a note to the agency."""

    _inherit = "agency.deliverable"

    review_since = fields.Datetime("With Client since", readonly=True, copy=False, groups="base.group_user")
    reminders_sent = fields.Integer(
        readonly=True, copy=False, groups="base.group_user", help="In this round; the note to the agency counts, too."
    )
    next_reminder = fields.Date(readonly=True, copy=False, index=True, groups="base.group_user")

    def _prepare_move(self, transition, partner, signed_name, version):
        vals = super()._prepare_move(transition, partner, signed_name, version)
        waits = transition.target == approval.CLIENT_REVIEW
        today = fields.Date.context_today(self)
        return vals | {
            "review_since": waits and fields.Datetime.now(),
            "reminders_sent": 0,
            "next_reminder": waits and self._reminder_day(today, 0),
        }

    def _move(self, action, *args, **kwargs):
        result = super()._move(action, *args, **kwargs)
        if self.state != approval.CLIENT_REVIEW:
            # whoever answers need not be allowed to see what a colleague was asked to do
            deliverable_sudo = self.sudo()
            deliverable_sudo.activity_unlink([UNANSWERED_ACTIVITY])
        return result

    def _reminder_day(self, last, taken):
        """:return: ``datetime.date`` of one deliverable's next step after so many, the last on that day, or False"""
        company = self.company_id
        every, times = company.agency_review_reminder_days, company.agency_review_reminder_times
        return review.next_day(last, taken, every, times, company._agency_work_week(last)) or False

    @api.model
    def _cron_remind_reviewers(self):
        """Remind clients of what waits for them; each reminder once, whatever runs twice."""
        today = fields.Date.context_today(self)
        due = self.search(
            [("state", "=", approval.CLIENT_REVIEW), ("next_reminder", "<=", today)],
            limit=BATCH,
            order="next_reminder, id",
        )
        done = 0
        for deliverable in due:
            try:
                with self.env.cr.savepoint():
                    deliverable._remind_reviewers(today)
                done += 1
            except Exception:
                # one client's reminder must not cost the others theirs; it is tried again with the next run
                _logger.warning("Reminder of deliverable %s failed", deliverable.id, exc_info=True)
        if len(due) == BATCH and done:
            self.env.ref("agency_management.ir_cron_deliverable_reminder")._trigger()

    def _remind_reviewers(self, today):
        """Take the next step of one deliverable, unless it was answered or reminded of meanwhile."""
        self._lock()
        if self.state != approval.CLIENT_REVIEW or not self.next_reminder or self.next_reminder > today:
            return
        times = self.company_id.agency_review_reminder_times
        if review.step(self.reminders_sent, times) == review.REMIND and self._approver_users():
            self._invite_approvers(reminder=True)
            taken = self.reminders_sent + 1
        else:
            self._tell_unanswered()
            taken = times + 1
        self._in_transition().write({"reminders_sent": taken, "next_reminder": self._reminder_day(today, taken)})

    def _tell_unanswered(self):
        """Ask the colleague who answers for the project to speak with the client."""
        user = self.project_id.user_id or self.author_id
        if self._approver_users():
            summary = _("The client does not answer")
            note = _(
                "%(count)s reminders were sent. Call the client, or take the version back.", count=self.reminders_sent
            )
        else:
            summary = _("Nobody at the client may approve")
            note = _("Invite a member who may approve, or give one the right.")
        if user:
            self.activity_schedule(
                UNANSWERED_ACTIVITY,
                user_id=user.id,
                summary=summary,
                note=note,
            )
        else:
            self.message_post(body=summary)
