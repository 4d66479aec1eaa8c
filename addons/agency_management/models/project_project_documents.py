from odoo import api, fields, models


class ProjectProjectDocuments(models.Model):
    """Documents asked for in a project."""

    _name = "project.project"
    _inherit = ["project.project", "agency.documents.mixin"]

    _document_request_field = "project_id"

    document_request_ids = fields.One2many(
        "agency.document.request", "project_id", string="Document Requests", groups="agency_crm.group_agency_staff"
    )
    # stored, because the form has many figures to ask for and documents are asked for now and then
    document_request_count = fields.Integer(store=True)

    @api.depends("document_request_ids")
    def _compute_document_request_count(self):
        return super()._compute_document_request_count()

    def _document_request_defaults(self):
        return super()._document_request_defaults() | {"client_id": self.client_id.id}
