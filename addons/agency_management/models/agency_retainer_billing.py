import logging
from itertools import groupby

import psycopg2

from odoo import Command, _, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, split_every

from odoo.addons.queue_job.job import identity_exact

from ..core import recurrence
from .agency_retainer import BILLED_STATES

_logger = logging.getLogger(__name__)

#: Channel of the jobs that bill and send, see data/agency_retainer_data.xml.
CHANNEL = "root.agency_billing"
#: Retainers billed by one job.
JOB_SIZE = 50
#: After so many failed attempts in a row the responsible person gets an activity.
FAILURES_BEFORE_ACTIVITY = 3


class AgencyRetainer(models.Model):
    """The billing run of retainers.

    The scheduled action only enqueues; each job bills a few retainers, and one that fails stops no other. A job can
    be run any number of times: what is billed is in the charges. Invoices are sent by jobs of their own, after the
    transaction that made them: a PDF that fails costs no invoice.
    """

    _inherit = "agency.retainer"

    # ------------------------------------------------------------------ the nightly run

    def _cron_bill(self):
        """Enqueue the retainers that are due, and each of their invoices that still has to be sent."""
        self._refresh_daily_figures()
        self._search_due()._enqueue_billing()
        unsent = self.env["account.move"].search(
            [("agency_to_send", "=", True), ("state", "=", "posted"), ("retainer_id", "!=", False)]
        )
        self._enqueue_sending(unsent)
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        self.search(
            [("state", "in", BILLED_STATES), ("end_date", "<", tomorrow), ("next_invoice_date", "=", False)]
        )._close_past()

    def _search_due(self):
        """:return: retainers with something to bill today, the day being that of each one's company"""
        # east of Greenwich it may be tomorrow already; which ones are due is then asked company by company
        latest = fields.Date.add(fields.Date.today(), days=1)
        domain = [("next_invoice_date", "<=", latest), ("state", "in", BILLED_STATES)]
        due = self.browse()
        for _company, retainers in self.search(domain).grouped("company_id").items():
            today = retainers[0]._billing_today()
            due |= retainers.filtered(lambda retainer, today=today: retainer.next_invoice_date <= today)
        return due

    def _enqueue_billing(self):
        """Enqueue jobs that bill these retainers, a small batch of one company each.

        Making invoices in a batch takes a third of the time of making them one by one; a batch in which one retainer
        fails is billed one by one.
        """
        for retainers in self.grouped("company_id").values():
            for batch in split_every(JOB_SIZE, retainers.ids, self.browse):
                batch.with_delay(
                    channel=CHANNEL,
                    identity_key=identity_exact,
                    description=_("Bill %(count)s retainers from %(name)s on", count=len(batch), name=batch[0].name),
                )._job_bill()

    def _refresh_daily_figures(self):
        """Recompute the monthly revenue of retainers with a line that began or ended since it was computed."""
        self.env.flush_all()
        today = fields.Date.today()
        self.env.cr.execute(
            """
            SELECT DISTINCT retainer.id
              FROM agency_retainer AS retainer
              JOIN agency_retainer_line AS line ON line.retainer_id = retainer.id
             WHERE retainer.state = 'active'
               AND retainer.mrr_date < %(today)s
               AND (COALESCE(line.start_date, retainer.start_date) BETWEEN retainer.mrr_date + 1 AND %(today)s
                 OR retainer.start_date BETWEEN retainer.mrr_date + 1 AND %(today)s
                 OR line.end_date BETWEEN retainer.mrr_date AND %(today)s - 1
                 OR retainer.end_date BETWEEN retainer.mrr_date AND %(today)s - 1)
            """,
            {"today": today},
        )
        stale = self.browse([row[0] for row in self.env.cr.fetchall()])
        for name in ("mrr", "mrr_company", "mrr_date"):
            self.env.add_to_compute(self._fields[name], stale)

    # ------------------------------------------------------------------ jobs

    def _job_bill(self):
        """Job: bill retainers of one company for everything due on its day."""
        retainers = self.exists()
        if retainers:
            retainers._bill(retainers[0]._billing_today())

    def _job_send(self, move_id):
        """Job: send one invoice. A failure stays visible on the retainer and is tried again by the next run."""
        self.ensure_one()
        self.env.cr.execute("SELECT id FROM account_move WHERE id = %s FOR UPDATE", [move_id])
        move = self.env["account.move"].browse(move_id).exists()
        if not move or move.state != "posted" or not move.agency_to_send:
            return
        try:
            with self.env.cr.savepoint():
                move._agency_send()
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.warning("Invoice %s of retainer %s could not be sent", move_id, self.id, exc_info=True)
            message = _(
                "Invoice %(invoice)s could not be sent: %(error)s", invoice=move.name, error=self._error_text(error)
            )
            self.sending_error = message
            self._warn_responsible(_("Invoice could not be sent"), message)
        else:
            self.filtered("sending_error").sending_error = False

    def _enqueue_sending(self, moves):
        """Enqueue one job for each invoice; an invoice that is waiting already is not enqueued again."""
        for move in moves:
            move.retainer_id.with_delay(
                channel=CHANNEL,
                identity_key=f"agency.retainer.send:{move.id}",
                description=_("Send invoice %(name)s", name=move.name),
            )._job_send(move.id)

    # ------------------------------------------------------------------ billing

    def action_bill(self):
        """Bill everything due today, now; errors are shown instead of being kept for later."""
        self._check_state(*BILLED_STATES)
        moves = self.env["account.move"]
        for retainer in self:
            moves |= retainer._bill_due(retainer._billing_today())
            retainer._billing_succeeded()
        self._enqueue_sending(moves.filtered("agency_to_send"))
        if not moves:
            raise UserError(_("Nothing is due today."))
        return self.action_view_invoices()

    def _bill(self, until):
        """Bill everything due up to a day. May be run any number of times and by several processes at once.

        :param date until: due means on or before this day
        :return: ``account.move`` records made, posted when the policy says so
        :raise psycopg2.OperationalError: somebody else bills the same retainer; to be retried
        """
        try:
            with self.env.cr.savepoint():
                moves = self._bill_due(until)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            if len(self) > 1:
                # bill each on its own, so that only the one fails that has to
                moves = self.env["account.move"]
                for retainer in self:
                    moves |= retainer._bill(until)
                return moves
            _logger.warning("Retainer %s could not be billed", self.id, exc_info=True)
            self._billing_failed(error)
            return self.env["account.move"]
        self._billing_succeeded()
        self._enqueue_sending(moves.filtered("agency_to_send"))
        return moves

    def _bill_due(self, until):
        """Reserve what is due, make its invoices and post them; all or nothing, errors pass through."""
        if not self:
            return self.env["account.move"]
        self.flush_recordset()
        self.env.cr.execute("SELECT id FROM agency_retainer WHERE id IN %s ORDER BY id FOR UPDATE", [tuple(self.ids)])
        self.invalidate_recordset()
        charged = self._charged()
        due = []
        for retainer in self.filtered(lambda retainer: retainer.state in BILLED_STATES):
            for charge in recurrence.charges(
                retainer._slices(),
                until,
                retainer.anchor_day,
                retainer.currency_id.decimal_places,
                charged.get(retainer.id, frozenset()),
            ):
                due.append((retainer, charge))
        # charges are written by the billing alone, whoever starts it
        reserved_sudo = (
            self.env["agency.retainer.charge"]
            .sudo()
            ._reserve(
                [
                    {
                        "retainer_line_id": charge.key,
                        "retainer_id": retainer.id,
                        "company_id": retainer.company_id.id,
                        "period_start": charge.period.start,
                        "period_end": charge.period.end,
                        "amount": charge.amount,
                    }
                    for retainer, charge in due
                ]
            )
        )
        by_key = {(row.retainer_line_id.id, row.period_start): row for row in reserved_sudo}
        groups = [
            (retainer, [charge for _retainer, charge in items])
            for (retainer, _start), items in groupby(
                [item for item in due if (item[1].key, item[1].period.start) in by_key],
                key=lambda item: (item[0], item[1].whole.start),
            )
        ]
        moves = self._create_invoices([retainer for retainer, _charges in groups], [items for _r, items in groups])
        for move, (_retainer, items) in zip(moves, groups):
            for charge in items:
                by_key[charge.key, charge.period.start].move_id = move
        to_post = moves.filtered(lambda move: move.retainer_id.policy != "draft")
        if to_post:
            to_post.action_post()
        return moves

    def _create_invoices(self, retainers, charges):
        """Make one invoice for each retainer and period.

        :param retainers: list of retainers, one for each invoice
        :param charges: list of lists of ``recurrence.Charge``, what each invoice bills
        :return: ``account.move`` records in the same order
        """
        deducted = {}
        values = []
        for retainer, items in zip(retainers, charges):
            lang = retainer.partner_id.lang or self.env.lang
            localized = retainer.with_context(lang=lang).with_company(retainer.company_id)
            values.append(localized._prepare_invoice(items, deducted))
        moves = self.env["account.move"]
        # one create for each company: defaults such as the journal depend on it
        for company, indexed in groupby(enumerate(values), key=lambda item: item[1]["company_id"]):
            batch = [vals for _index, vals in indexed]
            moves |= self.env["account.move"].with_company(company).create(batch)
        return moves

    def _prepare_invoice(self, charges, deducted):
        """:return dict: values of the invoice of one period

        :param charges: list of ``recurrence.Charge``
        :param dict deducted: deposit already deducted by invoices of this run, see ``_prepare_deposit_lines``
        """
        self.ensure_one()
        # who bills need not be allowed to read orders
        order_sudo = self.order_id.sudo()
        values = {
            "move_type": "out_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self._billing_today(),
            "invoice_origin": order_sudo.name or self.name,
            "invoice_user_id": self.user_id.id,
            "retainer_id": self.id,
            "agency_order_id": order_sudo.id,
            "agency_to_send": self.policy == "send",
        }
        if order_sudo:
            values["ref"] = order_sudo.client_order_ref
            values["partner_shipping_id"] = order_sudo.partner_shipping_id.id
            values["fiscal_position_id"] = order_sudo.fiscal_position_id.id
            if order_sudo.payment_term_id:
                values["invoice_payment_term_id"] = order_sudo.payment_term_id.id
        lines = [self._prepare_invoice_line(charge) for charge in charges]
        lines += self._prepare_deposit_lines(charges, deducted)
        values["invoice_line_ids"] = [Command.create(line | {"sequence": 10 + i}) for i, line in enumerate(lines)]
        return values

    def _prepare_invoice_line(self, charge):
        """:return dict: values of the invoice line of one charge; its name tells the days it bills"""
        line = self.env["agency.retainer.line"].browse(charge.key)
        name = _(
            "%(name)s\n%(start)s to %(end)s",
            name=line.name,
            start=format_date(self.env, charge.period.start),
            end=format_date(self.env, charge.period.end),
        )
        if charge.is_partial:
            name = _(
                "%(name)s (%(days)s of %(total)s days)", name=name, days=charge.period.days, total=charge.whole.days
            )
            price = {"quantity": 1.0, "price_unit": float(charge.amount)}
        else:
            price = {"quantity": line.quantity, "price_unit": line.price_unit, "discount": line.discount}
        values = {
            "name": name,
            "product_id": line.product_id.id,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "retainer_line_id": line.id,
            "retainer_period_start": charge.period.start,
            "retainer_period_end": charge.period.end,
            **price,
        }
        if line.sale_line_id:
            values["sale_line_ids"] = [Command.link(line.sale_line_id.id)]
        return values

    def _prepare_deposit_lines(self, charges, deducted):
        """What was paid with the deposit for the first month, deducted from what these charges come to.

        Deposits are deducted tax by tax and never more than is billed; what is left goes to the next invoice.

        :param dict deducted: amounts by down-payment line that earlier invoices of the run took, updated
        :return: list of dicts
        """
        lines = self.env["agency.retainer.line"]
        billed = {}
        for charge in charges:
            taxes = lines.browse(charge.key).tax_ids
            billed[taxes] = billed.get(taxes, 0.0) + float(charge.amount)
        values = []
        # same as in _prepare_invoice
        for line_sudo, remaining in self.order_id.sudo()._agency_deposit_left("monthly"):
            taxes = line_sudo._agency_taxes().sudo(False)
            left = remaining - deducted.get(line_sudo.id, 0.0)
            amount = self.currency_id.round(min(left, billed.get(taxes, 0.0)))
            if self.currency_id.compare_amounts(amount, 0.0) <= 0:
                continue
            billed[taxes] -= amount
            deducted[line_sudo.id] = deducted.get(line_sudo.id, 0.0) + amount
            values.append(line_sudo._agency_prepare_deduction(amount))
        return values

    # ------------------------------------------------------------------ failures

    def _error_text(self, error):
        """:return str: what people are told; details of unexpected errors are in the log"""
        if isinstance(error, UserError):
            return error.args[0]
        return _("Unexpected error (%(kind)s): %(error)s", kind=type(error).__name__, error=error)

    def _billing_failed(self, error):
        self.ensure_one()
        failures = self.billing_failures + 1
        self.write({"billing_error": self._error_text(error), "billing_failures": failures})
        if failures >= FAILURES_BEFORE_ACTIVITY:
            self._warn_responsible(_("Retainer could not be billed"), self.billing_error)

    def _billing_succeeded(self):
        self.filtered("billing_failures").write({"billing_error": False, "billing_failures": 0})

    def _warn_responsible(self, summary, note):
        """Give the responsible person an activity, unless one with this summary is open."""
        for retainer in self:
            if summary not in retainer.activity_ids.mapped("summary"):
                retainer.activity_schedule(
                    "mail.mail_activity_data_warning",
                    summary=summary,
                    note=note,
                    user_id=retainer.user_id.id or self.env.user.id,
                )
