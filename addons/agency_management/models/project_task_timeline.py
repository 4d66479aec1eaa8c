from datetime import datetime, time, timedelta

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .project_task_plan import DATES


class ProjectTaskTimeline(models.Model):
    """A task as a bar on the timeline: whole days, from the midnight before the first to the one after the last.

    Dragging moves both ends by the same time, wherever within a day the mouse was; each end goes to the nearest
    midnight. So a task that is moved keeps its length, and the times of day of deadlines stay out of it.
    """

    _inherit = "project.task"

    agency_bar_start = fields.Datetime(
        "Starts", compute="_compute_agency_bar", inverse="_inverse_agency_bar", groups="base.group_user"
    )
    agency_bar_end = fields.Datetime(
        "Ends", compute="_compute_agency_bar", inverse="_inverse_agency_bar", groups="base.group_user"
    )

    @api.depends(*DATES)
    def _compute_agency_bar(self):
        for task in self:
            last = task._agency_last_day() or task.agency_start_date
            first = task.agency_start_date or last
            task.agency_bar_start = first and task._agency_midnight(first)
            task.agency_bar_end = last and task._agency_midnight(last + timedelta(days=1))

    def _inverse_agency_bar(self):
        for task in self:
            start, end = task.agency_bar_start, task.agency_bar_end
            if not start or not end:
                continue
            if end <= start:
                raise ValidationError(
                    _("%(task)s would end before it starts. Move the end or start it earlier.", task=task.name)
                )
            first = task._agency_nearest_day(start)
            # half a day is a day: nothing can be made shorter than one
            last = max(task._agency_nearest_day(end) - timedelta(days=1), first)
            task.write(
                {
                    "agency_start_date": first,
                    "date_deadline": self._agency_end_of_day(last, task._agency_company()),
                }
            )

    def _agency_midnight(self, day):
        """:return datetime: when a day begins where the company works, in UTC without time zone"""
        zone = pytz.timezone(self._agency_company()._agency_tz())
        return zone.localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)

    def _agency_nearest_day(self, moment):
        """:return date: the day whose beginning is nearest to a moment in UTC"""
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self._agency_company()._agency_tz()), moment + timedelta(hours=12)
        )
        return local.date()
