from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..core import timesheet

#: Most changes one call takes: a screen full of cells.
MAX_CHANGES = 200


class Conflict(UserError):
    """Somebody was faster: what is there now is not what was on the screen."""


class AgencyTimeGrid(models.AbstractModel):
    """Writing cells of the weekly grid.

    Two windows that change the same cell: whoever saves first wins. The other one is told what is there now, keeps what
    was typed, and may save again over it. Two at the very same moment take turns at the row of the week; the second one
    is repeated by the server and finds the first one's work.
    """

    _inherit = "agency.time.grid"

    @api.model
    def save(self, start, changes):
        """Write a batch of cells of one's week. Each change stands for itself: one that is refused stops no other.

        :param str start: first day of the week
        :param list changes: dicts with ``ref`` (anything, returned with the result), ``project_id``, ``task_id``,
            ``kind_id``, ``date``; ``entry_id`` and ``stamp`` of the entry that is changed, or False for a new one, and
            then ``was_minutes``, what the cell showed, unless time is to be added whatever is there; and what changes:
            ``hours`` (as typed; nothing or 0 deletes the entry), ``note``, ``billable``
        :return dict: ``results``, a list of ``{"ref", "ok", "code", "message"}`` where code is one of ``conflict``,
            ``unreadable``, ``negative``, ``over_day``, ``future``, ``refused`` or empty; and ``week``, see
            :meth:`get_week`
        """
        employee, first = self._own(start)
        if len(changes) > MAX_CHANGES:
            raise UserError(_("Save at most %(number)s cells at a time.", number=MAX_CHANGES))
        week = self._week(employee, first)
        week.flush_recordset()
        # rewriting the row, not only locking it, makes the database refuse whoever began before the other one was done
        self.env.cr.execute(SQL("UPDATE agency_timesheet_week SET write_date = write_date WHERE id = %s", week.id))
        results = []
        for change in changes:
            try:
                with self.env.cr.savepoint():
                    self._save_change(employee, first, change)
                results.append({"ref": change.get("ref"), "ok": True, "code": "", "message": ""})
            except timesheet.TimeError as error:
                results.append(self._refusal(change, error.code, self._time_message(error.code, change)))
            except Conflict as error:
                results.append(self._refusal(change, "conflict", error.args[0]))
            except (UserError, AccessError) as error:
                results.append(self._refusal(change, "refused", error.args[0]))
        return {"results": results, "week": self._payload(employee, first)}

    @api.model
    def _refusal(self, change, code, message):
        return {"ref": change.get("ref"), "ok": False, "code": code, "message": message}

    @api.model
    def _time_message(self, code, change):
        typed = change.get("hours") or ""
        return {
            timesheet.UNREADABLE: _("“%(typed)s” is no time. Type hours such as 1:30, 1.5 or 90m.", typed=typed),
            timesheet.NEGATIVE: _("Time cannot be negative. Type the hours worked."),
            timesheet.OVER_DAY: _("A day has 24 hours, and this would make more of it."),
            timesheet.FUTURE: _("This day has not come yet. Enter time on the day it is worked, or later."),
        }[code]

    @api.model
    def _save_change(self, employee, first, change):
        day = fields.Date.to_date(change["date"])
        if day not in timesheet.week_days(first):
            raise UserError(_("%(day)s is not in this week. Reload the grid.", day=format_date(self.env, day)))
        # one's own time, which the rights on timesheets let people write
        entries = self._lines(employee, first).filtered(
            lambda line: (
                line.date == day
                and self._line_key(line)
                == (change["project_id"], change["task_id"] or False, change["kind_id"] or False)
            )
        )
        entry = entries.filtered(lambda line: line.id == change["entry_id"])
        self._check_nobody_was_faster(change, entry, entries)
        vals = self._changed_vals(employee, day, change, entry)
        entry = entry.sudo(False)
        if "unit_amount" in vals and not vals["unit_amount"]:
            entry.unlink()
        elif entry:
            entry.write(vals)
        elif vals.get("unit_amount"):
            key = self._new_key(change)
            values = {
                "employee_id": employee.id,
                "date": day,
                "project_id": key[0],
                "task_id": key[1],
                "agency_time_kind_id": key[2],
                "name": "/",
            }
            self.env["account.analytic.line"].create(values | vals)
        self.env.flush_all()

    @api.model
    def _check_nobody_was_faster(self, change, entry, entries):
        if change["entry_id"] and not entry:
            raise Conflict(_("This entry was deleted meanwhile. Save again to enter it anew."))
        if entry and self._stamp(entry) != change["stamp"]:
            present = timesheet.clock_text(timesheet.to_minutes(round(entry.unit_amount, 4)))
            raise Conflict(
                _("Somebody changed this to %(hours)s meanwhile. Save again to overwrite it.", hours=present)
            )
        minutes = sum(timesheet.to_minutes(round(line.unit_amount, 4)) for line in entries)
        if not entry and change.get("was_minutes") is not None and minutes > change["was_minutes"]:
            raise Conflict(
                _(
                    "%(hours)s was entered here meanwhile. Save again to add yours to it.",
                    hours=timesheet.clock_text(minutes),
                )
            )

    @api.model
    def _changed_vals(self, employee, day, change, entry):
        """:return dict: values to write on the entry, or to create it with"""
        vals = {}
        if change.get("hours") is not None:
            minutes = timesheet.parse_hours(change["hours"])
            # one's own day, with time off and projects one has been taken off
            lines_sudo = self.env["account.analytic.line"].sudo()
            others = lines_sudo._read_group(
                [
                    ("employee_id", "=", employee.id),
                    ("date", "=", day),
                    ("project_id", "!=", False),
                    ("id", "!=", entry.id),
                ],
                [],
                ["unit_amount:sum"],
            )[0][0]
            timesheet.check_entry(
                day,
                minutes,
                timesheet.to_minutes(round(others or 0.0, 4)),
                self.env["agency.timesheet.week"]._today(employee),
            )
            vals["unit_amount"] = minutes / 60
        if change.get("note") is not None:
            vals["name"] = change["note"].strip() or "/"
        if change.get("billable") is not None:
            vals["agency_billable"] = bool(change["billable"])
        return vals
