from odoo import fields, models

OVERBOOKING = [
    ("allow", "Allowed"),
    ("warn", "Allowed when a project manager accepts it"),
    ("refuse", "Refused"),
]


class ResCompany(models.Model):
    """What happens when somebody is booked for more than the working time."""

    _inherit = "res.company"

    agency_overbooking = fields.Selection(
        OVERBOOKING,
        string="Overbooking",
        required=True,
        default="warn",
        help="What happens when the confirmed bookings of a person are more than the working time. It is always shown.",
    )
