from odoo import api, fields, models

from ..core import workdays
from .project_task_plan import DATES


class ProjectTaskBaseline(models.Model):
    """A task against the current baseline of its project."""

    _inherit = "project.task"

    agency_baseline_start = fields.Date(
        "Baseline Start", compute="_compute_agency_baseline", compute_sudo=True, groups="base.group_user"
    )
    agency_baseline_finish = fields.Date(
        "Baseline End", compute="_compute_agency_baseline", compute_sudo=True, groups="base.group_user"
    )
    agency_baseline_hours = fields.Float(
        "Baseline Hours", compute="_compute_agency_baseline", compute_sudo=True, groups="base.group_user"
    )
    agency_variance_days = fields.Integer(
        "Days Late",
        compute="_compute_agency_baseline",
        compute_sudo=True,
        groups="base.group_user",
        help="Working days by which the end lies behind the one of the baseline; negative: before it.",
    )

    def _agency_baseline_lines(self):
        """:return dict: task id -> ``agency.project.baseline.line`` of the current baseline, where there is one"""
        lines = self.env["agency.project.baseline.line"].search(
            [("task_id", "in", self.ids), ("baseline_id.is_current", "=", True)]
        )
        return {line.task_id.id: line for line in lines if line.project_id == line.task_id.project_id}

    @api.depends(*DATES, "agency_done_on", "project_id.agency_baseline_ids.is_current")
    def _compute_agency_baseline(self):
        lines = self._agency_baseline_lines()
        for task in self:
            line = lines.get(task.id)
            task.agency_baseline_start = line and line.start_date
            task.agency_baseline_finish = line and line.finish_date
            task.agency_baseline_hours = line.hours if line else 0.0
            task.agency_variance_days = task._agency_days_behind(line.finish_date) if line else 0

    def _agency_days_behind(self, promised):
        """:return int: working days from a day to the end of the task; negative when it ends before"""
        self.ensure_one()
        last = self.agency_done_on or self._agency_last_day()
        if not promised or not last or last == promised:
            return 0
        week = self._agency_company()._agency_work_week(min(promised, last))
        return workdays.distance(promised, last, week)

    def _agency_own_hours(self):
        """:return dict: task -> planned hours without those planned for its subtasks among these tasks"""
        hours = dict.fromkeys(self, 0.0)
        for task in self:
            hours[task] += task.allocated_hours
            if task.parent_id in hours:
                hours[task.parent_id] -= task.allocated_hours
        return {task: max(value, 0.0) for task, value in hours.items()}
