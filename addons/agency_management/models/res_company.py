from datetime import timedelta

from odoo import fields, models

from ..core import workdays

#: How far ahead public holidays are looked at.
HOLIDAY_HORIZON_DAYS = 730


class ResCompany(models.Model):
    """Working days of the company."""

    _inherit = "res.company"

    def _agency_tz(self):
        """:return str: name of the time zone the company's working day is in"""
        self.ensure_one()
        return self.resource_calendar_id.tz or self.partner_id.tz or "UTC"

    def _agency_work_week(self, start):
        """Worked weekdays of the company's calendar, and its public holidays in the two years after a day.

        :param datetime.date start: from when on holidays matter
        :return: :class:`~odoo.addons.agency_management.core.workdays.WorkWeek`
        """
        self.ensure_one()
        # calendars are configuration; the dates that follow from them are everybody's
        calendar_sudo = self.sudo().resource_calendar_id
        weekdays = frozenset(int(line.dayofweek) for line in calendar_sudo.attendance_ids if not line.display_type)
        local_sudo = calendar_sudo.with_context(tz=self._agency_tz())
        holidays = set()
        for leave in calendar_sudo.global_leave_ids:
            first = max(fields.Datetime.context_timestamp(local_sudo, leave.date_from).date(), start)
            last = fields.Datetime.context_timestamp(local_sudo, leave.date_to).date()
            last = min(last, start + timedelta(days=HOLIDAY_HORIZON_DAYS))
            holidays.update(first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return workdays.WorkWeek(weekdays or workdays.WorkWeek().weekdays, frozenset(holidays))
