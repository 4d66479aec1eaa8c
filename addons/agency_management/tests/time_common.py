"""Builders for the tests of time."""

from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError

from odoo.addons.agency_crm.tests.common import AgencyCommon

from .deliverable_common import DeliverableBuilders

#: Monday to Sunday; nothing happens on these days anywhere.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (date(2024, 3, day) for day in range(11, 18))
NEXT_MONDAY = date(2024, 3, 18)


class TimeBuilders(DeliverableBuilders):
    """Mona manages both projects and Alan; Chloe has no manager; one internal project."""

    @classmethod
    def build_time_world(cls):
        """Set people, projects, tasks and kinds as class attributes."""
        cls.build_deliverable_world()
        # weeks begin on Monday for them, whatever the language of the test database says
        cls.env["res.lang"].search([]).week_start = "1"
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Nine to five",
                "tz": "Europe/Berlin",
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {"name": "Day", "dayofweek": str(day), "hour_from": 9, "hour_to": 17, "day_period": "morning"},
                    )
                    for day in range(5)
                ],
            }
        )
        cls.mona, cls.alan, cls.chloe = (
            cls.env["hr.employee"].create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "tz": "Europe/Berlin",
                    "resource_calendar_id": cls.calendar.id,
                }
            )
            for user in (cls.manager, cls.author, cls.checker)
        )
        cls.alan.parent_id = cls.mona
        cls.internal = cls.env["project.project"].create({"name": "Our own website", "allow_timesheets": True})
        cls.copy_task = cls.new_task("Write copy", cls.project_a)
        cls.kinds = {kind.code: kind for kind in cls.env["agency.time.kind"].search([])}

    @classmethod
    def new_task(cls, name, project, **values):
        """:return: a task of a project that Alan works on"""
        return cls.env["project.task"].create(
            {"name": name, "project_id": project.id, "user_ids": [(4, cls.author.id)]} | values
        )

    @classmethod
    def log(cls, hours, day=MONDAY, employee=None, project=None, user=None, **values):
        """Book time as the person whose time it is.

        :return: ``account.analytic.line``
        """
        employee = employee or cls.alan
        return (
            cls.env["account.analytic.line"]
            .with_user(user or employee.user_id)
            .create(
                {
                    "name": "Work",
                    "project_id": (project or cls.project_a).id,
                    "employee_id": employee.id,
                    "unit_amount": hours,
                    "date": day,
                }
                | values
            )
        )

    @classmethod
    def week(cls, employee=None, start=MONDAY, user=None):
        """:return: the week of a person, as that person or as somebody else"""
        employee = employee or cls.alan
        key = (employee.id, start)
        week = cls.env["agency.timesheet.week"]._get_or_create([key])[key]
        return week.with_user(user or employee.user_id).sudo(False)


class TimeCommon(TimeBuilders, AgencyCommon):
    """Base of the ORM tests of time."""

    @contextmanager
    def refused(self, message, error=UserError):
        """What is done inside raises an error with a message (a pattern), and leaves nothing behind."""
        with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
            yield

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_time_world()

    def new_hourly_order(self):
        """:return: confirmed ``sale.order`` of ten hours for client A, paid as they are delivered by project A"""
        product = self.env["product.product"].create(
            {
                "name": "Hour",
                "type": "service",
                "invoice_policy": "delivery",
                "service_type": "timesheet",
                "list_price": 90,
            }
        )
        order = self.env["sale.order"].create(
            {"partner_id": self.client_a.id, "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 10})]}
        )
        order.action_confirm()
        self.project_a.write({"allow_billable": True, "sale_line_id": order.order_line.id})
        return order


class TimeGridCommon(TimeCommon):
    """Base of the tests of the weekly grid: it is Friday noon, Saturday and Sunday are to come."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project_a.allocated_hours = 10
        cls.copy_task.allocated_hours = 4

    def setUp(self):
        super().setUp()
        freezer = freeze_time("2024-03-15 11:00:00")
        freezer.start()
        self.addCleanup(freezer.stop)

    @property
    def grid(self):
        return self.env["agency.time.grid"].with_user(self.author)

    def change(self, day=MONDAY, project=None, task=None, kind="client", entry=None, stamp="", **values):
        return {
            "ref": "r",
            "project_id": (project or self.project_a).id,
            "task_id": task.id if task else False,
            "kind_id": self.kinds[kind].id,
            "date": day.isoformat(),
            "entry_id": entry or False,
            "stamp": stamp,
        } | values

    def save(self, *changes):
        return self.grid.save(MONDAY.isoformat(), list(changes))

    def saved(self, *changes):
        """:return: (ok, code, message) of each change"""
        return [(one["ok"], one["code"], one["message"]) for one in self.save(*changes)["results"]]

    def cell(self, payload, row=0, day=0):
        return payload["rows"][row]["cells"][day]
