from datetime import date, datetime, timedelta

from freezegun import freeze_time
from lxml import etree
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .plan_common import MONDAY, MORNING, PlanCommon, evening


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestProjectPlan(PlanCommon):
    def website(self, **values):
        """:return: project, then its tasks by name: texts and design are followed by the build, the build by launch"""
        project = self.new_project(**values)
        texts = self.new_task(project, "Texts", 3, 12)
        design = self.new_task(project, "Design", 5, 30)
        build = self.new_task(project, "Build", 4, 24, after=[texts, design])
        launch = self.new_task(project, "Launch", 1, 4, after=[build])
        return project, texts, design, build, launch

    def test_planning_dates_tasks_by_dependencies_and_calendar(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": datetime(2024, 3, 5, 0, 0),
                "date_to": datetime(2024, 3, 5, 20, 0),
            }
        )
        project, *tasks = self.website()
        tasks = self.env["project.task"].union(*tasks)
        self.assertEqual(set(self.dates(tasks).values()), {(None, None)})
        project.with_user(self.manager).action_agency_replan()
        self.assertEqual(
            self.dates(tasks),
            {
                "Texts": ("02-26", "02-28"),
                "Design": ("02-26", "03-01"),
                "Build": ("03-04", "03-08"),  # over the holiday
                "Launch": ("03-11", "03-11"),
            },
        )
        self.assertRecordValues(
            tasks,
            [
                {"agency_slack_days": 2, "agency_critical": False, "agency_pinned": False, "agency_duration_days": 3},
                {"agency_slack_days": 0, "agency_critical": True, "agency_pinned": False, "agency_duration_days": 5},
                {"agency_slack_days": 0, "agency_critical": True, "agency_pinned": False, "agency_duration_days": 4},
                {"agency_slack_days": 0, "agency_critical": True, "agency_pinned": False, "agency_duration_days": 1},
            ],
        )
        self.assertEqual(tasks[0].date_deadline, evening("02-28"))
        self.assertEqual(project.agency_planned_finish, date(2024, 3, 11))
        self.assertIn("4 tasks moved", project.message_ids[0].body)

    def test_planning_again_moves_what_is_open_and_leaves_what_is_pinned_running_or_done(self):
        project, texts, design, build, launch = self.website()
        project.action_agency_replan()
        # the launch is promised to the client, the texts are done early, the design has begun and is late
        launch.write({"agency_start_date": date(2024, 3, 20), "date_deadline": evening("03-20")})
        self.log(design, 5)
        with freeze_time("2024-02-27 08:00:00"):
            texts.state = "1_done"
            texts.flush_recordset()
        with freeze_time("2024-03-06 08:00:00"):
            project.action_agency_replan()
            self.assertEqual(
                self.dates(texts | design | build | launch),
                {
                    "Texts": ("02-26", "02-28"),
                    "Design": ("02-26", "03-01"),
                    # the design cannot end before today
                    "Build": ("03-07", "03-12"),
                    "Launch": ("03-20", "03-20"),
                },
            )
        self.assertEqual(texts.agency_done_on, date(2024, 2, 27))
        self.assertRecordValues(
            texts | design | build | launch,
            [
                {"agency_critical": False, "agency_slack_days": 0, "agency_pinned": False},
                {"agency_critical": False, "agency_slack_days": 5, "agency_pinned": False},
                {"agency_critical": False, "agency_slack_days": 5, "agency_pinned": False},
                {"agency_critical": True, "agency_slack_days": 0, "agency_pinned": True},
            ],
        )

    def test_nothing_open_starts_in_the_past_or_before_the_project(self):
        project = self.new_project(date_start=date(2024, 3, 4))
        task = self.new_task(project, "Only", 2)
        project.action_agency_replan()
        self.assertEqual(self.dates(task), {"Only": ("03-04", "03-05")})
        with freeze_time("2024-03-09 08:00:00"):
            project.action_agency_replan()
        self.assertEqual(self.dates(task), {"Only": ("03-11", "03-12")})

    def test_not_before_and_other_projects(self):
        elsewhere = self.new_task(self.new_project("Brand"), "Logo", agency_start_date=date(2024, 3, 4))
        elsewhere.date_deadline = evening("03-06")
        project = self.new_project()
        first = self.new_task(project, "After logo", after=[elsewhere])
        second = self.new_task(project, "In spring", agency_not_before=date(2024, 3, 23))
        project.action_agency_replan()
        self.assertEqual(
            self.dates(first | second), {"After logo": ("03-07", "03-07"), "In spring": ("03-25", "03-25")}
        )

    def test_subtasks_follow_their_parent_and_hold_up_what_follows_it(self):
        project = self.new_project()
        first = self.new_task(project, "First", 2)
        parent = self.new_task(project, "Parent", 1, after=[first])
        child = self.new_task(project, "Child", 3, parent_id=parent.id)
        last = self.new_task(project, "Last", 1, after=[parent])
        project.action_agency_replan()
        self.assertEqual(
            self.dates(first | parent | child | last),
            {
                "First": ("02-26", "02-27"),
                "Parent": ("02-28", "02-28"),
                "Child": ("02-28", "03-01"),
                "Last": ("03-04", "03-04"),
            },
        )

    def test_cancelled_tasks_hold_up_nothing(self):
        project, texts, design, build, launch = self.website()
        design.state = "1_canceled"
        project.action_agency_replan()
        self.assertEqual(self.dates(build)["Build"], ("02-29", "03-05"))
        self.assertFalse(design.agency_start_date)

    def test_dates_a_person_sets_are_pinned_and_give_the_duration(self):
        project, texts, *_others = self.website()
        project.action_agency_replan()
        self.assertFalse(texts.agency_pinned)
        texts.with_user(self.manager).write({"agency_start_date": "2024-03-01", "date_deadline": "2024-03-05 03:00:00"})
        self.assertRecordValues(texts, [{"agency_pinned": True, "agency_duration_days": 3}])
        texts.action_agency_unpin()
        project.action_agency_replan()
        self.assertEqual(self.dates(texts), {"Texts": ("02-26", "02-28")})
        # a new duration moves the end at once and pins nothing
        texts.agency_duration_days = 4
        self.assertEqual(self.dates(texts), {"Texts": ("02-26", "02-29")})
        self.assertFalse(texts.agency_pinned)
        # two different tasks in one go: each its own duration
        both = texts | self.new_task(project, "Other", agency_start_date="2024-02-29")
        both.write({"date_deadline": evening("03-04")})
        self.assertEqual(both.mapped("agency_duration_days"), [6, 3])
        self.assertEqual(both.mapped("agency_pinned"), [True, True])

    def test_a_deadline_alone_counts_back(self):
        project = self.new_project()
        task = self.new_task(project, "Promised", 3, date_deadline=evening("03-06"))
        project.action_agency_replan()
        self.assertEqual(self.dates(task), {"Promised": ("03-04", "03-06")})
        self.assertTrue(task.agency_pinned)

    def test_end_before_start_is_refused(self):
        task = self.new_task(self.new_project(), "Backwards", agency_start_date="2024-03-05")
        with self.assertRaisesRegex(
            ValidationError, "Backwards would end on 03/04/2024, before it starts on 03/05/2024"
        ):
            task.date_deadline = evening("03-04")
        # half past eleven at night in Brussels is the same day there, and the evening before in UTC is not
        task.date_deadline = datetime(2024, 3, 5, 22, 30)
        with self.assertRaises(ValidationError):
            task.date_deadline = datetime(2024, 3, 4, 22, 30)

    def test_circles_are_refused_with_their_tasks(self):
        project, texts, design, build, launch = self.website()
        with self.assertRaisesRegex(ValidationError, "Design → Launch → Build → Design. Remove one"):
            design.depend_on_ids = [Command.link(launch.id)]
        with self.assertRaisesRegex(ValidationError, "Texts → Texts"):
            texts.depend_on_ids = [Command.link(texts.id)]

    def test_a_circle_through_a_parent_stops_planning_with_a_message(self):
        project = self.new_project()
        parent = self.new_task(project, "Parent")
        child = self.new_task(project, "Child", parent_id=parent.id)
        other = self.new_task(project, "Other", after=[child])
        parent.depend_on_ids = [Command.link(other.id)]
        with self.assertRaisesRegex(UserError, "These tasks would wait for each other: Child → Other → Child"):
            project.action_agency_replan()

    def test_a_negative_duration_is_refused(self):
        task = self.new_task(self.new_project(), "Short")
        with self.assertRaisesRegex(IntegrityError, "duration_positive"), mute_logger("odoo.sql_db"):
            task.agency_duration_days = -1
            task.flush_recordset()

    def test_nothing_to_plan(self):
        with self.assertRaisesRegex(UserError, "Empty has no tasks to plan"):
            self.new_project("Empty").action_agency_replan()

    def test_only_project_managers_plan(self):
        project = self.website()[0]
        with self.assertRaises(AccessError):
            project.with_user(self.worker.user_id).action_agency_replan()

    def test_the_plan_of_several_projects_in_the_same_number_of_queries(self):
        projects = self.env["project.project"].union(*(self.website(name=f"Site {n}")[0] for n in range(6)))
        self.assertEqual([len(result.tasks) for result in projects[:2]._agency_plan().values()], [4, 4])
        few = self.count_queries(projects[:2]._agency_plan)
        self.assertEqual(self.count_queries(projects._agency_plan), few)

    def test_planning_leaves_no_trace_on_tasks_it_does_not_move(self):
        project, texts, *_others = self.website()
        project.action_agency_replan()
        self.env.cr.execute("UPDATE project_task SET write_date = '2024-01-01' WHERE project_id = %s", [project.id])
        project.invalidate_recordset()
        project.action_agency_replan()
        self.env.cr.execute("SELECT DISTINCT write_date FROM project_task WHERE project_id = %s", [project.id])
        self.assertEqual(self.env.cr.fetchall(), [(datetime(2024, 1, 1),)])

    def test_slack_follows_from_the_state_of_today_without_moving_anything(self):
        project, texts, *_others = self.website()
        project.action_agency_replan()
        before = self.dates(project.task_ids)
        with freeze_time("2024-02-28 08:00:00"):
            project._agency_refresh_health()
        self.assertEqual(self.dates(project.task_ids), before)
        self.assertEqual(project.agency_planned_finish, date(2024, 3, 12))

    def test_timelines_use_only_elements_the_timeline_lets_through(self):
        views = self.env["ir.ui.view"].search(
            [("type", "=", "timeline"), ("model", "in", ("project.task", "agency.booking"))]
        )
        used = {
            node.tag
            for view in views
            for node in etree.fromstring(view.arch).iterfind(".//t[@t-name='timeline-item']//*")
            if isinstance(node.tag, str)
        }
        self.assertIn("span", used)
        # see getXSSWhiteList of web_timeline: anything else is shown as its source
        self.assertLessEqual(used, {"t", "b", "div", "span", "small", "img"})

    def test_timeline_shows_the_tasks_of_the_project(self):
        project = self.website()[0]
        action = project.with_user(self.worker.user_id).action_view_agency_timeline()
        self.assertEqual((action["domain"], action["res_model"]), ([("project_id", "=", project.id)], "project.task"))
        self.assertTrue(action["view_mode"].startswith("timeline"))

    def test_a_bar_covers_whole_days_and_dragging_keeps_its_length(self):
        project, texts, *_others = self.website()
        project.action_agency_replan()
        # Monday to Wednesday in Brussels, which is an hour ahead
        self.assertRecordValues(
            texts,
            [{"agency_bar_start": datetime(2024, 2, 25, 23, 0), "agency_bar_end": datetime(2024, 2, 28, 23, 0)}],
        )
        cases = [
            # hours the start and the end are dragged by, where the task is then
            (20, 20, ("02-27", "02-29")),
            (-11, -11, ("02-27", "02-29")),
            (0, 30, ("02-27", "03-01")),
            (0, -70, ("02-27", "02-27")),
            (0, -20, ("02-27", "02-27")),  # shorter than a day: a day
            (24 * 33, 24 * 33, ("03-31", "03-31")),  # onto the day on which summer time begins
            (24, 24, ("04-01", "04-01")),
        ]
        for start, end, expected in cases:
            with self.subTest(start=start, end=end):
                # what was dragged stays at hand until the end of the request
                texts.invalidate_recordset(["agency_bar_start", "agency_bar_end"])
                texts.with_user(self.manager).write(
                    {
                        "agency_bar_start": texts.agency_bar_start + timedelta(hours=start),
                        "agency_bar_end": texts.agency_bar_end + timedelta(hours=end),
                    }
                )
                self.assertEqual(self.dates(texts), {"Texts": expected})
                self.assertTrue(texts.agency_pinned)
        texts.invalidate_recordset(["agency_bar_start", "agency_bar_end"])
        with self.assertRaisesRegex(ValidationError, "Texts would end before it starts"):
            texts.agency_bar_end = texts.agency_bar_start - timedelta(hours=1)
        undated, due = self.new_task(project, "Someday"), self.new_task(project, "Due", date_deadline=evening("03-04"))
        self.assertFalse(undated.agency_bar_start)
        self.assertEqual(due.agency_bar_start, datetime(2024, 3, 3, 23, 0))


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestBaseline(PlanCommon):
    def planned(self):
        project = self.new_project()
        first = self.new_task(project, "First", 2, 10)
        second = self.new_task(project, "Second", 3, 20, after=[first])
        project.action_agency_replan()
        return project, first, second

    def test_the_first_plan_is_kept_and_later_ones_by_button(self):
        project, first, second = self.planned()
        self.assertRecordValues(
            project.agency_baseline_ids,
            [
                {
                    "name": "First plan",
                    "is_current": True,
                    "start_date": MONDAY,
                    "finish_date": date(2024, 3, 1),
                    "hours": 30.0,
                }
            ],
        )
        self.assertRecordValues(
            project.agency_baseline_ids.line_ids,
            [
                {"task_id": first.id, "start_date": MONDAY, "finish_date": date(2024, 2, 27), "hours": 10.0},
                {"task_id": second.id, "start_date": date(2024, 2, 28), "finish_date": date(2024, 3, 1), "hours": 20.0},
            ],
        )
        project.action_agency_replan()
        self.assertEqual(len(project.agency_baseline_ids), 1)
        second.allocated_hours = 25
        project.with_user(self.manager).action_agency_take_baseline()
        self.assertEqual(
            [(one.name, one.is_current, one.hours) for one in project.agency_baseline_ids.sorted("id")],
            [("First plan", False, 30.0), ("Baseline 2", True, 35.0)],
        )
        self.assertIn("Baseline 2 kept: 2 tasks, 35.0 hours", project.message_ids[0].body)

    def test_variance_is_measured_against_the_current_one(self):
        project, first, second = self.planned()
        first.write({"agency_start_date": date(2024, 2, 28), "date_deadline": evening("02-29")})
        project.action_agency_replan()
        self.assertRecordValues(
            first | second,
            [
                {"agency_baseline_finish": date(2024, 2, 27), "agency_variance_days": 2, "agency_baseline_hours": 10.0},
                {"agency_baseline_finish": date(2024, 3, 1), "agency_variance_days": 2, "agency_baseline_hours": 20.0},
            ],
        )
        self.assertEqual(project.agency_variance_days, 2)
        project.action_agency_take_baseline()
        self.assertEqual((first | second).mapped("agency_variance_days"), [0, 0])
        kept = project.agency_baseline_ids.sorted("id")[0]
        kept.with_user(self.manager).action_make_current()
        self.assertEqual((first | second).mapped("agency_variance_days"), [2, 2])
        self.assertEqual(project.agency_baseline_ids.sorted("id").mapped("is_current"), [True, False])

    def test_ended_early_is_a_negative_variance(self):
        project, first, second = self.planned()
        first.state = "1_done"
        self.assertEqual(first.agency_variance_days, -1)

    def test_hours_of_subtasks_are_counted_once(self):
        project = self.new_project()
        parent = self.new_task(project, "Parent", 1, 10)
        self.new_task(project, "Child", 1, 4, parent_id=parent.id)
        project.action_agency_replan()
        self.assertEqual(project.agency_baseline_ids.line_ids.mapped("hours"), [6.0, 4.0])

    def test_one_is_current_whatever_happens(self):
        project = self.planned()[0]
        with self.assertRaisesRegex(IntegrityError, "baseline_current_unique"), mute_logger("odoo.sql_db"):
            self.env["agency.project.baseline"].create({"name": "x", "project_id": project.id, "is_current": True})

    def test_the_current_one_is_deleted_last(self):
        project = self.planned()[0]
        project.action_agency_take_baseline()
        former, current = project.agency_baseline_ids.sorted("id")
        with self.assertRaisesRegex(UserError, "measured against Baseline 2"):
            current.unlink()
        former.unlink()
        current.unlink()
        self.assertFalse(project.agency_baseline_ids)

    def test_nothing_to_keep(self):
        project = self.new_project("Bare")
        self.new_task(project, "Someday")
        with self.assertRaisesRegex(UserError, "Bare has no task with dates or hours yet"):
            project.action_agency_take_baseline()

    def test_deleted_tasks_stay_in_the_record(self):
        project, first, second = self.planned()
        first.unlink()
        self.assertEqual(project.agency_baseline_ids.line_ids.mapped("name"), ["First", "Second"])
        self.assertFalse(project.agency_baseline_ids.line_ids[0].task_id)
