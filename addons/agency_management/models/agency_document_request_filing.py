from odoo import _, models


class AgencyDocumentRequest(models.Model):
    """What the client sent is filed into the folder of the project, or else the client, once it is accepted."""

    _inherit = "agency.document.request"

    def action_accept(self):
        result = super().action_accept()
        for request in self:
            request._file_documents()
        return result

    def _agency_directory(self):
        """:return: ``dms.directory`` the documents belong into, elevated; empty when there are no folders yet"""
        self.ensure_one()
        # whoever accepts a document need not be allowed to write into folders
        directories_sudo = self.env["dms.directory"].sudo()
        directory_sudo = directories_sudo
        if self.project_id:
            directory_sudo = directories_sudo.search([("folder_project_id", "=", self.project_id.id)])
        if not directory_sudo:
            company = self.company_id or self.env.company
            directory_sudo = directories_sudo.search(
                [("folder_client_id", "=", self.client_id.id), ("company_id", "=", company.id)]
            )
        return directory_sudo and directory_sudo._agency_for_documents()

    def _file_documents(self):
        """Copy the files into the folder; the request keeps its own.

        What the folder does not take is told, and no reason not to accept the document.
        """
        self.ensure_one()
        directory_sudo = self._agency_directory()
        if not directory_sudo:
            return
        # the folder is elevated, and so is what goes into it
        attachments_sudo = self.sudo().attachment_ids
        for name, reason in directory_sudo.env["dms.file"]._agency_file(attachments_sudo, directory_sudo):
            self.message_post(
                body=_(
                    "%(name)s is not filed into the folder %(folder)s: %(reason)s",
                    name=name,
                    folder=directory_sudo.name,
                    reason=reason,
                ),
                subtype_xmlid="mail.mt_note",
            )
