from collections import defaultdict
from datetime import date, timedelta

from odoo import _, api, fields, models
from odoo.tools import format_date

from ..core import availability, capacity

#: How far ahead room is looked for: a year of whole weeks.
HORIZON_DAYS = 364
#: As many roles in the way are named; more would hide what to do about the first.
MOST_REASONS = 3


class AgencyCapacity(models.AbstractModel):
    """Who could do some work, and when there is room for it."""

    _inherit = "agency.capacity"

    @api.model
    def _suggest(self, role, skills, first_day, last_day, hours, company, without=None):
        """People for some work, the best first: enough time, then skills, then cost, then most time.

        :param role: ``agency.role`` they have; empty: everybody who is planned
        :param skills: ``hr.skill`` that are wanted
        :param datetime.date first_day: first day of the work
        :param datetime.date last_day: last day of the work
        :param float hours: hours of the work
        :param company: ``res.company`` whose people are asked
        :param without: ``agency.booking`` that do not count as taken time
        :return list: dicts with ``employee`` (``hr.employee``), ``skill_match`` (0 to 1), ``free_hours``,
            ``cost_rate`` (an hour, in the company's currency) and ``reasons`` (texts anybody of the staff may read:
            nothing about cost)
        """
        people = self._people(company_ids=company.ids)
        if role:
            people = [person for person in people if person.role_id == role.id]
        # cost and skills are read for the ranking; who asks sees as much of them as the caller passes on
        employees_sudo = self.env["hr.employee"].sudo().browse(person.employee_id for person in people)
        edges = [first_day.toordinal(), last_day.toordinal() + 1]
        free = {employee.id: loads[0].free for employee, loads in self._loads(employees_sudo, edges, without).items()}
        levels = self._skill_levels(employees_sudo, skills)
        costs = {employee.id: employee._agency_cost_rate(company) for employee in employees_sudo}
        planned = employees_sudo.user_id._agency_planned_hours()
        by_employee = {employee.id: planned.get(employee.user_id, 0.0) for employee in employees_sudo}
        candidates = [
            availability.Candidate(
                person.employee_id,
                person.name,
                levels[person.employee_id],
                free[person.employee_id],
                costs[person.employee_id],
                by_employee[person.employee_id],
            )
            for person in people
        ]
        return [
            {
                "employee": self.env["hr.employee"].browse(one.key),
                "skill_match": match,
                "free_hours": one.free,
                "cost_rate": one.cost,
                "reasons": self._suggestion_reasons(one, skills, hours),
            }
            for one, match in availability.rank(candidates, skills.ids, hours)
        ]

    @api.model
    def _skill_levels(self, employees_sudo, skills):
        """:return dict: employee id -> {skill id: level, 0 to 1} of the wanted skills"""
        levels = defaultdict(dict)
        domain = [("employee_id", "in", employees_sudo.ids), ("skill_id", "in", skills.ids)]
        if "valid_to" in self.env["hr.employee.skill"]._fields:
            # on 19.0 certificates expire
            domain += ["|", ("valid_to", "=", False), ("valid_to", ">=", fields.Date.context_today(self))]
        # skills are HR's to edit, but no secret in the agency
        for line_sudo in self.env["hr.employee.skill"].sudo().search(domain) if skills else ():
            known = levels[line_sudo.employee_id.id]
            known[line_sudo.skill_id.id] = max(
                known.get(line_sudo.skill_id.id, 0.0), line_sudo.skill_level_id.level_progress / 100
            )
        return levels

    @api.model
    def _suggestion_reasons(self, candidate, skills, hours):
        reasons = []
        if candidate.free + capacity.TOLERANCE >= hours:
            reasons.append(_("%(free).0f hours free, %(hours).0f needed", free=candidate.free, hours=hours))
        else:
            reasons.append(_("only %(free).0f of %(hours).0f hours free", free=candidate.free, hours=hours))
        known = skills.filtered(lambda skill: candidate.levels.get(skill.id))
        if known:
            reasons.append(_("knows %(skills)s", skills=", ".join(known.mapped("name"))))
        if skills - known:
            reasons.append(_("does not know %(skills)s", skills=", ".join((skills - known).mapped("name"))))
        return reasons

    @api.model
    def _earliest(self, efforts, not_before, company, duration=0, without_orders=(), people_by_role=None):
        """When some work can honestly start and be done.

        Every role has what its people have free; placeholder bookings of the role and what other open quotations will
        probably ask for are taken off. ``duration`` worked days in which all roles have room are looked for; where
        there are none within a year, the work starts when everybody has any time and ends when the last role is
        through.

        :param dict efforts: ``agency.role`` -> hours
        :param datetime.date not_before: first day that comes into question; days before today do not
        :param company: ``res.company`` whose people do the work
        :param int duration: working days the work usually takes; 0: as long as it takes
        :param without_orders: ids of quotations that do not count as competition
        :param dict people_by_role: ``agency.role`` -> ``hr.employee`` that do the work instead of everybody with the
            role
        :return dict: ``start`` and ``finish`` (``datetime.date``, or False when there is no room within a year),
            ``reasons`` (texts: which role is in the way, until when), ``roles`` (``agency.role`` in the way, the
            worst first)
        """
        first = max(not_before, fields.Date.context_today(self))
        last = first + timedelta(days=HORIZON_DAYS - 1)
        free, staffed, worked = self._role_free(efforts, first, last, company, without_orders, people_by_role or {})
        needs = [availability.Need(role.id, hours, free[role.id]) for role, hours in efforts.items()]
        window = availability.earliest(needs, worked, duration)

        def as_date(position):
            return False if position is None else first + timedelta(days=position)

        roles = self.env["agency.role"].browse(one.key for one in window.bottlenecks)
        return {
            "start": as_date(window.start),
            "finish": as_date(window.finish),
            "reasons": self._earliest_reasons(window, staffed, first, last, as_date, duration),
            "roles": roles,
        }

    @api.model
    def _role_free(self, efforts, first, last, company, without_orders, people_by_role):
        """:return: (role id -> free hours by day, ids of roles that anybody has, whether each day is worked)"""
        role_ids = {role.id for role in efforts}
        chosen = {role.id: set(employees.ids) for role, employees in people_by_role.items()}
        bookings = self._bookings(first, last, company_ids=company.ids)
        demands = self._demands(company.ids, first, last, without_orders)
        people = self._people(company_ids=company.ids, also_ids=set().union(*chosen.values()))
        worktimes, by_company = self._worktimes(people, company.ids, *self._horizon([*bookings, *demands], first, last))
        start, end = first.toordinal(), last.toordinal()
        by_employee = defaultdict(list)
        for one in bookings:
            by_employee[one.employee_id].append(one.in_core())
        free = {role_id: [0.0] * (end - start + 1) for role_id in role_ids}
        staffed = set()
        for role_id in role_ids:
            for person in people:
                if person.employee_id in chosen[role_id] if role_id in chosen else person.role_id == role_id:
                    staffed.add(role_id)
                    days = capacity.free_by_day(
                        worktimes[person.employee_id], by_employee[person.employee_id], start, end
                    )
                    free[role_id] = [total + hours for total, hours in zip(free[role_id], days)]
        for one in [*(one for one in bookings if not one.employee_id), *demands]:
            # whoever is named for the work need not share the demand for the role
            if one.role_id in role_ids and one.role_id not in chosen:
                for day, hours in capacity.spread(one.in_core(), by_company[company.id]).items():
                    if start <= day <= end:
                        free[one.role_id][day - start] = max(0.0, free[one.role_id][day - start] - hours)
        worktime = by_company[company.id]
        worked = [worktime.net_minutes(day, day + 1) > 0 for day in range(start, end + 1)]
        return free, staffed, worked

    @api.model
    def _earliest_reasons(self, window, staffed, first, last, as_date, duration):
        """:return list: texts, the most important first"""
        if not window.bottlenecks:
            return [_("Everybody needed has time from %(start)s on.", start=self._day(as_date(window.start) or first))]
        names = {role.id: role.name for role in self.env["agency.role"].browse(one.key for one in window.bottlenecks)}
        reasons = []
        for one in window.bottlenecks[:MOST_REASONS]:
            values = {"role": names[one.key], "hours": one.hours, "free": one.at_once, "first": self._day(first)}
            if one.key not in staffed:
                text = _("Nobody has the role %(role)s.", **values)
            elif one.start is None or one.finish is None:
                text = _("%(role)s has no room for %(hours).0f hours until %(last)s.", last=self._day(last), **values)
            elif duration and one.at_once + capacity.TOLERANCE < one.hours:
                text = _(
                    "%(role)s has only %(free).0f of %(hours).0f hours free in the %(days)s working days from %(first)s"
                    " on.",
                    days=duration,
                    **values,
                )
            else:
                text = _("%(role)s has no time before %(start)s.", start=self._day(as_date(one.start)), **values)
            if duration and not window.stretched and one.start is not None and one.key in staffed:
                text = _("%(text)s Enough from %(start)s on.", text=text, start=self._day(as_date(one.start)))
            reasons.append(text)
        if window.stretched:
            reasons.append(
                _("There is never enough room for it in %(days)s working days, so it takes longer.", days=duration)
            )
        return reasons

    @api.model
    def _day(self, day):
        return format_date(self.env, day) if isinstance(day, date) else ""
