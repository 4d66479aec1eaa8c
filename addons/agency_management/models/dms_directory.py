from odoo import _, api, fields, models
from odoo.exceptions import AccessError

from ..core import folders as core

#: what the suite alone writes
OWNERS = ("folder_client_id", "folder_project_id", "folder_template_id")
#: folders are made for people who did not ask for each: nobody follows them, no message tells of them
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


class DmsDirectory(models.Model):
    """Folders of clients and projects: each has one, with whatever is inside."""

    _inherit = "dms.directory"

    folder_client_id = fields.Many2one(
        "res.partner", "Folder of Client", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    folder_project_id = fields.Many2one(
        "project.project", "Folder of Project", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    folder_template_id = fields.Many2one(
        "agency.folder.template", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    agency_client_id = fields.Many2one(
        "res.partner", "Client", compute="_compute_agency_owner", store=True, recursive=True, index="btree_not_null"
    )
    agency_project_id = fields.Many2one(
        "project.project",
        "Project",
        compute="_compute_agency_owner",
        store=True,
        recursive=True,
        index="btree_not_null",
    )

    def init(self):
        # a constraint of the table cannot have a condition
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS dms_directory_folder_client_unique "
            "ON dms_directory (folder_client_id, company_id) WHERE folder_client_id IS NOT NULL"
        )
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS dms_directory_folder_project_unique "
            "ON dms_directory (folder_project_id) WHERE folder_project_id IS NOT NULL"
        )

    @api.depends("folder_client_id", "folder_project_id", "parent_id.agency_client_id", "parent_id.agency_project_id")
    def _compute_agency_owner(self):
        for directory in self:
            directory.agency_client_id = directory.folder_client_id or directory.parent_id.agency_client_id
            directory.agency_project_id = directory.folder_project_id or directory.parent_id.agency_project_id

    def _compute_groups(self):
        # computed for several folders at once, all of them get the groups of the last
        for directory in self:
            super(DmsDirectory, directory)._compute_groups()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # neither values nor defaults of a context say whose folder it is
            vals_list = [vals | dict.fromkeys(OWNERS, False) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and any(name in vals for name in OWNERS):
            raise AccessError(_("Whose folder it is does not change. Create the folders on the client or project."))
        return super().write(vals)

    def check_access_token(self, access_token=False):
        """Links open no folder: clients get folders once the portal shows them, behind its gate."""
        return False

    def _agency_add(self, specs):
        """Make the folders inside of this one that are not there yet. Call it with elevated rights.

        What was made from a template is there by whatever name: somebody renamed it, or speaks another language.

        :param specs: see :func:`~odoo.addons.agency_management.core.folders.paths`
        :return: the new ``dms.directory`` records
        """
        self.ensure_one()
        wanted = core.paths(specs)
        places, made = {(): self}, self.browse()
        for depth in range(1, max(map(len, wanted), default=0) + 1):
            level = [path for path in wanted if len(path) == depth]
            parents = self.browse({places[path[:-1]].id for path in level})
            there = self.search([("parent_id", "in", parents.ids)])
            named = {(child.parent_id, child.name.casefold()): child for child in there}
            made_from = {(child.parent_id, child.folder_template_id.id): child for child in there}
            missing = []
            for path in level:
                above = places[path[:-1]]
                child = named.get((above, path[-1].casefold())) or made_from.get((above, wanted[path]))
                if child:
                    places[path] = child
                else:
                    missing.append(path)
            children = self.with_context(**QUIET).create(
                [
                    {
                        "name": path[-1],
                        "parent_id": places[path[:-1]].id,
                        # other keys than those of templates are no ids
                        "folder_template_id": isinstance(wanted[path], int) and wanted[path],
                    }
                    for path in missing
                ]
            )
            places |= dict(zip(missing, children))
            made |= children
        return made

    def _agency_for_documents(self):
        """:return: the folder inside of this one that accepted documents go to; itself when there is none"""
        self.ensure_one()
        inside = self.search(
            [("id", "child_of", self.id), ("folder_template_id.takes_documents", "=", True)], order="id"
        )
        # a client's folder holds those of the projects too
        return inside.filtered(lambda one: one.agency_project_id == self.agency_project_id)[:1] or self
