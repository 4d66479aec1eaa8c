from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import babel.dates

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import babel_locale_parse

from ..core import capacity

#: More columns than this are no overview any more.
MAX_BUCKETS = 120
GROUPS = ("person", "role", "department")
#: Numbers of the choices of the filter of employment.
EMPLOYEES, FREELANCERS = 1, 2


@dataclass(frozen=True)
class GridOptions:
    """What the planner asks for, checked.

    :ivar list edges: ordinals; bucket ``i`` is the days from ``edges[i]`` to before ``edges[i + 1]``
    :ivar dict filters: name -> frozenset of ids; an empty one does not filter
    """

    edges: list
    granularity: str
    filters: dict
    group_by: str
    offset: int
    limit: int | None

    @property
    def first(self):
        """:return datetime.date: first day"""
        return date.fromordinal(self.edges[0])

    @property
    def last(self):
        """:return datetime.date: last day"""
        return date.fromordinal(self.edges[-1] - 1)


class AgencyCapacity(models.AbstractModel):
    """The planner's data: people × buckets of days, and what is behind a cell."""

    _inherit = "agency.capacity"

    @api.model
    def get_grid(self, options):
        """Load of people by week or day; at most eight queries, however many people.

        :param dict options: ``start`` ('YYYY-MM-DD'; weeks begin on the Monday before), ``buckets`` (how many),
            ``granularity`` ('week' or 'day'), ``filters`` (``role_ids``, ``department_ids``, ``skill_ids``,
            ``client_ids``, ``employee_ids``, ``employment_ids`` (1: employees, 2: freelancers): any of the ids of one,
            all of the filters), ``offset``, ``limit``, ``group_by`` ('person', 'role', 'department')
        :return dict: ``buckets``, ``rows`` (each with one ``cells`` item a bucket: [capacity, confirmed, tentative,
            time off] in hours), ``total_rows``, ``summary`` (the sum of *all* rows, those beyond the limit included),
            ``filters`` (what can be chosen), ``may_edit``. Rows with ``is_placeholder`` are roles nobody is named
            for: their bookings, and what open quotations will ask for, weighted by the chance to win them.
        :raise AccessError: the user is not one of the agency's people
        :raise UserError: options that make no sense
        """
        self._check_staff()
        wish = self._grid_options(options)
        companies = self.env.companies.ids
        bookings = self._bookings(wish.first, wish.last, company_ids=companies)
        demands = self._demands(companies, wish.first, wish.last)
        booked = {one.employee_id for one in bookings if one.employee_id}
        people = self._people(company_ids=companies, also_ids=booked)
        known = {person.employee_id for person in people}
        horizon = self._horizon([*bookings, *demands], wish.first, wish.last)
        worktimes, by_company = self._worktimes(people, companies, *horizon)
        shown = self._filtered(people, bookings, wish.filters)
        by_employee, by_role = defaultdict(list), defaultdict(list)
        for one in bookings:
            if one.employee_id in known:
                by_employee[one.employee_id].append(one.in_core())
            elif not one.employee_id:
                by_role[one.role_id].append(one)
        for one in demands:
            by_role[one.role_id].append(one)
        loads = {
            person.employee_id: capacity.loads(
                worktimes[person.employee_id], by_employee[person.employee_id], wish.edges
            )
            for person in shown
        }
        roles = self._placeholder_loads(by_role, by_company, wish)
        labels = self._labels(people, by_role, bookings, demands)
        rows = self._grid_rows(wish, shown, loads, roles, labels)
        summary = [capacity.total(cells) for cells in zip(*loads.values(), *roles.values())]
        end = wish.offset + wish.limit if wish.limit is not None else None
        return {
            "buckets": self._buckets(wish),
            "rows": rows[wish.offset : end],
            "total_rows": len(rows),
            "summary": self._cells(summary or [capacity.Load()] * (len(wish.edges) - 1)),
            "filters": self._choices(people, bookings, by_role, labels),
            "may_edit": self.env["agency.booking"]._may_plan(),
        }

    @api.model
    def _grid_options(self, options):
        """:return GridOptions: :raise UserError: they make no sense"""
        granularity = options.get("granularity") or "week"
        group_by = options.get("group_by") or "person"
        try:
            start = fields.Date.to_date(options.get("start")) or fields.Date.context_today(self)
            buckets = int(options.get("buckets") or 12)
            offset, limit = int(options.get("offset") or 0), options.get("limit")
            limit = None if limit is None or limit is False else int(limit)
            filters = {
                name: frozenset(int(number) for number in (options.get("filters") or {}).get(name) or ())
                for name in ("role_ids", "department_ids", "skill_ids", "client_ids", "employee_ids", "employment_ids")
            }
        except (TypeError, ValueError) as error:
            raise UserError(_("The planner was asked for something it does not know. Reload the page.")) from error
        if (
            granularity not in ("week", "day")
            or group_by not in GROUPS
            or not 1 <= buckets <= MAX_BUCKETS
            or offset < 0
            or (limit is not None and limit < 0)
        ):
            raise UserError(
                _("The planner shows 1 to %(most)s weeks or days. Choose another period.", most=MAX_BUCKETS)
            )
        width = 7 if granularity == "week" else 1
        first = start - timedelta(days=start.weekday()) if granularity == "week" else start
        edges = [first.toordinal() + width * number for number in range(buckets + 1)]
        return GridOptions(edges, granularity, filters, group_by, offset, limit)

    @api.model
    def _filtered(self, people, bookings, filters):
        """:return list: the people that pass all filters"""
        clients = filters["client_ids"]
        for_clients = {one.employee_id for one in bookings if one.client_id in clients}
        departments = {str(number) for number in filters["department_ids"]}
        return [
            person
            for person in people
            if (not filters["employee_ids"] or person.employee_id in filters["employee_ids"])
            and (not filters["role_ids"] or person.role_id in filters["role_ids"])
            # a department includes those below it
            and (not departments or departments.intersection(person.department_path.split("/")))
            and (not filters["skill_ids"] or filters["skill_ids"].intersection(person.skill_ids))
            and (not clients or person.employee_id in for_clients)
            and (
                not filters["employment_ids"]
                or (FREELANCERS if person.is_freelancer else EMPLOYEES) in filters["employment_ids"]
            )
        ]

    @api.model
    def _placeholder_loads(self, by_role, by_company, wish):
        """:return dict: role id -> list of loads; without capacity, because nobody is there"""
        filters = wish.filters
        if any(filters[name] for name in ("employee_ids", "department_ids", "skill_ids", "employment_ids")):
            return {}
        result = {}
        for role_id, wanted in by_role.items():
            if filters["role_ids"] and role_id not in filters["role_ids"]:
                continue
            parts = []
            for company_id in {one.company_id for one in wanted}:
                asked = [
                    one.in_core()
                    for one in wanted
                    if one.company_id == company_id
                    and (not filters["client_ids"] or one.client_id in filters["client_ids"])
                ]
                if asked:
                    parts.append(capacity.loads(by_company[company_id], asked, wish.edges))
            if parts:
                result[role_id] = [
                    capacity.Load(0.0, load.confirmed, load.tentative, 0.0) for load in map(capacity.total, zip(*parts))
                ]
        return result

    @api.model
    def _labels(self, people, by_role, bookings, demands):
        """Names of everything that is shown, in one query.

        :return dict: kind ('role', 'department', 'skill', 'client') -> {id: name}
        """
        wanted = {
            "role": ("agency.role", {person.role_id for person in people} | set(by_role)),
            "department": ("hr.department", {person.department_id for person in people}),
            "skill": ("hr.skill", {skill for person in people for skill in person.skill_ids}),
            "client": ("res.partner", {one.client_id for one in [*bookings, *demands]}),
        }
        lang = self.env.lang or "en_US"
        parts = []
        for kind, (model, ids) in wanted.items():
            field = self.env[model]._fields["name"]
            self.env[model].flush_model(["name"])
            name = SQL("COALESCE(name->>%s, name->>'en_US')", lang) if field.translate else SQL("name")
            parts.append(
                SQL(
                    "SELECT %s::text AS kind, id, %s AS name FROM %s WHERE id = ANY(%s)",
                    kind,
                    name,
                    SQL.identifier(self.env[model]._table),
                    [number for number in ids if number],
                )
            )
        self.env.cr.execute(SQL("SELECT * FROM (%s) names ORDER BY name, id", SQL(" UNION ALL ").join(parts)))
        labels = {kind: {} for kind in wanted}
        for kind, number, name in self.env.cr.fetchall():
            labels[kind][number] = name
        return labels

    @api.model
    def _choices(self, people, bookings, by_role, labels):
        """:return dict: what each filter can be set to, as [id, name], by name"""
        choices = {
            f"{kind}s": [[number, name] for number, name in labels[kind].items()]
            for kind in ("role", "department", "skill", "client")
        }
        # nothing to choose where nobody is a freelancer
        external = any(person.is_freelancer for person in people)
        choices["employments"] = [[EMPLOYEES, _("Employees")], [FREELANCERS, _("Freelancers")]] if external else []
        return choices

    @api.model
    def _grid_rows(self, wish, people, loads, roles, labels):
        """:return list: rows, placeholders first, then people by name (or the groups they are summed up to)"""
        rows = [
            self._grid_row(f"r{role_id}", cells, name, role_id=role_id, role=name, is_placeholder=True)
            for role_id, name in labels["role"].items()
            if (cells := roles.get(role_id))
        ]
        if wish.group_by == "person":
            return rows + [
                self._grid_row(
                    f"e{person.employee_id}",
                    loads[person.employee_id],
                    person.name,
                    employee_id=person.employee_id,
                    role_id=person.role_id or False,
                    role=labels["role"].get(person.role_id, ""),
                    department=labels["department"].get(person.department_id, ""),
                    avatar_url=f"/web/image/hr.employee.public/{person.employee_id}/avatar_128",
                )
                for person in people
            ]
        groups = defaultdict(list)
        for person in people:
            groups[getattr(person, f"{wish.group_by}_id")].append(loads[person.employee_id])
        nobody = _("Without role") if wish.group_by == "role" else _("Without department")
        ordered = [*labels[wish.group_by].items(), (None, nobody)]
        return rows + [
            self._grid_row(
                f"{wish.group_by}:{number or 0}",
                [capacity.total(cells) for cells in zip(*groups[number])],
                name,
                **{"role_id": number or False, "role": name} if wish.group_by == "role" else {"department": name},
            )
            for number, name in ordered
            if groups.get(number)
        ]

    @api.model
    def _grid_row(self, key, loads, name, **values):
        return {
            "key": key,
            "employee_id": False,
            "role_id": False,
            "name": name,
            "role": "",
            "department": "",
            "avatar_url": "",
            "is_placeholder": False,
            "cells": self._cells(loads),
            **values,
        }

    @api.model
    def _cells(self, loads):
        return [
            [round(load.capacity, 2), round(load.confirmed, 2), round(load.tentative, 2), round(load.time_off, 2)]
            for load in loads
        ]

    @api.model
    def _buckets(self, wish):
        today = fields.Date.context_today(self).toordinal()
        # the language's own formats would be read from the database; these are short forms of the locale
        locale = babel_locale_parse(self.env.lang)
        buckets = []
        for start, end in zip(wish.edges, wish.edges[1:]):
            first = date.fromordinal(start)
            buckets.append(
                {
                    "start": first.isoformat(),
                    "end": date.fromordinal(end - 1).isoformat(),
                    "label": babel.dates.format_date(first, "d MMM" if end - start > 1 else "EEE d", locale=locale),
                    "is_current": start <= today < end,
                }
            )
        return buckets
