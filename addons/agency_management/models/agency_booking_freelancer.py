from odoo import api, fields, models

from .hr_employee_freelancer import EMPLOYMENTS


class AgencyBooking(models.Model):
    """Bookings say whether an employee or a freelancer is booked, to everybody who plans."""

    _inherit = "agency.booking"

    # not related: 17.0 would ask for HR's rights on the employee whenever somebody searches by it
    employment = fields.Selection(
        EMPLOYMENTS, compute="_compute_employment", store=True, index=True, compute_sudo=True, groups="base.group_user"
    )

    @api.depends("employee_id.agency_employment")
    def _compute_employment(self):
        for booking in self:
            booking.employment = booking.employee_id.agency_employment
