from odoo import _, api, fields, models


class ProjectProjectTeam(models.Model):
    """Who works on a project."""

    _inherit = "project.project"

    agency_team_ids = fields.Many2many(
        "res.users",
        string="Team",
        compute="_compute_agency_team_ids",
        compute_sudo=True,
        groups="base.group_user",
        help="The project manager and everybody who has a task.",
    )

    @api.depends("user_id", "tasks.user_ids")
    def _compute_agency_team_ids(self):
        rows = self.env["project.task"]._read_group(
            [("project_id", "in", self.ids), ("user_ids", "!=", False)], ["project_id", "user_ids"]
        )
        team = {}
        for project, user in rows:
            team[project] = team.get(project, self.env["res.users"]) | user
        for project in self:
            members = project.user_id | team.get(project, self.env["res.users"])
            project.agency_team_ids = members.filtered(lambda user: user.active and not user.share)

    def action_view_agency_milestones(self):
        """:return: action showing the milestones of this project"""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id("agency_management.project_milestone_action_agency") | {
            "name": _("Milestones of %(project)s", project=self.name),
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }
