from markupsafe import Markup

from odoo import models


class AgencyJobRequest(models.Model):
    """A job position says on the website what its request says, instead of stock's example text."""

    _inherit = "agency.job.request"

    def _prepare_job_values(self):
        values = super()._prepare_job_values()
        return values | {
            "website_description": Markup('<section class="pt32"><div class="container">%s</div></section>')
            % values["description"],
            # stock promises an answer within two days
            "job_details": False,
        }
