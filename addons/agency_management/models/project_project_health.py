import json
from dataclasses import asdict

from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.exceptions import UserError

from ..core import earned_value, workdays
from ..core.plan import Plan
from .project_project_figures import MONEY_GROUPS

HEALTH = [("ok", "On Track"), ("at_risk", "At Risk"), ("off_track", "Off Track")]
#: Projects enqueued by one run of a scheduled action; the next run goes on.
RUN_SIZE = 1000


class ProjectProjectHealth(models.Model):
    """Earned value, forecast and colour of a project, stored as of a moment so that lists and boards cost nothing.

    Measured anew by a job when something changes that matters, and once a day, because time passes.
    """

    _inherit = "project.project"

    agency_health = fields.Selection(
        HEALTH, string="Health", readonly=True, copy=False, index=True, groups="base.group_user"
    )
    agency_health_facts = fields.Text(
        readonly=True, copy=False, groups="base.group_user", help="Reasons of the colour, as JSON."
    )
    agency_health_reason = fields.Text(
        "Why", compute="_compute_agency_health_reason", groups="base.group_user", help="What the colour follows from."
    )
    agency_health_on = fields.Datetime("Measured On", readonly=True, copy=False, index=True, groups="base.group_user")
    agency_hours_budgeted = fields.Float(
        "Budget at Completion",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Planned hours of all tasks: those of the current baseline, where there is one.",
    )
    agency_hours_scheduled = fields.Float(
        "Planned Value",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Hours of work that should have been done by last night, by the dates of the baseline.",
    )
    agency_hours_earned = fields.Float(
        "Earned Value",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Planned hours of the work that is done. A task that is not finished counts by its checklist, else by its "
        "hours, and never more than 90%.",
    )
    agency_hours_actual = fields.Float("Actual Hours", readonly=True, copy=False, groups="base.group_user")
    agency_hours_forecast = fields.Float(
        "Forecast", readonly=True, copy=False, groups="base.group_user", help="Hours spent plus hours still to come."
    )
    agency_done_percent = fields.Float("Done", readonly=True, copy=False, groups="base.group_user")
    agency_spi = fields.Float(
        "Schedule Index",
        digits=(12, 2),
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Earned divided by planned value. Below 1: behind schedule. Empty: nothing was due yet.",
    )
    agency_cpi = fields.Float(
        "Cost Index",
        digits=(12, 2),
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Earned value divided by hours spent. Below 1: work takes longer than planned. Empty: no hours yet.",
    )
    agency_cost_actual = fields.Monetary("Cost So Far", readonly=True, copy=False, groups=MONEY_GROUPS)
    agency_cost_forecast = fields.Monetary(
        "Cost Forecast", readonly=True, copy=False, groups=MONEY_GROUPS, help="Cost so far plus hours still to come."
    )
    agency_variance_days = fields.Integer(
        "Days Behind Baseline",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Working days by which the planned end lies behind the one of the baseline; negative: before it.",
    )

    @api.depends("agency_health", "agency_health_facts", "active", "last_update_status", "stage_id")
    @api.depends_context("lang")
    def _compute_agency_health_reason(self):
        going_on = self.filtered(lambda project: not project.agency_health)._agency_going_on()
        for project in self:
            if project.agency_health == "ok":
                project.agency_health_reason = _("Work is where it should be, and the forecast keeps the budget.")
            elif not project.agency_health and project not in going_on:
                project.agency_health_reason = _("This project is over.")
            elif not project.agency_health:
                project.agency_health_reason = _("Nothing to measure yet: tasks need planned hours and dates.")
            else:
                project.agency_health_reason = "\n".join(
                    self._agency_reason_text(fact) for fact in project._agency_health_reasons()
                )

    def _agency_health_reasons(self):
        """:return list: dicts ``code``, ``state``, ``value``, ``count`` as in ``core.earned_value.Reason``"""
        return json.loads(self.agency_health_facts or "[]")

    @api.model
    def _agency_reason_text(self, fact):
        """:return str: one reason as a sentence; amounts of money are not for everybody who sees the colour"""
        value = f"{fact['value']:g}"
        if fact["code"] == "milestones":
            return self._agency_late_text(fact["count"], value)
        if value == "1" and fact["code"] in ("finish", "hours"):
            return {
                "finish": _("The plan ends 1 working day after the promised end."),
                "hours": _("The forecast is 1 hour over the budget."),
            }[fact["code"]]
        return {
            "schedule": _("%(value)s%% less is done than was planned by now.", value=value),
            "efficiency": _(
                "Work takes longer than planned: %(value)s%% of the hours spent earned nothing.", value=value
            ),
            "hours": _("The forecast is %(value)s hours over the budget.", value=value),
            "money": _("The cost forecast is over the budget."),
            "finish": _("The plan ends %(value)s working days after the promised end.", value=value),
            "conflicts": _("Tasks pinned before what they wait for is done: %(value)s.", value=value),
            "unplannable": _("Tasks wait for each other in a circle, so the end cannot be told."),
        }[fact["code"]]

    @api.model
    def _agency_late_text(self, count, days):
        """:return str: how many milestones are late and by how much, a sentence each for one and for many"""
        if count == 1 and days == "1":
            return _("A milestone is 1 working day late.")
        if count == 1:
            return _("A milestone is %(days)s working days late.", days=days)
        if days == "1":
            return _("%(count)s milestones are late, the latest by 1 working day.", count=count)
        return _("%(count)s milestones are late, the latest by %(days)s working days.", count=count, days=days)

    # ------------------------------------------------------------------ measuring

    def _agency_refresh_health(self):
        """Measure these projects now and store what comes out, with slack and critical path of their tasks."""
        tasks = self._agency_tasks_to_plan()
        figures = self._agency_figures(tasks)
        late = self._agency_late_milestones()
        baselines = self._agency_current_baselines()
        before = {project: project.agency_health for project in self}
        going_on = self._agency_going_on()
        for project in self:
            result = project._agency_plan_or_none(tasks.get(project, []))
            if result:
                project._agency_store_plan(result)
            values = project._agency_health_values(
                figures[project], result, late.get(project.id, []), baselines.get(project.id)
            )
            if project not in going_on:
                values["agency_health"] = False
            # figures are stored for everybody, whoever's change made them be measured
            project_sudo = project.sudo()
            project_sudo.write(values)
        self._agency_measured(figures, before)

    def _agency_going_on(self):
        """:return: those of these projects that are not over; whoever asks need not be allowed to read what says so"""
        going_on_sudo = self.sudo().filtered_domain(self._agency_open_domain())
        return going_on_sudo.sudo(self.env.su)

    def _agency_ended(self):
        """What is over is neither late nor on its way: its colour goes, its last figures stay."""
        # the colour is stored for everybody, whoever ended the project
        over_sudo = (self - self._agency_going_on()).sudo().filtered("agency_health")
        over_sudo.write({"agency_health": False})

    def _agency_measured(self, figures, before):
        """Hook: what else follows from fresh figures.

        :param dict figures: project -> ``core.earned_value.Figures``
        :param dict before: project -> its colour until now
        :return bool: True
        """
        return True

    def _agency_plan_or_none(self, tasks):
        """:return: ``core.plan.Plan``, None when the tasks cannot be dated"""
        try:
            return self._agency_compute_plan(tasks)
        except UserError:
            return None

    def _agency_current_baselines(self):
        """:return dict: project id -> its current baseline"""
        baselines_sudo = self.env["agency.project.baseline"].sudo()
        found_sudo = baselines_sudo.search([("project_id", "in", self.ids), ("is_current", "=", True)])
        return {baseline.project_id.id: baseline for baseline in found_sudo}

    def _agency_late_milestones(self):
        """:return dict: project id -> milestones that are not reached and were due before today"""
        milestones_sudo = self.env["project.milestone"].sudo()
        result = {}
        found_sudo = milestones_sudo.search(
            [("project_id", "in", self.ids), ("is_reached", "=", False), ("deadline", "!=", False)], order="deadline"
        )
        for milestone in found_sudo:
            if milestone.deadline < milestone.project_id._agency_today():
                result.setdefault(milestone.project_id.id, []).append(milestone)
        return result

    def _agency_health_values(self, figures, result, late, baseline):
        """:return dict: values of the stored fields"""
        self.ensure_one()
        today = self._agency_today()
        hours, money = self._agency_budgets()
        result_or_empty = result or Plan({})
        finish = result_or_empty.finish
        still_open = any(one.slack_days is not None for one in result_or_empty.tasks.values())
        first = min(filter(None, [today, self.date, baseline and baseline.finish_date, late and late[0].deadline]))
        week = self._agency_company()._agency_work_week(first)
        state, reasons = earned_value.judge(
            figures,
            earned_value.Circumstances(
                hours_budget=hours,
                money_budget=money,
                late_milestones=len(late),
                milestone_delay=workdays.distance(late[0].deadline, today, week) if late else 0,
                finish_delay=workdays.distance(self.date, finish, week) if still_open and self.date else 0,
                conflicts=len({key for key, _other in result_or_empty.conflicts}),
                plannable=result is not None,
            ),
        )
        promised = baseline and baseline.finish_date
        return {
            "agency_health": state or False,
            "agency_health_facts": json.dumps([asdict(reason) for reason in reasons]),
            "agency_health_on": fields.Datetime.now(),
            "agency_hours_budgeted": figures.budget,
            "agency_hours_scheduled": figures.planned,
            "agency_hours_earned": figures.earned,
            "agency_hours_actual": figures.actual,
            "agency_hours_forecast": figures.forecast,
            "agency_done_percent": round(100.0 * (figures.done_share or 0.0), 1),
            "agency_spi": figures.spi or 0.0,
            "agency_cpi": figures.cpi or 0.0,
            "agency_cost_actual": figures.actual_cost,
            "agency_cost_forecast": figures.forecast_cost or 0.0,
            "agency_variance_days": workdays.distance(promised, finish, week) if promised and finish else 0,
            "agency_planned_finish": finish or False,
        }

    # ------------------------------------------------------------------ when

    def _agency_health_changed(self):
        """Have these projects measured soon: something changed that matters. Changes at the same time make one job."""
        # whoever changes a task need not be allowed to read all of its project, and the job runs as whoever enqueues it
        projects = self.with_user(SUPERUSER_ID).exists()
        for project in projects.filtered("client_id"):
            project.with_delay(
                identity_key=f"agency_management.health.{project.id}",
                description=_("Measure %(project)s", project=project.name),
            )._job_agency_measure()

    def _job_agency_measure(self):
        """Measure the projects among these that still exist."""
        self.exists()._agency_refresh_health()

    @api.model
    def _agency_running_domain(self):
        """:return list: domain of projects of clients that go on"""
        return [("client_id", "!=", False), *self._agency_open_domain()]

    @api.model
    def _cron_agency_measure(self):
        """Enqueue what was not measured today."""
        start_of_day = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        due = self.search(
            [
                *self._agency_running_domain(),
                "|",
                ("agency_health_on", "=", False),
                ("agency_health_on", "<", start_of_day),
            ],
            order="id",
            limit=RUN_SIZE,
        )
        # one project a job: a project that cannot be measured keeps no other one from being measured
        due._agency_health_changed()

    def action_agency_measure(self):
        """Measure now."""
        self._agency_refresh_health()
