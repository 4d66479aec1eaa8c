from odoo import models


class MailActivity(models.Model):
    """Finishing a lead's first-response activity stops the clock of the first response."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        first_response = self.env.ref("agency_crm.activity_type_first_response", raise_if_not_found=False)
        done = self.filtered(
            lambda activity: activity.res_model == "crm.lead" and activity.activity_type_id == first_response
        )
        leads = self.env["crm.lead"].browse(done.mapped("res_id"))
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        # whoever may finish the activity may stop its clock, also where the lead belongs to a colleague
        leads.sudo().exists()._agency_first_responded()
        return result
