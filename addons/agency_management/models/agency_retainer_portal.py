from odoo import _, models

from ..core import timing


class AgencyRetainerPortal(models.Model):
    """A retainer as the client sees it: what it contains, hours left or over, invoices."""

    _inherit = "agency.retainer"

    def _portal_status(self):
        """:return dict: ``label`` and ``tone`` (Bootstrap colour)"""
        self.ensure_one()
        return {
            "draft": {"label": _("In preparation"), "tone": "secondary"},
            "active": {"label": _("Running"), "tone": "success"},
            "paused": {"label": _("Paused"), "tone": "warning"},
            "ended": {"label": _("Ended"), "tone": "secondary"},
            "cancelled": {"label": _("Cancelled"), "tone": "secondary"},
        }[self.state]

    def _portal_page(self, user):
        """Everything the page of a retainer shows. Call it behind the gate, with elevated rights.

        :param user: ``res.users`` who looks at it; invoices are for members with the right to pay, and for staff
        """
        self.ensure_one()
        may_pay = not user.share or self._has_client_right("pay", user=user)
        invoices = self.env["account.move"]
        if may_pay:
            invoices = self.invoice_ids.filtered(lambda move: move.state == "posted").sorted(
                lambda move: (move.invoice_date, move.id), reverse=True
            )
        today = self._billing_today()
        lines = self.line_ids.filtered(lambda line: not line.end_date or line.end_date >= today)
        return {
            "retainer": self,
            "status": self._portal_status(),
            "lines": lines,
            "hours": self._portal_hours(),
            "may_pay": may_pay,
            "bills": invoices,
            "contact": self.user_id,
        }

    def _portal_hours(self):
        """How this month stands; a balance below zero is what was used beyond the included hours.

        :return dict: ``used``, ``included``, ``balance`` and ``percent``; False when none are included
        """
        if not self.included_hours:
            return False
        return {
            "used": self.hours_used,
            "included": self.included_hours,
            "balance": self.hours_balance,
            "percent": timing.budget_share(self.hours_used, self.included_hours),
        }
