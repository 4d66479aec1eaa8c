from datetime import date, datetime, time, timedelta

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import capacity


class AgencyCapacity(models.AbstractModel):
    """What is behind a row of the planner: bookings, time off and holidays, hours by day."""

    _inherit = "agency.capacity"

    @api.model
    def get_bookings(self, options):
        """Everything about one row of the planner in some days.

        :param dict options: ``employee_id``, or ``role_id`` for the placeholder bookings of a role; ``start``,
            ``end`` ('YYYY-MM-DD')
        :return dict: ``bookings`` (see :meth:`~.agency_booking_planner.AgencyBooking._planner_rows`), ``absences``
            (dicts with ``start``, ``end``, ``name``, ``kind`` 'time_off' or 'holiday', ``hours`` of working time they
            take), ``days`` (dicts with ``date`` and ``cell`` [capacity, confirmed, tentative, time off]), and for a
            role ``pipeline`` (dicts with ``name``, ``client``, ``start``, ``end``, ``hours``, ``chance``): what open
            quotations ask for; empty for who may not see quotations
        """
        self._check_staff()
        try:
            first, last = fields.Date.to_date(options.get("start")), fields.Date.to_date(options.get("end"))
            employee_id, role_id = int(options.get("employee_id") or 0), int(options.get("role_id") or 0)
        except (TypeError, ValueError) as error:
            raise UserError(_("The planner was asked for something it does not know. Reload the page.")) from error
        if not first or not last or last < first or not (employee_id or role_id):
            raise UserError(_("Choose a person or a role, and days of which the last is not before the first."))
        if (last - first).days > 366:
            raise UserError(_("These are more days than a year. Choose fewer."))
        return self._person_detail(employee_id, first, last) if employee_id else self._role_detail(role_id, first, last)

    @api.model
    def _person_detail(self, employee_id, first, last):
        people = [
            person for person in self._people(employee_ids=[employee_id]) if person.company_id in self.env.companies.ids
        ]
        if not people:
            raise UserError(_("This person is not one of the agency's any more. Reload the planner."))
        planned = self._bookings(first, last, employee_ids=[employee_id], company_ids=self.env.companies.ids)
        worktimes, _companies = self._worktimes(people, [], *self._horizon(planned, first, last))
        worktime = worktimes[employee_id]
        return {
            "bookings": self._detail_rows(planned),
            "absences": self._absence_rows(people[0], worktime, first, last),
            "days": self._day_rows(worktime, planned, first, last),
            "pipeline": [],
        }

    @api.model
    def _role_detail(self, role_id, first, last):
        companies = self.env.companies.ids
        planned = [
            one
            for one in self._bookings(first, last, company_ids=companies)
            if not one.employee_id and one.role_id == role_id
        ]
        demands = [one for one in self._demands(companies, first, last) if one.role_id == role_id]
        _people, by_company = self._worktimes([], companies, *self._horizon([*planned, *demands], first, last))
        days = []
        for company_id in {one.company_id for one in [*planned, *demands]}:
            some = [one for one in [*planned, *demands] if one.company_id == company_id]
            days.append(self._day_rows(by_company[company_id], some, first, last))
        merged = [
            {
                "date": rows[0]["date"],
                "cell": [0.0, *(sum(row["cell"][index] for row in rows) for index in (1, 2)), 0.0],
            }
            for rows in zip(*days)
        ]
        return {
            "bookings": self._detail_rows(planned),
            "absences": [],
            "days": merged,
            "pipeline": self._pipeline_details(demands),
        }

    @api.model
    def _detail_rows(self, planned):
        return self.env["agency.booking"].browse(one.id for one in planned)._planner_rows()

    @api.model
    def _day_rows(self, worktime, planned, first, last):
        edges = list(range(first.toordinal(), last.toordinal() + 2))
        loads = capacity.loads(worktime, [one.in_core() for one in planned], edges)
        return [
            {"date": date.fromordinal(day).isoformat(), "cell": cell} for day, cell in zip(edges, self._cells(loads))
        ]

    @api.model
    def _pipeline_details(self, demands):
        if not (self.env.su or self.env.user.has_group("sales_team.group_sale_salesman")):
            return []
        # the load is the whole company's; of the quotations only those the user may see are named
        orders = self.env["sale.order"].search([("id", "in", list({one.order_id for one in demands}))])
        by_id = {order.id: order for order in orders}
        return [
            {
                "order_id": one.order_id,
                "name": one.order_name,
                "client": by_id[one.order_id].client_id.display_name or "",
                "start": one.first.isoformat(),
                "end": one.last.isoformat(),
                "hours": round(one.hours, 2),
                "chance": one.chance,
            }
            for one in demands
            if one.order_id in by_id
        ]

    @api.model
    def _absence_rows(self, person, worktime, first, last):
        """Time off and holidays of somebody; why somebody is away is not said."""
        calendars = [calendar for _start, calendar in person.spans if calendar]
        self.env["resource.calendar.leaves"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT resource_id, name, date_from, date_to
                  FROM resource_calendar_leaves
                 WHERE time_type = 'leave' AND date_from <= %(end)s AND date_to >= %(start)s
                   AND (resource_id = %(resource)s OR (resource_id IS NULL AND company_id = %(company)s
                        AND (calendar_id IS NULL OR calendar_id = ANY(%(calendars)s))))
              ORDER BY date_from, id
                """,
                start=datetime.combine(first, time.min) - timedelta(days=1),
                end=datetime.combine(last, time.min) + timedelta(days=2),
                resource=person.resource_id,
                company=person.company_id,
                calendars=calendars or [self._calendars([], [person.company_id])[1][person.company_id][0]],
            )
        )
        zone = pytz.timezone(person.tz or "UTC")
        rows = []
        for resource_id, name, start, end in self.env.cr.fetchall():
            begin = pytz.utc.localize(start).astimezone(zone).date()
            finish = pytz.utc.localize(end - timedelta(seconds=1)).astimezone(zone).date()
            if finish < first or begin > last:
                continue
            low, high = max(begin, first).toordinal(), min(finish, last).toordinal() + 1
            taken = worktime.gross_minutes(low, high) - worktime.net_minutes(low, high)
            rows.append(
                {
                    "start": begin.isoformat(),
                    "end": finish.isoformat(),
                    "name": _("Time off") if resource_id else name or _("Public holiday"),
                    "kind": "time_off" if resource_id else "holiday",
                    "hours": round(taken / 60, 2),
                }
            )
        return rows
