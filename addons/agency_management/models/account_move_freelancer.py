from odoo import _, fields, models
from odoo.exceptions import UserError

#: Hours that two sums may differ by and still be the same.
TOLERANCE = 0.005


class AccountMove(models.Model):
    """Vendor bills of freelancers' hours: what they hold while they count, and that they take back only their own."""

    _inherit = "account.move"

    agency_freelancer_id = fields.Many2one(
        "hr.employee",
        string="Freelancer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
        help="Whose approved hours this bill was made from.",
    )

    agency_hours_released = fields.Boolean(
        "Hours Given Back",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Posted credit notes take back everything this bill of a freelancer billed.",
    )

    def _agency_counts(self):
        """:return bool: whether a bill holds its hours: neither cancelled nor credited in full"""
        self.ensure_one()
        return self.state != "cancel" and not self.agency_hours_released

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted.reversed_entry_id._agency_update_released()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self.reversed_entry_id._agency_update_released()
        (self | self.reversed_entry_id)._agency_check_freelancer_time()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self.reversed_entry_id._agency_update_released()
        self.reversed_entry_id._agency_check_freelancer_time()
        return result

    def _agency_update_released(self):
        """Write down whether bills are credited in full.

        By what posted credit notes take back, not by the state of payment: that also changes when somebody matches the
        credit note with something else, and 19.0 keeps it while the credit note is reset to draft.
        """
        bills = self.filtered(lambda move: move.move_type == "in_invoice" and move.agency_freelancer_id)
        credited = bills._credited()
        for bill in bills:
            if bill.agency_hours_released != (bill in credited):
                bill.agency_hours_released = bill in credited

    def _agency_check_freelancer_time(self):
        """Bills that count again still have the hours they bill.

        :raise UserError: some of them were changed, or billed otherwise, since the bill was cancelled or credited
        """
        # whoever keeps the books need not see the time
        bills_sudo = self.sudo().filtered(lambda move: move.move_type == "in_invoice" and move._agency_counts())
        lines_sudo = bills_sudo.invoice_line_ids.filtered("agency_freelancer_hours")
        if not lines_sudo:
            return
        # taken again, so nobody else bills it meanwhile
        lines_sudo.agency_time_ids._agency_hold()
        for line_sudo in lines_sudo:
            held = sum(line_sudo.agency_time_ids.mapped("unit_amount"))
            if abs(held - line_sudo.agency_freelancer_hours) > TOLERANCE:
                raise UserError(
                    _(
                        "“%(line)s” billed %(billed).2f hours, of which %(held).2f are left: the others were changed "
                        "or are on another bill. Leave this bill cancelled and make a new one from Freelancer Hours.",
                        line=line_sudo.name,
                        billed=line_sudo.agency_freelancer_hours,
                        held=held,
                    )
                )

    def action_agency_freelancer_time(self):
        """:return: action with the hours on these bills"""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_freelancer_time_action")
        return action | {"domain": [("move_id", "in", self.ids)], "context": {}}
