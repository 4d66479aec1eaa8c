from odoo import models

from .project_task_plan import CLOSED


class ProjectProject(models.Model):
    """Late milestones are told whenever their project is measured."""

    _inherit = "project.project"

    def _agency_measured(self, figures, before):
        for milestones in self._agency_late_milestones().values():
            self.env["project.milestone"].union(*milestones)._agency_tell_late()
        return super()._agency_measured(figures, before)


class ProjectTask(models.Model):
    """The last task that is closed reaches its milestone, too."""

    _inherit = "project.task"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in CLOSED:
            self.milestone_id._agency_check_reached()
        return result
