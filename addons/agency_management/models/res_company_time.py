from odoo import fields, models

from ..core import timesheet

ROUNDINGS = [
    (timesheet.NONE, "As it was"),
    (timesheet.UP, "Up to the next"),
    (timesheet.NEAREST, "To the nearest"),
]
STEPS = [(str(step), f"{step} minutes") for step in timesheet.STEPS]


class ResCompany(models.Model):
    """How the company counts, approves and asks for time."""

    _inherit = "res.company"

    agency_time_rounding = fields.Selection(
        ROUNDINGS,
        string="Time of the Clock",
        required=True,
        default=timesheet.NONE,
        help="How the time of a stopped clock is rounded. Time that is typed stays as it is.",
    )
    agency_time_rounding_step = fields.Selection(STEPS, string="Rounding Step", required=True, default="15")
    agency_time_minimum = fields.Integer(
        "Least Minutes", default=0, help="What a run of the clock is booked with at least. 0: no minimum."
    )
    agency_time_self_approval = fields.Boolean(
        "Managers Approve Their Own Time", help="Otherwise only somebody else, or an administrator, can."
    )
    agency_timer_limit_hours = fields.Float(
        "Remind After", default=8.0, help="Hours after which a running clock asks whether it was forgotten. 0: never."
    )
    agency_timer_day_end = fields.Boolean(
        "Remind at the End of the Working Day", default=True, help="When the clock still runs after working hours."
    )
    agency_time_reminder = fields.Boolean(
        "Remind of Missing Time", default=True, help="People are asked once for each week in which time is missing."
    )
    agency_time_reminder_days = fields.Integer(
        "Days After the Week", default=1, help="How many days after the end of a week people are reminded of it."
    )
    agency_time_tolerance = fields.Float(
        "Tolerated Hours", default=1.0, help="Nobody is reminded of fewer missing hours in a week."
    )

    _sql_constraints = [
        (
            "agency_time_minimum_range",
            "CHECK(agency_time_minimum BETWEEN 0 AND 240)",
            "The least time of an entry is between 0 and 240 minutes.",
        ),
        (
            "agency_time_numbers_positive",
            "CHECK(agency_timer_limit_hours >= 0 AND agency_time_reminder_days >= 0 AND agency_time_tolerance >= 0)",
            "Hours and days of the reminders cannot be negative.",
        ),
    ]

    def _agency_rounding(self):
        """:return: rule for the time of a stopped clock, as :class:`~..core.timesheet.Rounding`"""
        self.ensure_one()
        return timesheet.Rounding(
            self.agency_time_rounding, int(self.agency_time_rounding_step), self.agency_time_minimum
        )
