from odoo import fields, models


class ResCompany(models.Model):
    """Whether an agency that starts from nothing has been set up."""

    _inherit = "res.company"

    agency_first_steps_done = fields.Boolean(readonly=True, copy=False, help="The first steps were taken or skipped.")

    def _agency_first_steps_pending(self):
        """:return bool: whether the company still has to be set up; one that has invoiced needs no first steps"""
        self.ensure_one()
        if self.agency_first_steps_done:
            return False
        # the administrator who logs in need not have every company's books open
        moves_sudo = self.env["account.move"].sudo()
        return not moves_sudo.search_count([("company_id", "=", self.id), ("state", "=", "posted")], limit=1)
