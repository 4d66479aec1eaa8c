from odoo import models


class ProjectTaskDocuments(models.Model):
    """Documents asked for in a task."""

    _name = "project.task"
    _inherit = ["project.task", "agency.documents.mixin"]

    _document_request_field = "task_id"

    def _document_request_defaults(self):
        return super()._document_request_defaults() | {
            "project_id": self.project_id.id,
            "client_id": self.client_id.id,
        }
