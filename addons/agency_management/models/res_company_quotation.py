from odoo import fields, models


class ResCompany(models.Model):
    """Who agrees to prices beyond the limits."""

    _inherit = "res.company"

    quotation_approver_ids = fields.Many2many(
        "res.users",
        "agency_company_quotation_approver_rel",
        "company_id",
        "user_id",
        string="Approvers of Prices",
        domain="[('share', '=', False)]",
        help="Who is asked to approve prices beyond the limits. Empty: everybody whose role has a limit wide enough.",
    )
