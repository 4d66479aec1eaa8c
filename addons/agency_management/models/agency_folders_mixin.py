from odoo import _, api, fields, models
from odoo.exceptions import UserError


class AgencyFoldersMixin(models.AbstractModel):
    """Records that have a folder: the button that opens it, with the number of files."""

    _name = "agency.folders.mixin"
    _description = "Has a Folder"

    #: field of files and folders that names the record they belong to
    _folder_owner_field = None

    agency_file_count = fields.Integer(
        "Files", compute="_compute_agency_folders", groups="agency_crm.group_agency_staff"
    )
    has_agency_folder = fields.Boolean(compute="_compute_agency_folders", groups="agency_crm.group_agency_staff")

    def _agency_folder_owners(self):
        """:return: the records whose folders these records show; by default themselves"""
        return self

    def _agency_directories(self):
        """:return: ``dms.directory``, the folders of these records in the user's companies"""
        owners = self._agency_folder_owners()
        return self.env["dms.directory"].search(
            [
                (f"folder_{self._folder_owner_field}", "in", owners.ids),
                ("company_id", "in", self.env.companies.ids),
            ]
        )

    @api.depends_context("allowed_company_ids")
    def _compute_agency_folders(self):
        """Both at once, in one query: forms have many figures to ask for. How many files there are is no secret."""
        owner = f"agency_{self._folder_owner_field}"
        self.env["dms.directory"].flush_model([owner, "company_id"])
        self.env["dms.file"].flush_model(["directory_id", "active"])
        self.env.cr.execute(
            f"""
            SELECT directory.{owner}, COUNT(file.id)
              FROM dms_directory directory
         LEFT JOIN dms_file file ON file.directory_id = directory.id AND file.active
             WHERE directory.{owner} = ANY(%s) AND directory.company_id = ANY(%s)
          GROUP BY directory.{owner}
            """,
            [self._agency_folder_owners().ids, self.env.companies.ids],
        )
        counts = dict(self.env.cr.fetchall())
        for record in self:
            folder_owner = record._agency_folder_owners()
            record.agency_file_count = counts.get(folder_owner.id, 0)
            record.has_agency_folder = folder_owner.id in counts

    def action_open_folders(self):
        """:return: action showing the files of the record's folder, with the folders beside them"""
        self.ensure_one()
        directories = self._agency_directories()
        if not directories:
            raise UserError(_("%(name)s has no folders yet. Press Create Folders.", name=self.display_name))
        here = directories.filtered(lambda directory: directory.company_id == self.env.company)[:1] or directories[:1]
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.dms_file_action")
        title = _("Files of %(name)s", name=self._agency_folder_owners().display_name)
        return action | {
            "name": title,
            "display_name": title,
            "domain": [("directory_id", "child_of", directories.ids)],
            "context": {
                "agency_folders": True,
                "agency_directory_ids": directories.ids,
                "default_directory_id": here.id,
                "searchpanel_default_directory_id": here.id,
            },
        }

    def action_create_folders(self):
        """Make the folders that are not there yet.

        :return: action showing them
        """
        self.ensure_one()
        if not self.env.user.has_group("agency_crm.group_agency_staff"):
            raise UserError(_("Folders are for people of the agency."))
        self.check_access_rights("read")
        self.check_access_rule("read")
        # whoever works for a client need not be allowed to change it
        owners_sudo = self._agency_folder_owners().sudo()
        owners_sudo._agency_check_folders()
        owners_sudo._agency_make_folders()
        return self.action_open_folders()

    def _agency_check_folders(self):
        """Hook: refuse somebody of the agency who could not open what is made. Call it with elevated rights.

        :raise UserError: with what is in the way
        """

    def _agency_make_folders(self):
        """Make the record's folder with what belongs inside, as far as it is not there. Call it with elevated rights.

        :return: the ``dms.directory``
        """
        raise NotImplementedError

    def _agency_lock_for_folder(self):
        """Take turns with whoever makes the same record's folder; the database lets the second one start over.

        Call it before a folder is made, there or inside of it, and :meth:`_agency_folder_made` after.
        """
        self.ensure_one()
        # a payment or task that refers to the record at the same moment must not wait for this, nor this for it
        self.env.cr.execute(f'SELECT id FROM "{self._table}" WHERE id = %s FOR NO KEY UPDATE', [self.id])

    def _agency_folder_made(self):
        """Make those start over who wait for the row and saw less than there is now; an index, if any, would only
        refuse them.
        """
        self.env.cr.execute(f'UPDATE "{self._table}" SET write_date = write_date WHERE id = %s', [self.id])
