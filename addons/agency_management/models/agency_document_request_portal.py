from odoo import _, models

from ..core import files as core


class AgencyDocumentRequestPortal(models.Model):
    """A document request as the client sees it."""

    _inherit = "agency.document.request"

    def _portal_status(self):
        """:return dict: ``label``, ``tone`` (Bootstrap colour), ``waits`` (True: it is the client's turn)"""
        self.ensure_one()
        return {
            "requested": {"label": _("Waiting for you"), "tone": "warning", "waits": True},
            "returned": {"label": _("Please send it again"), "tone": "danger", "waits": True},
            "received": {"label": _("Received, we are checking it"), "tone": "info", "waits": False},
            "accepted": {"label": _("Accepted"), "tone": "success", "waits": False},
        }[self.state]

    def _portal_page(self, user):
        """Everything the page of a document request shows. Call it behind the gate, with elevated rights.

        :param user: ``res.users`` who looks at it
        """
        self.ensure_one()
        return {
            "document": self,
            "status": self._portal_status(),
            "files": self.attachment_ids.sorted("id"),
            "may_upload": self.state != "accepted" and self._has_client_right("view", user=user),
            "max_mb": core.MAX_FILE_BYTES // (1024 * 1024),
            "accept": ",".join(f".{extension}" for extension in core.SIGNATURES),
            "kinds": ", ".join(sorted(extension.upper() for extension in core.SIGNATURES)),
            "kept": [],
        }

    def _portal_attachments(self):
        """:return: the files a client may open"""
        return self.attachment_ids
