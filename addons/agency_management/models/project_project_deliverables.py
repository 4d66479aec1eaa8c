from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import timing


class ProjectProjectDeliverables(models.Model):
    """Deliverables of a project, and its hours against the budget as a bar."""

    _inherit = "project.project"

    deliverable_ids = fields.One2many("agency.deliverable", "project_id", groups="base.group_user")
    deliverable_count = fields.Integer(compute="_compute_deliverable_count", groups="base.group_user")
    deliverable_approved_count = fields.Integer(compute="_compute_deliverable_count", groups="base.group_user")
    hours_share = fields.Float(
        "Budget Used",
        compute="_compute_hours_share",
        groups="base.group_user",
        help="Hours spent, per cent of the budget.",
    )

    @api.depends("deliverable_ids.state")
    def _compute_deliverable_count(self):
        rows = self.env["agency.deliverable"]._read_group(
            [("project_id", "in", self.ids)], ["project_id", "state"], ["__count"]
        )
        total, approved = {}, {}
        for project, state, count in rows:
            total[project] = total.get(project, 0) + count
            if state == "approved":
                approved[project] = count
        for project in self:
            project.deliverable_count = total.get(project, 0)
            project.deliverable_approved_count = approved.get(project, 0)

    @api.depends("hours_spent", "allocated_hours")
    def _compute_hours_share(self):
        for project in self:
            project.hours_share = timing.budget_share(project.hours_spent, project.allocated_hours) or 0.0

    def write(self, vals):
        if "partner_id" in vals:
            client = self.env["res.partner"].browse(vals["partner_id"] or []).commercial_partner_id
            self._check_deliverables_stay_with_client(client)
        return super().write(vals)

    def _check_deliverables_stay_with_client(self, client):
        """What one client was shown, with its signatures, never becomes another client's."""
        # whoever changes the customer must not get around it by not seeing the deliverables
        shown_sudo = (
            self.env["agency.deliverable"]
            .sudo()
            .search(
                [("project_id", "in", self.ids), ("client_visible", "=", True), ("client_id", "!=", client.id)], limit=1
            )
        )
        if shown_sudo:
            raise ValidationError(
                _(
                    "%(client)s has been shown deliverables of %(project)s; they cannot become another client's. "
                    "Make a new project for the other client.",
                    client=shown_sudo.client_id.name,
                    project=shown_sudo.project_id.name,
                )
            )

    def action_view_deliverables(self):
        """:return: action showing the deliverables of this project"""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_deliverable_action") | {
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }
