from odoo import _, api, models
from odoo.exceptions import UserError


class WizardDmsShare(models.TransientModel):
    """Links to folders and files open nothing, so none are made."""

    _inherit = "wizard.dms.share"

    @api.model
    def default_get(self, fields_list):  # pylint: disable=method-required-super
        # there is nothing to fill in
        raise UserError(_("Folders and files are not shared by links. Send the file to the client instead."))
