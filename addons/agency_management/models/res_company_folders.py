from odoo import _, api, fields, models

from .dms_directory import QUIET

#: access groups of the suite, from those who look to those who remove
ACCESS_GROUPS = ("dms_access_group_read", "dms_access_group_work", "dms_access_group_manage")


class ResCompany(models.Model):
    """Each company keeps the folders of its clients for itself."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._agency_create_storages()
        return companies

    @api.model
    def _agency_create_all_storages(self):
        """Give all companies there are their storage; called when the addon is installed or updated."""
        self.with_context(active_test=False).search([])._agency_create_storages()

    def _agency_create_storages(self):
        """Make the storage of each of these companies that has none."""
        # administrators of companies need not be those of storages
        storages_sudo = self.env["dms.storage"].sudo()
        have = storages_sudo.search([("agency_folders", "=", True), ("company_id", "in", self.ids)]).company_id
        # names are in the language of the company; there may be none while the addon is installed
        companies = [
            company.with_context(lang=company.partner_id.lang or self.env.lang or "en_US") for company in self - have
        ]
        storages_sudo = storages_sudo.create([company._prepare_agency_storage() for company in companies])
        directories_sudo = self.env["dms.directory"].sudo().with_context(**QUIET)
        directories_sudo.create(
            [
                company._prepare_agency_clients_directory(storage_sudo)
                for company, storage_sudo in zip(companies, storages_sudo)
            ]
        )

    def _prepare_agency_storage(self):
        """:return dict: values of the company's storage"""
        return {
            "name": _("Clients of %(company)s", company=self.name),
            "save_type": "file",
            "company_id": self.id,
            "agency_folders": True,
        }

    def _prepare_agency_clients_directory(self, storage):
        """:return dict: values of the folder that holds those of the clients; what it lets do holds inside, too"""
        groups = [self.env.ref(f"agency_management.{name}", raise_if_not_found=False) for name in ACCESS_GROUPS]
        return {
            "name": _("Clients"),
            "is_root_directory": True,
            "storage_id": storage.id,
            "group_ids": [fields.Command.set([group.id for group in groups if group])],
        }

    def _agency_clients_directory(self):
        """:return: the ``dms.directory`` of this company that holds the folders of its clients, elevated"""
        self.ensure_one()
        # whoever makes the first folder need not be allowed to see the storage
        directories_sudo = self.env["dms.directory"].sudo()
        domain = [
            ("is_root_directory", "=", True),
            ("storage_id.agency_folders", "=", True),
            ("storage_id.company_id", "=", self.id),
        ]
        return directories_sudo.search(domain, order="id", limit=1)
