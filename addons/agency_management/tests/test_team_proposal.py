from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ManagementCommon


@tagged("post_install", "-at_install")
class TestTeamProposal(ManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls.new_standard_package()
        cls.client = cls.new_client("Alpha Team")
        cls.busy = cls.new_employee("team_a_busy", cls.role_seo)
        cls.free = cls.new_employee("team_b_free", cls.role_seo)
        cls.writer = cls.new_employee("team_writer", cls.role_copy)
        cls.manager = cls.new_staff("team_manager", "project_manager")
        project = cls.env["project.project"].create({"name": "Elsewhere"})
        cls.env["project.task"].create(
            [
                {"name": "Big", "project_id": project.id, "allocated_hours": 8, "user_ids": cls.busy.user_id.ids},
                {
                    "name": "Shared",
                    "project_id": project.id,
                    "allocated_hours": 6,
                    "user_ids": [Command.set((cls.busy | cls.free).user_id.ids)],
                },
                {
                    "name": "Over",
                    "project_id": project.id,
                    "allocated_hours": 90,
                    "state": "1_done",
                    "user_ids": cls.free.user_id.ids,
                },
            ]
        )

    def confirmed(self):
        order = self.new_order(self.client, self.package)
        order.action_confirm()
        return order

    def test_planned_hours(self):
        users = (self.busy | self.free | self.writer).user_id
        self.assertEqual(users._agency_planned_hours(), {self.busy.user_id: 11, self.free.user_id: 3})

    def test_among_equals_the_least_loaded_person_of_the_role_is_proposed(self):
        proposal = self.confirmed().team_proposal_ids
        self.assertRecordValues(
            proposal.line_ids.sorted("hours"),
            [
                {"role_id": self.role_seo.id, "employee_id": self.free.id, "hours": 4},
                {"role_id": self.role_copy.id, "employee_id": self.writer.id, "hours": 6},
            ],
        )

    def test_why_somebody_is_proposed(self):
        proposal = self.confirmed().team_proposal_ids
        line = proposal.line_ids.filtered(lambda line: line.role_id == self.role_seo)
        self.assertRegex(line.reason, r"^\d+ hours free, 4 needed$")
        self.assertEqual((line.skill_match, line.cost), (100, 160))
        line.with_user(self.manager).employee_id = self.busy
        self.assertRecordValues(line, [{"reason": False, "skill_match": 0, "free_hours": 0}])

    def test_whoever_is_booked_elsewhere_is_not_proposed(self):
        today = fields.Date.today()
        project = self.env["project.project"].create({"name": "Long"})
        self.env["agency.booking"].create(
            {
                "employee_id": self.free.id,
                "project_id": project.id,
                "start_date": today - timedelta(days=1),
                "end_date": today + timedelta(days=60),
                "hours": 400,
            }
        )
        proposal = self.confirmed().team_proposal_ids
        self.assertIn(self.busy, proposal.line_ids.employee_id)

    def test_skills_of_the_service_decide(self):
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Tools",
                "skill_ids": [Command.create({"name": "Crawler"})],
                "skill_level_ids": [Command.create({"name": "Expert", "level_progress": 100, "default_level": True})],
            }
        )
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.busy.id,
                "skill_type_id": skill_type.id,
                "skill_id": skill_type.skill_ids.id,
                "skill_level_id": skill_type.skill_level_ids.id,
            }
        )
        self.audit.skill_ids = skill_type.skill_ids
        line = self.confirmed().team_proposal_ids.line_ids.filtered(lambda line: line.role_id == self.role_seo)
        self.assertEqual(line.employee_id, self.busy)
        self.assertIn("knows Crawler", line.reason)

    def test_a_proposed_team_is_booked_tentatively_and_an_accepted_one_for_certain(self):
        order = self.confirmed()
        crawl, report = order.agency_project_id.task_ids.sorted("sequence")
        bookings = order.team_proposal_ids.booking_ids.sorted("start_date")
        expected = [
            {
                "employee_id": employee.id,
                "role_id": task.agency_role_id.id,
                "project_id": order.agency_project_id.id,
                "task_id": task.id,
                "client_id": self.client.id,
                "start_date": task.agency_start_date,
                "end_date": task.date_deadline.date(),
                "hours": task.allocated_hours,
                "state": "tentative",
            }
            for task, employee in ((crawl, self.free), (report, self.writer))
        ]
        self.assertRecordValues(bookings, expected)
        line = order.team_proposal_ids.line_ids.filtered(lambda line: line.role_id == self.role_seo)
        line.with_user(self.manager).employee_id = self.busy
        expected[0]["employee_id"] = self.busy.id
        self.assertRecordValues(bookings, expected)
        order.team_proposal_ids.with_user(self.manager).action_accept()
        self.assertRecordValues(bookings, [dict(one, state="confirmed") for one in expected])
        self.assertEqual(order.team_proposal_ids.booking_ids, bookings, "nothing is booked twice")
        order.with_user(SUPERUSER_ID)._setup_team_proposal()
        self.assertEqual(order.team_proposal_ids.booking_count, 2)

    def test_a_role_without_dated_tasks_is_booked_over_the_project(self):
        film = self.new_role("Film")
        self.audit.effort_ids = [Command.create({"role_id": film.id, "hours": 200})]
        order = self.confirmed()
        project = order.agency_project_id
        booking = order.team_proposal_ids.booking_ids.filtered(lambda booking: booking.role_id == film)
        self.assertRecordValues(
            booking,
            [{"employee_id": False, "task_id": False, "start_date": project.date_start, "hours": 200}],
        )
        self.assertLessEqual(200, 24 * ((booking.end_date - booking.start_date).days + 1))

    def test_accepting_assigns_by_role(self):
        order = self.confirmed()
        crawl, report = order.agency_project_id.task_ids.sorted("sequence")
        report.user_ids = self.manager
        order.team_proposal_ids.with_user(self.manager).action_accept()
        self.assertEqual(crawl.user_ids, self.free.user_id)
        self.assertEqual(report.user_ids, self.manager, "what was assigned by hand stays")
        self.assertRecordValues(order.team_proposal_ids, [{"state": "accepted", "accepted_by_id": self.manager.id}])

    def test_somebody_without_user_cannot_be_accepted(self):
        order = self.confirmed()
        nobody = self.env["hr.employee"].create({"name": "No user", "agency_role_id": self.role_seo.id})
        line = order.team_proposal_ids.line_ids.filtered(lambda line: line.role_id == self.role_seo)
        line.employee_id = nobody
        with self.assertRaises(UserError):
            order.team_proposal_ids.action_accept()

    def test_a_role_nobody_has_stays_empty_until_somebody_does(self):
        (self.busy | self.free).agency_role_id = False
        proposal = self.confirmed().team_proposal_ids
        line = proposal.line_ids.filtered(lambda line: line.role_id == self.role_seo)
        self.assertFalse(line.employee_id)
        self.busy.agency_role_id = self.role_seo
        proposal.with_user(self.manager).action_propose_again()
        self.assertEqual(line.employee_id, self.busy)

    def test_who_may(self):
        proposal = self.confirmed().team_proposal_ids
        proposal.with_user(self.free.user_id).read(["state"])
        with self.assertRaises(AccessError):
            proposal.with_user(self.free.user_id).action_accept()

    def test_one_line_a_role(self):
        proposal = self.confirmed().team_proposal_ids
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            proposal.line_ids = [Command.create({"role_id": self.role_seo.id})]
