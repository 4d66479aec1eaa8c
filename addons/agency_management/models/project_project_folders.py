from odoo import _, models
from odoo.exceptions import UserError

from ..core import folders as core
from .dms_directory import QUIET


class ProjectProjectFolders(models.Model):
    """A project has a folder inside of its client's."""

    _name = "project.project"
    _inherit = ["project.project", "agency.folders.mixin"]

    _folder_owner_field = "project_id"

    def _agency_make_folders(self):
        """Make the project's folder, and add what its templates and the services sold for it have besides.

        Two at once take turns also where the folder is there: no index keeps what is inside from being made twice.

        :raise UserError: the project has no client
        """
        self.ensure_one()
        if not self.client_id:
            raise UserError(_("%(project)s has no client. Choose its customer first.", project=self.name))
        company = self.company_id or self.client_id.company_id or self.env.company
        above = self.client_id._agency_client_directory(company)
        directories = self.env["dms.directory"]
        directory = directories.search([("folder_project_id", "=", self.id)])
        made = not directory
        self._agency_lock_for_folder()
        if made:
            taken = directories.search([("parent_id", "=", above.id)]).mapped("name")
            directory = directories.with_context(**QUIET).create(
                {
                    "name": core.unique_name(core.clean_name(self._agency_folder_name()), taken),
                    "parent_id": above.id,
                    "folder_project_id": self.id,
                }
            )
        if directory._agency_add(self._agency_folder_specs()) or made:
            self._agency_folder_made()
        return directory

    def _agency_check_folders(self):
        # a project of no company is everybody's; its folder is that of the company that came first
        directories = self.env["dms.directory"].search([("folder_project_id", "in", self.ids)])
        if directories.company_id - self.env.companies:
            raise UserError(_("The folder of %(project)s is kept by another company.", project=self.display_name))

    def action_create_folders(self):
        action = super().action_create_folders()
        self.env["agency.onboarding"].search([("project_id", "=", self.id)])._check_conditions()
        return action

    def _agency_folder_name(self):
        """:return str: the project's name; the client's is that of the folder above"""
        self.ensure_one()
        return self.name.removeprefix(f"{self.client_id.name}: ")

    def _agency_folder_specs(self):
        """:return list: what is inside of the project's folder: the templates', then what its services need"""
        self.ensure_one()
        services = self.agency_order_id.order_line.agency_service_id
        needed = services.requirement_ids.filtered(lambda requirement: requirement.kind == "folder")
        return [
            *self.env["agency.folder.template"]._specs("project", services),
            *(core.Spec(f"requirement {requirement.id}", requirement.name) for requirement in needed),
        ]
