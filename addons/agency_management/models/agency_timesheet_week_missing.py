import logging
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import SQL, format_date

from ..core import timesheet
from .agency_timesheet_week_flow import MISSING_ACTIVITY

_logger = logging.getLogger(__name__)

#: How far back weeks are made for people who have entered nothing, and looked at again each day.
HISTORY_WEEKS = 104
RECENT_DAYS = 56
#: Nobody is reminded of weeks that ended longer ago.
REMINDER_DAYS = 28
#: Weeks one run looks at, and reminders it sends; it calls itself again for the rest.
REFRESH_LIMIT = 2000
REMINDER_LIMIT = 100


class AgencyTimesheetWeek(models.Model):
    """What people should have entered, and the reminder of what is missing."""

    _inherit = "agency.timesheet.week"

    # ------------------------------------------------------------------ what is expected

    @api.model
    def _expected_hours(self, employees, first, last):
        """Working hours of people that time off and holidays leave; a fixed number of queries.

        :param datetime.date first: first day, in each person's own time zone
        :param datetime.date last: last day, included
        :return dict: employee id -> list of hours, one for each day
        """
        service = self.env["agency.capacity"]
        worktimes, _companies = service._worktimes(service._people(employee_ids=employees.ids), [], first, last)
        days = range(first.toordinal(), last.toordinal() + 1)
        return {
            employee_id: [worktime.net_minutes(day, day + 1) / 60 for day in days]
            for employee_id, worktime in worktimes.items()
        }

    def _refresh_expected(self):
        """Look at calendars, time off and holidays again and keep what follows from them for these weeks."""
        if not self:
            return
        first, last = min(self.mapped("start_date")), max(self.mapped("end_date"))
        hours = self._expected_hours(self.employee_id, first, last)
        today = fields.Date.context_today(self)
        for week in self:
            # since when somebody enters time is HR's to see; what is missing follows from it
            since = week.employee_id.sudo().agency_time_from
            offset = (week.start_date - first).days
            days = hours.get(week.employee_id.id, [0.0] * (offset + 7))[offset : offset + 7]
            counted = [
                round(one, 4) if since and week.start_date + timedelta(days=number) >= since else 0.0
                for number, one in enumerate(days)
            ]
            if counted != week.expected_days:
                week.expected_days = counted
            if week.expected_on != today:
                week.expected_on = today

    @api.model
    def _make_weeks(self):
        """Make the weeks of everybody who is expected to enter time, up to the present one."""
        today = fields.Date.context_today(self)
        people = self.env["hr.employee"].search_fetch(
            [("agency_time_from", "!=", False), ("agency_time_from", "<=", today), ("user_id", "!=", False)],
            ["agency_time_from", "user_id"],
        )
        weekdays = self._first_weekdays(people)
        oldest = today - timedelta(weeks=HISTORY_WEEKS)
        starts = [
            timesheet.week_start(max(person.agency_time_from, oldest), weekdays[person.with_env(self.env)])
            for person in people
        ]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO agency_timesheet_week (employee_id, start_date, state, create_uid, write_uid, create_date,"
                " write_date) SELECT person.employee_id, day::date, 'empty', %(uid)s, %(uid)s,"
                " now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'"
                " FROM unnest(%(employees)s::int[], %(starts)s::date[]) AS person(employee_id, start_date),"
                " generate_series(person.start_date, %(today)s::date, interval '7 days') AS day"
                " ON CONFLICT (employee_id, start_date) DO NOTHING RETURNING id",
                uid=self.env.uid,
                employees=people.ids,
                starts=starts,
                today=today,
            )
        )
        made = self.browse([row[0] for row in self.env.cr.fetchall()])
        made.modified(["employee_id", "start_date", "expected_days"], create=True)

    @api.model
    def _refresh_due(self):
        """Refresh recent weeks once a day and older ones once.

        :return bool: whether there is more to do
        """
        today = fields.Date.context_today(self)
        due = self.search(
            [
                ("start_date", "<=", today),
                "|",
                ("expected_on", "=", False),
                "&",
                ("expected_on", "<", today),
                ("end_date", ">=", today - timedelta(days=RECENT_DAYS)),
            ],
            order="start_date desc, id",
            limit=REFRESH_LIMIT,
        )
        due._refresh_expected()
        return len(due) == REFRESH_LIMIT

    @api.model
    def _adopt_lines(self):
        """Put time that was entered before the suite was there into weeks.

        :return bool: whether there is more to do
        """
        lines = self.env["account.analytic.line"]
        off = [(name, "=", False) for name in lines._agency_time_off_fields()]
        found = lines.search(
            [("agency_week_id", "=", False), ("project_id", "!=", False), ("employee_id", "!=", False), *off],
            limit=REFRESH_LIMIT,
        )
        found._agency_assign_weeks()
        return len(found) == REFRESH_LIMIT

    # ------------------------------------------------------------------ reminder

    @api.model
    def _cron_missing_time(self):
        """Enqueue the work: what meets another writer is tried again soon, not tomorrow."""
        self.with_delay(
            identity_key="agency_management.missing_time", description=_("Weeks of people, reminder of missing time")
        )._job_missing_time()

    @api.model
    def _job_missing_time(self):
        """Bring the weeks up to date and remind people of weeks with missing time, each person once for each week."""
        self._make_weeks()
        more = any([self._adopt_lines(), self._refresh_due()])
        due = self._search_missing(REMINDER_LIMIT)
        due._remind()
        if more or len(due) == REMINDER_LIMIT:
            self._cron_missing_time()

    @api.model
    def _search_missing(self, limit=None):
        """:return: weeks people are to be reminded of, the longest over first"""
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].search([("agency_time_reminder", "=", True)])
        if not companies:
            return self.browse()
        by_company = [
            term
            for company in companies
            for term in (
                "&",
                "&",
                ("company_id", "=", company.id),
                ("end_date", "<=", today - timedelta(days=company.agency_time_reminder_days)),
                ("hours_missing", ">", company.agency_time_tolerance),
            )
        ]
        return self.search(
            [
                ("reminded_on", "=", False),
                ("end_date", ">=", today - timedelta(days=REMINDER_DAYS)),
                ("employee_id.active", "=", True),
                ("user_id.active", "=", True),
                *["|"] * (len(companies) - 1),
                *by_company,
            ],
            order="end_date, id",
            limit=limit,
        )

    def _remind(self):
        """Ask people for the missing time of weeks; two runs at once ask only once."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE agency_timesheet_week SET reminded_on = %s"
                " WHERE id = ANY(%s) AND reminded_on IS NULL RETURNING id",
                fields.Date.context_today(self),
                self.ids,
            )
        )
        claimed = {row[0] for row in self.env.cr.fetchall()}
        self.invalidate_recordset(["reminded_on"])
        for week in self.filtered(lambda one: one.id in claimed):
            try:
                with self.env.cr.savepoint():
                    week.with_context(lang=week.user_id.lang)._ask_for_missing()
            except Exception:
                # one person who cannot be reached keeps nobody else from being reminded
                _logger.exception("No reminder of missing time for week %s", week.id)

    def _ask_for_missing(self):
        self.ensure_one()
        self.activity_schedule(
            MISSING_ACTIVITY,
            user_id=self.user_id.id,
            summary=_(
                "%(missing)s h missing in the week of %(day)s",
                missing=self._clock(self.hours_missing),
                day=format_date(self.env, self.start_date),
            ),
            note=_(
                "%(logged)s of %(expected)s h are entered. Enter the rest under Deliver, My Week, and submit the week.",
                logged=self._clock(self.hours_logged),
                expected=self._clock(self.hours_expected),
            ),
        )

    # ------------------------------------------------------------------ overview

    @api.model
    def action_missing_time(self):
        """:return: action showing who has not entered the time of weeks that are over, up to date"""
        self.env["agency.capacity"]._check_staff()
        # rows are kept by the suite; which of them somebody sees is up to the rules
        weeks_sudo = self.sudo()
        weeks_sudo._make_weeks()
        weeks_sudo._refresh_due()
        return self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_timesheet_week_action_missing")
