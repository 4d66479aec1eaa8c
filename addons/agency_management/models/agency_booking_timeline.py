from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

HALF_A_DAY = timedelta(hours=12)
ONE_SECOND = timedelta(seconds=1)


class AgencyBooking(models.Model):
    """Moments for the timeline, which would draw a booking to the beginning of its last day, not to the end of it."""

    _inherit = "agency.booking"

    timeline_start = fields.Datetime("Begins", compute="_compute_timeline", inverse="_inverse_timeline_start")
    timeline_stop = fields.Datetime("Ends", compute="_compute_timeline", inverse="_inverse_timeline_stop")

    @api.depends("start_date", "end_date")
    @api.depends_context("tz")
    def _compute_timeline(self):
        zone = pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")
        for booking in self:
            booking.timeline_start = booking.timeline_stop = False
            if booking.start_date and booking.end_date:
                booking.timeline_start = self._midnight(booking.start_date, zone)
                booking.timeline_stop = self._midnight(booking.end_date + timedelta(days=1), zone) - ONE_SECOND

    def _inverse_timeline_start(self):
        for booking in self.filtered("timeline_start"):
            booking.start_date = self._nearest_day(booking.timeline_start)

    def _inverse_timeline_stop(self):
        for booking in self.filtered("timeline_stop"):
            booking.end_date = self._nearest_day(booking.timeline_stop + ONE_SECOND) - timedelta(days=1)

    @api.model
    def _midnight(self, day, zone):
        """:return datetime: beginning of a day in a time zone, in UTC without time zone"""
        return zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _nearest_day(self, moment):
        """:return datetime.date: the day whose beginning is nearest; both ends of a dragged booking go the same way"""
        local = fields.Datetime.context_timestamp(self, moment).replace(tzinfo=None)
        return (local + HALF_A_DAY).date()
