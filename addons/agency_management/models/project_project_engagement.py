from odoo import api, models

#: What ends a project: archiving it, a last update that says so, a folded stage.
ENDING_FIELDS = {"active", "last_update_id", "last_update_status", "stage_id"}


class ProjectProject(models.Model):
    """A client whose last project ends may have nothing left with the agency."""

    _inherit = "project.project"

    @api.model
    def _agency_open_domain(self):
        """:return: domain of projects that go on: not archived, not reported done, not in a folded stage"""
        return [
            ("active", "=", True),
            ("last_update_status", "!=", "done"),
            "|",
            ("stage_id", "=", False),
            ("stage_id.fold", "=", False),
        ]

    def write(self, vals):
        may_end = bool(ENDING_FIELDS & set(vals))
        result = super().write(vals)
        if may_end:
            # a customer is hidden from some of those who may close a project
            self.sudo().client_id._agency_follow_engagements()
            self._agency_ended()
        return result
