from datetime import datetime, timedelta

import pytz
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .capacity_common import MONDAY, ZONE, CapacityCommon, day

WEEKS = {"start": "2027-03-17", "buckets": 2, "granularity": "week"}


@tagged("post_install", "-at_install")
class TestCapacityManagement(CapacityCommon):
    """AGM-2: capacity from calendars, time off and holidays; load by person, role and department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["agency.capacity"]
        cls.env["hr.employee"].search([("agency_role_id", "!=", False)]).agency_role_id = False
        cls.studio = cls.env["hr.department"].create({"name": "Studio"})
        cls.interface = cls.env["hr.department"].create({"name": "Interface", "parent_id": cls.studio.id})
        part_time = cls.new_calendar("Part time", weekdays=(0, 1), hours=((8, 14),))
        cls.ann = cls.new_person("Ann", cls.role_design, department_id=cls.interface.id)
        cls.bob = cls.new_person("Bob", cls.role_code, calendar=part_time)
        skill_type = cls.env["hr.skill.type"].create(
            {
                "name": "Tools",
                "skill_ids": [Command.create({"name": "Figma"})],
                "skill_level_ids": [Command.create({"name": "Expert", "level_progress": 100, "default_level": True})],
            }
        )
        cls.figma = skill_type.skill_ids
        cls.env["hr.employee.skill"].create(
            {
                "employee_id": cls.ann.id,
                "skill_type_id": skill_type.id,
                "skill_id": cls.figma.id,
                "skill_level_id": skill_type.skill_level_ids.id,
            }
        )
        cls.new_absence(None, "2027-03-26 00:00:00", "2027-03-26 23:59:59", name="Good Friday")
        cls.new_absence(cls.ann, "2027-03-22 08:00", "2027-03-22 12:00")
        cls.new_booking(cls.ann, "2027-03-18", "2027-03-23", 14)
        cls.new_booking(cls.bob, "2027-03-15", "2027-03-15", 9)
        cls.new_booking(cls.bob, "2027-03-22", "2027-03-22", 4, state="tentative")
        cls.new_booking(cls.role_code, "2027-03-15", "2027-03-28", 18)

    def grid(self, **options):
        return self.service.with_user(self.member).get_grid(WEEKS | options)

    def rows(self, **options):
        """Name and cells of the rows."""
        return {row["name"]: row["cells"] for row in self.grid(**options)["rows"]}

    def test_hours(self):
        self.assertEqual(
            self.service._hours(self.ann | self.bob, MONDAY, day("2027-03-28")),
            {
                self.ann: {
                    "capacity": 68.0,
                    "confirmed": 14.0,
                    "tentative": 0.0,
                    "time_off": 12.0,
                    "free": 54.0,
                    "over": 0.0,
                },
                self.bob: {
                    "capacity": 24.0,
                    "confirmed": 9.0,
                    "tentative": 4.0,
                    "time_off": 0.0,
                    "free": 11.0,
                    "over": 0.0,
                },
            },
        )

    def test_weekly_hours(self):
        weeks = self.service._weekly_hours(self.ann, MONDAY, 2)[self.ann]
        # 18, 19 and 23 March have eight hours left, 22 March has four
        self.assertEqual([week["confirmed"] for week in weeks], [8.0, 6.0])
        self.assertEqual([week["capacity"] for week in weeks], [40.0, 28.0])
        self.assertEqual([week["free"] for week in weeks], [32.0, 22.0])
        self.assertEqual(self.service._weekly_hours(self.env["hr.employee"], MONDAY, 2), {})

    def test_the_same_hours_as_stock(self):
        """Over a change of clocks, a holiday and time off, day by day."""
        people = self.ann | self.bob
        for offset in range(14):
            one = MONDAY + timedelta(days=offset)
            start = pytz.timezone(ZONE).localize(datetime.combine(one, datetime.min.time()))
            end = pytz.timezone(ZONE).localize(datetime.combine(one + timedelta(days=1), datetime.min.time()))
            stock = people._get_work_days_data_batch(start, end)
            ours = self.service._hours(people, one, one)
            for person in people:
                self.assertAlmostEqual(ours[person]["capacity"], stock[person.id]["hours"], msg=f"{person.name} {one}")

    def test_another_time_zone_has_other_days(self):
        self.new_absence(self.bob, "2027-03-15 08:00", "2027-03-15 11:00")
        self.assertEqual(self.service._hours(self.bob, MONDAY, MONDAY)[self.bob]["capacity"], 3.0)
        self.bob.tz = "America/New_York"
        # the three hours end where the working day in New York begins
        self.assertEqual(self.service._hours(self.bob, MONDAY, MONDAY)[self.bob]["capacity"], 6.0)

    def test_without_calendar_the_company_s_holds(self):
        self.bob.resource_id.calendar_id = False
        if "version_id" in self.bob._fields:
            self.bob.resource_calendar_id = False
        self.assertEqual(self.service._hours(self.bob, MONDAY, MONDAY)[self.bob]["capacity"], 8.0)

    def test_two_weeks_calendar(self):
        calendar = self.new_calendar("Alternating", two_weeks_calendar=True)
        for attendance in calendar.attendance_ids:
            attendance.week_type = "0" if int(attendance.dayofweek) < 3 else "1"
        cleo = self.new_person("Cleo", self.role_code, calendar=calendar)
        weeks = self.service._weekly_hours(cleo, MONDAY, 2)[cleo]
        first_type = self.env["resource.calendar.attendance"].get_week_type(MONDAY)
        # Good Friday is in the second week
        self.assertEqual([week["capacity"] for week in weeks], [24.0, 8.0] if first_type == 0 else [16.0, 24.0])

    def test_calendars_with_dates(self):
        """Part-time from a day on: 19.0 has versions of an employee, 17.0 attendances with dates."""
        if "hr.version" in self.env:
            part_time = self.new_calendar("Later", weekdays=(0,))
            self.ann.create_version({"date_version": day("2027-03-22"), "resource_calendar_id": part_time.id})
        else:
            self.calendar.attendance_ids.filtered(lambda one: one.dayofweek != "0").date_to = day("2027-03-21")
        self.env.invalidate_all()
        weeks = self.service._weekly_hours(self.ann, MONDAY, 2)[self.ann]
        self.assertEqual([week["capacity"] + week["time_off"] for week in weeks], [40.0, 8.0])

    @freeze_time("2027-03-16")
    def test_grid(self):
        grid = self.grid()
        self.assertEqual(
            grid["buckets"],
            [
                {"start": "2027-03-15", "end": "2027-03-21", "label": "15 Mar", "is_current": True},
                {"start": "2027-03-22", "end": "2027-03-28", "label": "22 Mar", "is_current": False},
            ],
        )
        common = {"employee_id": False, "department": "", "avatar_url": "", "is_placeholder": False}
        self.assertEqual(
            grid["rows"],
            [
                common
                | {
                    "key": f"r{self.role_code.id}",
                    "name": "Code",
                    "role": "Code",
                    "role_id": self.role_code.id,
                    "is_placeholder": True,
                    "cells": [[0.0, 10.0, 0.0, 0.0], [0.0, 8.0, 0.0, 0.0]],
                },
                common
                | {
                    "key": f"e{self.ann.id}",
                    "employee_id": self.ann.id,
                    "name": "Ann",
                    "role": "Design",
                    "role_id": self.role_design.id,
                    "department": "Interface",
                    "avatar_url": f"/web/image/hr.employee.public/{self.ann.id}/avatar_128",
                    "cells": [[40.0, 8.0, 0.0, 0.0], [28.0, 6.0, 0.0, 12.0]],
                },
                common
                | {
                    "key": f"e{self.bob.id}",
                    "employee_id": self.bob.id,
                    "name": "Bob",
                    "role": "Code",
                    "role_id": self.role_code.id,
                    "avatar_url": f"/web/image/hr.employee.public/{self.bob.id}/avatar_128",
                    "cells": [[12.0, 9.0, 0.0, 0.0], [12.0, 0.0, 4.0, 0.0]],
                },
            ],
        )
        self.assertEqual(
            {key: value for key, value in grid.items() if key not in ("buckets", "rows")},
            {
                "total_rows": 3,
                "summary": [[52.0, 27.0, 0.0, 0.0], [40.0, 14.0, 4.0, 12.0]],
                "filters": {
                    "roles": [[self.role_code.id, "Code"], [self.role_design.id, "Design"]],
                    "departments": [[self.interface.id, "Interface"]],
                    "skills": [[self.figma.id, "Figma"]],
                    "clients": [[self.client_acme.id, "Acme Capacity"]],
                    "employments": [],
                },
                "may_edit": False,
            },
        )
        self.assertTrue(self.service.with_user(self.manager).get_grid(WEEKS)["may_edit"])

    def test_days(self):
        grid = self.grid(start="2027-03-22", buckets=1, granularity="day", filters={"employee_ids": self.ann.ids})
        self.assertEqual([row["cells"] for row in grid["rows"]], [[[4.0, 2.0, 0.0, 4.0]]])
        self.assertEqual(grid["buckets"][0]["label"], "Mon 22")

    def test_filters(self):
        other = self.env["project.project"].create(
            {"name": "Other", "partner_id": self.new_client("Other Capacity").id}
        )
        self.new_booking(self.bob, "2027-03-16", "2027-03-16", 1, project=other)
        cases = [
            ({"role_ids": self.role_code.ids}, ["Code", "Bob"]),
            ({"department_ids": self.studio.ids}, ["Ann"]),
            ({"skill_ids": self.figma.ids}, ["Ann"]),
            ({"client_ids": other.partner_id.ids}, ["Bob"]),
            ({"employee_ids": (self.ann | self.bob).ids, "role_ids": self.role_design.ids}, ["Ann"]),
            ({"employee_ids": [0], "role_ids": []}, []),
        ]
        for filters, names in cases:
            with self.subTest(filters=filters):
                self.assertEqual([row["name"] for row in self.grid(filters=filters)["rows"]], names)

    def test_freelancers_are_told_apart_where_there_are_any(self):
        self.bob.employee_type = "freelance"
        grid = self.grid()
        self.assertEqual(grid["filters"]["employments"], [[1, "Employees"], [2, "Freelancers"]])
        for chosen, names in (([1], ["Ann"]), ([2], ["Bob"]), ([1, 2], ["Ann", "Bob"])):
            with self.subTest(chosen=chosen):
                # placeholders are nobody yet
                rows = self.grid(filters={"employment_ids": chosen})["rows"]
                self.assertEqual([row["name"] for row in rows], names)

    def test_pages(self):
        grid = self.grid(offset=1, limit=1)
        self.assertEqual(([row["name"] for row in grid["rows"]], grid["total_rows"]), (["Ann"], 3))
        self.assertEqual(grid["summary"], self.grid()["summary"])
        self.assertEqual(self.grid(offset=9)["rows"], [])

    def test_groups(self):
        cells = {"Ann": [40.0, 8.0, 0.0, 0.0], "Bob": [12.0, 9.0, 0.0, 0.0], "Code?": [0.0, 10.0, 0.0, 0.0]}
        by_role = self.grid(group_by="role", buckets=1)["rows"]
        self.assertEqual(
            [(row["key"], row["name"], row["cells"]) for row in by_role],
            [
                (f"r{self.role_code.id}", "Code", [cells["Code?"]]),
                (f"role:{self.role_code.id}", "Code", [cells["Bob"]]),
                (f"role:{self.role_design.id}", "Design", [cells["Ann"]]),
            ],
        )
        by_department = self.grid(group_by="department", buckets=1)["rows"]
        self.assertEqual(
            [(row["key"], row["name"], row["cells"]) for row in by_department[1:]],
            [
                (f"department:{self.interface.id}", "Interface", [cells["Ann"]]),
                ("department:0", "Without department", [cells["Bob"]]),
            ],
        )

    def test_who_is_shown(self):
        nobody = self.new_person("Nobody")
        booked = self.new_person("Booked")
        gone = self.new_person("Gone", self.role_code)
        self.new_booking(booked, "2027-03-15", "2027-03-15", 1)
        gone.active = False
        names = set(self.rows())
        self.assertEqual(names, {"Code", "Ann", "Bob", "Booked"})
        self.assertNotIn(nobody.name, names)

    def test_other_companies_are_left_out(self):
        company = self.env["res.company"].create({"name": "Second Agency"})
        self.env["hr.employee"].create(
            {"name": "Foreign", "company_id": company.id, "agency_role_id": self.role_code.id}
        )
        self.assertEqual(list(self.rows()), ["Code", "Ann", "Bob"])

    def test_nonsense_is_refused(self):
        for options in (
            {"start": "yesterday"},
            {"buckets": 0.5, "granularity": "hour"},
            {"buckets": 5000},
            {"filters": {"role_ids": ["x"]}},
            {"offset": -1},
        ):
            with self.subTest(options=options), self.assertRaises(UserError):
                self.grid(**options)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_clients_see_nothing(self):
        portal = self.new_member(self.client_acme, "capacity_client")
        service = self.service.with_user(portal)
        with self.assertRaises(AccessError):
            service.get_grid(WEEKS)
        with self.assertRaises(AccessError):
            service.get_bookings({"employee_id": self.ann.id, "start": "2027-03-15", "end": "2027-03-28"})
        with self.assertRaises(AccessError):
            self.env["agency.booking"].with_user(portal).search([])

    def test_behind_a_person(self):
        detail = self.service.with_user(self.member).get_bookings(
            {"employee_id": self.ann.id, "start": "2027-03-22", "end": "2027-03-26"}
        )
        booking = self.env["agency.booking"].search([("employee_id", "=", self.ann.id)])
        self.assertEqual(detail["bookings"], booking.with_user(self.member)._planner_rows())
        self.assertEqual(
            detail["absences"],
            [
                {"start": "2027-03-22", "end": "2027-03-22", "name": "Time off", "kind": "time_off", "hours": 4.0},
                {"start": "2027-03-26", "end": "2027-03-26", "name": "Good Friday", "kind": "holiday", "hours": 8.0},
            ],
        )
        self.assertEqual(
            [(one["date"], one["cell"]) for one in detail["days"]],
            [
                ("2027-03-22", [4.0, 2.0, 0.0, 4.0]),
                ("2027-03-23", [8.0, 4.0, 0.0, 0.0]),
                ("2027-03-24", [8.0, 0.0, 0.0, 0.0]),
                ("2027-03-25", [8.0, 0.0, 0.0, 0.0]),
                ("2027-03-26", [0.0, 0.0, 0.0, 8.0]),
            ],
        )

    def test_behind_a_role(self):
        detail = self.service.get_bookings({"role_id": self.role_code.id, "start": "2027-03-25", "end": "2027-03-26"})
        self.assertEqual([row["name"] for row in detail["bookings"]], ["Code: Relaunch"])
        self.assertEqual(
            detail["days"],
            [
                {"date": "2027-03-25", "cell": [0.0, 2.0, 0.0, 0.0]},
                {"date": "2027-03-26", "cell": [0.0, 0.0, 0.0, 0.0]},
            ],
        )
        self.assertEqual((detail["absences"], detail["pipeline"]), ([], []))

    def test_nonsense_behind_a_cell_is_refused(self):
        for options in (
            {"start": "2027-03-25", "end": "2027-03-26"},
            {"employee_id": self.ann.id, "start": "2027-03-26", "end": "2027-03-25"},
            {"employee_id": self.ann.id, "start": "2027-03-26", "end": "2029-03-25"},
            {"employee_id": self.ann.id, "start": "then", "end": "2029-03-25"},
            {"employee_id": 0, "role_id": "x", "start": "2027-03-26", "end": "2027-03-26"},
        ):
            with self.subTest(options=options), self.assertRaises(UserError):
                self.service.get_bookings(options)


@tagged("post_install", "-at_install")
class TestGridQueries(CapacityCommon):
    """The planner asks the database as often for 500 people as for 50."""

    def people(self, count):
        people = self.env["hr.employee"].create(
            [
                {"name": f"Person {number}", "agency_role_id": (self.role_design, self.role_code)[number % 2].id}
                for number in range(count)
            ]
        )
        self.env["agency.booking"].create(
            [
                {
                    "employee_id": person.id,
                    "project_id": self.project.id,
                    "start_date": MONDAY + timedelta(days=position % 60),
                    "end_date": MONDAY + timedelta(days=position % 60 + 9),
                    "hours": 30,
                }
                for position, person in enumerate(people)
            ]
        )
        self.env.flush_all()

    def count(self):
        """How many queries a warm server needs for the grid, in a request that begins with nothing."""
        service = (
            self.env["agency.capacity"]
            .with_user(self.member)
            .with_context(allowed_company_ids=self.env.company.ids, lang="en_US", tz="Europe/Berlin")
        )
        options = {"start": "2027-03-15", "buckets": 26}
        service.get_grid(options)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        grid = service.get_grid(options)
        return self.env.cr.sql_log_count - before, len(grid["rows"])

    def test_queries(self):
        self.people(50)
        few, few_rows = self.count()
        self.people(450)
        many, many_rows = self.count()
        self.assertGreaterEqual(few_rows, 50)
        self.assertEqual(many_rows, few_rows + 450)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 8)
