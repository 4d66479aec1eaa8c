from odoo import models

from ..core import folders as core


class BasePartnerMerge(models.TransientModel):
    """Clients that are merged keep the files of both."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        self._agency_merge_folders(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _agency_merge_folders(self, src_partners, dst_partner):
        """Put the folder of one that goes into that of the one that stays: a client has one in each company."""
        # whoever merges contacts need not be allowed to move folders
        directories_sudo = self.env["dms.directory"].sudo()
        stays = {one.company_id: one for one in directories_sudo.search([("folder_client_id", "=", dst_partner.id)])}
        for directory_sudo in directories_sudo.search([("folder_client_id", "in", src_partners.ids)], order="id"):
            place_sudo = stays.setdefault(directory_sudo.company_id, directory_sudo)
            if place_sudo != directory_sudo:
                taken = place_sudo.child_directory_ids.mapped("name")
                directory_sudo.write(
                    {
                        "folder_client_id": False,
                        "parent_id": place_sudo.id,
                        "name": core.unique_name(directory_sudo.name, taken),
                    }
                )
        # what follows is done by SQL
        self.env.flush_all()
