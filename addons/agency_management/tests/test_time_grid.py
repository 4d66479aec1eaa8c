from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .time_common import FRIDAY, MONDAY, NEXT_MONDAY, TUESDAY, WEDNESDAY, TimeGridCommon


@tagged("post_install", "-at_install")
class TestTimeTracking(TimeGridCommon):
    """The weekly grid: what it shows, to whom."""

    # what is shown

    def test_whole_week(self):
        line = self.log(1.5, task_id=self.copy_task.id, name="Headlines")
        self.log(2, day=WEDNESDAY, project=self.internal)
        self.log(0.5, day=WEDNESDAY, project=self.internal, name="Retro")
        empty = {"minutes": 0, "lock": "", "entries": []}

        def entry(found, minutes, note, billable):
            return {
                "id": found.id,
                "minutes": minutes,
                "note": note,
                "billable": billable,
                "state": "draft",
                "lock": "",
                "stamp": f"{minutes}|{int(billable)}|draft|{note}",
            }

        first, second = self.env["account.analytic.line"].search(
            [("project_id", "=", self.internal.id), ("date", "=", WEDNESDAY)], order="id"
        )
        kinds = self.env["agency.time.kind"].search([])
        client, internal = self.kinds["client"], self.kinds["internal_meeting"]
        self.assertEqual(
            self.grid.get_week(),
            {
                "employee": {"id": self.alan.id, "name": "Alan Author"},
                "is_mine": True,
                "week": {
                    "id": line.sudo().agency_week_id.id,
                    "start": "2024-03-11",
                    "end": "2024-03-17",
                    "label": "03/11/2024 to 03/17/2024",
                    "previous": "2024-03-04",
                    "next": "2024-03-18",
                    "is_current": True,
                },
                "days": [
                    {
                        "date": (MONDAY + timedelta(days=number)).isoformat(),
                        "weekday": name,
                        "label": f"{11 + number} Mar",
                        "capacity": 480 if number < 5 else 0,
                        "total": {0: 90, 2: 150}.get(number, 0),
                        "is_today": number == 4,
                        "is_future": number > 4,
                    }
                    for number, name in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
                ],
                "rows": [
                    {
                        "key": f"{self.project_a.id}-{self.copy_task.id}-{client.id}",
                        "project_id": self.project_a.id,
                        "task_id": self.copy_task.id,
                        "kind_id": client.id,
                        "project": "Alpha relaunch",
                        "task": "Write copy",
                        "client": "Alpha Shoes",
                        "kind": "Client work",
                        "budget": {"spent": 90, "planned": 600, "share": 15.0, "state": "ok"},
                        "task_budget": {"spent": 90, "planned": 240, "share": 37.5, "state": "ok"},
                        "retainer_budget": False,
                        "cells": [
                            {"minutes": 90, "lock": "", "entries": [entry(line, 90, "Headlines", True)]},
                            *[empty] * 6,
                        ],
                        "total": 90,
                        "is_pinned": False,
                    },
                    {
                        "key": f"{self.internal.id}-0-{internal.id}",
                        "project_id": self.internal.id,
                        "task_id": False,
                        "kind_id": internal.id,
                        "project": "Our own website",
                        "task": "",
                        "client": "",
                        "kind": "Internal meeting",
                        "budget": False,
                        "task_budget": False,
                        "retainer_budget": False,
                        "cells": [
                            empty,
                            empty,
                            {
                                "minutes": 150,
                                "lock": "",
                                "entries": [entry(first, 120, "Work", False), entry(second, 30, "Retro", False)],
                            },
                            *[empty] * 4,
                        ],
                        "total": 150,
                        "is_pinned": False,
                    },
                ],
                "total": 240,
                "capacity": 2400,
                "kinds": [{"id": kind.id, "name": kind.name, "billable": kind.billable} for kind in kinds],
                "suggestions": [],
                "state": "draft",
                "may_submit": True,
                "may_take_back": False,
                "may_approve": False,
                "may_reopen": False,
                "waits_for": "",
            },
        )

    def test_nobody_without_an_employee(self):
        user = self.new_staff("time_nobody", "team_member")
        payload = self.env["agency.time.grid"].with_user(user).get_week()
        self.assertEqual(set(payload), set(self.grid.get_week()))
        self.assertEqual((payload["employee"], payload["rows"], payload["may_submit"]), (False, [], False))

    def test_the_day_is_the_employees(self):
        with freeze_time("2024-03-17 22:59:00"):
            self.assertEqual(self.grid.get_week()["week"]["start"], "2024-03-11")
        with freeze_time("2024-03-17 23:01:00"):
            self.assertEqual(self.grid.get_week()["week"]["start"], "2024-03-18")

    def test_capacity_knows_time_off_and_summer_time(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day off",
                "resource_id": self.alan.resource_id.id,
                "date_from": "2024-03-12 08:00:00",
                "date_to": "2024-03-12 12:00:00",
                "time_type": "leave",
            }
        )
        self.assertEqual([day["capacity"] for day in self.grid.get_week()["days"]], [480, 240, 480, 480, 480, 0, 0])
        # the week in which clocks change has as many working hours as any other
        self.assertEqual(self.grid.get_week("2024-03-31")["capacity"], 2400)

    def test_as_many_queries_for_a_full_week_as_for_an_empty_one(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.grid.get_week()
            return self.env.cr.sql_log_count - before

        self.log(1, task_id=self.copy_task.id)
        # what rights are made of is kept from the first time on
        queries()
        few = queries()
        for number in range(20):
            project = self.new_project(f"Project {number}", self.client_b, allocated_hours=number)
            task = self.new_task(f"Task {number}", project, allocated_hours=2)
            for day in (MONDAY, TUESDAY, WEDNESDAY, FRIDAY):
                self.log(0.25, day=day, project=project, task_id=task.id)
        self.assertEqual(queries(), few)
        self.week().action_submit()
        self.assertLessEqual(queries(), few + 3, "who may approve it takes a few queries, not one a row")
        self.week(user=self.manager).action_approve()
        approved = queries()
        self.assertLessEqual(approved, few + 3, "whether approved time is billed takes a few queries, not one a row")

    def test_budget_states(self):
        self.log(8)
        self.assertEqual(self.grid.get_week()["rows"][0]["budget"]["state"], "warning")
        self.log(3, day=TUESDAY)
        self.assertEqual(
            self.grid.get_week()["rows"][0]["budget"], {"spent": 660, "planned": 600, "share": 110.0, "state": "over"}
        )

    def test_included_hours_of_a_retainer(self):
        product = self.env["product.product"].create({"name": "Care", "type": "service"})
        retainer = self.env["agency.retainer"].create(
            {
                "client_id": self.client_a.id,
                "start_date": "2024-03-01",
                "project_id": self.project_a.id,
                "included_hours": 5,
                "line_ids": [(0, 0, {"product_id": product.id, "price_unit": 900})],
            }
        )
        retainer.action_activate()
        self.log(4.5)
        self.assertEqual(
            self.grid.get_week()["rows"][0]["retainer_budget"],
            {"spent": 270, "planned": 300, "share": 90.0, "state": "warning"},
        )

    # whose week

    def test_managers_look_at_the_week(self):
        self.log(8)
        self.week().action_submit()
        payload = self.env["agency.time.grid"].with_user(self.manager).get_week("2024-03-14", self.alan.id)
        self.assertEqual(
            (payload["employee"]["name"], payload["is_mine"], payload["may_approve"], payload["may_submit"]),
            ("Alan Author", False, True, False),
        )
        with self.assertRaises(AccessError):
            self.env["agency.time.grid"].with_user(self.checker).get_week("2024-03-14", self.alan.id)

    # rows

    def test_rows_without_time_stay(self):
        row = {"project_id": self.project_a.id, "task_id": self.copy_task.id, "kind_id": False}
        payload = self.grid.add_rows(MONDAY.isoformat(), [row, row, {"task_id": False, "project_id": self.internal.id}])
        self.assertEqual(
            [(one["project"], one["kind"], one["is_pinned"]) for one in payload["rows"]],
            [("Alpha relaunch", "Client work", True), ("Our own website", "Internal meeting", True)],
        )
        self.assertEqual(self.grid.get_week()["rows"], payload["rows"])
        payload = self.grid.remove_row(MONDAY.isoformat(), payload["rows"][0]["key"])
        self.assertEqual([one["project"] for one in payload["rows"]], ["Our own website"])
        self.internal.unlink()
        self.assertEqual(self.grid.get_week()["rows"], [])
        self.project_b.allow_timesheets = False
        with self.refused("Beta campaign takes no timesheets"):
            self.grid.add_rows(MONDAY.isoformat(), [{"project_id": self.project_b.id, "task_id": False}])

    def test_rows_of_the_week_before(self):
        before = MONDAY - timedelta(days=7)
        done = self.new_task("Done meanwhile", self.project_a)
        self.log(2, day=before, task_id=self.copy_task.id)
        self.log(2, day=before, task_id=done.id)
        self.log(2, day=before, project=self.internal)
        self.log(1, project=self.internal)
        done.state = "1_done"
        payload = self.grid.copy_rows(MONDAY.isoformat())
        self.assertEqual(
            [(one["project"], one["task"], one["total"], one["is_pinned"]) for one in payload["rows"]],
            [("Alpha relaunch", "Write copy", 0, True), ("Our own website", "", 60, False)],
        )

    # bookings

    def test_bookings_are_suggested_up_to_today(self):
        self.env["agency.booking"].create(
            [
                {
                    "employee_id": self.alan.id,
                    "project_id": self.project_a.id,
                    "task_id": self.copy_task.id,
                    "start_date": MONDAY,
                    "end_date": NEXT_MONDAY,
                    "hours": 24,
                    "state": "confirmed",
                },
                {
                    "employee_id": self.alan.id,
                    "project_id": self.project_b.id,
                    "start_date": MONDAY,
                    "end_date": MONDAY,
                    "hours": 3,
                    "state": "tentative",
                },
            ]
        )
        self.log(1, task_id=self.copy_task.id)
        self.log(5, day=TUESDAY, task_id=self.copy_task.id)
        client = self.kinds["client"]
        suggestions = self.grid.get_week()["suggestions"]
        self.assertEqual(
            suggestions,
            [
                {
                    "key": f"{self.project_a.id}-{self.copy_task.id}-{client.id}",
                    "project_id": self.project_a.id,
                    "task_id": self.copy_task.id,
                    "kind_id": client.id,
                    "project": "Alpha relaunch",
                    "task": "Write copy",
                    "client": "Alpha Shoes",
                    "minutes": [180, 0, 240, 240, 240, 0, 0],
                    "total": 900,
                }
            ],
        )
        with freeze_time("2024-03-13 11:00:00"):
            self.assertEqual(self.grid.get_week()["suggestions"][0]["minutes"], [180, 0, 240, 0, 0, 0, 0])
        self.save(
            self.change(task=self.copy_task, hours="3:00"), self.change(task=self.copy_task, day=FRIDAY, hours="4:00")
        )
        self.assertEqual(self.grid.get_week()["suggestions"][0]["minutes"], [0, 0, 240, 240, 0, 0, 0])
