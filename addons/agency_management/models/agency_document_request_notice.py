from odoo import models


class AgencyDocumentRequest(models.Model):
    """A document that arrives may be told in a chat."""

    _inherit = "agency.document.request"

    def _notify_received(self, attachments):
        result = super()._notify_received(attachments)
        names = ", ".join(attachments.mapped("name"))
        self.env["agency.notice.rule"]._notify("document_received", self, names)
        return result
