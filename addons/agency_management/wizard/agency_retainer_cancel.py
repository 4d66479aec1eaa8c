from odoo import api, fields, models

from ..models.agency_retainer import CLOSE_REASONS


class AgencyRetainerCancel(models.TransientModel):
    """Asks when a retainer ends and why."""

    _name = "agency.retainer.cancel"
    _description = "Cancel Retainer"

    retainer_id = fields.Many2one("agency.retainer", required=True, ondelete="cascade")
    billed_until = fields.Date(compute="_compute_billed_until", help="Last day billed: the end cannot be earlier.")
    end_date = fields.Date(
        "Last Day",
        compute="_compute_end_date",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The days until then are billed.",
    )
    reason = fields.Selection(CLOSE_REASONS, required=True)
    note = fields.Text()

    @api.depends("retainer_id")
    def _compute_billed_until(self):
        for wizard in self:
            wizard.billed_until = wizard.retainer_id._covered_until() if wizard.retainer_id else False

    @api.depends("retainer_id")
    def _compute_end_date(self):
        for wizard in self:
            today = wizard.retainer_id._billing_today()
            billed_until = wizard.retainer_id._covered_until() if wizard.retainer_id else None
            wizard.end_date = max(today, billed_until or today)

    def action_apply(self):
        """End the retainer on the day given."""
        self.ensure_one()
        self.retainer_id._cancel(self.end_date, self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
