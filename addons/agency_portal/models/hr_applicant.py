from odoo import _, models
from odoo.exceptions import UserError


class HrApplicant(models.Model):
    """Visitors apply for what is published, not for any position whose number they guess."""

    _inherit = "hr.applicant"

    def website_form_input_filter(self, request, values):
        values = super().website_form_input_filter(request, values)
        # an application for no position in particular is welcome
        if not values.get("job_id"):
            return values
        # visitors see published positions only; whether this one is must be asked all the same
        job_sudo = self.env["hr.job"].sudo().browse(int(values["job_id"])).exists()
        if not job_sudo.website_published:
            raise UserError(_("This job is not open any more. Choose another one from the list of jobs."))
        return values
