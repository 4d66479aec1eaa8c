from odoo import _, fields, models


class ResPartner(models.Model):
    """What runs for a client."""

    _inherit = "res.partner"

    agency_onboarding_ids = fields.One2many("agency.onboarding", "client_id", groups="base.group_user")
    agency_onboarding_count = fields.Integer(compute="_compute_agency_counts", groups="base.group_user")
    agency_project_count = fields.Integer(compute="_compute_agency_counts", groups="base.group_user")

    def _compute_agency_counts(self):
        onboardings = dict(
            self.env["agency.onboarding"]._read_group([("client_id", "in", self.ids)], ["client_id"], ["__count"])
        )
        projects = dict(
            self.env["project.project"]._read_group([("client_id", "in", self.ids)], ["client_id"], ["__count"])
        )
        for partner in self:
            partner.agency_onboarding_count = onboardings.get(partner, 0)
            partner.agency_project_count = projects.get(partner, 0)

    def _agency_onboardings_open(self):
        """:return: running onboardings (elevated) of the clients these partners belong to"""
        # whoever changes a fact (a client uploading, a payment) completes steps it may not even see
        return (
            self.env["agency.onboarding"]
            .sudo()
            .search([("client_id", "in", self.sudo().commercial_partner_id.ids), ("state", "=", "running")])
        )

    def action_view_agency_onboardings(self):
        """:return: action showing the onboardings of this client"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Onboardings"),
            "res_model": "agency.onboarding",
            "view_mode": "list,kanban,form",
            "domain": [("client_id", "=", self.id)],
            "context": {"default_client_id": self.id},
        }

    def action_view_agency_projects(self):
        """:return: action showing the projects of this client"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Projects"),
            "res_model": "project.project",
            "view_mode": "kanban,list,form",
            "domain": [("client_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
