from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..core import time_approval, timesheet
from .res_users import CLOSED_TASK_STATES

#: Lock of entries Odoo makes for time off.
TIME_OFF = "time_off"


class AgencyTimeGrid(models.AbstractModel):
    """The weekly grid: rows are projects and tasks by kind of time, columns the days of a week.

    What is read here is the user's own time, or a week the user may see; so names of projects and tasks are shown
    although the user may have been taken off them meanwhile. Amounts are whole minutes.
    """

    _name = "agency.time.grid"
    _description = "Weekly Grid"

    # ------------------------------------------------------------------------------------------------------------------
    # What the client action calls
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def get_week(self, day=None, employee_id=None):
        """Everything the grid shows, in a fixed number of queries.

        :param str day: a day of the week that is wanted; none for the present one
        :param int employee_id: whose week; none for one's own
        :return dict: ``employee`` (``{"id", "name"}`` or False when the user has none), ``is_mine``, ``week`` (see
            :meth:`_week_label`; ``id`` is False as long as nothing was ever entered), ``days`` (seven, see
            :meth:`_day`), ``rows`` (see :meth:`_row`), ``total``, ``capacity``, ``kinds`` (``{"id", "name",
            "billable"}``), ``suggestions`` (see :meth:`_suggestion`), ``state``, ``may_submit``, ``may_take_back``,
            ``may_approve``, ``may_reopen``, ``waits_for`` (names of approvers)
        :raise AccessError: the week is not the user's to see
        """
        employee = self._employee(employee_id)
        if not employee:
            return self._nobody()
        return self._payload(employee, self._start(employee, day))

    @api.model
    def add_rows(self, start, rows):
        """Show rows in one's week before there is time in them.

        :param str start: first day of the week
        :param list rows: dicts with ``project_id``, ``task_id`` and ``kind_id`` (False for the one that fits)
        :return dict: see :meth:`get_week`
        """
        employee, first = self._own(start)
        week = self._week(employee, first)
        shown = week.rows or []
        keys = dict.fromkeys(self._new_key(row) for row in rows)
        week.rows = [*shown, *(list(key) for key in keys if list(key) not in shown)]
        return self._payload(employee, first)

    @api.model
    def remove_row(self, start, key):
        """Take an empty row away from one's week; :return dict: see :meth:`get_week`"""
        employee, first = self._own(start)
        week = self._week(employee, first)
        week.rows = [row for row in week.rows or [] if self._key_text(row) != key]
        return self._payload(employee, first)

    @api.model
    def copy_rows(self, start):
        """Show the rows of the week before, without their time, as far as they can still be booked on.

        :return dict: see :meth:`get_week`
        """
        employee, first = self._own(start)
        before = first - timesheet.WEEK
        keys = {self._line_key(line) for line in self._lines(employee, before) if not line._agency_is_time_off()}
        keys |= {tuple(row) for row in self._week(employee, before).rows or []}
        projects = self.env["project.project"].search(
            [("id", "in", [project for project, _task, _kind in keys]), ("allow_timesheets", "=", True)]
        )
        tasks = self.env["project.task"].search(
            [("id", "in", [task for _project, task, _kind in keys]), ("state", "not in", CLOSED_TASK_STATES)]
        )
        week = self._week(employee, first)
        kept = [list(key) for key in sorted(keys) if key[0] in projects.ids and (not key[1] or key[1] in tasks.ids)]
        week.rows = [*(week.rows or []), *(key for key in kept if key not in (week.rows or []))]
        return self._payload(employee, first)

    @api.model
    def submit(self, start):
        """Hand one's week in; :return dict: see :meth:`get_week`"""
        employee, first = self._own(start)
        self._weeks(employee, first, time_approval.DRAFT).action_submit()
        return self._payload(employee, first)

    @api.model
    def take_back(self, start):
        """Take one's submitted week back; :return dict: see :meth:`get_week`"""
        employee, first = self._own(start)
        self._weeks(employee, first, time_approval.SUBMITTED).action_take_back()
        return self._payload(employee, first)

    # ------------------------------------------------------------------------------------------------------------------
    # Whose week, and which
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _employee(self, employee_id=None):
        """:return: the user's employee with elevated rights, or the given one when the user may see its weeks"""
        # one's own employee record may be out of one's sight (private fields)
        mine_sudo = self.env.user.sudo().with_context(active_test=True).employee_ids
        if employee_id and employee_id not in mine_sudo.ids:
            if not self.env["agency.timesheet.week"].search([("employee_id", "=", employee_id)], limit=1):
                raise AccessError(_("This is not a week you may see. Ask the person's manager."))
            # the rule on weeks has let the user in
            return self.env["hr.employee"].sudo().browse(employee_id)
        if employee_id:
            return mine_sudo.browse(employee_id)
        return mine_sudo.filtered(lambda one: one.company_id == self.env.company)[:1] or mine_sudo[:1]

    @api.model
    def _own(self, start):
        """:return: (the user's employee, first day of a week of it)"""
        employee = self._employee()
        if not employee:
            raise self.env["agency.timer"]._nobody_to_book_for()
        return employee, self._start(employee, start)

    @api.model
    def _start(self, employee, day):
        weeks = self.env["agency.timesheet.week"]
        day = fields.Date.to_date(day) if day else weeks._today(employee)
        return timesheet.week_start(day, weeks._first_weekdays(employee)[employee.with_env(self.env)])

    @api.model
    def _week(self, employee, start):
        """:return: the week with elevated rights; made when there is none"""
        key = (employee.id, start)
        return self.env["agency.timesheet.week"]._get_or_create([key])[key]

    @api.model
    def _weeks(self, employee, start, state):
        """:return: weeks of the entries in a state on these days, for the user to act on

        They are more than one when weeks of the person used to begin on another day.
        """
        lines = self._lines(employee, start).filtered(lambda line: line.agency_approval_state == state)
        return (lines.agency_week_id or self._week(employee, start)).sudo(False)

    @api.model
    def _lines(self, employee, start):
        """:return: the entries of a week with elevated rights, in the order of their days"""
        # the caller has checked whose time it is
        lines_sudo = self.env["account.analytic.line"].sudo()
        names = ["project_id", "task_id", "agency_time_kind_id", "date", "unit_amount", "name", "agency_billable"]
        names += ["agency_approval_state", "agency_week_id", "employee_id", "company_id", "timesheet_invoice_id"]
        return lines_sudo.search_fetch(
            [
                ("employee_id", "=", employee.id),
                ("date", ">=", start),
                ("date", "<", start + timesheet.WEEK),
                ("project_id", "!=", False),
            ],
            names,
            order="date, id",
        )

    # ------------------------------------------------------------------------------------------------------------------
    # The payload
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _nobody(self):
        return {
            "employee": False,
            "is_mine": False,
            "week": {},
            "days": [],
            "rows": [],
            "total": 0,
            "capacity": 0,
            "kinds": [],
            "suggestions": [],
            "state": time_approval.EMPTY,
            "may_submit": False,
            "may_take_back": False,
            "may_approve": False,
            "may_reopen": False,
            "waits_for": "",
        }

    @api.model
    def _payload(self, employee, start):
        days = timesheet.week_days(start)
        today = self.env["agency.timesheet.week"]._today(employee)
        lines = self._lines(employee, start)
        # weeks are kept by the suite; the caller has checked whose it is
        week_sudo = (
            self.env["agency.timesheet.week"]
            .sudo()
            .search([("employee_id", "=", employee.id), ("start_date", "=", start)])
        )
        pinned = [tuple(row) for row in week_sudo.rows or []]
        planned = self._booked(employee, days, today)
        suggestions = timesheet.suggest(planned, self._logged(lines))
        kinds = self.env["agency.time.kind"].search([])
        keys = list(dict.fromkeys([*(self._line_key(line) for line in lines), *pinned]))
        labels = self._labels([*keys, *((project, task, False) for project, task in suggestions)])
        keys = [key for key in keys if key in labels]
        cells = {}
        for line in lines:
            cells.setdefault((self._line_key(line), line.date), []).append(self._entry(line))
        rows = sorted((self._row(key, days, cells, labels) for key in keys), key=self._row_order)
        capacity = self._capacity(employee, days)
        totals = [sum(row["cells"][number]["minutes"] for row in rows) for number in range(7)]
        states = {line.agency_approval_state for line in lines if not line._agency_is_time_off()}
        is_mine = employee.user_id == self.env.user
        own_week = week_sudo.sudo(False)
        return {
            "employee": {"id": employee.id, "name": employee.name},
            "is_mine": is_mine,
            "week": {"id": week_sudo.id, **self._week_label(start, today)},
            "days": [self._day(*facts, today) for facts in zip(days, capacity, totals)],
            "rows": rows,
            "total": sum(totals),
            "capacity": sum(capacity),
            "kinds": [{"id": kind.id, "name": kind.name, "billable": kind.billable} for kind in kinds],
            "suggestions": [self._suggestion(key, by_day, days, labels, kinds) for key, by_day in suggestions.items()],
            "state": time_approval.week_state(states),
            "may_submit": is_mine and time_approval.DRAFT in states,
            "may_take_back": is_mine and time_approval.SUBMITTED in states,
            "may_approve": bool(own_week) and not is_mine and own_week.may_approve,
            "may_reopen": bool(own_week) and not is_mine and own_week.may_reopen,
            "waits_for": week_sudo.approver_names or "",
        }

    @api.model
    def _week_label(self, start, today):
        """:return dict: ``start``, ``end``, ``label``, ``previous``, ``next`` (first days), ``is_current``"""
        end = start + timedelta(days=6)
        return {
            "start": start.isoformat(),
            "end": end.isoformat(),
            "label": _("%(start)s to %(end)s", start=format_date(self.env, start), end=format_date(self.env, end)),
            "previous": (start - timesheet.WEEK).isoformat(),
            "next": (start + timesheet.WEEK).isoformat(),
            "is_current": start <= today <= end,
        }

    @api.model
    def _day(self, day, capacity, total, today):
        """:return dict: ``date``, ``weekday``, ``label``, ``capacity``, ``total``, ``is_today``, ``is_future``"""
        return {
            "date": day.isoformat(),
            "weekday": format_date(self.env, day, date_format="EEE"),
            "label": format_date(self.env, day, date_format="d MMM"),
            "capacity": capacity,
            "total": total,
            "is_today": day == today,
            "is_future": day > today,
        }

    @api.model
    def _row(self, key, days, cells, labels):
        """:return dict: ``key``, ``project_id``, ``task_id``, ``kind_id``, ``project``, ``task``, ``client``, ``kind``,
        ``budget``, ``task_budget`` and ``retainer_budget`` (see :meth:`_budget`), seven ``cells`` (``minutes``,
        ``lock``, ``entries``, see :meth:`_entry`), ``total``, ``is_pinned`` (without any time)
        """
        row_cells = []
        for day in days:
            entries = cells.get((key, day), [])
            locks = {entry["lock"] for entry in entries}
            row_cells.append(
                {
                    "minutes": sum(entry["minutes"] for entry in entries),
                    # a cell is locked when all of it is
                    "lock": next(iter(locks)) if len(locks) == 1 else "",
                    "entries": entries,
                }
            )
        project_id, task_id, kind_id = key
        return {
            "key": self._key_text(key),
            "project_id": project_id,
            "task_id": task_id,
            "kind_id": kind_id,
            **labels[key],
            "cells": row_cells,
            "total": sum(cell["minutes"] for cell in row_cells),
            "is_pinned": not any(cell["entries"] for cell in row_cells),
        }

    @api.model
    def _row_order(self, row):
        return (row["client"] or "\uffff", row["project"], row["task"], row["kind"], row["key"])

    @api.model
    def _entry(self, line):
        """:return dict: ``id``, ``minutes``, ``note``, ``billable``, ``state``, ``lock`` (what keeps the user from
        changing it, or nothing), ``stamp`` (what :meth:`save` compares to see whether somebody was faster)
        """
        lock = TIME_OFF if line._agency_is_time_off() else line._agency_lock() or ""
        return {
            "id": line.id,
            "minutes": timesheet.to_minutes(round(line.unit_amount, 4)),
            "note": "" if line.name == "/" else line.name,
            "billable": line.agency_billable,
            "state": line.agency_approval_state,
            "lock": lock,
            "stamp": self._stamp(line),
        }

    @api.model
    def _stamp(self, line):
        return "|".join(
            (
                str(timesheet.to_minutes(round(line.unit_amount, 4))),
                "1" if line.agency_billable else "0",
                line.agency_approval_state,
                line.name or "",
            )
        )

    @api.model
    def _suggestion(self, key, by_day, days, labels, kinds):
        """:return dict: ``key`` (of the row it would fill), ``project_id``, ``task_id``, ``kind_id``, ``project``,
        ``task``, ``client``, seven ``minutes``, ``total``
        """
        project_id, task_id = key
        label = labels[project_id, task_id, False]
        kind = kinds.filtered(lambda one: one.billable == bool(label["client"]))[:1]
        minutes = [by_day.get(day, 0) for day in days]
        return {
            "key": self._key_text((project_id, task_id, kind.id)),
            "project_id": project_id,
            "task_id": task_id or False,
            "kind_id": kind.id,
            "project": label["project"],
            "task": label["task"],
            "client": label["client"],
            "minutes": minutes,
            "total": sum(minutes),
        }
