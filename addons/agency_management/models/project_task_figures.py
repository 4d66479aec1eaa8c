from odoo import models

from ..core import earned_value


class ProjectTaskFigures(models.Model):
    """A task as the figures of its project see it."""

    _inherit = "project.task"

    def _agency_packages(self, ticks, lines):
        """:return list: ``core.earned_value.WorkPackage`` of each task

        :param dict ticks: what ``_agency_ticks`` returned
        :param lines: task id -> line of the current baseline, None when the project has no baseline
        """
        packages = []
        for task, hours_now in self._agency_own_hours().items():
            start, finish = task.agency_start_date or task._agency_last_day(), task._agency_last_day()
            hours = hours_now
            if lines is not None:
                line = lines.get(task.id)
                start, finish, hours = (line.start_date, line.finish_date, line.hours) if line else (None, None, 0.0)
            ticked, items = ticks.get(task.id, (0, 0))
            packages.append(
                earned_value.WorkPackage(
                    hours,
                    hours_now,
                    start or None,
                    finish or start or None,
                    earned_value.progress(task.state == "1_done", ticked, items, task.effective_hours, hours_now),
                )
            )
        return packages
