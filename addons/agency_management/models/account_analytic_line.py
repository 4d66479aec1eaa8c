from odoo import api, models


class AccountAnalyticLine(models.Model):
    """Time a client may see: that of its projects which share their hours.

    Stock's portal pages read time with elevated rights by who follows the project, which would also let in contacts
    whose membership was revoked.
    """

    _inherit = "account.analytic.line"

    @api.model
    def _timesheet_get_portal_domain(self):
        user = self.env.user
        if not user.share:
            return super()._timesheet_get_portal_domain()
        return [
            ("project_id.share_hours", "=", True),
            ("project_id.client_id.member_ids.user_id", "=", user.id),
        ]
