from datetime import date, datetime

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .plan_common import MORNING, PlanCommon

MEASURED = (
    "agency_health",
    "agency_hours_budgeted",
    "agency_hours_scheduled",
    "agency_hours_earned",
    "agency_hours_actual",
    "agency_hours_forecast",
    "agency_done_percent",
)


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestProjectHealth(PlanCommon):
    def planned(self, name="Website", **values):
        """:return: planned project, then its tasks: 10 hours on Monday and Tuesday, 30 on the next three days"""
        project = self.new_project(name, allocated_hours=40.0, **values)
        first = self.new_task(project, "First", 2, 10)
        second = self.new_task(project, "Second", 3, 30, after=[first])
        project.action_agency_replan()
        return project, first, second

    def measured(self, project):
        return {name: project[name] for name in MEASURED}

    def test_figures_and_colour_follow_from_the_baseline(self):
        project, first, second = self.planned()
        self.assertEqual(
            self.measured(project),
            {
                "agency_health": "ok",
                "agency_hours_budgeted": 40.0,
                "agency_hours_scheduled": 0.0,
                "agency_hours_earned": 0.0,
                "agency_hours_actual": 0.0,
                "agency_hours_forecast": 40.0,
                "agency_done_percent": 0.0,
            },
        )
        self.assertEqual(project.agency_health_reason, "Work is where it should be, and the forecast keeps the budget.")
        self.log(first, 12)
        first.state = "1_done"
        self.log(second, 6)
        with freeze_time("2024-02-29 08:00:00"):
            project.action_agency_measure()
        # earned: 10 + 6 of 30; planned: 10 + 1 of 3 days of 30; forecast: 18 + 24 / (16 / 18)
        self.assertRecordValues(
            project,
            [
                {
                    "agency_health": "off_track",
                    "agency_hours_scheduled": 20.0,
                    "agency_hours_earned": 16.0,
                    "agency_hours_actual": 18.0,
                    "agency_hours_forecast": 45.0,
                    "agency_done_percent": 40.0,
                    "agency_spi": 0.8,
                    "agency_cpi": 0.89,
                    "agency_cost_actual": 900.0,
                    "agency_cost_forecast": 2250.0,
                    "agency_health_on": datetime(2024, 2, 29, 8, 0),
                }
            ],
        )
        self.assertEqual(
            project.agency_health_reason.splitlines(),
            [
                "20% less is done than was planned by now.",
                "The forecast is 5 hours over the budget.",
                "Work takes longer than planned: 11% of the hours spent earned nothing.",
            ],
        )

    def test_checklists_say_how_much_of_a_task_is_done(self):
        project, first, second = self.planned()
        items = self.env["agency.task.item"].create(
            [{"task_id": first.id, "name": name} for name in ("Crawl", "Note", "Write", "Send")]
        )
        items[:3].with_user(self.worker.user_id).write({"done": True})
        self.assertRecordValues(first, [{"agency_item_count": 4, "agency_item_done_count": 3}])
        project.action_agency_measure()
        self.assertEqual(project.agency_hours_earned, 7.5)
        self.assertEqual(items[0].done_by_id, self.worker.user_id)
        items[3].done = True
        project.action_agency_measure()
        self.assertEqual(project.agency_hours_earned, 9.0)

    def test_cancelled_tasks_leave_the_project_and_their_hours_stay(self):
        project, first, second = self.planned()
        self.log(second, 4)
        second.state = "1_canceled"
        project.action_agency_measure()
        self.assertEqual(
            (project.agency_hours_budgeted, project.agency_hours_actual, project.agency_hours_forecast),
            (10.0, 4.0, 14.0),
        )

    def test_tasks_added_later_count_in_the_forecast(self):
        project, first, second = self.planned()
        self.new_task(project, "Extra", 1, 8)
        project.action_agency_measure()
        self.assertEqual((project.agency_hours_budgeted, project.agency_hours_forecast), (40.0, 48.0))
        self.assertEqual(project.agency_health_reason, "The forecast is 8 hours over the budget.")

    def test_without_a_baseline_the_tasks_count_as_they_stand(self):
        project = self.new_project(date_start="2024-02-22")
        self.new_task(project, "Loose", 1, 8, agency_start_date="2024-02-23", date_deadline="2024-02-23 16:00:00")
        project.action_agency_measure()
        self.assertEqual((project.agency_hours_budgeted, project.agency_hours_scheduled), (8.0, 8.0))

    def test_late_milestones_and_a_late_end_make_a_colour(self):
        project = self.planned(date=date(2024, 2, 28))[0]
        self.env["project.milestone"].create(
            [
                {"name": "Kick-off", "project_id": project.id, "deadline": "2024-02-21"},
                {"name": "Done in time", "project_id": project.id, "deadline": "2024-02-01", "is_reached": True},
            ]
        )
        project.action_agency_measure()
        self.assertEqual(project.agency_health, "at_risk")
        self.assertEqual(
            project.agency_health_reason.splitlines(),
            ["A milestone is 3 working days late.", "The plan ends 2 working days after the promised end."],
        )

    def test_one_is_not_many(self):
        project = self.new_project()
        for code, count, value, text in (
            ("milestones", 1, 1, "A milestone is 1 working day late."),
            ("milestones", 1, 2, "A milestone is 2 working days late."),
            ("milestones", 2, 1, "2 milestones are late, the latest by 1 working day."),
            ("milestones", 2, 3, "2 milestones are late, the latest by 3 working days."),
            ("finish", 1, 1, "The plan ends 1 working day after the promised end."),
            ("finish", 1, 2, "The plan ends 2 working days after the promised end."),
            ("hours", 1, 1.0, "The forecast is 1 hour over the budget."),
            ("hours", 1, 1.5, "The forecast is 1.5 hours over the budget."),
        ):
            with self.subTest(text):
                fact = {"code": code, "state": "at_risk", "value": value, "count": count}
                self.assertEqual(project._agency_reason_text(fact), text)

    def test_pinned_too_early(self):
        project, first, second = self.planned()
        second.write({"agency_start_date": "2024-02-27", "date_deadline": "2024-02-29 16:00:00"})
        project.action_agency_replan()
        self.assertIn("Pinned before what they wait for is done: Second.", project.message_ids[0].body)
        self.assertEqual(project.agency_health_reason, "Tasks pinned before what they wait for is done: 1.")
        self.assertEqual((first.agency_slack_days, first.agency_critical), (-1, True))

    def test_tasks_in_a_circle_are_told_and_do_not_stop_measuring(self):
        project = self.new_project()
        parent = self.new_task(project, "Parent", 1, 5)
        child = self.new_task(project, "Child", 1, 5, parent_id=parent.id)
        parent.depend_on_ids = self.new_task(project, "Other", 1, 5, after=[child])
        project.action_agency_measure()
        self.assertEqual(
            project.agency_health_reason, "Tasks wait for each other in a circle, so the end cannot be told."
        )

    def test_nothing_to_measure(self):
        project = self.new_project()
        project.action_agency_measure()
        self.assertFalse(project.agency_health)
        self.assertEqual(project.agency_health_reason, "Nothing to measure yet: tasks need planned hours and dates.")

    def test_the_reason_comes_in_the_language_of_the_reader_and_amounts_stay_with_the_managers(self):
        project, first, second = self.planned(agency_cost_budget=100.0)
        self.log(first, 4)
        project.action_agency_measure()
        self.assertIn("The cost forecast is over the budget.", project.agency_health_reason)
        with self.assertRaises(AccessError):
            project.with_user(self.worker.user_id).read(["agency_cost_forecast"])
        self.assertTrue(project.with_user(self.worker.user_id).read(["agency_health_reason"]))

    def test_burn(self):
        project, first, second = self.planned(budget_amount=5000.0)
        self.log(first, 4)
        other = self.new_project("Other")
        self.assertEqual(
            (project | other)._agency_burn(),
            {
                project: {
                    "hours_planned": 40.0,
                    "hours_spent": 4.0,
                    "money_planned": 5000.0,
                    "cost_spent": 200.0,
                    "forecast_hours": 40.0,
                    "forecast_cost": 2000.0,
                },
                other: {
                    "hours_planned": 0.0,
                    "hours_spent": 0.0,
                    "money_planned": 0.0,
                    "cost_spent": 0.0,
                    "forecast_hours": 0.0,
                    "forecast_cost": 0.0,
                },
            },
        )

    def test_before_any_hour_the_roles_say_what_work_costs(self):
        project = self.new_project(agency_cost_budget=300.0)
        self.new_task(project, "Draw", 1, 10, agency_role_id=self.role.id)
        self.new_task(project, "Talk", 1, 5)
        self.assertEqual(project._agency_burn()[project]["forecast_cost"], 15 * 40.0)
        self.assertEqual(project._agency_burn()[project]["money_planned"], 300.0)

    def test_other_costs_on_the_project_count(self):
        project, first, second = self.planned()
        self.log(first, 2)
        name = "account_id" if "account_id" in project._fields else "analytic_account_id"
        self.env["account.analytic.line"].create(
            [
                {"name": "Photos", "account_id": project[name].id, "amount": -150.0},
                {"name": "Sold", "account_id": project[name].id, "amount": 900.0},
                {"name": "Deposit", "account_id": project[name].id, "amount": -400.0, "category": "invoice"},
            ]
        )
        self.assertEqual(project._agency_burn()[project]["cost_spent"], 250.0)

    def test_queries_do_not_grow_with_the_number_of_projects(self):
        projects = [self.planned(f"Site {number}") for number in range(6)]
        for _project, first, _second in projects:
            self.log(first, 2)
        all_projects = self.env["project.project"].union(*(project for project, *_tasks in projects))
        all_projects._agency_burn()
        few = self.count_queries(all_projects[:2]._agency_burn)
        self.assertEqual(self.count_queries(all_projects._agency_burn), few)

    def test_a_change_that_matters_has_the_project_measured_once(self):
        project, first, second = self.planned()
        item = self.env["agency.task.item"].create({"task_id": second.id, "name": "Tick"})
        with trap_jobs() as trap:
            self.log(first, 2)
            first.state = "1_done"
            item.done = True
            second.allocated_hours = 25
            project.allocated_hours = 50
            self.assertEqual({job.recordset for job in trap.enqueued_jobs}, {project})
            self.assertEqual(
                {job.identity_key for job in trap.enqueued_jobs}, {f"agency_management.health.{project.id}"}
            )
            trap.perform_enqueued_jobs()
        self.assertEqual((project.agency_hours_earned, project.agency_done_percent), (37.0, 92.5))

    def test_time_created_together_enqueues_once_a_project_and_its_later_change_again(self):
        project, first, second = self.planned()
        with trap_jobs() as trap:
            # more than two days hold: several entries in one call
            lines = self.log(first, 60)
            self.assertGreater(len(lines), 2)
            self.assertEqual([call.method.__self__ for call in trap.calls], [project])
        other, task = self.planned("Other")[:2]
        with trap_jobs() as trap:
            lines[0].write({"project_id": other.id, "task_id": task.id})
            self.assertEqual(self.enqueued(trap), project | other)
        with trap_jobs() as trap:
            (self.log(second, 2) | lines[1]).write({"unit_amount": 1.0})
            self.assertEqual(self.enqueued(trap), project)

    def test_what_does_not_matter_and_projects_without_a_client_make_no_job(self):
        project, first, _second = self.planned()
        internal = self.new_project("Internal", partner_id=False)
        with trap_jobs() as trap:
            first.name = "Renamed"
            first.priority = "1"
            self.new_task(internal, "Clean up", 1, 2)
            trap.assert_jobs_count(0)

    def test_the_scheduled_action_enqueues_what_was_not_measured_today(self):
        project = self.planned()[0]
        closed = self.planned("Closed")[0]
        stage = self.env["project.project.stage"].create({"name": "Closed", "fold": True})
        closed.stage_id = stage
        internal = self.new_project("Internal", partner_id=False)
        everything = project | closed | internal
        with trap_jobs() as trap:
            self.env["project.project"]._cron_agency_measure()
            self.assertFalse(everything & self.enqueued(trap))
        with freeze_time("2024-02-27 03:00:00"), trap_jobs() as trap:
            self.env["project.project"]._cron_agency_measure()
            self.assertEqual(everything & self.enqueued(trap), project)
            trap.perform_enqueued_jobs()
            self.assertEqual(project.agency_health_on, datetime(2024, 2, 27, 3, 0))
        with freeze_time("2024-02-27 04:00:00"), trap_jobs() as trap:
            self.env["project.project"]._cron_agency_measure()
            self.assertFalse(everything & self.enqueued(trap))

    def test_what_is_over_has_no_colour_and_is_measured_no_more(self):
        reported, folded, going_on = (self.planned(name)[0] for name in ("Reported", "Folded", "Going on"))
        everything = reported | folded | going_on
        self.assertEqual(everything.mapped("agency_health"), ["ok"] * 3)
        figures = reported.agency_hours_budgeted
        self.env["project.update"].create({"name": "Done", "project_id": reported.id, "status": "done"})
        folded.stage_id = self.env["project.project.stage"].create({"name": "Closed", "fold": True})
        self.assertEqual(everything.mapped("agency_health"), [False, False, "ok"])
        self.assertEqual(
            (reported.agency_health_reason, reported.agency_hours_budgeted), ("This project is over.", figures)
        )
        everything.action_agency_measure()
        self.assertEqual(everything.mapped("agency_health"), [False, False, "ok"])
        with freeze_time("2024-02-27 03:00:00"), trap_jobs() as trap:
            self.env["project.project"]._cron_agency_measure()
            self.assertEqual(everything & self.enqueued(trap), going_on)
        # somebody found that there is more to do
        self.env["project.update"].create({"name": "Again", "project_id": reported.id, "status": "on_track"})
        reported.action_agency_measure()
        self.assertEqual(reported.agency_health, "ok")

    def enqueued(self, trap):
        return self.env["project.project"].union(*(job.recordset for job in trap.enqueued_jobs))

    def test_a_job_of_a_deleted_project_does_nothing(self):
        project = self.new_project()
        gone = self.new_project("Gone")
        gone.unlink()
        (project | gone)._job_agency_measure()
        self.assertTrue(project.agency_health_on)


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestScreens(PlanCommon):
    """What the screens of projects cost on top of stock's fields."""

    #: Queries the suite may add to the form and to a page of the board.
    MOST = 6

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        projects = [cls.new_project(f"Board {number}", allocated_hours=40.0) for number in range(30)]
        for project in projects:
            task = cls.new_task(project, "Only", 2, 10, agency_role_id=cls.role.id)
            cls.log(task, 2)
            cls.env["agency.deliverable"].create({"name": "Report", "project_id": project.id})
            project.action_agency_replan()
        cls.projects = cls.env["project.project"].union(*projects)

    def added(self, xmlid, view_type, records):
        """:return int: queries of reading all fields of a view for records, minus those of stock's fields of it"""
        model = self.env["project.project"].with_user(self.manager)
        arch = etree.fromstring(model.get_view(self.env.ref(xmlid).id, view_type)["arch"])
        shown = dict.fromkeys(node.get("name") for node in arch.xpath("//field[not(ancestor::field)]"))
        stock = [name for name in shown if not str(model._fields[name]._module).startswith("agency_")]
        self.assertIn("agency_health", shown)
        self.assertIn("partner_id", stock)
        self.assertNotIn("agency_health", stock)
        counts = []
        for names in (stock, shown):
            spec = {name: {} for name in names}
            read = records.with_user(self.manager).web_read
            self.count_queries(read, spec)  # what is cached per process is there from the second time on
            counts.append(self.count_queries(read, spec))
        return counts[1] - counts[0]

    def test_the_form_adds_few_queries(self):
        first = self.added("project.edit_project", "form", self.projects[0])
        self.log(self.projects[1].task_ids, 1)
        self.env["agency.task.item"].create(
            [{"task_id": task.id, "name": "x"} for task in self.projects[1].task_ids for _number in range(20)]
        )
        for number in range(20):
            self.new_task(self.projects[1], f"More {number}", 1, 4)
        self.assertEqual(self.added("project.edit_project", "form", self.projects[1]), first)
        self.assertLessEqual(first, self.MOST)

    def test_the_board_adds_few_queries_however_many_projects_are_on_it(self):
        few = self.added("project.view_project_kanban", "kanban", self.projects[:5])
        self.assertEqual(self.added("project.view_project_kanban", "kanban", self.projects), few)
        self.assertLessEqual(few, self.MOST)

    def test_everything_about_a_project_is_in_one_place(self):
        project = self.projects[0]
        project.task_ids.user_ids = self.worker.user_id
        model = project.with_user(self.manager)
        arch = etree.fromstring(model.get_view(self.env.ref("project.edit_project").id, "form")["arch"])
        shown = {node.get("name") for node in arch.iter("field", "button")}
        self.assertLessEqual(
            {
                "name",
                "client_id",
                "agency_team_ids",
                "action_view_tasks",
                "action_view_agency_timeline",
                "action_view_agency_milestones",
                "allocated_hours",
                "budget_amount",
                "agency_cost_budget",
                "agency_health_reason",
                "last_update_status",
            },
            shown,
        )
        self.assertEqual(model.agency_team_ids, self.manager | self.worker.user_id)
        self.assertEqual(model.action_view_agency_milestones()["domain"], [("project_id", "=", project.id)])
