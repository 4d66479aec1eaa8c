from odoo import fields, models


class AgencyBooking(models.Model):
    """Bookings say whether an employee or a freelancer is booked, to everybody who plans."""

    _inherit = "agency.booking"

    employment = fields.Selection(
        related="employee_id.agency_employment", string="Employment", store=True, index=True, groups="base.group_user"
    )
