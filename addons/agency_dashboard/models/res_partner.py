from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    data_source_ids = fields.One2many(
        "agency.data.source", "client_id", string="Data Sources", groups="agency_crm.group_team_member"
    )

    def action_view_client_dashboard(self):
        """:return: client action showing the figures of this client"""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("agency_dashboard.client_dashboard_action")
        action["params"] = {"client_id": self.commercial_partner_id.id}
        return action
