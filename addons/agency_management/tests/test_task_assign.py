from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .plan_common import MORNING, PlanCommon


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestTaskAssign(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copy_role = cls.new_role("Copy")
        cls.busy = cls.new_employee("assign_busy", cls.copy_role, name="Anna Busy")
        cls.free = cls.new_employee("assign_free", cls.copy_role, name="Zoe Free")
        cls.away = cls.new_employee("assign_other_company", cls.copy_role, name="Aaron Elsewhere")
        cls.away.company_id = cls.env["res.company"].create({"name": "Elsewhere"})
        elsewhere = cls.new_project("Elsewhere")
        cls.new_task(elsewhere, "Old work", hours=20, user_ids=[(6, 0, cls.busy.user_id.ids)])
        cls.project = cls.new_project()
        values = {"agency_role_id": cls.copy_role.id}
        cls.first = cls.new_task(cls.project, "First", hours=15, agency_start_date="2024-02-26", **values)
        cls.second = cls.new_task(cls.project, "Second", hours=15, agency_start_date="2024-02-27", **values)
        cls.third = cls.new_task(cls.project, "Third", hours=5, agency_start_date="2024-02-28", **values)
        cls.odd = cls.new_task(cls.project, "Odd job", hours=1)
        cls.rare = cls.new_task(cls.project, "Rare", hours=1, agency_role_id=cls.new_role("Rare").id)
        cls.new_task(cls.project, "Mine", user_ids=[(6, 0, cls.manager.ids)], **values)
        cls.new_task(cls.project, "Done", state="1_done", **values)

    def dialogue(self):
        action = self.project.with_user(self.manager).action_agency_assign()
        return self.env["agency.task.assign"].with_user(self.manager).browse(action["res_id"])

    def test_proposed_by_role_and_load(self):
        self.assertEqual(
            [(line.task_id, line.employee_id, line.note) for line in self.dialogue().line_ids],
            [
                (self.first, self.free, "80 hours free, 0 hours in open tasks"),
                (self.second, self.free, "65 hours free, 15 hours in open tasks"),
                (self.third, self.busy, "80 hours free, 20 hours in open tasks"),
                (self.odd, self.env["hr.employee"], "The task has no role."),
                (self.rare, self.env["hr.employee"], "Nobody has the role Rare."),
            ],
        )
        self.assertFalse(self.first.user_ids)

    def test_who_has_no_time_left_comes_last(self):
        self.env["agency.booking"].create(
            {
                "employee_id": self.free.id,
                "project_id": self.project.id,
                "start_date": "2024-02-26",
                "end_date": "2024-03-08",
                "hours": 76,
                "state": "confirmed",
            }
        )
        self.assertEqual(self.dialogue().line_ids[0].employee_id, self.busy)

    def test_who_masters_what_the_service_asks_for_comes_first(self):
        kind = self.env["hr.skill.type"].create(
            {
                "name": "Writing",
                "skill_ids": [(0, 0, {"name": "Headlines"})],
                "skill_level_ids": [(0, 0, {"name": "Expert", "level_progress": 100, "default_level": True})],
            }
        )
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.busy.id,
                "skill_type_id": kind.id,
                "skill_id": kind.skill_ids.id,
                "skill_level_id": kind.skill_level_ids.id,
            }
        )
        self.first.agency_service_id = self.new_service("Ads", skill_ids=[(6, 0, kind.skill_ids.ids)])
        self.assertEqual(self.dialogue().line_ids[0].employee_id, self.busy)

    def test_what_is_chosen_is_assigned(self):
        dialogue = self.dialogue()
        lines = {line.task_id: line for line in dialogue.line_ids}
        lines[self.second].employee_id = self.busy
        lines[self.third].employee_id = False
        lines[self.odd].employee_id = self.worker
        # somebody takes the first one while the dialogue is open
        self.first.user_ids = self.manager
        dialogue.action_apply()
        self.assertEqual(
            {task: task.user_ids for task in (self.first, self.second, self.third, self.odd, self.rare)},
            {
                self.first: self.manager,
                self.second: self.busy.user_id,
                self.third: self.env["res.users"],
                self.odd: self.worker.user_id,
                self.rare: self.env["res.users"],
            },
        )

    def test_people_without_user_cannot_be_given_tasks(self):
        dialogue = self.dialogue()
        dialogue.line_ids[0].employee_id = self.env["hr.employee"].create({"name": "No Login"})
        with self.assertRaisesRegex(UserError, "No Login has no user"):
            dialogue.action_apply()

    def test_nothing_to_assign(self):
        everything = self.project.task_ids
        everything.write({"user_ids": [(6, 0, self.manager.ids)]})
        with self.assertRaisesRegex(UserError, "Every open task of Website has somebody"):
            self.dialogue()

    def test_only_project_managers_assign(self):
        with self.assertRaises(AccessError):
            self.project.with_user(self.worker.user_id).action_agency_assign()
