from odoo import api, models

from .res_users import CLOSED_TASK_STATES

SEARCH_LIMIT = 8


class AgencyTimer(models.Model):
    """What to book on: what one is booked for today, own tasks, everything else by name."""

    _inherit = "agency.timer"

    @api.model
    def timer_search(self, term=""):
        """Tasks and projects to book on, those assigned to the user first.

        :param str term: part of the name of a task or a project
        :return list: dicts ``{"task_id", "project_id", "name", "project", "booked"}``; without a term those the user is
            booked for today come first, with the minutes that are booked
        """
        term = (term or "").strip()
        open_tasks = [("project_id.allow_timesheets", "=", True), ("state", "not in", CLOSED_TASK_STATES)]
        booked = {} if term else self._booked_today()
        tasks = self.env["project.task"].search([("id", "in", [task for _project, task in booked if task])])
        projects = self.env["project.project"].search([("id", "in", [one for one, task in booked if not task])])
        found = [self._search_row(task, task.project_id, booked[task.project_id.id, task.id]) for task in tasks]
        found += [self._search_row(tasks.browse(), project, booked[project.id, None]) for project in projects]
        if term:
            open_tasks += ["|", ("name", "ilike", term), ("project_id.name", "ilike", term)]
        open_tasks.append(("id", "not in", tasks.ids))
        mine = self.env["project.task"].search([*open_tasks, ("user_ids", "in", self.env.uid)], limit=SEARCH_LIMIT)
        if term and len(mine) < SEARCH_LIMIT:
            others = [*open_tasks, ("id", "not in", mine.ids)]
            mine |= self.env["project.task"].search(others, limit=SEARCH_LIMIT - len(mine))
        whole = self.env["project.project"].search(
            [("allow_timesheets", "=", True), ("name", "ilike", term), ("id", "not in", projects.ids)],
            limit=SEARCH_LIMIT,
        )
        found += [self._search_row(task, task.project_id) for task in mine]
        return found + [self._search_row(tasks.browse(), project) for project in whole]

    @api.model
    def _search_row(self, task, project, booked=0):
        return {
            "task_id": task.id,
            "project_id": project.id,
            "name": task.name or project.name,
            "project": project.name if task else False,
            "booked": booked,
        }

    @api.model
    def _booked_today(self):
        """:return dict: (project id, task id or None) -> minutes the user is booked for today"""
        grid = self.env["agency.time.grid"]
        employee = grid._employee()
        if not employee:
            return {}
        today = self.env["agency.timesheet.week"]._today(employee)
        return {key: by_day[today] for key, by_day in grid._booked(employee, [today], today).items() if by_day}
