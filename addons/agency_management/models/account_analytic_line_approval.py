from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..core import time_approval

STATES = [
    (time_approval.DRAFT, "Open"),
    (time_approval.SUBMITTED, "Submitted"),
    (time_approval.APPROVED, "Approved"),
]
#: The only key to the fields that follow from actions, see the note in agency_deliverable.py.
MOVE = object()
CONTEXT_KEY = "agency_time_move"
#: Fields only an action may change.
EARNED = ("agency_approval_state", "agency_approved_by_id", "agency_approved_at")
#: What was submitted, approved and billed; all of it is locked together.
CONTENT = frozenset(
    (
        "date",
        "unit_amount",
        "product_uom_id",
        "employee_id",
        "user_id",
        "project_id",
        "task_id",
        "company_id",
        "name",
        "amount",
        "agency_time_kind_id",
        "agency_billable",
    )
)
#: What decides on which invoice, or vendor bill, time gets: nobody changes it by hand.
BILLING = frozenset(("timesheet_invoice_id", "agency_vendor_line_id"))


class AccountAnalyticLine(models.Model):
    """Time is submitted and approved, and locked from then on; invoiced time stays locked for ever.

    The locks hold for everybody who comes through the ORM, elevated rights included. What Odoo itself does to a line
    (which invoice it is on, which order line it counts for) is no change of the time and goes on.
    """

    _inherit = "account.analytic.line"

    agency_approval_state = fields.Selection(
        STATES, string="Approval", required=True, default=time_approval.DRAFT, readonly=True, copy=False, index=True
    )
    agency_approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False, ondelete="set null"
    )
    agency_approved_at = fields.Datetime("Approved on", readonly=True, copy=False)
    agency_invoiced = fields.Boolean(
        "Invoiced",
        compute="_compute_agency_invoiced",
        compute_sudo=True,
        help="On an invoice that was not cancelled or credited, or approved for a period of a retainer that is "
        "billed and over.",
    )

    @api.depends(
        "timesheet_invoice_id.state",
        "timesheet_invoice_id.payment_state",
        "agency_approval_state",
        "date",
        "project_id",
    )
    def _compute_agency_invoiced(self):
        by_retainer = self._agency_in_billed_periods()
        for line in self:
            on_invoice = not line._is_not_billed() and line.timesheet_invoice_id.payment_state != "reversed"
            line.agency_invoiced = on_invoice or line in by_retainer

    def _agency_in_billed_periods(self):
        """Retainers are billed in advance, so a period counts as billed once it is over.

        :return: the approved lines whose day lies in a period that the retainer of their project was billed for
        """
        approved = self.filtered(
            lambda line: line.project_id and line.agency_approval_state == time_approval.APPROVED and line.date
        )
        if not approved:
            return approved
        days = approved.mapped("date")
        # whether time was billed is a fact for whoever may see the time
        charges_sudo = (
            self.env["agency.retainer.charge"]
            .sudo()
            .search_fetch(
                [
                    ("retainer_id.project_id", "in", approved.project_id.ids),
                    ("period_start", "<=", max(days)),
                    ("period_end", ">=", min(days)),
                    ("period_end", "<", fields.Date.context_today(self)),
                ],
                ["retainer_id", "period_start", "period_end"],
            )
        )
        periods = {}
        for charge in charges_sudo:
            periods.setdefault(charge.retainer_id.project_id.id, set()).add((charge.period_start, charge.period_end))
        return approved.filtered(
            lambda line: any(start <= line.date <= end for start, end in periods.get(line.project_id.id, ()))
        )

    def _is_readonly(self):
        # Odoo's own views ask this, with elevated rights; who looks at the line is still known
        return super()._is_readonly() or bool(self._agency_lock())

    # ------------------------------------------------------------------ who approves

    @api.model
    def _agency_actor(self):
        """:return: the user as the rules of approval see it"""
        user = self.env.user
        return time_approval.Actor(
            user.id,
            is_administrator=user.has_group("agency_crm.group_administrator"),
            is_project_manager=user.has_group("agency_crm.group_project_manager"),
        )

    def _agency_entry(self):
        """:return: the line as the rules of approval see it"""
        self.ensure_one()
        # who manages whom is asked for the rule, not shown
        line_sudo = self.sudo()
        return time_approval.Entry(
            user=line_sudo.employee_id.user_id.id or None,
            manager=line_sudo.employee_id.parent_id.user_id.id or None,
            project_manager=line_sudo.project_id.user_id.id or None,
            self_approval=line_sudo.company_id.agency_time_self_approval,
        )

    def _agency_approvable(self):
        """:return: those of the lines the user may approve, send back and reopen"""
        actor = self._agency_actor()
        return self.filtered(lambda line: time_approval.may_approve(actor, line._agency_entry()))

    # ------------------------------------------------------------------ moves

    def _agency_move(self, move):
        """Take lines to their next state; the caller has checked who asks.

        Two who approve the same lines at once take turns at the lock; the second is repeated by the server and finds
        nothing left to do.

        :param str move: key of ``core.time_approval.MOVES``
        :return: the lines that moved, those in a state the move starts from; never those on an invoice or bill
        """
        # Odoo lets people write their own time only, approvers act on that of others
        lines_sudo = self.sudo()
        lines_sudo.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM account_analytic_line WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                lines_sudo.ids,
            )
        )
        start, end = time_approval.MOVES[move]
        moving = lines_sudo.filtered(lambda line: line.agency_approval_state in start)
        moving = moving.filtered(lambda line: not line._agency_on_document())
        vals = {"agency_approval_state": end}
        if move == time_approval.APPROVE:
            vals |= {"agency_approved_by_id": self.env.uid, "agency_approved_at": fields.Datetime.now()}
        elif move == time_approval.REOPEN:
            vals |= {"agency_approved_by_id": False, "agency_approved_at": False}
        moving.with_context(**{CONTEXT_KEY: MOVE}).write(vals)
        return moving

    # ------------------------------------------------------------------ locks

    def _agency_on_document(self):
        """:return bool: whether the time is on a document, and stays as it is while it is on it"""
        self.ensure_one()
        return self.agency_invoiced

    def _agency_lock(self):
        """:return: what keeps the user from changing the line: ``invoiced``, ``approved``, ``submitted`` or None"""
        self.ensure_one()
        if not self.project_id:
            return None
        may_correct = self.agency_approval_state == time_approval.SUBMITTED and bool(self._agency_approvable())
        return time_approval.lock(self.agency_approval_state, self.agency_invoiced, may_correct)

    def _agency_lock_message(self, lock):
        # names of what the user wants to change
        line_sudo = self.sudo()
        values = {
            "project": line_sudo.project_id.display_name,
            "day": format_date(self.env, line_sudo.date),
            "hours": line_sudo._agency_clock(),
        }
        if lock == time_approval.INVOICED:
            return _(
                "%(hours)s h on %(project)s, %(day)s, are invoiced and stay as they are. Book a correction on another "
                "day, or have the invoice credited.",
                **values,
            )
        if lock == time_approval.APPROVED:
            return _(
                "%(hours)s h on %(project)s, %(day)s, are approved. Ask whoever approved them to reopen the week.",
                **values,
            )
        return _(
            "%(hours)s h on %(project)s, %(day)s, are submitted. Take the week back before you change them.", **values
        )

    def _agency_check_unlocked(self):
        for line in self.filtered("project_id"):
            lock = line._agency_lock()
            if lock:
                raise UserError(line._agency_lock_message(lock))

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get(CONTEXT_KEY) is not MOVE:
            clean = []
            for vals in vals_list:
                kept = {name: value for name, value in vals.items() if name not in EARNED}
                if not self.env.su:
                    kept = {name: value for name, value in kept.items() if name not in BILLING}
                # said explicitly, so that no default from the context of a request makes new time approved
                clean.append(kept | {"agency_approval_state": time_approval.DRAFT})
            vals_list = clean
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get(CONTEXT_KEY) is not MOVE:
            if any(name in vals for name in EARNED):
                raise UserError(
                    _("Approval is not written by hand. Use Submit, Approve, Send Back and Reopen on the week.")
                )
            if not self.env.su and BILLING.intersection(vals):
                raise UserError(
                    _("Which invoice time is on is not written by hand. It follows from making the invoice.")
                )
            if CONTENT.intersection(vals):
                self._agency_check_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agency_locked(self):
        self._agency_check_unlocked()

    # a task that moves to another project takes its open time along, not what was approved
    def _compute_project_id(self):
        super(AccountAnalyticLine, self.filtered(lambda line: not line._agency_is_fixed()))._compute_project_id()

    def _compute_task_id(self):
        super(AccountAnalyticLine, self.filtered(lambda line: not line._agency_is_fixed()))._compute_task_id()

    def _compute_agency_billable(self):
        super(AccountAnalyticLine, self.filtered(lambda line: not line._agency_is_fixed()))._compute_agency_billable()

    def _agency_is_fixed(self):
        """:return bool: whether the line is approved or invoiced, whoever looks at it"""
        return bool(
            self.project_id and time_approval.lock(self.agency_approval_state, self.agency_invoiced, may_correct=True)
        )
