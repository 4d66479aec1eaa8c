from odoo import fields, models


class AgencyDeliverableComment(models.TransientModel):
    """Asks for the reason when a deliverable is sent back or taken back."""

    _name = "agency.deliverable.comment"
    _description = "Reason of a Deliverable's Way Back"

    deliverable_id = fields.Many2one("agency.deliverable", required=True, ondelete="cascade")
    action = fields.Selection([("fail", "Send Back"), ("withdraw", "Take Back")], required=True)
    comment = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Do what was asked for, with the reason given."""
        self.ensure_one()
        method = {"fail": "action_fail_check", "withdraw": "action_withdraw"}[self.action]
        getattr(self.deliverable_id, method)(comment=self.comment)
        return {"type": "ir.actions.act_window_close"}
