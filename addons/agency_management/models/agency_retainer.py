from decimal import Decimal

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..core import recurrence

STATES = [
    ("draft", "Draft"),
    ("active", "Active"),
    ("paused", "Paused"),
    ("ended", "Ended"),
    ("cancelled", "Cancelled"),
]
POLICIES = [
    ("draft", "Leave as Draft"),
    ("post", "Post"),
    ("send", "Post and Send"),
]
CLOSE_REASONS = [
    ("price", "Price"),
    ("results", "Results"),
    ("budget", "Budget Cut"),
    ("in_house", "Takes Work In-house"),
    ("competitor", "Goes to Another Agency"),
    ("closed", "Business Closed or Sold"),
    ("ours", "Our Decision"),
    ("other", "Other"),
]
#: States in which the billing run makes invoices: a paused retainer may still owe the days before its pause.
BILLED_STATES = ("active", "paused")
#: What invoices were made from: fixed with the first of them.
FROZEN_FIELDS = ("start_date", "anchor_day", "currency_id", "company_id", "client_id")


class AgencyRetainer(models.Model):
    """Work a client pays for month by month: what is in force when, what has been billed, what is still open.

    A retainer is the sum of its lines, each with the days it is in force. A price step is a line that ends and one
    that begins; a pause ends the lines and a resumption begins new ones. When what is due follows from the lines
    alone (``core/recurrence.py``); what has been billed is in the charges, one for each line and period.
    """

    _name = "agency.retainer"
    _inherit = ["agency.client.mixin", "portal.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Retainer"
    _order = "next_invoice_date, id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default=lambda self: _("New"))
    client_id = fields.Many2one(required=True, tracking=True)
    company_id = fields.Many2one(required=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Invoice Address",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', client_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        domain="[('share', '=', False)]",
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", check_company=True
    )
    package_id = fields.Many2one("agency.service.package", readonly=True, index="btree_not_null", ondelete="restrict")
    project_id = fields.Many2one(
        "project.project",
        index="btree_not_null",
        check_company=True,
        domain="[('client_id', '=', client_id)]",
        help="The hours logged on this project count against the included hours.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, index=True, tracking=True
    )
    policy = fields.Selection(
        POLICIES,
        string="Invoices",
        required=True,
        default=lambda self: self.env.company.agency_retainer_policy,
        tracking=True,
        groups="base.group_user",
        help="What happens to the invoices the billing run makes.",
    )
    start_date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    end_date = fields.Date(tracking=True, help="Last day of the term. Empty: runs until it is cancelled.")
    anchor_day = fields.Integer(
        "Billing Day",
        compute="_compute_anchor_day",
        store=True,
        precompute=True,
        readonly=False,
        help="Day of the month on which a new period begins. In shorter months it is the last day.",
    )
    minimum_term_months = fields.Integer("Term (months)", help="Length of the first term and of each renewal.")
    included_hours = fields.Float(help="Hours of work the monthly fee includes.")
    line_ids = fields.One2many("agency.retainer.line", "retainer_id", copy=True)
    charge_ids = fields.One2many("agency.retainer.charge", "retainer_id", groups="agency_crm.group_accountant")
    invoice_ids = fields.One2many("account.move", "retainer_id", groups="account.group_account_invoice")
    paused_on = fields.Date(readonly=True, copy=False)
    close_reason = fields.Selection(CLOSE_REASONS, readonly=True, copy=False, tracking=True, groups="base.group_user")
    close_note = fields.Text(readonly=True, copy=False, groups="base.group_user")

    next_invoice_date = fields.Date(compute="_compute_next_invoice_date", store=True, index=True, compute_sudo=True)
    mrr = fields.Monetary(
        "Monthly Revenue",
        compute="_compute_mrr",
        store=True,
        compute_sudo=True,
        help="Untaxed price of one month with the lines in force on the day it was last computed (daily).",
    )
    mrr_company = fields.Monetary(
        "Monthly Revenue (company currency)",
        currency_field="company_currency_id",
        compute="_compute_mrr",
        store=True,
        compute_sudo=True,
        groups="base.group_user",
        help="Converted at the rate of the day it was last computed.",
    )
    mrr_date = fields.Date(compute="_compute_mrr", store=True, compute_sudo=True, groups="base.group_user")
    hours_used = fields.Float(compute="_compute_hours", compute_sudo=True, help="Logged in the current period.")
    hours_balance = fields.Float(
        compute="_compute_hours", compute_sudo=True, help="Included hours minus hours logged in the current period."
    )
    period_start = fields.Date("Current Period From", compute="_compute_hours", compute_sudo=True)
    period_end = fields.Date("Current Period To", compute="_compute_hours", compute_sudo=True)
    invoice_count = fields.Integer(compute="_compute_payments", compute_sudo=True)
    amount_invoiced = fields.Monetary(
        "Invoiced", compute="_compute_payments", compute_sudo=True, help="Taxes included."
    )
    amount_paid = fields.Monetary("Paid", compute="_compute_payments", compute_sudo=True)
    amount_residual = fields.Monetary("Open", compute="_compute_payments", compute_sudo=True)
    deposit_left = fields.Monetary(
        "Deposit to Deduct", compute="_compute_deposit_left", compute_sudo=True, help="Untaxed, paid with the order."
    )
    is_billed = fields.Boolean(compute="_compute_is_billed", compute_sudo=True, help="Something was billed already.")
    billing_error = fields.Text(readonly=True, copy=False, groups="base.group_user")
    billing_failures = fields.Integer(readonly=True, copy=False, groups="base.group_user")
    sending_error = fields.Text(readonly=True, copy=False, groups="base.group_user")

    _sql_constraints = [
        ("order_unique", "UNIQUE(order_id)", "This order already has its retainer."),
        ("anchor_in_month", "CHECK(anchor_day BETWEEN 1 AND 31)", "The billing day must be a day from 1 to 31."),
        (
            "dates_in_order",
            "CHECK(end_date IS NULL OR end_date >= start_date)",
            "A retainer cannot end before it starts.",
        ),
        ("hours_positive", "CHECK(included_hours >= 0)", "Included hours cannot be negative."),
        ("term_positive", "CHECK(minimum_term_months >= 0)", "The term cannot be negative."),
    ]

    # ------------------------------------------------------------------ computed

    @api.depends("client_id")
    def _compute_partner_id(self):
        for retainer in self:
            if retainer.partner_id.commercial_partner_id != retainer.client_id:
                addresses = retainer.client_id.address_get(["invoice"])
                retainer.partner_id = addresses.get("invoice") or retainer.client_id

    @api.depends("start_date")
    def _compute_anchor_day(self):
        for retainer in self:
            if not retainer.anchor_day or retainer.state == "draft":
                retainer.anchor_day = retainer.start_date.day if retainer.start_date else 1

    def _compute_access_url(self):
        super()._compute_access_url()
        for retainer in self:
            retainer.access_url = f"/my/agency/retainers/{retainer.id}"

    @api.depends(
        "state",
        "start_date",
        "end_date",
        "anchor_day",
        "line_ids.start_date",
        "line_ids.end_date",
        "charge_ids.period_start",
        "charge_ids.retainer_line_id",
    )
    def _compute_next_invoice_date(self):
        charged = self._charged()
        for retainer in self:
            day = None
            if retainer.state in BILLED_STATES and retainer.anchor_day:
                day = recurrence.next_due(retainer._slices(), retainer.anchor_day, charged.get(retainer.id, set()))
            retainer.next_invoice_date = day or False

    @api.depends(
        "state",
        "currency_id",
        "company_id",
        "end_date",
        "line_ids.start_date",
        "line_ids.end_date",
        "line_ids.price_subtotal",
    )
    def _compute_mrr(self):
        for retainer in self:
            today = retainer._billing_today()
            amount = 0.0
            if retainer.state == "active":
                amount = sum(retainer.line_ids.filtered(lambda line: line._in_force(today)).mapped("price_subtotal"))
            retainer.mrr = amount
            retainer.mrr_company = retainer.currency_id._convert(
                amount, retainer.company_id.currency_id, retainer.company_id, today
            )
            retainer.mrr_date = today

    @api.depends("included_hours", "project_id", "anchor_day", "project_id.timesheet_ids.unit_amount")
    def _compute_hours(self):
        current = {
            retainer: recurrence.period_of(retainer._billing_today(), retainer.anchor_day or 1) for retainer in self
        }
        logged = []
        if self.project_id:
            # periods of different retainers differ; one query over the days all of them span
            logged = self.env["account.analytic.line"]._read_group(
                [
                    ("project_id", "in", self.project_id.ids),
                    ("date", ">=", min(period.start for period in current.values())),
                    ("date", "<=", max(period.end for period in current.values())),
                ],
                ["project_id", "date:day"],
                ["unit_amount:sum"],
            )
        for retainer in self:
            period = current[retainer]
            retainer.period_start, retainer.period_end = period.start, period.end
            retainer.hours_used = sum(
                hours
                for project, day, hours in logged
                if project == retainer.project_id and period.start <= fields.Date.to_date(day) <= period.end
            )
            retainer.hours_balance = retainer.included_hours - retainer.hours_used

    @api.depends("invoice_ids.state", "invoice_ids.amount_total", "invoice_ids.amount_residual")
    def _compute_payments(self):
        totals = {}
        rows = self.env["account.move"]._read_group(
            [("retainer_id", "in", self.ids), ("state", "!=", "cancel")],
            ["retainer_id", "move_type", "state"],
            ["__count", "amount_total:sum", "amount_residual:sum"],
        )
        for retainer, move_type, state, count, total, residual in rows:
            row = totals.setdefault(retainer.id, [0, 0.0, 0.0])
            row[0] += count
            if state == "posted":
                sign = -1 if move_type == "out_refund" else 1
                row[1] += sign * total
                row[2] += sign * residual
        # assigning an amount reads the currency of that record alone: have all of them at hand
        self.fetch(["currency_id"])
        for retainer in self:
            count, total, residual = totals.get(retainer.id, (0, 0.0, 0.0))
            retainer.invoice_count = count
            retainer.amount_invoiced = total
            retainer.amount_residual = residual
            retainer.amount_paid = total - residual

    @api.depends("order_id")
    def _compute_deposit_left(self):
        for retainer in self:
            retainer.deposit_left = sum(left for _line, left in retainer.order_id._agency_deposit_left("monthly"))

    @api.depends("charge_ids")
    def _compute_is_billed(self):
        charged = self._charged()
        for retainer in self:
            retainer.is_billed = bool(charged.get(retainer.id))

    # ------------------------------------------------------------------ rules

    @api.constrains("client_id", "partner_id")
    def _check_partner(self):
        for retainer in self:
            if retainer.partner_id.commercial_partner_id != retainer.client_id:
                raise ValidationError(
                    _(
                        "%(address)s does not belong to %(client)s. Choose one of the client's addresses.",
                        address=retainer.partner_id.display_name,
                        client=retainer.client_id.display_name,
                    )
                )

    @api.constrains("end_date")
    def _check_end_after_billed(self):
        for retainer in self.filtered("end_date"):
            covered = retainer._covered_until()
            if covered and retainer.end_date < covered:
                raise ValidationError(
                    _(
                        "%(retainer)s is billed until %(date)s. End it on that day or later, or credit the invoice "
                        "first.",
                        retainer=retainer.name,
                        date=format_date(retainer.env, covered),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name") or vals["name"] == _("New"):
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = self.env["ir.sequence"].with_company(company).next_by_code("agency.retainer") or _("New")
        return super().create(vals_list)

    def write(self, vals):
        frozen = [name for name in FROZEN_FIELDS if name in vals]
        for retainer in self.filtered("is_billed") if frozen else self.browse():
            for field in (self._fields[name] for name in frozen):
                if field.convert_to_cache(vals[field.name], retainer) != field.convert_to_cache(
                    retainer[field.name], retainer
                ):
                    raise UserError(
                        _(
                            "%(retainer)s was billed already: start, billing day, currency, company and client cannot "
                            "change. End it and make a new retainer instead.",
                            retainer=retainer.name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        for retainer in self:
            if retainer.state != "draft" or retainer.is_billed:
                raise UserError(
                    _("%(retainer)s is not a draft. Cancel it instead of deleting it.", retainer=retainer.name)
                )

    # ------------------------------------------------------------------ what the core works on

    def _billing_today(self):
        """:return date: today where the company of the retainer bills (the day is the company's, not the user's)"""
        company = self.company_id or self.env.company
        return fields.Date.context_today(self.with_context(tz=company._agency_tz()))

    def _slices(self):
        """:return: list of ``recurrence.Slice``, what is in force when; without lines that never come into force"""
        self.ensure_one()
        result = []
        for line in self.line_ids:
            start = line._first_day()
            if line.is_suspended and self.paused_on and start >= self.paused_on:
                continue
            end = min((day for day in (line.end_date, self.end_date) if day), default=None)
            if end is None or start <= end:
                result.append(recurrence.Slice(line.id, start, end, Decimal(str(line.amount))))
        return result

    def _charged(self):
        """:return dict: retainer id -> set of ``(line id, first day)`` billed already"""
        result = {}
        # what was billed decides what is due, for whoever looks at the retainer
        charges_sudo = self.env["agency.retainer.charge"].sudo()
        for charge in charges_sudo.search_fetch(
            [("retainer_id", "in", self.ids)], ["retainer_id", "retainer_line_id", "period_start"]
        ):
            result.setdefault(charge.retainer_id.id, set()).add((charge.retainer_line_id.id, charge.period_start))
        return result

    def _covered_until(self):
        """:return date: last day anything of this retainer has been billed for, None when nothing was"""
        self.ensure_one()
        # same as in _charged: facts about the retainer itself
        charges_sudo = self.env["agency.retainer.charge"].sudo()
        [(last,)] = charges_sudo._read_group([("retainer_id", "=", self.id)], [], ["period_end:max"])
        return last or None
