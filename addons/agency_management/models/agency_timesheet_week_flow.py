from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, plaintext2html

from ..core import time_approval, timesheet

APPROVE_ACTIVITY = "agency_management.mail_activity_time_approve"
CORRECT_ACTIVITY = "agency_management.mail_activity_time_correct"
MISSING_ACTIVITY = "agency_management.mail_activity_time_missing"


class AgencyTimesheetWeek(models.Model):
    """Submitting, approving, sending back and reopening weeks; the states are those of the entries."""

    _inherit = "agency.timesheet.week"

    may_approve = fields.Boolean(compute="_compute_may", help="Something here waits for the user's approval.")
    may_reopen = fields.Boolean(compute="_compute_may", help="The user may reopen approved entries.")
    is_mine = fields.Boolean(compute="_compute_may")
    approver_names = fields.Char("Waits for", compute="_compute_approver_names", compute_sudo=True)

    @api.depends_context("uid")
    @api.depends("line_ids.agency_approval_state")
    def _compute_may(self):
        # whoever may see the week may know what is in it for the user
        for week, week_sudo in zip(self, self.sudo()):
            approvable = week_sudo.line_ids._agency_approvable()
            states = set(approvable.mapped("agency_approval_state"))
            week.may_approve = time_approval.SUBMITTED in states
            week.may_reopen = any(
                line.agency_approval_state == time_approval.APPROVED and not line._agency_on_document()
                for line in approvable
            )
            # freelancers need no user: whoever approves their time hands it in for them
            week.is_mine = week_sudo.user_id == self.env.user or bool(not week_sudo.user_id and approvable)

    @api.depends("line_ids.agency_approval_state", "line_ids.project_id.user_id", "employee_id.parent_id.user_id")
    def _compute_approver_names(self):
        for week in self:
            waiting = week.line_ids.filtered(lambda line: line.agency_approval_state == time_approval.SUBMITTED)
            week.approver_names = ", ".join(week._approvers(waiting).mapped("name")) if waiting else False

    # ------------------------------------------------------------------ the person

    def action_submit(self):
        """Hand in everything open in the weeks; approvers hear of it."""
        self._check_mine()
        # whoever approves sees what is missing, not what the nightly run has not looked at yet
        self.sudo()._refresh_expected()
        for week_sudo in self.sudo():
            open_lines = week_sudo._lines_in(time_approval.DRAFT)
            today = self._today(week_sudo.employee_id)
            future = open_lines.filtered(lambda line: line.date > today)
            if future:
                raise UserError(
                    _(
                        "%(day)s has not come yet. Remove its time, or submit the week when it is over.",
                        day=format_date(self.env, min(future.mapped("date"))),
                    )
                )
            if not open_lines:
                raise UserError(_("There is nothing to submit in the %(week)s.", week=week_sudo._label()))
            open_lines._agency_move(time_approval.SUBMIT)
            week_sudo.submitted_at = fields.Datetime.now()
            week_sudo.activity_feedback([CORRECT_ACTIVITY, MISSING_ACTIVITY])
            week_sudo._ask_approvers()
        return True

    def action_take_back(self):
        """Take submitted time back to change it."""
        self._check_mine()
        for week_sudo in self.sudo():
            if not week_sudo._lines_in(time_approval.SUBMITTED)._agency_move(time_approval.TAKE_BACK):
                raise UserError(
                    _(
                        "Nothing in the %(week)s can be taken back; it may have just been approved.",
                        week=week_sudo._label(),
                    )
                )
            week_sudo._done_waiting()
        return True

    def _check_mine(self):
        administrator = self.env.su or self.env.user.has_group("agency_crm.group_administrator")
        for week_sudo in self.sudo():
            # as in is_mine
            if not week_sudo.user_id and week_sudo.line_ids._agency_approvable():
                continue
            if not administrator and week_sudo.user_id != self.env.user:
                raise AccessError(
                    _("Only %(person)s submits this week or takes it back.", person=week_sudo.employee_id.name)
                )

    # ------------------------------------------------------------------ the approver

    def action_approve(self):
        """Approve what waits in the weeks, as far as it is the user's to approve."""
        moved = self._move_approvable(time_approval.APPROVE)
        for week_sudo in moved:
            week_sudo._done_waiting()
        return True

    def action_send_back(self, reason=None):
        """Return what waits in the weeks to the people, to be corrected.

        :param str reason: what has to change; without it a dialogue asks for it
        """
        return self._with_reason(time_approval.SEND_BACK, reason, _("Send Back"))

    def action_reopen(self, reason=None):
        """Make approved time of the weeks open again; invoiced time stays as it is.

        :param str reason: why; without it a dialogue asks for it
        """
        return self._with_reason(time_approval.REOPEN, reason, _("Reopen"))

    def _with_reason(self, move, reason, title):
        reason = (reason or "").strip()
        if not reason:
            return {
                "type": "ir.actions.act_window",
                "name": title,
                "res_model": "agency.time.reason",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_week_ids": self.ids, "default_move": move},
            }
        for week_sudo in self._move_approvable(move):
            week_sudo._done_waiting()
            week_sudo.message_post(body=_("%(title)s: %(reason)s", title=title, reason=reason))
            if week_sudo.user_id:
                week_sudo.activity_schedule(CORRECT_ACTIVITY, user_id=week_sudo.user_id.id, note=plaintext2html(reason))
        return True

    def _move_approvable(self, move):
        """:return: weeks in which something moved, with elevated rights

        :raise AccessError: none of it is the user's to approve
        :raise UserError: there is nothing (left) to move
        """
        state = time_approval.MOVES[move][0][0]
        # what waits is found for everybody; whose it is to approve is asked of each line
        weeks_sudo = self.sudo()
        lines_sudo = weeks_sudo._lines_in(state)
        allowed = lines_sudo if self.env.su else lines_sudo._agency_approvable()
        if lines_sudo and not allowed:
            raise AccessError(
                _(
                    "This time is approved by %(people)s. Your own time takes somebody else.",
                    people=", ".join(weeks_sudo._approvers(lines_sudo).mapped("name")) or _("an administrator"),
                )
            )
        moved = allowed._agency_move(move)
        if not moved:
            if move == time_approval.REOPEN:
                raise UserError(_("There is no approved time to reopen. What is invoiced stays as it is."))
            raise UserError(_("Nothing here waits for approval any more. Reload the list."))
        return moved.agency_week_id

    def action_open_grid(self):
        """:return: action showing the week as a grid"""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "agency_management.my_week",
            "name": self.display_name,
            "params": {"employee_id": self.employee_id.id, "day": fields.Date.to_string(self.start_date)},
        }

    # ------------------------------------------------------------------ helpers

    def _label(self):
        return _("week of %(day)s", day=format_date(self.env, self.start_date))

    def _lines_in(self, state):
        """:return: entries of the weeks in a state, time off is in no week"""
        return self.line_ids.filtered(lambda line: line.agency_approval_state == state)

    def _approvers(self, lines):
        """:return: users who are asked to approve lines of the weeks: the person's manager, else the projects'"""
        people = self.employee_id.parent_id.user_id - self.employee_id.user_id
        return people or lines.project_id.user_id - self.employee_id.user_id

    def _ask_approvers(self):
        for week in self:
            waiting = week._lines_in(time_approval.SUBMITTED)
            kind = self.env.ref(APPROVE_ACTIVITY)
            asked = week.activity_ids.filtered(lambda activity: activity.activity_type_id == kind).user_id
            for user in week._approvers(waiting) - asked:
                week.activity_schedule(
                    APPROVE_ACTIVITY,
                    user_id=user.id,
                    summary=_("%(hours)s h to approve", hours=self._clock(sum(waiting.mapped("unit_amount")))),
                )

    def _done_waiting(self):
        for week in self:
            if not week._lines_in(time_approval.SUBMITTED):
                week.activity_unlink([APPROVE_ACTIVITY])

    @api.model
    def _clock(self, hours):
        return timesheet.clock_text(timesheet.to_minutes(round(hours, 4)))
