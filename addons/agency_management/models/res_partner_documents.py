from odoo import models


class ResPartnerDocuments(models.Model):
    """Documents asked from a client."""

    _name = "res.partner"
    _inherit = ["res.partner", "agency.documents.mixin"]

    _document_request_field = "client_id"
