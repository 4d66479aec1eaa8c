from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import folders as core

SCOPES = [("client", "Client"), ("project", "Project")]


class AgencyFolderTemplate(models.Model):
    """A folder that every client, or every project, begins with."""

    _name = "agency.folder.template"
    _description = "Folder Template"
    _order = "scope, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    scope = fields.Selection(
        SCOPES,
        "Made for",
        required=True,
        default="project",
        help="Whether the folder is made once for a client, or in each of its projects.",
    )
    parent_id = fields.Many2one(
        "agency.folder.template",
        "Inside of",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('scope', '=', scope)]",
    )
    service_ids = fields.Many2many(
        "agency.service",
        string="Only for Services",
        # what is no longer sold does not make its folders those of every project
        context={"active_test": False},
        help="Made only in projects that one of these services was sold for; in every project when there are none.",
    )
    takes_documents = fields.Boolean(
        "Accepted Documents", help="Documents the client was asked for are filed here once they are accepted."
    )

    @api.constrains("parent_id", "scope")
    def _check_parent(self):
        for template in self:
            above, seen = template.parent_id, self.browse()
            while above and above not in seen:
                seen |= above
                above = above.parent_id
            if template in seen:
                raise ValidationError(_("%(folder)s cannot be inside of itself.", folder=template.name))
            family = template | template.parent_id | self.search([("parent_id", "=", template.id)])
            if len(set(family.mapped("scope"))) > 1:
                raise ValidationError(
                    _("%(folder)s and what is inside must be made for the same.", folder=template.name)
                )

    @api.constrains("scope", "service_ids")
    def _check_services(self):
        for template in self:
            if template.scope == "client" and template.service_ids:
                raise ValidationError(
                    _("Services are sold for projects: %(folder)s is a client's.", folder=template.name)
                )

    def _archive_without_services(self):
        """Archive those of these folders whose last service was taken away, or they would be in every project."""
        self.exists().filtered(lambda template: not template.service_ids).active = False

    @api.model
    def _specs(self, scope, services=None):
        """Folders a client or a project begins with.

        :param str scope: ``client`` or ``project``
        :param services: ``agency.service`` sold for the project
        :return: list of :class:`~odoo.addons.agency_management.core.folders.Spec`, keys are ids
        """
        templates = self.search([("scope", "=", scope)])
        if services is not None:
            templates = templates.filtered(lambda one: not one.service_ids or one.service_ids & services)
        return [core.Spec(one.id, one.name, one.parent_id.id or None) for one in templates]
