from odoo import _, models
from odoo.exceptions import UserError


class AgencyBooking(models.Model):
    """A placeholder that nobody can take is a reason to look for people."""

    _inherit = "agency.booking"

    def action_propose_job(self):
        """:return: action opening the job request of the role this placeholder needs"""
        self.ensure_one()
        if not self.role_id:
            raise UserError(_("Say which role the time is needed for, then propose a job."))
        return self.role_id.with_company(self.company_id).action_propose_job()
