from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import folders as core
from .dms_directory import QUIET


class DmsFile(models.Model):
    """Files know the client and the project of their folder."""

    _inherit = "dms.file"

    agency_client_id = fields.Many2one(related="directory_id.agency_client_id", store=True, index="btree_not_null")
    agency_project_id = fields.Many2one(related="directory_id.agency_project_id", store=True, index="btree_not_null")

    def check_access_token(self, access_token=False):
        """Links open no file, see ``dms.directory``."""
        return False

    def _agency_file(self, attachments, directory):
        """Copy attachments into a folder. Call it with elevated rights.

        :return list: pairs (name, reason) of those that the folder does not take: it may allow smaller files or fewer
            kinds than the place they come from. What is in the folder already is not copied again.
        """
        there = self.with_context(active_test=False).search([("directory_id", "=", directory.id)])
        taken, known, refused = there.mapped("name"), set(there.mapped("checksum")), []
        for attachment in attachments:
            if attachment.checksum in known:
                continue
            known.add(attachment.checksum)
            name = core.unique_file_name(core.clean_file_name(attachment.name), taken)
            vals = {"name": name, "directory_id": directory.id, "content": attachment.datas}
            try:
                with self.env.cr.savepoint():
                    self.with_context(**QUIET).create(vals)
            except UserError as error:
                refused.append((name, str(error)))
            else:
                taken.append(name)
        return refused

    @api.model
    def search_panel_select_range(self, field_name, **kwargs):
        """What is opened from a client or project offers its own folders alone."""
        result = super().search_panel_select_range(field_name, **kwargs)
        top_ids = self.env.context.get("agency_directory_ids")
        if field_name == "directory_id" and top_ids:
            inside = set(self.env["dms.directory"].search([("id", "child_of", top_ids)]).ids)
            result["values"] = [value for value in result["values"] if value["id"] in inside]
            for value in result["values"]:
                if value["parent_id"] not in inside:
                    value["parent_id"] = False
        return result
