from odoo import _, api, fields, models


class AgencyNoticeRule(models.Model):
    """Chats may hear of projects, too."""

    _inherit = "agency.notice.rule"

    @api.model
    def _event_registry(self):
        return super()._event_registry() | {
            "project_off_track": {
                "label": _("Project off track"),
                "model": "project.project",
                "tone": "bad",
                "user": "user_id",
            },
        }


class ProjectProject(models.Model):
    """A project that goes off track may be told in a chat, at most once a day."""

    _inherit = "project.project"

    def _agency_measured(self, figures, before):
        off_track = self.filtered(lambda project: project.agency_health == "off_track" != before[project])
        today = fields.Date.today().isoformat()
        for project in off_track:
            self.env["agency.notice.rule"]._notify(
                "project_off_track", project, project.agency_health_reason, occurrence=today
            )
        return super()._agency_measured(figures, before)
