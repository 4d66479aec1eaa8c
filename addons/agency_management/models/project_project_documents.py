from odoo import api, fields, models


class ProjectProjectDocuments(models.Model):
    """Documents asked for in a project."""

    _inherit = "project.project"

    document_request_ids = fields.One2many(
        "agency.document.request", "project_id", string="Document Requests", groups="agency_crm.group_agency_staff"
    )
    # stored, because the form has many figures to ask for and documents are asked for now and then
    document_request_count = fields.Integer(
        compute="_compute_document_request_count", store=True, groups="agency_crm.group_agency_staff"
    )

    @api.depends("document_request_ids")
    def _compute_document_request_count(self):
        counts = dict(
            self.env["agency.document.request"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["__count"]
            )
        )
        for record in self:
            record.document_request_count = counts.get(record, 0)

    def action_view_document_requests(self):
        """:return: action showing the documents asked for, ready to ask for another one"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_document_request_action")
        return action | {
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id, "default_client_id": self.client_id.id},
        }
