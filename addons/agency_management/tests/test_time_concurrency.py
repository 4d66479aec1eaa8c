from datetime import date

from odoo import Command
from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase

MONDAY = date(2024, 3, 11)


@tagged("post_install", "-at_install")
class TestTimeTwoAtOnce(ConcurrencyCase):
    """Two windows save a cell, two managers approve a week, on cursors of their own that really commit."""

    def build(self, env):
        groups = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
        administrator = env.ref("agency_crm.group_administrator")
        user = env["res.users"].create(
            {"name": "Twice", "login": "time_twice", "lang": "en_US", groups: [Command.link(administrator.id)]}
        )
        employee = env["hr.employee"].create({"name": "Twice", "user_id": user.id})
        project = env["project.project"].create({"name": "Internal twice", "allow_timesheets": True})
        env["res.lang"].search([("code", "=", "en_US")]).week_start = "1"
        kind = env["agency.time.kind"]._first(False)
        self.ids = {"user": user.id, "employee": employee.id, "project": project.id, "kind": kind.id}

    def clean(self, env):
        weeks = env["agency.timesheet.week"].search([("employee_id", "=", self.ids["employee"])])
        if "approved" in weeks.line_ids.mapped("agency_approval_state"):
            weeks.action_reopen("Cleaned up")
        weeks.line_ids.unlink()
        env["project.project"].browse(self.ids["project"]).unlink()
        employee = env["hr.employee"].browse(self.ids["employee"])
        user, resource, partner = employee.user_id, employee.resource_id, employee.user_id.partner_id
        employee.unlink()
        resource.exists().unlink()
        user.unlink()
        partner.exists().unlink()

    def save(self, cr, hours):
        change = {
            "ref": "r",
            "project_id": self.ids["project"],
            "task_id": False,
            "kind_id": self.ids["kind"],
            "date": MONDAY.isoformat(),
            "entry_id": False,
            "stamp": "",
            "was_minutes": 0,
            "hours": hours,
        }
        return self.environment(cr, self.ids["user"])["agency.time.grid"].save(MONDAY.isoformat(), [change])["results"][
            0
        ]

    def booked(self):
        with self.registry.cursor() as cr:
            lines = self.environment(cr)["account.analytic.line"].search([("employee_id", "=", self.ids["employee"])])
            return lines.mapped("unit_amount")

    def test_two_windows_fill_the_same_cell(self):
        with self.registry.cursor() as second:
            # the second window has begun, and sees nothing in the cell
            grid = self.environment(second, self.ids["user"])["agency.time.grid"]
            self.assertEqual(grid.get_week(MONDAY.isoformat())["rows"], [])
            with self.registry.cursor() as first:
                self.assertTrue(self.save(first, "1")["ok"])
            with self.comes_too_late(second):
                self.save(second, "2")
            # what the server does after such a failure: it repeats the call
            again = self.save(second, "2")
            self.assertEqual((again["ok"], again["code"]), (False, "conflict"))
        self.assertEqual(self.booked(), [1.0])

    def test_two_managers_approve_the_same_week(self):
        with self.registry.cursor() as cr:
            self.save(cr, "1")
            self.environment(cr, self.ids["user"])["agency.time.grid"].submit(MONDAY.isoformat())
        with self.registry.cursor() as second:
            theirs = self.environment(second)["agency.timesheet.week"].search(
                [("employee_id", "=", self.ids["employee"]), ("state", "=", "submitted")]
            )
            self.assertEqual(len(theirs), 1)
            with self.registry.cursor() as first:
                mine = self.environment(first)["agency.timesheet.week"].browse(theirs.ids)
                mine.action_approve()
            with self.comes_too_late(second):
                theirs.action_approve()
