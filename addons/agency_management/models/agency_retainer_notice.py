from odoo import fields, models


class AgencyRetainer(models.Model):
    """A retainer that could not be billed may be told in a chat, once a day."""

    _inherit = "agency.retainer"

    def _billing_failed(self, error):
        result = super()._billing_failed(error)
        today = fields.Date.today().isoformat()
        self.env["agency.notice.rule"]._notify("billing_failed", self, self.billing_error, occurrence=today)
        return result
