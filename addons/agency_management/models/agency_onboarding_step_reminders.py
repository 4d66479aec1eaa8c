import logging

from odoo import _, api, fields, models
from odoo.tools import format_date

from ..core import onboarding as core
from ..core import reminders, workdays

_logger = logging.getLogger(__name__)

#: steps a run of the scheduled action looks at; the next run follows at once when there are more
BATCH = 200


class AgencyOnboardingStep(models.Model):
    """What happens when a step waits: reminders by its rules, an activity when it is late, escalation by its SLA."""

    _inherit = "agency.onboarding.step"

    reminder_ids = fields.One2many(
        "agency.onboarding.reminder", "step_id", string="Reminders Sent", groups="base.group_user"
    )
    next_reminder_date = fields.Date(
        "Next Reminder", compute="_compute_next_reminder_date", store=True, index=True, groups="base.group_user"
    )
    sla_date = fields.Date(
        "SLA until",
        compute="_compute_sla_date",
        store=True,
        index=True,
        groups="base.group_user",
        help="Last day the step may be open before it is escalated.",
    )
    late_activity_id = fields.Many2one(
        "mail.activity", copy=False, readonly=True, ondelete="set null", groups="base.group_user"
    )
    late_notified_on = fields.Date(readonly=True, copy=False, groups="base.group_user")
    escalation_activity_id = fields.Many2one(
        "mail.activity", copy=False, readonly=True, ondelete="set null", groups="base.group_user"
    )
    escalated_on = fields.Date(readonly=True, copy=False, groups="base.group_user")

    @api.depends(
        "state",
        "due_date",
        "client_facing",
        "turn",
        "onboarding_id.state",
        "reminder_rule_ids.recipient",
        "reminder_rule_ids.offset_days",
        "reminder_rule_ids.repeat_days",
        "reminder_rule_ids.repeats",
        "reminder_ids.number",
    )
    def _compute_next_reminder_date(self):
        for step in self:
            step.next_reminder_date = reminders.next_day(*step._reminder_facts())

    @api.depends("opened_date", "sla_days", "company_id")
    def _compute_sla_date(self):
        for step in self:
            if step.opened_date and step.sla_days:
                company = step.company_id or self.env.company
                week = company._agency_work_week(step.opened_date)
                step.sla_date = workdays.add(step.opened_date, step.sla_days, week)
            else:
                step.sla_date = False

    def _reminder_facts(self):
        """:return tuple: (rules, due date or None, occurrences that are settled), as the core takes them"""
        self.ensure_one()
        if self.state != core.OPEN or self.onboarding_id.state != core.RUNNING:
            return [], None, set()
        # a client who has done their part, or cannot see the step, is not reminded of it
        rules = self.reminder_rule_ids.filtered(
            lambda rule: rule.recipient != "client" or (self.client_facing and self.turn != core.AGENCY)
        )
        settled = {(reminder.rule_id.id, reminder.number) for reminder in self.reminder_ids}
        return rules._in_core(), self.due_date or None, settled

    def _note_opened(self):
        result = super()._note_opened()
        self.write({"escalated_on": False, "late_notified_on": False})
        return result

    def _set_state(self, state):
        result = super()._set_state(state)
        if state in core.FINISHED:
            # whoever finishes a step ends what others were asked to do about it
            steps_sudo = self.sudo()
            activities_sudo = steps_sudo.late_activity_id | steps_sudo.escalation_activity_id
            activities_sudo.exists().filtered(
                lambda activity: "active" not in activity or activity.active
            ).action_done()
        return result

    # ------------------------------------------------------------------ daily

    @api.model
    def _cron_remind(self):
        """Send what is due: reminders, then notes on late steps, then escalations; each of them once."""
        today = fields.Date.context_today(self)
        more = [self._send_reminders(today), self._note_late(today), self._escalate(today)]
        if any(more):
            self.env.ref("agency_management.ir_cron_onboarding_reminder")._trigger()

    def _waiting_domain(self):
        return [("state", "=", core.OPEN), ("onboarding_id.state", "=", core.RUNNING)]

    @api.model
    def _send_reminders(self, today):
        """Send the reminders that are due, to clients in one mail per onboarding.

        :return bool: whether there may be more
        """
        steps = self.search(
            [*self._waiting_domain(), ("next_reminder_date", "<=", today)], limit=BATCH, order="next_reminder_date, id"
        )
        sent = 0
        for onboarding, due_steps in steps.grouped("onboarding_id").items():
            try:
                with self.env.cr.savepoint():
                    due_steps._remind(onboarding, today)
            except Exception:
                # one client's reminder must not cost the others theirs; it is tried again with the next run
                _logger.warning("Reminder of onboarding %s failed", onboarding.id, exc_info=True)
            else:
                sent += len(due_steps)
        return len(steps) == BATCH and sent > 0

    def _remind(self, onboarding, today):
        """Send and note the due reminders of steps of one onboarding."""
        rules = self.reminder_rule_ids
        log, by_recipient = [], {}
        for step in self:
            for reminder in reminders.due_reminders(*step._reminder_facts(), today):
                rule = rules.filtered(lambda rule, reminder=reminder: rule.id == reminder.key)
                by_recipient.setdefault(rule.recipient, self.browse())
                by_recipient[rule.recipient] |= step
                log += [
                    {
                        "step_id": step.id,
                        "rule_id": rule.id,
                        "number": number,
                        "missed": number != reminder.number,
                        "date": today,
                    }
                    for number in (*reminder.missed, reminder.number)
                ]
        self.env["agency.onboarding.reminder"].create(log)
        if "client" in by_recipient:
            onboarding._remind_client(by_recipient["client"])
        for user, steps in self._by_user(onboarding, by_recipient).items():
            onboarding._remind_user(user, steps)

    def _by_user(self, onboarding, by_recipient):
        """:return dict: ``res.users`` -> the steps they are reminded of"""
        result = {}
        for step in by_recipient.get("owner", self.browse()):
            user = step.owner_id or onboarding.owner_id
            result[user] = result.get(user, self.browse()) | step
        theirs = by_recipient.get("onboarding", self.browse())
        if theirs:
            result[onboarding.owner_id] = result.get(onboarding.owner_id, self.browse()) | theirs
        result.pop(self.env["res.users"], None)
        return result

    @api.model
    def _note_late(self, today):
        """Give the responsible of each step that is late an activity, once.

        :return bool: whether there may be more
        """
        steps = self.search(
            [*self._waiting_domain(), ("due_date", "<", today), ("late_notified_on", "=", False)],
            limit=BATCH,
            order="due_date, id",
        )
        for step in steps:
            user = step.owner_id or step.onboarding_id.owner_id
            values = {"late_notified_on": today}
            if user:
                values["late_activity_id"] = step._schedule(user, _("Late: %(step)s", step=step.name)).id
            step.write(values)
        return len(steps) == BATCH

    @api.model
    def _escalate(self, today):
        """Tell whom a step names when it is open for longer than its SLA, once.

        :return bool: whether there may be more
        """
        steps = self.search(
            [*self._waiting_domain(), ("sla_date", "<", today), ("escalated_on", "=", False)],
            limit=BATCH,
            order="sla_date, id",
        )
        managers = steps._managers()
        for step in steps:
            user = step._escalation_contact(managers)
            values = {"escalated_on": today}
            if user:
                summary = _("Escalated: %(step)s", step=step.name)
                note = _(
                    "Open since %(day)s, longer than agreed. Responsible: %(owner)s.",
                    day=format_date(self.env, step.opened_date),
                    owner=step.owner_id.name or "-",
                )
                values["escalation_activity_id"] = step._schedule(user, summary, note).id
            step.write(values)
        return len(steps) == BATCH

    def _schedule(self, user, summary, note=""):
        """:return: the new ``mail.activity`` of a user on the onboarding of one step"""
        self.ensure_one()
        return self.onboarding_id.activity_schedule(
            "mail.mail_activity_data_warning", summary=summary, note=note, user_id=user.id
        )

    def _managers(self):
        """:return dict: owner (``res.users``) -> the user of their manager"""
        # who manages whom is read for the escalation only; it ends with one name
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .search([("user_id", "in", self.owner_id.ids), ("parent_id.user_id", "!=", False)])
        )
        return {employee_sudo.user_id: employee_sudo.parent_id.user_id for employee_sudo in employees_sudo}

    def _escalation_contact(self, managers):
        """:return: ``res.users`` told about a step: whom it names, else the first above its responsible, or nobody"""
        self.ensure_one()
        onboarding = self.onboarding_id
        named = self.escalation_user_id if self.escalation_rule == "person" else managers.get(self.owner_id)
        candidates = [
            named,
            onboarding.owner_id,
            onboarding.project_id.user_id,
            onboarding.order_id.user_id,
            onboarding.order_id.team_id.user_id,
        ]
        nobody = self.env["res.users"]
        return next((user for user in candidates if user and user.active and user != self.owner_id), named or nobody)
