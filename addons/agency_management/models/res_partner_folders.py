from odoo import _, models
from odoo.exceptions import UserError

from ..core import folders as core
from .dms_directory import QUIET


class ResPartnerFolders(models.Model):
    """A client has a folder in each company that works for it."""

    _name = "res.partner"
    _inherit = ["res.partner", "agency.folders.mixin"]

    _folder_owner_field = "client_id"

    def _agency_make_folders(self):
        """Make the client's folders, see the mixin.

        :raise UserError: it is no client
        """
        self.ensure_one()
        if not self.client_state:
            raise UserError(_("%(name)s is no client. Convert the lead or the contact first.", name=self.display_name))
        return self._agency_client_directory(self.company_id or self.env.company)

    def _agency_client_directory(self, company):
        """Find the client's folder; made with what belongs inside when there is none. Two at once make one.

        :return: ``dms.directory``
        :raise UserError: the company has lost its storage
        """
        self.ensure_one()
        directories = self.env["dms.directory"]
        domain = [("folder_client_id", "=", self.id), ("company_id", "=", company.id)]
        directory = directories.search(domain)
        if not directory:
            self._agency_lock_for_folder()
            company._agency_create_storages()
            top = company._agency_clients_directory()
            if not top:
                raise UserError(
                    _("%(company)s has no place for folders. Update Agency Management.", company=company.name)
                )
            taken = directories.search([("parent_id", "=", top.id)]).mapped("name")
            directory = directories.with_context(**QUIET).create(
                {
                    "name": core.unique_name(core.clean_name(self.name), taken),
                    "parent_id": top.id,
                    "folder_client_id": self.id,
                }
            )
            directory._agency_add(self.env["agency.folder.template"]._specs("client"))
            self._agency_folder_made()
        return directory
