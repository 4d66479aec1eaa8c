from odoo import _, fields, models

PLANNERS = "agency_crm.group_project_manager,agency_crm.group_hr_manager"


class AgencyRole(models.Model):
    """People of a role are looked for when it is short of them."""

    _inherit = "agency.role"

    job_request_ids = fields.One2many("agency.job.request", "role_id", string="Job Requests", groups=PLANNERS)
    job_request_count = fields.Integer(compute="_compute_job_request_count", groups=PLANNERS)

    def _compute_job_request_count(self):
        groups = self.env["agency.job.request"]._read_group([("role_id", "in", self.ids)], ["role_id"], ["__count"])
        counts = {role.id: count for role, count in groups}
        for role in self:
            role.job_request_count = counts.get(role.id, 0)

    def action_propose_job(self):
        """:return: action opening the open job request of the role; without one it is proposed now"""
        self.ensure_one()
        request = self.env["agency.job.request"]._propose(self, self.company_id or self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": _("Job Request"),
            "res_model": "agency.job.request",
            "res_id": request.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_view_job_requests(self):
        """:return: action listing the job requests of the role"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_job_request_action")
        return action | {
            "domain": [("role_id", "=", self.id)],
            "context": {"default_role_id": self.id},
        }
