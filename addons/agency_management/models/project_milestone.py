from odoo import _, fields, models


class ProjectMilestone(models.Model):
    """What is handed over by a milestone."""

    _inherit = "project.milestone"

    deliverable_ids = fields.One2many("agency.deliverable", "milestone_id", groups="base.group_user")

    def action_view_deliverables(self):
        """:return: action showing the deliverables of this milestone"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_deliverable_action")
        return action | {
            "name": _("Deliverables of %(milestone)s", milestone=self.name),
            "domain": [("milestone_id", "=", self.id)],
            "context": {"default_project_id": self.project_id.id, "default_milestone_id": self.id},
        }
