from odoo import api, fields, models

from ..core import agency_import_billing
from ..core.agency_import_errors import RowError


class AgencyRetainer(models.Model):
    """A retainer that ran before it came here: billed from a day on, with the hours it brought along.

    The periods up to that day are charges without an invoice: proof that they were billed, wherever that was. The
    billing run asks charges and nothing else, so it can bill neither those periods nor any before the line begins.
    """

    _inherit = "agency.retainer"

    takeover_date = fields.Date(
        "Billed Here From",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="First day that is billed here; what lies before was billed elsewhere.",
    )
    carried_hours = fields.Float(
        "Hours Carried Over",
        copy=False,
        help="Added to the included hours of the period in which the retainer came here; less than zero: used up.",
    )
    carried_from = fields.Date(
        "Carried Into", readonly=True, copy=False, groups="base.group_user", help="First day of that period."
    )

    @api.depends("carried_hours", "carried_from")
    def _compute_hours(self):
        super()._compute_hours()
        for retainer in self:
            if retainer.carried_hours and retainer.carried_from == retainer.period_start:
                retainer.hours_balance += retainer.carried_hours

    def _hours_free(self):
        """:return float: hours the current period includes, with those carried over into it"""
        self.ensure_one()
        return self.hours_balance + self.hours_used

    def _take_over(self, next_invoice, billing_day=None):
        """Bill from a day on what was billed elsewhere until then.

        :param date next_invoice: first day that is billed here
        :param int billing_day: day of the month on which periods begin; None: found out
        :raise RowError: the days do not fit
        """
        self.ensure_one()
        today = self._billing_today()
        plan = agency_import_billing.take_over(
            self.start_date, next_invoice, today, billing_day or None, self.end_date or None
        )
        self.write({"anchor_day": plan.anchor_day, "takeover_date": next_invoice, "carried_from": False})
        line = self.line_ids
        line.write({"start_date": plan.line_start if plan.billed else False})
        # charges are written by the billing alone, and this is what it begins with
        charges_sudo = self.env["agency.retainer.charge"].sudo()
        charges_sudo._reserve(
            [
                {
                    "retainer_line_id": line.id,
                    "retainer_id": self.id,
                    "company_id": self.company_id.id,
                    "period_start": period.start,
                    "period_end": period.end,
                    "amount": line.amount,
                }
                for period in plan.billed
            ]
        )
        self.invalidate_recordset()
        self.carried_from = self.period_start

    def _forget_take_over(self):
        """Take back what was noted as billed elsewhere, to note it anew.

        :raise RowError: invoices were made here since
        """
        self.ensure_one()
        # see _take_over
        charges_sudo = self.env["agency.retainer.charge"].sudo().search([("retainer_id", "=", self.id)])
        if charges_sudo.move_id:
            raise RowError("billed_here")
        charges_sudo.unlink()
        self.invalidate_recordset()
        self.line_ids.write({"start_date": False})
