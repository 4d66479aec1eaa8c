from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..core import capacity, intervals


@dataclass(frozen=True)
class Person:
    """What the capacity of somebody follows from, and what the planner filters by.

    :ivar tuple spans: pairs (first ``datetime.date`` or None, calendar id or None)
    :ivar str department_path: ids from the top department down, as ``parent_path`` writes them
    """

    employee_id: int
    name: str
    company_id: int
    role_id: int | None
    department_id: int | None
    department_path: str
    skill_ids: frozenset
    resource_id: int
    tz: str
    spans: tuple
    is_freelancer: bool = False


@dataclass(frozen=True)
class PlannedBooking:
    """A booking as the planner reads it: plain values, no record."""

    id: int
    employee_id: int | None
    role_id: int | None
    company_id: int
    client_id: int | None
    first: date
    last: date
    hours: float
    confirmed: bool

    def in_core(self):
        """:return: the same as :class:`~..core.capacity.Booking`"""
        return capacity.Booking(self.first.toordinal(), self.last.toordinal(), self.hours, self.confirmed)


class AgencyCapacity(models.AbstractModel):
    """Capacity of people: calendars − time off − public holidays, and what bookings take of it. Nothing is stored.

    Colleagues' working time is no secret among the agency's staff, but their HR records are. So these methods read
    what they need by SQL, for whoever passes :meth:`_check_staff`, and give out hours, names and roles only.
    """

    _name = "agency.capacity"
    _description = "Capacity"

    @api.model
    def _check_staff(self):
        """:raise AccessError: the user is not one of the agency's people"""
        if not (self.env.su or self.env.user.has_group("agency_crm.group_agency_staff")):
            raise AccessError(_("Only the agency's people see its planning. Ask your administrator for a role."))

    @api.model
    def _hours(self, employees, first_day, last_day):
        """Hours of people over some days.

        :param employees: ``hr.employee``
        :param datetime.date first_day: first day, in each person's own time zone
        :param datetime.date last_day: last day, included
        :return dict: employee -> dict(capacity=, confirmed=, tentative=, time_off=, free=, over=), hours as floats;
            ``capacity`` is net of time off and holidays, ``free`` is what no booking asks for, tentative ones included
        """
        edges = [first_day.toordinal(), last_day.toordinal() + 1]
        return {employee: self._load_dict(found[0]) for employee, found in self._loads(employees, edges).items()}

    @api.model
    def _weekly_hours(self, employees, first_day, weeks):
        """Hours of people week by week.

        :param first_day: ``datetime.date``, first day of the first week
        :param int weeks: how many weeks
        :return dict: employee -> list of dicts as :meth:`_hours` gives them, one a week
        """
        edges = [first_day.toordinal() + 7 * number for number in range(weeks + 1)]
        return {
            employee: [self._load_dict(load) for load in found]
            for employee, found in self._loads(employees, edges).items()
        }

    @api.model
    def _load_dict(self, load):
        return {
            "capacity": load.capacity,
            "confirmed": load.confirmed,
            "tentative": load.tentative,
            "time_off": load.time_off,
            "free": load.free,
            "over": load.over,
        }

    @api.model
    def _loads(self, employees, edges, without=None):
        """:return dict: employee -> list of :class:`~..core.capacity.Load`, one for each pair of neighbouring edges"""
        first, last = date.fromordinal(edges[0]), date.fromordinal(edges[-1] - 1)
        left_out = set(without.ids) if without else ()
        bookings = [one for one in self._bookings(first, last, employee_ids=employees.ids) if one.id not in left_out]
        people = self._people(employee_ids=employees.ids)
        worktimes, _companies = self._worktimes(people, [], *self._horizon(bookings, first, last))
        by_employee = defaultdict(list)
        for booking in bookings:
            by_employee[booking.employee_id].append(booking.in_core())
        return {
            employee: capacity.loads(worktimes[employee.id], by_employee[employee.id], edges)
            for employee in employees
            if employee.id in worktimes
        }

    @api.model
    def _room(self, employee, first_day, last_day, without=None):
        """Load of one person over some days, leaving out some bookings.

        :param employee: one ``hr.employee``
        :param without: ``agency.booking`` that do not count
        :return: :class:`~..core.capacity.Load`
        """
        edges = [first_day.toordinal(), last_day.toordinal() + 1]
        return self._loads(employee, edges, without=without)[employee][0]

    @api.model
    def _horizon(self, bookings, first, last):
        """:return: (first, last) day such that every booking lies inside: it is spread over *all* of its days"""
        return (
            min([first, *(booking.first for booking in bookings)]),
            max([last, *(booking.last for booking in bookings)]),
        )

    @api.model
    def _bookings(self, first, last, employee_ids=None, company_ids=None):
        """Bookings that touch some days, of some people or of some companies (placeholders are those of a company).

        :return list: of :class:`PlannedBooking`, by first day
        """
        self.env["agency.booking"].flush_model()
        where = [SQL("start_date <= %s AND end_date >= %s", last, first)]
        if employee_ids is not None:
            where.append(SQL("employee_id = ANY(%s)", list(employee_ids)))
        if company_ids is not None:
            where.append(SQL("company_id = ANY(%s)", list(company_ids)))
        self.env.cr.execute(
            SQL(
                """
                SELECT id, employee_id, role_id, company_id, client_id, start_date, end_date, hours, state = 'confirmed'
                  FROM agency_booking
                 WHERE %s
              ORDER BY start_date, id
                """,
                SQL(" AND ").join(where),
            )
        )
        return [PlannedBooking(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _people(self, employee_ids=None, company_ids=None, also_ids=()):
        """People, by name: the given ones, or all of some companies who can be planned.

        Planned are active people with a role, and those who are booked although they have none.

        :param employee_ids: who is asked about; active or not
        :param company_ids: whose people are asked about instead
        :param also_ids: ids of employees without role that are wanted, too
        :return list: of :class:`Person`
        """
        for model in ("hr.employee", "resource.resource", "hr.department", "hr.employee.skill"):
            self.env[model].flush_model()
        if employee_ids is not None:
            where = SQL("e.id = ANY(%s)", list(employee_ids))
        else:
            where = SQL(
                "e.active AND e.company_id = ANY(%s) AND (e.agency_role_id IS NOT NULL OR e.id = ANY(%s))",
                list(company_ids),
                list(also_ids),
            )
        department, spans = SQL("e.department_id"), SQL("NULL")
        versions = SQL("")
        if "hr.version" in self.env:
            # from 19.0 on department and working hours are those of dated versions of an employee
            self.env["hr.version"].flush_model()
            department = SQL("v.department_id")
            versions = SQL("LEFT JOIN hr_version v ON v.id = e.current_version_id")
            spans = SQL(
                "(SELECT array_agg(ARRAY[date_version::text, resource_calendar_id::text] ORDER BY date_version)"
                " FROM hr_version WHERE employee_id = e.id AND active)"
            )
        valid = SQL("")
        if "valid_to" in self.env["hr.employee.skill"]._fields:
            valid = SQL("AND (s.valid_to IS NULL OR s.valid_to >= %s)", fields.Date.context_today(self))
        self.env.cr.execute(
            SQL(
                """
                SELECT e.id, e.name, e.company_id, e.agency_role_id, d.id, COALESCE(d.parent_path, ''),
                       ARRAY(SELECT s.skill_id FROM hr_employee_skill s WHERE s.employee_id = e.id %(valid)s),
                       r.id, r.tz, r.calendar_id, %(spans)s, e.agency_employment = 'freelancer'
                  FROM hr_employee e
                  JOIN resource_resource r ON r.id = e.resource_id
                       %(versions)s
             LEFT JOIN hr_department d ON d.id = %(department)s
                 WHERE %(where)s
              ORDER BY e.name, e.id
                """,
                valid=valid,
                spans=spans,
                versions=versions,
                department=department,
                where=where,
            )
        )
        return [self._person(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _person(
        self, employee, name, company, role, department, path, skills, resource, tz, calendar, versions, external
    ):
        spans = ((None, calendar),)
        if versions:
            spans = tuple(
                (None if not position else date.fromisoformat(start), int(number) if number else None)
                for position, (start, number) in enumerate(versions)
            )
        return Person(
            employee, name, company, role, department, path, frozenset(skills), resource, tz, spans, bool(external)
        )

    @api.model
    def _calendars(self, calendar_ids, company_ids):
        """Working hours of some calendars, and of those of some companies.

        :return: (dict (calendar id, resource id or None) -> tuple of :class:`~..core.capacity.Attendance`,
            dict company id -> (calendar id or None, time zone))
        """
        attendances = self.env["resource.calendar.attendance"]
        attendances.flush_model()
        self.env["resource.calendar"].flush_model()
        self.env["res.company"].flush_model(["resource_calendar_id"])
        # 17.0 knows attendances with dates and for one resource, 19.0 knows calendars by the week instead
        dated = "date_from" in attendances._fields
        flexible = "flexible_hours" in self.env["resource.calendar"]._fields
        self.env.cr.execute(
            SQL(
                """
                SELECT k.id, k.tz, c.company_ids, k.two_weeks_calendar, %(flexible)s,
                       a.dayofweek, a.hour_from, a.hour_to, a.week_type, %(dated)s
                  FROM resource_calendar k
             LEFT JOIN (SELECT resource_calendar_id, array_agg(id) AS company_ids
                          FROM res_company WHERE id = ANY(%(companies)s) GROUP BY resource_calendar_id) c
                    ON c.resource_calendar_id = k.id
             LEFT JOIN resource_calendar_attendance a
                    ON a.calendar_id = k.id AND a.display_type IS NULL AND a.day_period != 'lunch'
                 WHERE k.id = ANY(%(ids)s) OR c.company_ids IS NOT NULL
                """,
                flexible=SQL("k.flexible_hours, k.hours_per_day, k.hours_per_week" if flexible else "false, 0, 0"),
                dated=SQL("a.date_from, a.date_to, a.resource_id" if dated else "NULL, NULL, NULL"),
                ids=list(calendar_ids),
                companies=list(company_ids),
            )
        )
        found, companies = defaultdict(list), dict.fromkeys(company_ids, (None, "UTC"))
        for calendar_id, tz, using, fortnightly, by_week, per_day, per_week, *attendance in self.env.cr.fetchall():
            companies.update(dict.fromkeys(using or (), (calendar_id, tz)))
            weekday, start, end, week, first, last, resource_id = attendance
            if by_week:
                found[calendar_id, None] = list(capacity.flexible_attendances(per_day or 0, per_week or 0))
            elif weekday is not None:
                found[calendar_id, resource_id].append(
                    capacity.Attendance(
                        int(weekday),
                        round(start * 60),
                        min(round(end * 60), capacity.DAY_MINUTES),
                        int(week) if fortnightly and week else None,
                        first,
                        last,
                    )
                )
        return {key: tuple(some) for key, some in found.items()}, companies

    @api.model
    def _absences(self, resource_ids, company_ids, first, last):
        """Time off and public holidays.

        :return: (resource id -> list of (start, end) in minutes, list of (calendar id or None, company id, start,
            end))
        """
        leaves = self.env["resource.calendar.leaves"]
        leaves.flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT resource_id, calendar_id, company_id, date_from, date_to
                  FROM resource_calendar_leaves
                 WHERE time_type = 'leave' AND date_from <= %(end)s AND date_to >= %(start)s
                   AND (resource_id = ANY(%(resources)s) OR (resource_id IS NULL AND company_id = ANY(%(companies)s)))
                """,
                start=datetime.combine(first, time.min) - timedelta(days=1),
                end=datetime.combine(last, time.min) + timedelta(days=2),
                resources=list(resource_ids),
                companies=list(company_ids),
            )
        )
        personal, general = defaultdict(list), []
        for resource_id, calendar_id, company_id, start, end in self.env.cr.fetchall():
            span = capacity.utc_minute(start), capacity.utc_minute(end)
            if resource_id:
                personal[resource_id].append(span)
            else:
                general.append((calendar_id, company_id, *span))
        return personal, general

    @api.model
    def _worktimes(self, people, company_ids, first, last):
        """Working time of people, and of companies as such (their working hours without anybody's time off).

        Two queries, whatever the number of people. Whoever works by the same calendars in the same time zone shares
        one expansion of them.

        :param people: list of :class:`Person`
        :param company_ids: companies that are asked about
        :param datetime.date first: first day of the horizon
        :param datetime.date last: last day of it
        :return: (employee id -> :class:`~..core.capacity.WorkTime`, company id -> the same)
        """
        company_ids = {person.company_id for person in people} | set(company_ids)
        calendar_ids = {calendar for person in people for _first, calendar in person.spans if calendar}
        attendances, companies = self._calendars(calendar_ids, company_ids)
        own = {resource for _calendar, resource in attendances if resource}
        personal, general = self._absences((person.resource_id for person in people), companies, first, last)
        zones, bases = {}, {}

        def base(company_id, tz, spans, resource_id=None):
            """Shifts and holidays shared by everybody with the same calendars."""
            spans = tuple((start, calendar or companies[company_id][0]) for start, calendar in spans)
            key = company_id, tz, spans, resource_id if resource_id in own else None
            if key not in bases:
                zone = zones.setdefault(tz, capacity.Zone(pytz.timezone(tz or "UTC").localize))
                parts = [
                    capacity.Span(
                        start, attendances.get((calendar, None), ()) + attendances.get((calendar, key[3]), ())
                    )
                    if key[3]
                    else capacity.Span(start, attendances.get((calendar, None), ()))
                    for start, calendar in spans
                ]
                shifts = capacity.Shifts(first, last, capacity.expand(parts, first, last, zone))
                holidays = self._holidays_of(spans, company_id, general, zone)
                bases[key] = shifts, holidays, shifts.without(holidays)
            return bases[key]

        worktimes = {}
        for person in people:
            shifts, holidays, plain = base(person.company_id, person.tz, person.spans, person.resource_id)
            away = personal.get(person.resource_id)
            worktimes[person.employee_id] = shifts.without(holidays + away) if away else plain
        by_company = {
            company_id: base(company_id, tz, ((None, calendar),))[2] for company_id, (calendar, tz) in companies.items()
        }
        return worktimes, by_company

    @api.model
    def _holidays_of(self, spans, company_id, general, zone):
        """:return list: (start, end) of the general time off that holds for somebody with these calendars"""
        result = []
        begins = [zone.midnight(start.toordinal()) if start else None for start, _calendar in spans]
        for position, (_start, calendar) in enumerate(spans):
            found = [
                (start, end)
                for only, company, start, end in general
                if company == company_id and only in (None, calendar)
            ]
            if len(spans) > 1 and found:
                # a holiday of one calendar holds only as long as somebody works by it
                low = begins[position] if begins[position] is not None else min(start for start, _end in found)
                high = begins[position + 1] if position + 1 < len(spans) else max(end for _start, end in found)
                found = intervals.intersect(found, [(low, high)])
            result += found
        return result
