"""Builders of projects with plans, shared by the tests of plan, health, budgets, milestones and status."""

from datetime import date, datetime, timedelta

from odoo import Command

from .common import ManagementBuilders, ManagementCommon

#: A Monday; all stories begin on it.
MONDAY = date(2024, 2, 26)
MORNING = "2024-02-26 08:00:00"
#: Hours that are booked on one day at most.
FULL_DAY = 20.0


class PlanBuilders(ManagementBuilders):
    """Projects, tasks, time."""

    @classmethod
    def set_up_agency(cls):
        """Set ``manager``, ``worker``, ``client`` and a company that works in Brussels, Monday to Friday."""
        cls.env.company.resource_calendar_id.tz = "Europe/Brussels"
        cls.role = cls.new_role("Design")
        cls.manager = cls.new_staff("plan_manager", "project_manager")
        cls.worker = cls.new_employee("plan_worker", cls.role, hourly_cost=50.0)
        cls.client = cls.new_client("Planned Client")

    @classmethod
    def new_project(cls, name="Website", **values):
        """:return: ``project.project`` of the client that begins on the Monday"""
        values = {
            "name": name,
            "partner_id": cls.client.id,
            "user_id": cls.manager.id,
            "company_id": cls.env.company.id,
            "date_start": MONDAY,
            "date": date(2024, 6, 28),
            "allow_timesheets": True,
            "allow_task_dependencies": True,
            "allow_milestones": True,
        } | values
        return cls.env["project.project"].create(values)

    @classmethod
    def new_task(cls, project, name, days=1, hours=0.0, after=(), **values):
        """:return: ``project.task``; ``after`` are the tasks it waits for"""
        return cls.env["project.task"].create(
            {
                "name": name,
                "project_id": project.id,
                "agency_duration_days": days,
                "allocated_hours": hours,
                "depend_on_ids": [Command.set([task.id for task in after])],
                "user_ids": [Command.clear()],
            }
            | values
        )

    @classmethod
    def log(cls, task, hours, day=MONDAY, employee=None):
        """Book time on a task, at the cost of whoever spent it; what a day cannot hold goes to the days before.

        :return: ``account.analytic.line`` records
        """
        employee = employee or cls.worker
        lines = cls.env["account.analytic.line"]
        booked = dict(lines._read_group([("employee_id", "=", employee.id)], ["date:day"], ["unit_amount:sum"]))
        vals_list = []
        while hours:
            part = min(hours, FULL_DAY - booked.get(day, 0.0))
            if part > 0:
                hours -= part
                vals_list.append(
                    {
                        "name": "/",
                        "project_id": task.project_id.id,
                        "task_id": task.id,
                        "employee_id": employee.id,
                        "unit_amount": part,
                        "date": day,
                    }
                )
            day -= timedelta(days=1)
        return lines.create(vals_list)

    def count_queries(self, function, *args):
        """:return int: how many queries a function sends, with nothing at hand before and everything written after"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @staticmethod
    def dates(tasks):
        """:return dict: name -> (first day, last day) as texts without the year"""
        return {
            task.name: tuple(
                day.strftime("%m-%d") if day else None for day in (task.agency_start_date, task._agency_last_day())
            )
            for task in tasks
        }


class PlanCommon(PlanBuilders, ManagementCommon):
    """Base of the ORM tests of plans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_agency()


def evening(text):
    """:return datetime: end of a working day in Brussels, in winter"""
    return datetime.fromisoformat(f"2024-{text} 16:00:00")
