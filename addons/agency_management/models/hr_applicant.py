from odoo import fields, models


class HrApplicant(models.Model):
    """Whoever is hired gets the role of the position and counts for its job request."""

    _inherit = "hr.applicant"

    agency_job_request_id = fields.Many2one(
        "agency.job.request",
        string="Hired For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The job request this person was hired for.",
    )

    def _get_employee_create_vals(self):
        values = super()._get_employee_create_vals()
        # whoever hires need not be one of the agency's people
        role_sudo = self.sudo().job_id.agency_role_id
        if role_sudo:
            values["agency_role_id"] = role_sudo.id
        return values

    def create_employee_from_applicant(self):
        action = super().create_employee_from_applicant()
        self.env["agency.job.request"]._count_hire(self)
        return action
