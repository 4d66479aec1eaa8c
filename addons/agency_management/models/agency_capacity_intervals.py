import pytz

from odoo import api, models

from ..core import capacity, intervals


class AgencyCapacity(models.AbstractModel):
    """When people work, not only how long: for appointments."""

    _inherit = "agency.capacity"

    @api.model
    def _work_intervals(self, employees, company, first, last):
        """Working time of people and of their company, without time off and public holidays.

        Three queries, whatever the number of people.

        :param employees: ``hr.employee``
        :param company: ``res.company`` whose office hours are asked about
        :param datetime.date first: first local day
        :param datetime.date last: last local day, included
        :return: (dict employee id -> intervals, intervals of the company or None when it has no working hours);
            intervals are normal lists of (start, end) in minutes, see :mod:`..core.intervals`
        """
        people = self._people(employee_ids=employees.ids)
        company_ids = {company.id} | {person.company_id for person in people}
        calendar_ids = {calendar for person in people for _first, calendar in person.spans if calendar}
        attendances, companies = self._calendars(calendar_ids, company_ids)
        personal, general = self._absences([person.resource_id for person in people], companies, first, last)

        def shifts(company_id, tz, spans, resource_id=None):
            zone = capacity.Zone(pytz.timezone(tz or "UTC").localize)
            spans = tuple((start, calendar or companies[company_id][0]) for start, calendar in spans)
            parts = [
                capacity.Span(
                    start,
                    attendances.get((calendar, None), ())
                    + (attendances.get((calendar, resource_id), ()) if resource_id else ()),
                )
                for start, calendar in spans
            ]
            worked = [(start, end) for _day, start, end in capacity.expand(parts, first, last, zone)]
            away = self._holidays_of(spans, company_id, general, zone) + personal.get(resource_id, [])
            return intervals.subtract(worked, away)

        calendar, tz = companies[company.id]
        return (
            {
                person.employee_id: shifts(person.company_id, person.tz, person.spans, person.resource_id)
                for person in people
            },
            shifts(company.id, tz, ((None, calendar),)) if calendar else None,
        )
