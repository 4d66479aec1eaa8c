from odoo import _, fields, models
from odoo.exceptions import UserError

from ..core import recurrence


class AgencyRetainer(models.Model):
    """The life of a retainer: draft, active, paused, ended at its term or cancelled for a reason."""

    _inherit = "agency.retainer"

    def _check_state(self, *allowed):
        """Raise ``UserError`` unless all records are in one of the given states."""
        for retainer in self:
            if retainer.state not in allowed:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    _(
                        "%(retainer)s is %(state)s; this needs it to be %(allowed)s.",
                        retainer=retainer.name,
                        state=labels[retainer.state].lower(),
                        allowed=_(" or ").join(labels[state].lower() for state in allowed),
                    )
                )

    def action_activate(self):
        """Start billing: the first period is due on the start date."""
        self._check_state("draft")
        for retainer in self:
            if not retainer.line_ids:
                raise UserError(
                    _("%(retainer)s has no lines. Add what is billed each month first.", retainer=retainer.name)
                )
        self.write({"state": "active"})
        self.client_id._agency_follow_engagements()

    def action_pause(self):
        """Stop billing from today on; days that are billed already stay billed and in force."""
        self._check_state("active")
        for retainer in self:
            today = retainer._billing_today()
            billed = retainer.line_ids._billed_until()
            for line in retainer.line_ids.filtered(lambda line: not line.end_date or line.end_date >= today):
                last = max(fields.Date.subtract(today, days=1), billed.get(line.id, today.min))
                values = {"is_suspended": True, "suspended_end_date": line.end_date}
                if last >= line._first_day():
                    values["end_date"] = min(last, line.end_date) if line.end_date else last
                line.write(values)
            retainer.write({"state": "paused", "paused_on": today})
        self.client_id._agency_follow_engagements()

    def action_resume(self):
        """Bill again from today on, or from the first day that is not billed yet."""
        self._check_state("paused")
        for retainer in self:
            today = retainer._billing_today()
            if retainer.end_date and retainer.end_date < today:
                raise UserError(
                    _("%(retainer)s ended during the pause. Cancel it and make a new one.", retainer=retainer.name)
                )
            for line in retainer.line_ids.filtered("is_suspended"):
                until = line.suspended_end_date
                if line.is_billed or line._first_day() < retainer.paused_on:
                    first = max(today, fields.Date.add(line.end_date, days=1))
                    if not until or until >= first:
                        line.copy({"start_date": first, "end_date": until})
                else:
                    # it had not begun when the pause did
                    line.start_date = max(today, line._first_day())
            retainer.line_ids.write({"is_suspended": False, "suspended_end_date": False})
            retainer.write({"state": "active", "paused_on": False})
        self.client_id._agency_follow_engagements()

    def action_renew(self):
        """Extend the term by its length (12 months when none is set); an ended retainer becomes active again."""
        self._check_state("active", "ended", "cancelled")
        for retainer in self:
            if not retainer.end_date:
                raise UserError(_("%(retainer)s has no end, there is nothing to renew.", retainer=retainer.name))
            months = retainer.minimum_term_months or 12
            end = recurrence.term_end(fields.Date.add(retainer.end_date, days=1), months)
            retainer.write({"end_date": end, "state": "active", "close_reason": False, "close_note": False})
        self.client_id._agency_follow_engagements()

    def action_cancel(self):
        """:return: action of the wizard that asks for the last day and the reason"""
        self._check_state("draft", "active", "paused")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Cancel Retainer"),
            "res_model": "agency.retainer.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_retainer_id": self.id},
        }

    def _cancel(self, end_date, reason, note=False):
        """End a retainer for a reason; it stays active until the day has passed.

        :param date end_date: last day; before the last billed day it is refused
        :param str reason: key of ``CLOSE_REASONS``
        """
        self.ensure_one()
        self._check_state("draft", "active", "paused")
        values = {"close_reason": reason, "close_note": note}
        if self.state == "draft":
            self.write(values | {"state": "cancelled", "end_date": False})
            self.client_id._agency_follow_engagements()
        else:
            self.write(values | {"end_date": max(end_date, self.start_date)})
            self._close_past()

    def unlink(self):
        clients = self.client_id
        result = super().unlink()
        clients._agency_follow_engagements()
        return result

    def _close_past(self):
        """Close the retainers whose last day has passed and of which everything is billed."""
        past = self.filtered(
            lambda retainer: (
                retainer.end_date and retainer.end_date < retainer._billing_today() and not retainer.next_invoice_date
            )
        )
        cancelled = past.filtered("close_reason")
        cancelled.write({"state": "cancelled"})
        (past - cancelled).write({"state": "ended"})
        past.client_id._agency_follow_engagements()

    def action_view_invoices(self):
        """:return: action showing the invoices and credit notes of these retainers"""
        return {
            "type": "ir.actions.act_window",
            "name": _("Invoices"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("retainer_id", "in", self.ids)],
            "context": {"create": False, "default_move_type": "out_invoice"},
        }

    def action_view_order(self):
        """:return: action showing the order the retainer comes from"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "res_id": self.order_id.id,
        }
