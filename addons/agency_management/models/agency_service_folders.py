from odoo import fields, models


class AgencyService(models.Model):
    """Services bring folders of their own into the projects they are sold for."""

    _inherit = "agency.service"

    folder_template_ids = fields.Many2many(
        "agency.folder.template",
        string="Folders",
        domain="[('scope', '=', 'project')]",
        help="Folders that projects of this service have besides those of every project.",
    )

    def write(self, vals):
        if "folder_template_ids" not in vals:
            return super().write(vals)
        # whoever may change services need not be allowed to change folders
        templates_sudo = self.sudo().folder_template_ids
        result = super().write(vals)
        templates_sudo._archive_without_services()
        return result

    def unlink(self):
        # see write
        templates_sudo = self.sudo().folder_template_ids
        result = super().unlink()
        templates_sudo._archive_without_services()
        return result
