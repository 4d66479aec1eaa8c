from odoo import models


class ProjectTaskFolders(models.Model):
    """The files of a task are in its project's folder."""

    _name = "project.task"
    _inherit = ["project.task", "agency.folders.mixin"]

    _folder_owner_field = "project_id"

    def _agency_folder_owners(self):
        return self.project_id

    def action_create_folders(self):
        self.ensure_one()
        return self.project_id.action_create_folders()
