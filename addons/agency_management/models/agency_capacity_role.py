from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..core import shortage


class AgencyCapacity(models.AbstractModel):
    """What each role has and what is asked of it, as the planner shows it."""

    _inherit = "agency.capacity"

    @api.model
    def _role_weeks(self, company, first_day, count):
        """Load of the roles of one company week by week; the figures are those of the planner grouped by role.

        The capacity is that of the people of the role. What is asked are the bookings of these people, placeholder
        bookings of the role and, as tentative, what open quotations will ask for.

        :param company: one ``res.company``
        :param datetime.date first_day: a day of the first week
        :param int count: how many weeks
        :return dict: role id -> list of :class:`~..core.shortage.Week`, roles nothing is known about left out
        """
        grid = self.with_context(allowed_company_ids=company.ids).get_grid(
            {"start": first_day.isoformat(), "buckets": count, "group_by": "role"}
        )
        mondays = [fields.Date.to_date(bucket["start"]) for bucket in grid["buckets"]]
        # what one more person would have: the company's own working hours without its holidays
        _people, by_company = self._worktimes([], company.ids, mondays[0], mondays[-1] + timedelta(days=6))
        worktime = by_company[company.id]
        person = [worktime.net_minutes(day.toordinal(), day.toordinal() + 7) / 60 for day in mondays]
        totals = defaultdict(lambda: [[0.0, 0.0, 0.0] for _monday in mondays])
        for row in grid["rows"]:
            if row["role_id"]:
                for total, cell in zip(totals[row["role_id"]], row["cells"]):
                    for index in range(3):
                        total[index] += cell[index]
        return {
            role_id: [shortage.Week(day, *total, hours) for day, total, hours in zip(mondays, rows, person)]
            for role_id, rows in totals.items()
        }
