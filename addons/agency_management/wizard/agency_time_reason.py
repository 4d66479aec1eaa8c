from odoo import fields, models

from ..core import time_approval


class AgencyTimeReason(models.TransientModel):
    """Asks for the reason when time is sent back or reopened."""

    _name = "agency.time.reason"
    _description = "Reason of Time's Way Back"

    week_ids = fields.Many2many("agency.timesheet.week", required=True)
    move = fields.Selection(
        [(time_approval.SEND_BACK, "Send Back"), (time_approval.REOPEN, "Reopen")], required=True, readonly=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Do what was asked for, with the reason given."""
        self.ensure_one()
        if self.move == time_approval.SEND_BACK:
            self.week_ids.action_send_back(self.reason)
        else:
            self.week_ids.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
