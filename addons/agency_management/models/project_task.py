from odoo import fields, models


class ProjectTask(models.Model):
    """Tasks made from the templates of services: role, service, visible to the client or not."""

    _inherit = "project.task"

    client_id = fields.Many2one("res.partner", string="Client", related="project_id.client_id", store=True, index=True)
    agency_service_id = fields.Many2one("agency.service", string="Service", index="btree_not_null", ondelete="set null")
    agency_role_id = fields.Many2one("agency.role", index="btree_not_null", ondelete="set null")
    agency_start_date = fields.Date("Planned Start", help="First day of work; the deadline is the last one.")
    client_visible = fields.Boolean("Visible to Client", help="The client sees the task in the portal.")

    def write(self, vals):
        result = super().write(vals)
        if {"user_ids", "date_deadline"}.intersection(vals):
            # a plan may have become complete
            clients = self.project_id.sudo().filtered("agency_order_id").client_id
            clients._agency_onboardings_open()._check_conditions()
        return result
