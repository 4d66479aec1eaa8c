from odoo import _, fields, models

#: Days looked at for tasks that have no dates yet.
UNDATED_DAYS = 14


class ProjectTaskAssign(models.Model):
    """Who could do a task."""

    _inherit = "project.task"

    def _agency_propose_people(self):
        """Propose somebody for each task, of those with its role: who has the time, then who masters what the service
        asks for, then who has the fewest hours in open tasks.

        What is proposed for one task counts as load for the next, in the order of these tasks.

        :return dict: task -> dict of ``employee_id`` and ``note``
        """
        result, given = {}, {}
        groups = self.grouped(
            lambda task: (task.agency_role_id, task.agency_service_id.skill_ids, task._agency_company())
        )
        for (role, skills, company), tasks in groups.items():
            people = tasks._agency_people_for(role, skills, company) if role else []
            for task in tasks:
                result[task] = task._agency_propose(people, given)
        return result

    def _agency_people_for(self, role, skills, company):
        """:return list: who could do these tasks, as ``agency.capacity`` says, with ``load``: hours in open tasks

        People without a user are left out: they cannot be given tasks.
        """
        today = fields.Date.context_today(self)
        first = max(min(filter(None, self.mapped("agency_start_date")), default=today), today)
        last = max(filter(None, (task._agency_last_day() for task in self)), default=first)
        last = max(last, fields.Date.add(first, days=UNDATED_DAYS - 1))
        people = self.env["agency.capacity"]._suggest(role, skills, first, last, 0.0, company)
        # users of employees are HR's; whoever assigns tasks may know who can be given some
        users_sudo = {one["employee"]: one["employee"].sudo().user_id for one in people}
        load = self.env["res.users"].union(*users_sudo.values())._agency_planned_hours()
        return [
            one | {"load": load.get(users_sudo[one["employee"]], 0.0)} for one in people if users_sudo[one["employee"]]
        ]

    def _agency_propose(self, people, given):
        """:return dict: ``employee_id`` and ``note`` of one task

        :param list people: who could do it
        :param dict given: employee -> hours proposed so far; what is proposed here is added
        """
        self.ensure_one()
        if not people:
            role = self.agency_role_id
            note = _("Nobody has the role %(role)s.", role=role.name) if role else _("The task has no role.")
            return {"employee_id": False, "note": note}

        def order(one):
            taken = given.get(one["employee"], 0.0)
            return (
                one["free_hours"] - taken < self.allocated_hours,
                -round(one["skill_match"], 4),
                one["load"] + taken,
                one["employee"].id,
            )

        best = min(people, key=order)
        taken = given.get(best["employee"], 0.0)
        given[best["employee"]] = taken + self.allocated_hours
        return {
            "employee_id": best["employee"].id,
            "note": _(
                "%(free)s hours free, %(load)s hours in open tasks",
                free=f"{max(best['free_hours'] - taken, 0.0):.0f}",
                load=f"{best['load'] + taken:.0f}",
            ),
        }
