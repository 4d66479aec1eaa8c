from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Administrators of an empty agency start at the first steps, until those are done or skipped."""
        info = super().session_info()
        user = self.env.user
        if (
            not info.get("home_action_id")
            and user.has_group("agency_crm.group_administrator")
            and user.company_id._agency_first_steps_pending()
        ):
            info["home_action_id"] = self.env.ref("agency_portal.agency_first_steps_action").id
        return info
