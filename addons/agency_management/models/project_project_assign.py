from odoo import Command, _, models
from odoo.exceptions import UserError

from .project_task_plan import CLOSED


class ProjectProject(models.Model):
    """Tasks are assigned from their project."""

    _inherit = "project.project"

    def action_agency_assign(self):
        """Propose who does the open tasks that nobody has.

        :return: action of the dialogue
        """
        self.ensure_one()
        tasks = self.env["project.task"].search(
            [("project_id", "=", self.id), ("user_ids", "=", False), ("state", "not in", CLOSED)],
            order="agency_start_date, sequence, id",
        )
        if not tasks:
            raise UserError(_("Every open task of %(project)s has somebody who does it.", project=self.name))
        proposed = tasks._agency_propose_people()
        wizard = self.env["agency.task.assign"].create(
            {
                "project_id": self.id,
                "line_ids": [
                    Command.create({"task_id": task.id, "sequence": number} | proposed[task])
                    for number, task in enumerate(tasks)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": _("Assign Tasks"),
            "res_model": "agency.task.assign",
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            # the reason of each proposal is to be read, not guessed
            "context": {"dialog_size": "extra-large"},
        }
