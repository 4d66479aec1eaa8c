from odoo import api, fields, models


class ResPartnerDeliverables(models.Model):
    """Deliverables on the client's form."""

    _inherit = "res.partner"

    deliverable_count = fields.Integer(compute="_compute_deliverable_count", groups="agency_crm.group_agency_staff")

    @api.depends_context("uid")
    def _compute_deliverable_count(self):
        counts = dict(
            self.env["agency.deliverable"]._read_group([("client_id", "in", self.ids)], ["client_id"], ["__count"])
        )
        for partner in self:
            partner.deliverable_count = counts.get(partner, 0)

    def action_view_deliverables(self):
        """:return: action showing the client's deliverables"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_deliverable_action")
        return action | {"domain": [("client_id", "=", self.id)], "context": {}}
