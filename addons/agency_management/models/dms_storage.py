from odoo import fields, models


class DmsStorage(models.Model):
    """Where a company keeps the folders of its clients; in Odoo's file store, which backups hold."""

    _inherit = "dms.storage"

    agency_folders = fields.Boolean("Folders of Clients", readonly=True, copy=False)

    def init(self):
        # a constraint of the table cannot have a condition
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS dms_storage_agency_company_unique "
            "ON dms_storage (company_id) WHERE agency_folders"
        )
