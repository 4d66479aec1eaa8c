from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import _, api, fields, models

from ..core import timesheet
from .agency_timer import BUS_NOTICE

REASONS = [
    (timesheet.LONG, "Runs Very Long"),
    (timesheet.DAY_END, "Runs On After Work"),
]
#: Clocks one run looks at; those looked at longest ago come first.
CHECK_LIMIT = 500


class AgencyTimer(models.Model):
    """A clock that was probably forgotten says so once: in the top bar, and by a notice to its owner's windows."""

    _inherit = "agency.timer"

    reminder = fields.Selection(REASONS, readonly=True)
    reminded_at = fields.Datetime(readonly=True)
    checked_at = fields.Datetime(readonly=True, default=fields.Datetime.now)

    @api.model
    def timer_keep(self):
        """Say that the clock runs rightly: it is not asked about again. :return dict: see :meth:`timer_state`"""
        self._running_or_error().reminder = False
        return self._changed()

    def _reminder_text(self):
        """:return str: what the top bar says about a clock that was probably forgotten, or nothing"""
        self.ensure_one()
        if self.reminder == timesheet.LONG:
            hours = timesheet.clock_text(timesheet.to_minutes(self._company().agency_timer_limit_hours))
            return _("Your timer has been running for over %(hours)s h. Is that right?", hours=hours)
        if self.reminder == timesheet.DAY_END:
            return _("Your working day is over and your timer still runs. Is that right?")
        return ""

    @api.model
    def _cron_remind_running(self):
        """Tell people whose clock runs too long or on after work, once for each run."""
        now = fields.Datetime.now()
        timers = self.search([("reminded_at", "=", False)], order="checked_at, id", limit=CHECK_LIMIT)
        timers.checked_at = now
        ends = timers._day_ends(now)
        for timer in timers:
            company = timer._company()
            zone = ends[timer][0]
            reason = timesheet.running_reminder(
                zone.fromutc(timer.started_at),
                zone.fromutc(now),
                timesheet.to_minutes(company.agency_timer_limit_hours),
                ends[timer][1] if company.agency_timer_day_end else None,
            )
            if reason:
                timer.write({"reminder": reason, "reminded_at": now})
                message = timer.with_context(lang=timer.user_id.lang)._reminder_text()
                self.env["bus.bus"]._sendone(timer.user_id.partner_id, BUS_NOTICE, {"reminder": message})

    def _day_ends(self, now):
        """When the working day of the owners ends; one look at each calendar.

        :param datetime.datetime now: the moment, in UTC
        :return dict: timer -> (time zone, end of today's work there or None)
        """
        result = {}
        by_calendar = defaultdict(list)
        for timer in self:
            # the working hours of the owner are asked for the reminder, not shown
            employee_sudo = timer.user_id.sudo().employee_ids[:1]
            zone = pytz.timezone(employee_sudo.tz or timer.user_id.tz or "UTC")
            result[timer] = (zone, None)
            calendar_sudo = employee_sudo.resource_calendar_id or employee_sudo.company_id.resource_calendar_id
            if calendar_sudo:
                by_calendar[calendar_sudo, zone].append((timer, employee_sudo.resource_id))
        for (calendar_sudo, zone), pairs in by_calendar.items():
            today = zone.fromutc(now).date()
            start = zone.localize(datetime.combine(today, time.min))
            end = zone.localize(datetime.combine(today + timedelta(days=1), time.min))
            resources = pairs[0][1].union(*(resource for _timer, resource in pairs))
            intervals = calendar_sudo._work_intervals_batch(start, end, resources=resources, tz=zone)
            for timer, resource in pairs:
                stops = [stop for _start, stop, _meta in intervals[resource.id]]
                if stops:
                    result[timer] = (zone, max(stops))
        return result
