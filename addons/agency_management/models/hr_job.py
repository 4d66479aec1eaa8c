from odoo import fields, models


class HrJob(models.Model):
    """Job positions know the role of the people they look for."""

    _inherit = "hr.job"

    agency_role_id = fields.Many2one(
        "agency.role",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        # visitors and clients read published positions
        groups="agency_crm.group_agency_staff",
        help="Whoever is hired gets this role.",
    )
    agency_job_request_ids = fields.One2many(
        "agency.job.request",
        "job_id",
        string="Job Requests",
        groups="agency_crm.group_project_manager,agency_crm.group_hr_manager",
    )
