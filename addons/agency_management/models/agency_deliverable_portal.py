from odoo import _, models

from ..core import approval


class AgencyDeliverablePortal(models.Model):
    """What a client reads about a deliverable: plain words instead of the agency's stages."""

    _inherit = "agency.deliverable"

    def _portal_status(self):
        """Where the deliverable stands, in the client's words.

        :return dict: ``label``, ``tone`` (Bootstrap colour), ``waits`` (True: it is the client's turn)
        """
        self.ensure_one()
        if self.state == approval.CLIENT_REVIEW:
            return {"label": _("Ready for your approval"), "tone": "warning", "waits": True}
        if self.state == approval.APPROVED:
            return {"label": _("Approved"), "tone": "success", "waits": False}
        if self.state == approval.CHANGES_REQUESTED:
            return {"label": _("We are making your changes"), "tone": "info", "waits": False}
        if self.client_visible:
            return {"label": _("We are preparing a new version"), "tone": "info", "waits": False}
        return {"label": _("In preparation"), "tone": "secondary", "waits": False}

    def _portal_page(self, user):
        """Everything the page of one deliverable shows. Call it behind the gate, with elevated rights.

        :param user: ``res.users`` who looks at it
        :return dict: records and plain values for the template
        """
        self.ensure_one()
        versions = self.version_ids.filtered("shared").sorted("number", reverse=True)
        events = self.event_ids.filtered("for_client").sorted("id", reverse=True)
        return {
            "deliverable": self,
            "status": self._portal_status(),
            "version": versions[:1],
            "older_versions": versions[1:],
            "files": [self._portal_file(attachment) for attachment in versions[:1].attachment_ids],
            "events": events,
            "may_approve": self._has_client_right("approve", user=user),
            "is_preview": not user.share,
        }

    def _portal_file(self, attachment):
        """:return dict: how a file is shown: ``url``, ``name``, ``size`` (bytes) and ``kind`` (image, pdf or file)"""
        mimetype = attachment.mimetype or ""
        kind = "image" if mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp") else "file"
        return {
            "url": f"/my/agency/attachment/{attachment.id}?deliverable={self.id}",
            "name": attachment.name,
            "size": attachment.file_size,
            "kind": "pdf" if mimetype == "application/pdf" else kind,
        }

    def _portal_attachments(self):
        """:return: the files a client may open: those of the versions that were shown"""
        return self.version_ids.filtered("shared").attachment_ids
