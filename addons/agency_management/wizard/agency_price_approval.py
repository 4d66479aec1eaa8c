from odoo import fields, models


class AgencyPriceApproval(models.TransientModel):
    """Ask for an approval of prices, give it or refuse it, each with a comment."""

    _name = "agency.price.approval"
    _description = "Approval of Prices"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    decision = fields.Selection(
        [("request", "Ask"), ("approve", "Approve"), ("reject", "Refuse")], required=True, default="request"
    )
    reasons = fields.Text(related="order_id.approval_reasons")
    comment = fields.Text()

    def action_confirm(self):
        """Do what was decided.

        :return: action closing the dialogue
        """
        self.ensure_one()
        if self.decision == "request":
            self.order_id._request_approval(self.comment or "")
        else:
            self.order_id._decide_approval(self.decision == "approve", self.comment or "")
        return {"type": "ir.actions.act_window_close"}
