from odoo import _, api, fields, models
from odoo.tools import format_date


class HrLeave(models.Model):
    """A request for time off shows what the person is booked for on these days, before anybody approves it."""

    _inherit = "hr.leave"

    agency_booked = fields.Text(
        "Booked", compute="_compute_agency_booked", compute_sudo=True, help="Confirmed bookings on these days."
    )

    @api.depends("employee_id", "request_date_from", "request_date_to")
    def _compute_agency_booked(self):
        leaves = self.filtered(lambda leave: leave.employee_id and leave.request_date_from and leave.request_date_to)
        bookings = self.env["agency.booking"]
        if leaves:
            bookings = bookings.search(
                [
                    ("employee_id", "in", leaves.employee_id.ids),
                    ("state", "=", "confirmed"),
                    ("start_date", "<=", max(leaves.mapped("request_date_to"))),
                    ("end_date", ">=", min(leaves.mapped("request_date_from"))),
                ]
            )
        by_employee = bookings.grouped("employee_id")
        for leave in self:
            leave.agency_booked = "\n".join(
                leave._agency_booked_text(booking)
                for booking in by_employee.get(leave.employee_id, ())
                if leave in leaves
                and booking.start_date <= leave.request_date_to
                and booking.end_date >= leave.request_date_from
            )

    def _agency_booked_text(self, booking):
        return _(
            "%(project)s: %(hours).1f hours from %(start)s to %(end)s",
            project=booking.project_id.name,
            hours=booking.hours,
            start=format_date(self.env, booking.start_date),
            end=format_date(self.env, booking.end_date),
        )
