from odoo import Command, _, fields, models
from odoo.exceptions import UserError

from .project_task_plan import CANCELLED


class ProjectProjectBaseline(models.Model):
    """Baselines of a project."""

    _inherit = "project.project"

    agency_baseline_ids = fields.One2many(
        "agency.project.baseline", "project_id", string="Baselines", groups="base.group_user"
    )

    def _agency_take_baseline(self, name):
        """Keep what is planned now, and measure the project against it from here on.

        :param str name: what the baseline is called
        :return: ``agency.project.baseline``, empty when no task has dates or hours
        """
        self.ensure_one()
        self._agency_lock()
        tasks = self.env["project.task"].search(
            [("project_id", "=", self.id), ("state", "!=", CANCELLED)], order="sequence, id"
        )
        baselines = self.env["agency.project.baseline"]
        if not any(task.date_deadline or task.allocated_hours for task in tasks):
            return baselines
        hours = tasks._agency_own_hours()
        before = baselines.search([("project_id", "=", self.id), ("is_current", "=", True)])
        before.is_current = False
        # the unique index sees rows, not recordsets: the old one has to be out before the new one is in
        before.flush_recordset(["is_current"])
        return baselines.create(
            {
                "name": name,
                "project_id": self.id,
                "is_current": True,
                "line_ids": [
                    Command.create(
                        {
                            "task_id": task.id,
                            "name": task.name,
                            "start_date": task.agency_start_date or task._agency_last_day(),
                            "finish_date": task._agency_last_day() or task.agency_start_date,
                            "hours": hours[task],
                        }
                    )
                    for task in tasks
                ],
            }
        )

    def action_agency_take_baseline(self):
        """Keep the plan of today, for example at kick-off or after a change order."""
        for project in self:
            number = len(project.agency_baseline_ids) + 1
            baseline = project._agency_take_baseline(_("Baseline %(number)s", number=number))
            if not baseline:
                raise UserError(
                    _(
                        "%(project)s has no task with dates or hours yet. Plan it first, then keep the plan.",
                        project=project.name,
                    )
                )
            project.message_post(
                body=_(
                    "%(baseline)s kept: %(count)s tasks, %(hours)s hours.",
                    baseline=baseline.name,
                    count=len(baseline.line_ids),
                    hours=round(baseline.hours, 2),
                ),
                subtype_xmlid="mail.mt_note",
            )
        self._agency_refresh_health()

    def action_view_agency_baselines(self):
        """:return: action showing the baselines of this project"""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_project_baseline_action") | {
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }
