from odoo import fields, models


class AgencyDocumentsMixin(models.AbstractModel):
    """Records that documents are asked for from: how many, and the button that shows them."""

    _name = "agency.documents.mixin"
    _description = "Has Document Requests"

    #: field of document requests that names the record they are asked for from
    _document_request_field = None

    document_request_count = fields.Integer(
        compute="_compute_document_request_count", groups="agency_crm.group_agency_staff"
    )

    def _compute_document_request_count(self):
        field = self._document_request_field
        counts = dict(self.env["agency.document.request"]._read_group([(field, "in", self.ids)], [field], ["__count"]))
        for record in self:
            record.document_request_count = counts.get(record, 0)

    def _document_request_defaults(self):
        """:return dict: values of a document that is asked for from here"""
        self.ensure_one()
        return {self._document_request_field: self.id}

    def action_view_document_requests(self):
        """:return: action showing the documents asked for, ready to ask for another one"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_document_request_action")
        defaults = self._document_request_defaults()
        return action | {
            "domain": [(self._document_request_field, "=", self.id)],
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }
