"""What the addon's portal pages share: how they are rendered, how they refuse, how files are served."""

import logging

from odoo import _, http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.agency_crm.controllers.gate import ClientGate

_logger = logging.getLogger(__name__)

#: Kinds of files a browser may show in place; everything else is downloaded, so that no upload runs as a page of ours.
INLINE_MIMETYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")


class AgencyPage(ClientGate):
    """Base of the addon's pages."""

    def _page(self, template, values, crumbs):
        """Render a page.

        :param str template: name of the template, without the addon
        :param dict values: what the template shows
        :param crumbs: (label, address) pairs below the home icon; the last address is None
        """
        values = {"page_name": "agency", "agency_crumbs": crumbs, "error": {}, "typed": {}} | values
        response = request.render(f"agency_management.{template}", values)
        # pages of one client must not be found in a cache by the next person at the same computer
        response.headers["Cache-Control"] = "no-store"
        return response

    def _refuse(self):
        """Send a visitor who may not see something away without telling whether it exists."""
        return request.redirect("/my")

    def _attempt(self, work):
        """Run something a visitor asked for.

        :param work: function without arguments
        :return: None when it worked, else the message for the visitor; nothing of a failed attempt is kept
        """
        try:
            with request.env.cr.savepoint():
                work()
        except AccessError as error:
            _logger.info("Refused to user %s: %s", request.env.uid, error)
            return _("You are not allowed to do this. Ask your contact at the agency.")
        except UserError as error:
            return str(error.args[0])
        return None

    @http.route("/my/agency/attachment/<int:attachment_id>", type="http", auth="user", methods=["GET"])
    def agency_attachment(self, attachment_id, deliverable=None, document=None, download=None, **_kwargs):
        """Serve a file through the record it belongs to: whoever may see the record may open its files."""
        owners = (("agency.deliverable", deliverable), ("agency.document.request", document))
        for model, record_id in owners:
            if record_id and str(record_id).isdigit():
                record_sudo = self._gate_or_none(model, int(record_id))
                files_sudo = record_sudo and record_sudo._portal_attachments()
                attachment_sudo = files_sudo and files_sudo.filtered(lambda file: file.id == attachment_id)
                if attachment_sudo:
                    return self._serve(attachment_sudo, download)
        raise request.not_found()

    def _serve(self, attachment_sudo, download):
        inline = attachment_sudo.mimetype in INLINE_MIMETYPES and not download
        stream = request.env["ir.binary"]._get_stream_from(attachment_sudo)
        response = stream.get_response(as_attachment=not inline)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response
