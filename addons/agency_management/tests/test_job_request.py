from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .capacity_common import CapacityCommon

#: A Wednesday; the planner is looked at from Monday, 15 March 2027 on.
TODAY = "2027-03-10 08:00:00"


class JobRequestCommon(CapacityCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.requests = cls.env["agency.job.request"]
        cls.company = cls.env.company
        cls.hr = cls.new_staff("recruiting_hr", "hr_manager")
        cls.company.write(
            {
                "agency_shortage_weeks": 3,
                "agency_shortage_share": 20.0,
                "agency_shortage_tentative": 0.0,
                "agency_recruiter_id": cls.hr.id,
            }
        )
        cls.person = cls.new_person("Dora", cls.role_design)

    def book_short(self, hours=180.0):
        """Three weeks in which design has 40 hours each and more are asked, by default 60; :return: the placeholder"""
        self.new_booking(self.person, "2027-03-15", "2027-04-02", 40.0 * 3 - 60.0)
        return self.new_booking(self.role_design, "2027-03-15", "2027-04-02", hours - 60.0)

    def run_job(self):
        self.requests._job_propose(self.company.id)
        return self.requests.search([("role_id", "in", (self.role_design | self.role_code).ids)])


@tagged("post_install", "-at_install")
class TestJobProposal(JobRequestCommon):
    """The planner proposes, renews and takes back."""

    def test_a_role_that_is_short_is_proposed(self):
        self.book_short()
        request = self.run_job()
        self.assertRecordValues(
            request,
            [
                {
                    "role_id": self.role_design.id,
                    "company_id": self.company.id,
                    "origin": "shortage",
                    "state": "proposed",
                    "people": 1,
                    "suggested_people": 1,
                    "weeks_short": 3,
                    "missing_hours": 60.0,
                    "first_week": date(2027, 3, 15),
                    "last_week": date(2027, 3, 29),
                    "checked_on": date(2027, 3, 10),
                    "shortage_over": False,
                    "touched": False,
                    "user_id": self.hr.id,
                    "cost_rate": 40.0,
                }
            ],
        )
        self.assertEqual(
            request.shortage_text.splitlines(),
            [
                f"{day}: 60.0 h asked, 40.0 h there, 20.0 h missing"
                for day in ("03/15/2027", "03/22/2027", "03/29/2027")
            ],
        )
        activity = request.activity_ids
        self.assertEqual(
            (activity.user_id, activity.activity_type_id, activity.summary),
            (self.hr, self.env.ref("agency_management.mail_activity_job_request"), "Decide: Design × 1"),
        )

    def test_figures_are_those_of_the_planner(self):
        """The weeks the rule looks at are the sum of what the planner shows for the role, time off included."""
        self.book_short()
        self.new_absence(self.person, "2027-03-16 00:00", "2027-03-17 00:00")
        self.new_booking(self.role_design, "2027-03-22", "2027-03-26", 10, state="tentative")
        weeks = self.env["agency.capacity"]._role_weeks(self.company, date(2027, 3, 17), 3)[self.role_design.id]
        grid = self.env["agency.capacity"].get_grid({"start": "2027-03-15", "buckets": 3, "group_by": "role"})
        rows = [row["cells"] for row in grid["rows"] if row["role_id"] == self.role_design.id]
        self.assertEqual(len(rows), 2)
        self.assertEqual(
            [(week.capacity, week.confirmed, week.tentative) for week in weeks],
            [tuple(one[index] + other[index] for index in range(3)) for one, other in zip(*rows)],
        )
        self.assertEqual([week.person for week in weeks], [40.0, 40.0, 40.0])
        self.assertEqual([week.capacity for week in weeks], [32.0, 40.0, 40.0])

    def test_settings_decide(self):
        booking = self.book_short()
        cases = [
            ({"agency_shortage_weeks": 4}, 0),
            ({"agency_shortage_share": 34}, 0),
            ({"agency_shortage_weeks": 0}, 0),
            ({"agency_shortage_share": 33}, 1),
        ]
        for values, count in cases:
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                self.company.write(values)
                self.assertEqual(len(self.run_job()), count)
                savepoint.rollback()
                self.env.invalidate_all()
        # tentative load counts as far as the company says
        booking.action_set_tentative()
        self.assertFalse(self.run_job())
        self.company.agency_shortage_tentative = 100
        self.assertEqual(self.run_job().missing_hours, 60.0)

    def test_a_second_run_changes_nothing(self):
        self.book_short()
        request = self.run_job()
        before = request.read()[0], request.message_ids.ids, request.activity_ids.ids
        self.assertEqual(self.run_job(), request)
        self.env.invalidate_all()
        self.assertEqual((request.read()[0], request.message_ids.ids, request.activity_ids.ids), before)

    def test_a_second_run_renews_the_open_request(self):
        booking = self.book_short()
        request = self.run_job()
        booking.hours = 300.0
        self.assertEqual(self.run_job(), request)
        self.assertRecordValues(request, [{"missing_hours": 240.0, "suggested_people": 2, "people": 2}])
        # what somebody has decided stays
        request.with_user(self.hr).people = 1
        booking.hours = 420.0
        self.run_job()
        self.assertRecordValues(request, [{"missing_hours": 360.0, "suggested_people": 3, "people": 1}])

    def test_an_untouched_proposal_goes_with_its_shortage(self):
        booking = self.book_short()
        request = self.run_job()
        booking.unlink()
        self.run_job()
        self.assertRecordValues(request, [{"state": "lapsed", "shortage_over": True, "missing_hours": 60.0}])
        self.assertEqual(request.reject_reason, "The planner does not show this shortage any more.")
        self.assertFalse(request.activity_ids)
        # short again: a new one
        self.book_short()
        self.assertEqual(len(self.run_job() - request), 1)

    def test_what_people_work_on_only_says_so(self):
        booking = self.book_short()
        request = self.run_job()
        request.with_user(self.hr).description = "<p>Drawing all day</p>"
        booking.unlink()
        self.run_job()
        self.run_job()
        self.assertRecordValues(request, [{"state": "proposed", "shortage_over": True, "touched": True}])
        said = request.message_ids.filtered(lambda message: "does not show this shortage" in (message.body or ""))
        self.assertEqual(len(said), 1)
        self.book_short()
        self.assertEqual(self.run_job(), request)
        self.assertFalse(request.shortage_over)

    def test_a_rejected_role_is_left_in_peace_for_a_while(self):
        self.book_short()
        request = self.run_job()
        request.with_user(self.hr).write({"reject_reason": "Freelancers take it"})
        request.with_user(self.hr).action_reject()
        self.assertEqual(self.run_job(), request)
        request._put(decided_on="2027-02-10")
        self.assertEqual(len(self.run_job()), 2)

    def test_one_open_request_for_each_role(self):
        values = {"role_id": self.role_code.id}
        self.requests.create(values)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.requests.create(values)

    def test_the_scheduled_action_only_enqueues(self):
        self.book_short()
        with trap_jobs() as trap:
            self.requests._cron_propose()
            self.requests._cron_propose()
            trap.assert_enqueued_job(
                self.requests._job_propose,
                args=(self.company.id,),
                properties={"identity_key": f"agency_management.job_requests.{self.company.id}"},
            )
        self.assertFalse(self.requests.search([("role_id", "=", self.role_design.id)]))

    def test_archived_roles_are_not_proposed(self):
        self.book_short()
        self.role_design.active = False
        self.assertFalse(self.run_job())


@tagged("post_install", "-at_install")
class TestJobRequestFlow(JobRequestCommon):
    """By hand, approve, reject, hire."""

    def propose(self, role=None, user=None):
        action = (role or self.role_code).with_user(user or self.manager).action_propose_job()
        return self.requests.browse(action["res_id"])

    def test_by_hand(self):
        request = self.propose()
        self.assertRecordValues(
            request,
            [
                {
                    "origin": "manual",
                    "state": "proposed",
                    "people": 1,
                    "missing_hours": 0.0,
                    "user_id": self.hr.id,
                    "create_uid": self.manager.id,
                }
            ],
        )
        self.assertEqual(self.propose(), request)
        self.assertEqual(self.role_code.with_user(self.manager).job_request_count, 1)
        # the planner does not take away what somebody asked for
        self.run_job()
        self.assertEqual(request.state, "proposed")
        with self.assertRaises(AccessError):
            self.propose(user=self.member)

    def test_an_hr_manager_decides_before_an_administrator(self):
        self.company.agency_recruiter_id = False
        self.env["res.users"].search([("groups_id", "in", self.env.ref("agency_crm.group_hr_manager").ids)]).filtered(
            lambda user: user != self.hr and user.id > 2
        ).active = False
        self.assertEqual(self.company._agency_recruiter(), self.hr)

    def test_from_a_placeholder(self):
        booking = self.book_short()
        action = booking.with_user(self.manager).action_propose_job()
        request = self.requests.browse(action["res_id"])
        self.assertRecordValues(request, [{"role_id": self.role_design.id, "missing_hours": 60.0, "weeks_short": 3}])
        lone = self.new_booking(self.new_person("Nobody's Role"), "2027-03-15", "2027-03-15", 1)
        with self.assertRaisesRegex(UserError, "which role"):
            lone.with_user(self.manager).action_propose_job()

    def test_the_planner_says_which_roles_are_short(self):
        capacity = self.env["agency.capacity"]
        self.book_short()
        short = {
            "role_id": self.role_design.id,
            "missing_hours": 60.0,
            "weeks": 3,
            "first_week": "2027-03-15",
            "state": False,
        }
        asked = {"role_id": self.role_code.id, "missing_hours": 0.0, "weeks": 0, "first_week": False}
        self.assertEqual(capacity.with_user(self.manager).get_short_roles(), [short])
        self.propose()
        self.assertEqual(capacity.with_user(self.hr).get_short_roles(), [asked | {"state": "Proposed"}, short])
        self.propose(self.role_design).with_user(self.hr).action_approve()
        self.assertEqual(
            sorted(capacity.with_user(self.manager).get_short_roles(), key=lambda one: one["missing_hours"]),
            [asked | {"state": "Proposed"}, short | {"state": "Approved"}],
        )
        self.assertEqual(capacity.with_user(self.member).get_short_roles(), [])
        client = self.env["res.users"].create(
            {"name": "C", "login": "short_client", "groups_id": [(6, 0, self.env.ref("base.group_portal").ids)]}
        )
        with self.assertRaises(AccessError):
            capacity.with_user(client).get_short_roles()

    def test_approving_makes_the_job(self):
        skill_type = self.env["hr.skill.type"].create({"name": "Tools"})
        self.role_code.skill_ids = self.env["hr.skill"].create({"name": "Python", "skill_type_id": skill_type.id})
        request = self.propose()
        request.with_user(self.hr).write({"people": 2, "description": "<p>Web shops</p>"})
        request.with_user(self.hr).action_approve()
        job = request.job_id
        self.assertRecordValues(
            request,
            [
                {
                    "state": "approved",
                    "decided_by_id": self.hr.id,
                    "decided_on": date(2027, 3, 10),
                    "filled_count": 0,
                }
            ],
        )
        self.assertRecordValues(
            job,
            [
                {
                    "name": "Code",
                    "agency_role_id": self.role_code.id,
                    "no_of_recruitment": 2,
                    "company_id": self.company.id,
                    "user_id": self.hr.id,
                }
            ],
        )
        for text in ("is looking for: Code", "Web shops", "What you should master:", "<li>Python</li>"):
            self.assertIn(text, job.description)
        self.assertFalse(request.activity_ids)
        with self.assertRaisesRegex(UserError, "state “Approved”"):
            request.with_user(self.hr).action_approve()
        with self.assertRaisesRegex(UserError, "was decided as it is"):
            request.with_user(self.hr).people = 5

    def test_approving_raises_the_job_that_is_there(self):
        cases = [
            {"name": "Coder", "agency_role_id": self.role_code.id},
            {"name": "Code", "agency_role_id": False},
        ]
        for values in cases:
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                job = self.env["hr.job"].create(values | {"no_of_recruitment": 3})
                request = self.propose()
                request.with_user(self.hr).action_approve()
                self.assertEqual((request.job_id, job.no_of_recruitment), (job, 4))
                self.assertEqual(job.agency_role_id, self.role_code)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_rejecting_needs_a_reason(self):
        request = self.propose()
        with self.assertRaisesRegex(UserError, "Say why"):
            request.with_user(self.hr).action_reject()
        request.with_user(self.hr).reject_reason = "Not this year"
        request.with_user(self.hr).action_reject()
        self.assertRecordValues(request, [{"state": "rejected", "job_id": False}])

    def test_only_hr_decides(self):
        request = self.propose()
        for action in ("action_approve", "action_reject", "action_fill"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(request.with_user(self.manager), action)()
        with self.assertRaises(AccessError):
            request.with_user(self.member).read(["role_id"])
        request.with_user(self.manager).message_post(body="We need them soon", message_type="comment")

    def test_what_was_decided_is_not_typed_in(self):
        request = self.propose()
        for values in ({"state": "approved"}, {"missing_hours": 5}, {"decided_by_id": self.hr.id}, {"touched": False}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "not typed in"):
                request.with_user(self.hr).write(values)
        role = self.role_design
        with self.assertRaisesRegex(UserError, "not typed in"):
            self.requests.with_user(self.hr).create({"role_id": role.id, "state": "approved"})
        made = self.requests.with_user(self.hr).with_context(default_state="approved").create({"role_id": role.id})
        self.assertEqual(made.state, "proposed")

    def hire(self, job, name):
        applicants = self.env["hr.applicant"].with_user(self.hr)
        values = {"partner_name": name, "email_from": f"{name}@example.com", "job_id": job.id}
        if "name" in applicants._fields:
            # until Odoo 18 applications have a subject
            values["name"] = name
        applicant = applicants.create(values)
        action = applicant.create_employee_from_applicant()
        return applicant, self.env["hr.employee"].browse(action["res_id"])

    def test_hiring_fills_the_request(self):
        request = self.propose()
        request.with_user(self.hr).people = 2
        request.with_user(self.hr).action_approve()
        applicant, employee = self.hire(request.job_id, "Ada")
        self.assertEqual(employee.agency_role_id, self.role_code)
        self.assertEqual(applicant.agency_job_request_id, request)
        self.assertRecordValues(request, [{"state": "approved", "filled_count": 1}])
        # the same person is not counted twice
        self.requests._count_hire(applicant)
        self.assertEqual(request.filled_count, 1)
        self.hire(request.job_id, "Bea")
        self.assertRecordValues(request, [{"state": "filled", "filled_count": 2}])
        # one more is hired all the same, for no request
        late, employee = self.hire(request.job_id, "Cleo")
        self.assertEqual((late.agency_job_request_id, employee.agency_role_id), (self.requests, self.role_code))
        self.assertEqual(request.filled_count, 2)

    def test_hiring_for_a_job_without_role(self):
        job = self.env["hr.job"].create({"name": "Office"})
        applicant, employee = self.hire(job, "Olga")
        self.assertFalse(employee.agency_role_id)
        self.assertFalse(applicant.agency_job_request_id)

    def test_companies_keep_to_themselves(self):
        other = self.env["res.company"].create({"name": "Second Agency"})
        request = self.requests.with_company(other).create({"role_id": self.role_code.id, "company_id": other.id})
        self.assertFalse(self.requests.with_user(self.hr).search([("id", "=", request.id)]))
        # the role is short in one company, the other knows nothing of it
        self.book_short()
        self.requests._job_propose(other.id)
        self.assertFalse(self.requests.search([("role_id", "=", self.role_design.id)]))
        self.assertEqual(self.propose().company_id, self.company)
