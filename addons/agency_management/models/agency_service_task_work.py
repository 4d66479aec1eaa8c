from odoo import fields, models

from ..core import workdays

REPEAT_UNITS = [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")]


class AgencyServiceTask(models.Model):
    """What tasks made from a template bring along: checklist, repetition, place in the plan."""

    _inherit = "agency.service.task"

    checklist = fields.Text(translate=True, help="What has to be done, one item a line.")
    repeats = fields.Boolean(help="Closing the task makes the next one.")
    repeat_interval = fields.Integer("Repeat Every", default=1)
    repeat_unit = fields.Selection(REPEAT_UNITS, default="month")

    _sql_constraints = [
        ("interval_positive", "CHECK(repeat_interval >= 1)", "Work repeats every 1 day, week, month or year at least."),
    ]

    def _agency_work_values(self, project, week):
        """:return dict: values of the task in a project that follow from the template

        :param week: ``core.workdays.WorkWeek`` of the project
        """
        self.ensure_one()
        values = {
            "agency_pinned": False,
            "agency_duration_days": max(self.duration_days, 1),
            "agency_not_before": workdays.add(project.date_start, self.offset_days, week)
            if self.offset_days
            else False,
            "agency_item_ids": project.task_ids._agency_item_commands(self.checklist),
        }
        if self.repeats:
            values |= {
                "recurring_task": True,
                "repeat_interval": self.repeat_interval,
                "repeat_unit": self.repeat_unit,
                "repeat_type": "forever",
            }
        return values
