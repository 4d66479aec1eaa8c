from datetime import datetime, time

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date
from odoo.tools.sql import column_exists, create_column

from ..core import plan, workdays

CLOSED = ("1_done", "1_canceled")
CANCELLED = "1_canceled"
#: Deadlines that the plan sets are at this time of the company's day.
END_OF_DAY = time(17, 0)
#: A person who sets one of these decides on the dates of the task.
DATES = ("agency_start_date", "date_deadline")


class ProjectTaskPlan(models.Model):
    """Dates of a task in the plan of its project: what it takes, what moves it, how much it may slip.

    ``agency_start_date`` is the first day of work, the day of ``date_deadline`` the last one. Dates that a person sets
    are pinned: planning again leaves them alone. The plan itself writes dates through ``_agency_store_plan``.
    """

    _inherit = "project.task"

    agency_duration_days = fields.Integer(
        "Working Days", default=1, groups="base.group_user", help="Working days from the first day to the last."
    )
    agency_not_before = fields.Date(
        "Not Before", copy=False, groups="base.group_user", help="The plan does not start the task before this day."
    )
    agency_pinned = fields.Boolean(
        "Dates Pinned",
        copy=False,
        groups="base.group_user",
        help="Somebody set the dates: planning again does not move them.",
    )
    agency_slack_days = fields.Integer(
        "Slack",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Working days the task may slip before the end of the project or a pinned task slips.",
    )
    agency_critical = fields.Boolean(
        "Critical", readonly=True, copy=False, groups="base.group_user", help="A delay here delays the project."
    )
    agency_done_on = fields.Date(
        "Closed On", compute="_compute_agency_done_on", store=True, copy=False, groups="base.group_user"
    )

    _sql_constraints = [
        ("duration_positive", "CHECK(agency_duration_days >= 0)", "A task cannot take a negative number of days."),
    ]

    def _auto_init(self):
        if not column_exists(self.env.cr, "project_task", "agency_done_on"):
            # tasks that were closed before the addon came were not all closed today
            create_column(self.env.cr, "project_task", "agency_done_on", "date")
            self.env.cr.execute(
                "UPDATE project_task SET agency_done_on = COALESCE(date_end, date_last_stage_update, write_date)::date "
                "WHERE state IN %s",
                [CLOSED],
            )
        return super()._auto_init()

    @api.depends("state")
    def _compute_agency_done_on(self):
        for task in self:
            if task.state in CLOSED:
                task.agency_done_on = task.agency_done_on or task._agency_today()
            else:
                task.agency_done_on = False

    # ------------------------------------------------------------------ days

    def _agency_company(self):
        """:return: company in whose time zone and calendar the task is planned"""
        return self.company_id or self.project_id.company_id or self.env.company

    def _agency_today(self):
        """:return date: today where the company works"""
        return fields.Date.context_today(self.with_context(tz=self._agency_company()._agency_tz()))

    def _agency_last_day(self):
        """:return: day of the deadline where the company works, False without a deadline"""
        if not self.date_deadline:
            return False
        local = self.with_context(tz=self._agency_company()._agency_tz())
        return fields.Datetime.context_timestamp(local, self.date_deadline).date()

    @api.model
    def _agency_end_of_day(self, day, company):
        """:return datetime: end of a company's working day, in UTC without time zone"""
        zone = pytz.timezone(company._agency_tz())
        return zone.localize(datetime.combine(day, END_OF_DAY)).astimezone(pytz.utc).replace(tzinfo=None)

    # ------------------------------------------------------------------ rules

    @api.constrains(*DATES)
    def _check_agency_dates(self):
        for task in self:
            last = task._agency_last_day()
            if task.agency_start_date and last and last < task.agency_start_date:
                raise ValidationError(
                    _(
                        "%(task)s would end on %(end)s, before it starts on %(start)s. "
                        "Move the end or start it earlier.",
                        task=task.name,
                        end=format_date(task.env, last),
                        start=format_date(task.env, task.agency_start_date),
                    )
                )

    @api.constrains("depend_on_ids")
    def _agency_check_circles(self):
        # runs before stock's check of the same, which does not say which tasks it means
        waiting = {}
        # a circle may lead through tasks that whoever links these does not see
        found_sudo = self.sudo()
        while found_sudo:
            # one level of dependencies a round, however many tasks there are on it
            waiting.update({task.id: task.depend_on_ids.ids for task in found_sudo})
            found_sudo = found_sudo.depend_on_ids.filtered(lambda task: task.id not in waiting)
        try:
            plan.order_by_dependency(waiting)
        except plan.CycleError as error:
            raise ValidationError(self._agency_circle_message(error)) from error

    @api.model
    def _agency_circle_message(self, error):
        """:return str: what a person is told about tasks that wait for each other"""
        # whoever links tasks has to know which ones are meant, also in projects of others
        tasks_sudo = self.sudo().browse(error.keys)
        names = tasks_sudo.mapped("name")
        return _(
            "These tasks would wait for each other: %(tasks)s. Remove one of the dependencies.",
            tasks=" → ".join(names + names[:1]),
        )

    # ------------------------------------------------------------------ what a person changes

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.user._is_internal():
            vals_list = [self._agency_with_pin(vals) if vals.keys() & set(DATES) else vals for vals in vals_list]
        tasks = super().create(vals_list)
        with_days = self.browse(
            task.id for task, vals in zip(tasks, vals_list) if "agency_duration_days" not in vals and vals.get(DATES[0])
        )
        with_days._agency_count_duration()
        tasks.project_id._agency_health_changed()
        return tasks

    def write(self, vals):
        projects = self.project_id
        # guests of a shared project may write a few fields only, and the pin is none of them
        dated = self.env.user._is_internal() and any(name in vals for name in DATES)
        if dated:
            vals = self._agency_with_pin(vals)
        result = super().write(vals)
        if dated and "agency_duration_days" not in vals:
            self._agency_count_duration()
        elif "agency_duration_days" in vals and not dated:
            self._agency_follow_duration()
        if HEALTH_FIELDS.intersection(vals):
            (projects | self.project_id)._agency_health_changed()
        return result

    def unlink(self):
        projects = self.project_id
        result = super().unlink()
        projects._agency_health_changed()
        return result

    @api.model
    def _agency_with_pin(self, vals):
        """:return dict: values with the pin that dates in them bring along; who writes the pin as well decides"""
        return {"agency_pinned": any(vals.get(name) for name in DATES), **vals}

    def _agency_write(self, vals):
        """Write what follows from what a person wrote: neither pins nor measures anything."""
        return super().write(vals)

    def _agency_count_duration(self):
        """Take the duration from dates that were set by hand."""
        by_duration = {}
        for task in self:
            last = task._agency_last_day()
            if task.agency_start_date and last:
                week = task._agency_company()._agency_work_week(task.agency_start_date)
                days = max(workdays.count(task.agency_start_date, last, week), 1)
                by_duration[days] = by_duration.get(days, self.browse()) | task
        for days, tasks in by_duration.items():
            tasks = tasks.filtered(lambda task: task.agency_duration_days != days)
            if tasks:
                tasks._agency_write({"agency_duration_days": days})

    def _agency_follow_duration(self):
        """Let the end follow a duration that was set by hand; tasks without a start wait for the next planning."""
        for task in self.filtered("agency_start_date"):
            company = task._agency_company()
            week = company._agency_work_week(task.agency_start_date)
            last = workdays.add(task.agency_start_date, max(task.agency_duration_days, 1) - 1, week)
            if last != task._agency_last_day():
                task._agency_write({"date_deadline": self._agency_end_of_day(last, company)})

    def action_agency_unpin(self):
        """Let the plan move these tasks again."""
        self.write({"agency_pinned": False})

    # ------------------------------------------------------------------ the task in the plan

    def _agency_is_running(self, today):
        """:return bool: work on the task has begun: hours were logged, and it was to start by now"""
        return bool(self.effective_hours and self.agency_start_date and self.agency_start_date <= today)

    def _agency_is_fixed(self, today):
        """:return bool: the plan does not move the task"""
        return bool(self.state in CLOSED or self.agency_pinned or self._agency_is_running(today))

    def _agency_plan_task(self, waits_for, today, week):
        """:return: ``core.plan.Task``; tasks of other projects become the day after they end"""
        self.ensure_one()
        first, last = self.agency_start_date or None, self._agency_last_day() or None
        duration, done = max(self.agency_duration_days, 1), self.state in CLOSED
        if done:
            last = self.agency_done_on or last or today
            first = min(first or last, last)
        elif not self.agency_pinned:
            if self._agency_is_running(today):
                # what should be over and is not ends today at the earliest
                last = max(workdays.add(first, duration - 1, week), today)
            else:
                first = last = None
        elsewhere = [task._agency_free_from() for task in waits_for if task.project_id != self.project_id]
        return plan.Task(
            self.id,
            duration,
            tuple(plan.Link(task.id) for task in waits_for if task.project_id == self.project_id),
            not_before=max(filter(None, [self.agency_not_before or None, *elsewhere]), default=None),
            fixed_start=first,
            fixed_finish=last,
            done=done,
        )

    def _agency_free_from(self):
        """:return: the day after this task ends, None as long as nobody knows"""
        last = self.agency_done_on or self._agency_last_day()
        return fields.Date.add(last, days=1) if last else None


#: A change of one of these may change where the project stands.
HEALTH_FIELDS = {
    "state",
    "stage_id",
    "project_id",
    "parent_id",
    "active",
    "allocated_hours",
    "depend_on_ids",
    "milestone_id",
    "agency_not_before",
    "agency_duration_days",
    "agency_pinned",
    *DATES,
}
