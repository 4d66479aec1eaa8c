import base64

from odoo import _, api, models
from odoo.exceptions import UserError

#: What makes a file the file somebody approved.
CONTENT = (
    "raw",
    "datas",
    "db_datas",
    "store_fname",
    "checksum",
    "name",
    "mimetype",
    "type",
    "url",
    "res_model",
    "res_id",
    "res_field",
)


class IrAttachment(models.Model):
    """Files of submitted deliverable versions stay what they are, whoever asks."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        version_ids = [
            vals["res_id"]
            for vals in vals_list
            if vals.get("res_model") == "agency.deliverable.version" and vals.get("res_id")
        ]
        if version_ids:
            # the answer must not depend on who may read the version
            versions_sudo = self.env["agency.deliverable.version"].sudo().browse(version_ids).exists()
            frozen_sudo = versions_sudo.filtered("frozen")
            if frozen_sudo:
                raise UserError(frozen_sudo[0]._frozen_message())
        return super().create(vals_list)

    def write(self, vals):
        if any(name in vals for name in CONTENT):
            frozen_sudo = self._of_frozen_versions()
            if any(attachment._changes_content(vals) for attachment in frozen_sudo):
                raise UserError(self._frozen_file_message())
        return super().write(vals)

    def unlink(self):
        if self._of_frozen_versions():
            # not in an ondelete hook: those are skipped by the deletions of a module that is uninstalled or updated,
            # and the file of a submitted version is evidence
            raise UserError(self._frozen_file_message())  # pylint: disable=no-raise-unlink
        return super().unlink()

    def _of_frozen_versions(self):
        """:return: those of these files that belong to a submitted version, elevated"""
        if not self.ids:
            return self
        self.env["agency.deliverable.version"].flush_model(["frozen", "attachment_ids"])
        self.env.cr.execute(
            """
            SELECT DISTINCT link.attachment_id
              FROM agency_deliverable_version_attachment_rel link
              JOIN agency_deliverable_version version ON version.id = link.version_id
             WHERE version.frozen AND link.attachment_id = ANY(%s)
            """,
            [list(self.ids)],
        )
        # the guard holds for superusers and for people who may not read the file alike
        return self.sudo().browse([row[0] for row in self.env.cr.fetchall()])

    def _changes_content(self, vals):
        """:return bool: whether these values differ from what is stored; moving a file store rewrites equal bytes"""
        for name in CONTENT:
            if name not in vals:
                continue
            new = vals[name]
            if name == "datas":
                name, new = "raw", base64.b64decode(new or b"")
            if name == "raw" and isinstance(new, str):
                new = new.encode()
            if (new or False) != (self[name] or False):
                return True
        return False

    @api.model
    def _frozen_file_message(self):
        return _("This file belongs to a submitted version of a deliverable and cannot change. Start a new version.")
