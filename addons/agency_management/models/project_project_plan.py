from dataclasses import replace

from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..core import plan
from .project_task_plan import CANCELLED


class ProjectProjectPlan(models.Model):
    """The dated plan of a project: what follows from its tasks today, and writing it to them."""

    _inherit = "project.project"

    agency_planned_on = fields.Datetime("Planned On", readonly=True, copy=False, groups="base.group_user")
    agency_planned_finish = fields.Date(
        "Planned End",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When the last task ends if nothing that is open starts before today.",
    )

    def _agency_lock(self):
        """Take turns: whoever plans, measures or bills one of these projects waits for whoever does so already."""
        self.env.cr.execute("SELECT id FROM project_project WHERE id IN %s ORDER BY id FOR UPDATE", [tuple(self.ids)])

    def _agency_company(self):
        """:return: company in whose time zone and calendar the project is planned"""
        self.ensure_one()
        return self.company_id or self.env.company

    def _agency_today(self):
        """:return date: today where the company works"""
        return fields.Date.context_today(self.with_context(tz=self._agency_company()._agency_tz()))

    # ------------------------------------------------------------------ the plan as it follows from the tasks

    def _agency_plan(self):
        """The dated plan of each project as it stands today: what is done stays where it was, what runs goes on, what
        is pinned keeps its dates, everything else starts when it can, but not before today.

        :return dict: project -> ``core.plan.Plan`` whose keys are ids of tasks; cancelled tasks are not in it
        :raise UserError: tasks wait for each other, or a pinned one ends before it starts
        """
        tasks = self._agency_tasks_to_plan()
        return {project: project._agency_compute_plan(tasks.get(project, [])) for project in self}

    def _agency_tasks_to_plan(self):
        """:return dict: project -> its tasks that are not cancelled, in the order of the board"""
        # the plan needs all tasks, also those that whoever looks at one of them does not see; only dates come out of it
        tasks_sudo = self.env["project.task"].sudo()
        found_sudo = tasks_sudo.search(
            [("project_id", "in", self.ids), ("state", "!=", CANCELLED)], order="sequence, id"
        )
        return found_sudo.grouped("project_id")

    def _agency_compute_plan(self, tasks):
        self.ensure_one()
        if not tasks:
            return plan.Plan({})
        today = self._agency_today()
        start = max(self.date_start or today, today)
        earliest = min([start, *filter(None, tasks.mapped("agency_start_date"))])
        week = self._agency_company()._agency_work_week(earliest)
        links = self._agency_links(tasks)
        try:
            result = plan.compute([task._agency_plan_task(links[task], today, week) for task in tasks], start, week)
        except plan.CycleError as error:
            raise UserError(tasks._agency_circle_message(error)) from error
        except plan.EndBeforeStartError as error:
            raise UserError(
                _(
                    "%(task)s would end on %(end)s, before it starts on %(start)s. Move the end or start it earlier.",
                    task=tasks.browse(error.keys).name,
                    end=format_date(self.env, error.finish),
                    start=format_date(self.env, error.start),
                )
            ) from error
        # a task on which somebody works although it should wait is no news to anybody
        pinned = set(tasks.filtered(lambda task: task.agency_pinned and not task._agency_is_running(today)).ids)
        return replace(result, conflicts=tuple(pair for pair in result.conflicts if pair[0] in pinned))

    def _agency_links(self, tasks):
        """What each task waits for. A subtask waits for what its parent waits for; what waits for a parent waits for
        its subtasks as well.

        :return dict: task -> set of tasks; those of other projects are among them, cancelled ones are not
        """
        family = {}
        for task in tasks:
            members, above = tasks, task
            family.setdefault(task, tasks.browse())
            while above.parent_id in members:
                above = above.parent_id
                family[above] = family.get(above, tasks.browse()) | task
        links = {}
        for task in tasks:
            waits, above, line = task.depend_on_ids, task.parent_id, task
            while above in tasks:
                waits, line, above = waits | above.depend_on_ids, line | above, above.parent_id
            waits = waits.filtered(lambda other: other.state != CANCELLED)
            for other in waits & tasks:
                waits |= family[other]
            # a task does not wait for its own parents or subtasks, which hold it or are part of it
            links[task] = waits - line - family[task]
        return links

    # ------------------------------------------------------------------ writing the plan to the tasks

    def action_agency_replan(self):
        """Date the open tasks by dependencies and calendar. What runs and what is pinned stays.

        The first plan of a project becomes its baseline.
        """
        for project in self:
            # only whoever may edit the project may plan it
            before = project.agency_planned_finish
            project.write({"agency_planned_on": fields.Datetime.now()})
            project._agency_lock()
            result = project._agency_plan()[project]
            if not result.tasks:
                raise UserError(_("%(project)s has no tasks to plan. Create tasks first.", project=project.name))
            moved = project._agency_store_plan(result, move=True)
            project._agency_note_plan(before, result, moved)
            if not project.agency_baseline_ids:
                project._agency_take_baseline(_("First plan"))
        self._agency_refresh_health()
        # a plan may have become complete
        self.client_id._agency_onboardings_open()._check_conditions()

    def _agency_note_plan(self, before, result, moved):
        body = _(
            "Planned again: %(count)s tasks moved, the last one ends on %(finish)s.",
            count=moved,
            finish=format_date(self.env, result.finish),
        )
        if before and before != result.finish:
            body += " " + _("Before: %(before)s.", before=format_date(self.env, before))
        if result.conflicts:
            early = self.env["project.task"].browse(dict.fromkeys(key for key, _other in result.conflicts))
            names = early.mapped("name")
            body += " " + _("Pinned before what they wait for is done: %(tasks)s.", tasks=", ".join(names))
        self.message_post(body=body, subtype_xmlid="mail.mt_note")

    def _agency_store_plan(self, result, move=False):
        """Write a plan to its tasks: slack and critical path, and with ``move`` the dates of what is not fixed.

        One statement writes all of them, and only what changes: a plan of 300 tasks is not 300 writes, and planning
        leaves no trace on tasks it does not move.

        :param result: ``core.plan.Plan``
        :return int: how many tasks have other dates now
        """
        self.ensure_one()
        tasks = self.env["project.task"].browse(result.tasks)
        if not tasks:
            return 0
        today, company = self._agency_today(), self._agency_company()
        names = ["agency_start_date", "date_deadline", "agency_slack_days", "agency_critical"]
        tasks.flush_recordset(names)
        rows, moved = [], 0
        for task in tasks:
            one = result.tasks[task.id]
            first, deadline = task.agency_start_date or None, task.date_deadline or None
            half_pinned = task.agency_pinned and not (first and deadline)
            if move and (half_pinned or not task._agency_is_fixed(today)):
                if (one.start, one.finish) != (first, task._agency_last_day()):
                    first, deadline = one.start, tasks._agency_end_of_day(one.finish, company)
                    moved += 1
            rows.append((task.id, first, deadline, one.slack_days or 0, one.critical))
        self.env.cr.execute(
            """
            UPDATE project_task task
               SET agency_start_date = plan.first, date_deadline = plan.deadline,
                   agency_slack_days = plan.slack, agency_critical = plan.critical,
                   write_uid = CASE WHEN plan.moves THEN %s ELSE write_uid END,
                   write_date = CASE WHEN plan.moves THEN timezone('UTC', now()) ELSE write_date END
              FROM (SELECT id, first, deadline, slack, critical,
                           (was.agency_start_date, was.date_deadline) IS DISTINCT FROM (first, deadline) AS moves
                      FROM unnest(%s::int[], %s::date[], %s::timestamp[], %s::int[], %s::bool[])
                           AS new(id, first, deadline, slack, critical)
                      JOIN project_task was USING (id)) plan
             WHERE task.id = plan.id
               AND (plan.moves OR (COALESCE(task.agency_slack_days, 0), COALESCE(task.agency_critical, FALSE))
                                  IS DISTINCT FROM (plan.slack, plan.critical))
            """,
            [self.env.uid, *(list(column) for column in zip(*rows))],
        )
        tasks.invalidate_recordset([*names, "write_date", "write_uid"])
        tasks.modified(names)
        return moved

    # ------------------------------------------------------------------ seeing it

    def action_view_agency_timeline(self):
        """:return: action with the tasks of this project on a timeline"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.project_task_action_timeline")
        return action | {
            "name": _("Timeline of %(project)s", project=self.name),
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id, "search_default_open_tasks": 0},
        }
