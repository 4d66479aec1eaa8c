from odoo import api, fields, models

from ..core.search_flag import flag_domain


class AgencyBooking(models.Model):
    """Bookings of a task notice when the plan moves the task away from them."""

    _inherit = "agency.booking"

    off_plan = fields.Boolean(
        "Beside the Task",
        compute="_compute_off_plan",
        search="_search_off_plan",
        compute_sudo=True,
        help="The days of the booking, which is not over yet, are not those of its task any more.",
    )

    @api.depends("start_date", "end_date", "task_id.agency_start_date", "task_id.date_deadline")
    def _compute_off_plan(self):
        today = fields.Date.context_today(self)
        for booking in self:
            days = booking._has_days() and booking.end_date >= today and booking._task_days()
            booking.off_plan = bool(days and not days[0] <= booking.start_date <= booking.end_date <= days[1])

    def _search_off_plan(self, operator, value):
        candidates = self.search(
            [("task_id.date_deadline", "!=", False), ("end_date", ">=", fields.Date.context_today(self))], order="id"
        )
        return flag_domain(operator, value, candidates.filtered("off_plan").ids)

    def _task_days(self):
        """:return: (first, last) day of the task of one booking, or None when it has no deadline"""
        self.ensure_one()
        last = self.task_id._agency_last_day() if self.task_id else False
        return (min(self.task_id.agency_start_date or last, last), last) if last else None

    def action_follow_task(self):
        """Take bookings that lie beside their task to the days it is planned for now."""
        for booking in self.filtered("off_plan"):
            first, last = booking._task_days()
            booking.write({"start_date": first, "end_date": last})
