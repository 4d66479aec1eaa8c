from odoo import _, api, models
from odoo.exceptions import UserError

from ..core import timesheet, timing

#: Share of a budget from which on the grid warns, per cent.
WARNING_SHARE = 80


class AgencyTimeGrid(models.AbstractModel):
    """What the weekly grid is made of: names, budgets, working hours, bookings."""

    _inherit = "agency.time.grid"

    @api.model
    def _line_key(self, line):
        return (line.project_id.id, line.task_id.id, line.agency_time_kind_id.id)

    @api.model
    def _key_text(self, key):
        return "-".join(str(number or 0) for number in key)

    @api.model
    def _new_key(self, row):
        """:return tuple: project, task, kind of a row the user may book on

        :raise UserError: the user may not, or it takes no timesheets
        """
        target = self.env["agency.timer"]._target(row.get("task_id"), row.get("project_id"))
        if not target["project"]:
            raise UserError(_("Choose the project or task the time is for."))
        # raises for a project the user may not see
        for_client = bool(target["project"].client_id)
        kind = self.env["agency.time.kind"].browse(row.get("kind_id") or []).exists()
        kind = kind or self.env["agency.time.kind"]._first(for_client)
        return (target["project"].id, target["task"].id, kind.id)

    @api.model
    def _labels(self, keys):
        """:return dict: key -> ``project``, ``task``, ``client``, ``kind``, ``budget``, ``task_budget``,
        ``retainer_budget``; without the rows that were kept for something deleted meanwhile
        """
        # names and budgets of what the person has booked time on
        projects_sudo = self.env["project.project"].sudo().browse({project for project, _task, _kind in keys}).exists()
        tasks_sudo = self.env["project.task"].sudo().browse({task for _project, task, _kind in keys if task}).exists()
        kinds_sudo = (
            self.env["agency.time.kind"].sudo().browse({kind for _project, _task, kind in keys if kind}).exists()
        )
        spent = {project.id: hours for project, hours in projects_sudo._hours_spent_by_project().items()}
        included = self._retainer_budgets(projects_sudo)
        projects = {
            project.id: {
                "project": project.name,
                "client": project.client_id.name or "",
                "budget": self._budget(spent.get(project.id, 0.0), project.allocated_hours),
                "retainer_budget": included.get(project.id, False),
            }
            for project in projects_sudo
        }
        tasks = {
            task.id: {"task": task.name, "task_budget": self._budget(task.effective_hours, task.allocated_hours)}
            for task in tasks_sudo
        }
        names = {kind.id: kind.name for kind in kinds_sudo}
        no_task = {"task": "", "task_budget": False}
        return {
            (project, task, kind): {**projects[project], **tasks.get(task, no_task), "kind": names.get(kind, "")}
            for project, task, kind in keys
            if project in projects and (not task or task in tasks) and (not kind or kind in names)
        }

    @api.model
    def _retainer_budgets(self, projects):
        """:return dict: project id -> hours used and included in the present period of its retainer"""
        # how far the client's hours are used may be known to whoever books on them
        retainers_sudo = (
            self.env["agency.retainer"]
            .sudo()
            .search(
                [
                    ("project_id", "in", projects.ids),
                    ("included_hours", ">", 0),
                    ("state", "in", ("active", "paused")),
                ],
                order="id",
            )
        )
        return {
            retainer.project_id.id: self._budget(retainer.hours_used, retainer.included_hours)
            for retainer in retainers_sudo
        }

    @api.model
    def _budget(self, spent, planned):
        """:return: ``spent``, ``planned`` (minutes), ``share`` (per cent), ``state`` (ok, warning, over), or False"""
        share = timing.budget_share(spent, planned)
        if share is None:
            return False
        return {
            "spent": timesheet.to_minutes(round(spent, 4)),
            "planned": timesheet.to_minutes(round(planned, 4)),
            "share": share,
            "state": "over" if share > 100 else "warning" if share >= WARNING_SHARE else "ok",
        }

    @api.model
    def _capacity(self, employee, days):
        """:return list: working minutes of each day that time off and holidays leave"""
        hours = self.env["agency.timesheet.week"]._expected_hours(employee, days[0], days[-1])[employee.id]
        return [timesheet.to_minutes(round(one, 4)) for one in hours]

    @api.model
    def _logged(self, lines):
        """:return dict: (project id, task id or None) -> {day: minutes}"""
        result = {}
        for line in lines:
            by_day = result.setdefault((line.project_id.id, line.task_id.id or None), {})
            by_day[line.date] = by_day.get(line.date, 0) + timesheet.to_minutes(round(line.unit_amount, 4))
        return result

    @api.model
    def _booked(self, employee, days, today):
        """Confirmed bookings of the person up to today.

        :return dict: (project id, task id or None) -> {day: minutes}
        """
        # colleagues see each other's bookings; names are shown of the person's own only
        bookings_sudo = (
            self.env["agency.booking"]
            .sudo()
            .search(
                [
                    ("employee_id", "=", employee.id),
                    ("state", "=", "confirmed"),
                    ("start_date", "<=", days[-1]),
                    ("end_date", ">=", days[0]),
                    ("project_id.allow_timesheets", "=", True),
                ]
            )
        )
        result = {}
        for booking, by_day in bookings_sudo._hours_by_day().items():
            mine = result.setdefault((booking.project_id.id, booking.task_id.id or None), {})
            for day, hours in by_day.items():
                minutes = timesheet.to_minutes(round(hours, 4))
                if days[0] <= day <= min(days[-1], today) and minutes:
                    mine[day] = mine.get(day, 0) + minutes
        return result
