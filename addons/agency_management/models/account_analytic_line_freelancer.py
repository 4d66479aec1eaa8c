from odoo import _, api, fields, models
from odoo.tools import SQL

from ..core import freelancer, time_approval
from .account_analytic_line_approval import CONTENT, CONTEXT_KEY, MOVE

#: Time that is on no bill of a freelancer that counts, as ``agency_vendor_billed`` says of one.
NOT_BILLED = (
    "|",
    ("agency_vendor_line_id", "=", False),
    "|",
    ("agency_vendor_line_id.parent_state", "=", "cancel"),
    ("agency_vendor_line_id.move_id.agency_hours_released", "=", True),
)


class AccountAnalyticLine(models.Model):
    """Time of freelancers knows the line of the vendor bill it is on, and is billed once.

    While it is on a bill that counts, it is locked. Cancelling the bill, crediting it in full or deleting it (or the
    line) gives the time back. A cancelled bill can take its time again as long as that was neither changed nor put on
    another bill.
    """

    _inherit = "account.analytic.line"

    agency_vendor_line_id = fields.Many2one(
        "account.move.line",
        string="Vendor Bill Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="agency_crm.group_project_manager,agency_crm.group_accountant",
    )
    agency_vendor_billed = fields.Boolean(
        "On a Vendor Bill",
        compute="_compute_agency_vendor_billed",
        compute_sudo=True,
        help="On a bill of the freelancer that was not cancelled or credited in full.",
    )

    @api.depends("agency_vendor_line_id.parent_state", "agency_vendor_line_id.move_id.agency_hours_released")
    def _compute_agency_vendor_billed(self):
        for line in self:
            bill = line.agency_vendor_line_id.move_id
            line.agency_vendor_billed = bool(bill) and bill._agency_counts()

    # ------------------------------------------------------------------ what it costs

    def _hourly_cost(self):
        self.ensure_one()
        company = self.company_id or self.env.company
        currency = self.employee_id.currency_id or company.currency_id
        asked = self.employee_id._agency_freelancer_hourly(self.date, currency, company) if self.employee_id else None
        return super()._hourly_cost() if asked is None else asked

    def _agency_cost_anew(self):
        """Write what time costs at the rates as they are now, unless a vendor has billed it. For elevated rights."""
        for line in self.filtered(lambda line: not line.agency_vendor_billed):
            company = line.company_id or self.env.company
            currency = line.employee_id.currency_id or line.currency_id
            # as stock does when time is entered; that also checks what may have been archived since
            amount = currency._convert(-line.unit_amount * line._hourly_cost(), line.currency_id, company, line.date)
            if line.currency_id.compare_amounts(amount, line.amount):
                # what the agency pays is no part of what was approved
                line.with_context(**{CONTEXT_KEY: MOVE}).write({"amount": amount})

    def _agency_work_in_core(self):
        """:return list: time as :class:`~..core.freelancer.Work`"""
        return [
            freelancer.Work(line.id, line.project_id.id, line.task_id.id or None, line.date, line.unit_amount)
            for line in self
        ]

    # ------------------------------------------------------------------ locks

    def _agency_hold(self):
        """Keep everybody else from billing or changing time until the transaction ends.

        Two who bill the same time at once take turns at the lock; the second is repeated by the server and finds
        nothing left to bill. For elevated rights.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT id FROM account_analytic_line WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", self.ids)
        )

    def _agency_on_document(self):
        return super()._agency_on_document() or self.agency_vendor_billed

    def _agency_lock(self):
        self.ensure_one()
        if self.project_id and self.agency_vendor_billed:
            return time_approval.BILLED
        return super()._agency_lock()

    def _agency_lock_message(self, lock):
        if lock != time_approval.BILLED:
            return super()._agency_lock_message(lock)
        # names of what the user wants to change
        line_sudo = self.sudo()
        return _(
            "%(hours)s h on %(project)s are on the vendor bill of %(person)s and stay as they are. Have the bill "
            "cancelled first.",
            hours=line_sudo._agency_clock(),
            project=line_sudo.project_id.display_name,
            person=line_sudo.employee_id.name,
        )

    def _agency_is_fixed(self):
        return super()._agency_is_fixed() or bool(self.project_id and self.agency_vendor_billed)

    def write(self, vals):
        changes = CONTENT.intersection(vals) - {"amount"}
        reopened = vals.get("agency_approval_state", time_approval.APPROVED) != time_approval.APPROVED
        result = super().write(vals)
        if changes or reopened:
            # a cancelled bill does not get back what it did not bill
            lines_sudo = self.sudo().filtered(lambda line: line.agency_vendor_line_id and not line.agency_vendor_billed)
            if lines_sudo:
                lines_sudo.write({"agency_vendor_line_id": False})
        return result
