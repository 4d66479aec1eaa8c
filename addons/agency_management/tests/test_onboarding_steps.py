from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .onboarding_common import OnboardingCommon

FRIDAY = "2024-02-23"


@tagged("post_install", "-at_install")
class TestStepRules(OnboardingCommon):
    """Who does a step and by when, as its template says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.use_calendar()
        cls.role = cls.new_role("Strategy")
        cls.template = cls.env["agency.onboarding.template"].create(
            {
                "name": "Rules",
                "kickoff_days": 6,
                "step_ids": [
                    Command.create(vals)
                    for vals in (
                        {"sequence": 1, "name": "A", "due_days": 2},
                        {"sequence": 2, "name": "B", "due_rule": "previous", "due_days": 3},
                        {
                            "sequence": 3,
                            "name": "C",
                            "due_rule": "kickoff",
                            "due_days": 1,
                            "owner_rule": "project_manager",
                        },
                        {"sequence": 4, "name": "D", "owner_rule": "role", "owner_role_id": cls.role.id},
                        {"sequence": 5, "name": "E", "owner_rule": "person", "owner_id": cls.worker.id},
                        {"sequence": 6, "name": "F", "owner_rule": "account_manager"},
                    )
                ],
            }
        )

    def start(self, **values):
        with freeze_time(f"{FRIDAY} 10:00:00"):
            return self.new_onboarding(self.client, template_id=self.template.id, **values)

    def due(self, onboarding):
        return {step.name: step.due_date and step.due_date.isoformat()[5:] for step in onboarding.step_ids}

    def owners(self, onboarding):
        return {step.name: step.owner_id.login for step in onboarding.step_ids}

    def test_due_rules_count_working_days_of_the_company(self):
        monday_off = {"date_from": "2024-02-25 23:00:00", "date_to": "2024-02-26 22:59:59"}
        self.env["resource.calendar.leaves"].create(
            {"name": "Holiday", "calendar_id": self.calendar.id, "company_id": self.env.company.id, **monday_off}
        )
        onboarding = self.start()
        # Friday 23rd; Monday 26th is a holiday
        self.assertEqual(onboarding.kickoff_planned, date(2024, 3, 5))
        self.assertEqual(
            self.due(onboarding), {"A": "02-28", "B": "03-04", "C": "03-04", "D": "02-29", "E": "02-29", "F": "02-29"}
        )

    def test_dates_follow_what_happens(self):
        onboarding = self.start()
        steps = self.named(onboarding)
        self.assertEqual(self.due(onboarding)["B"], "03-01")
        with freeze_time("2024-02-23 11:00:00"):
            steps["A"].action_done()
        self.assertEqual(self.due(onboarding)["B"], "02-28", "three days after the step before was finished")
        onboarding.kickoff_planned = "2024-03-11"
        self.assertEqual(self.due(onboarding)["C"], "03-08")
        onboarding.date_start = "2024-02-26"
        self.assertEqual(
            (self.due(onboarding)["D"], self.due(onboarding)["A"]), ("02-29", "02-27"), "finished ones stay"
        )
        steps["D"].due_days = 5
        self.assertEqual(self.due(onboarding)["D"], "03-04")

    def test_a_day_somebody_enters_is_kept(self):
        onboarding = self.start()
        step = self.named(onboarding)["A"]
        step.due_date = "2024-03-12"
        self.assertEqual(step.due_rule, "date")
        self.assertEqual(self.due(onboarding)["B"], "03-15", "what counts from it moves with it")
        onboarding.date_start = "2024-01-01"
        self.assertEqual(self.due(onboarding)["A"], "03-12")

    def test_without_an_order_nothing_waits_for_one(self):
        template = self.env.ref("agency_management.agency_onboarding_template_default")
        of_template = template.step_ids.mapped("name")
        onboarding = self.new_onboarding(self.client, template_id=template.id)
        self.assertEqual(
            onboarding.step_ids.mapped("name"),
            [name for name in of_template if name not in ("Pay the deposit", "Choose the team")],
        )
        self.assertIn("Pay the deposit", of_template)

    def test_owner_rules(self):
        onboarding = self.start()
        manager, worker = self.manager.login, self.worker.login
        self.assertEqual(
            self.owners(onboarding),
            {"A": manager, "B": manager, "C": manager, "D": manager, "E": worker, "F": manager},
            "nobody else is there yet",
        )
        seller = self.new_staff("obs_seller", "marketing_manager")
        leader = self.new_staff("obs_leader", "project_manager")
        self.client.user_id = seller
        onboarding.project_id = self.env["project.project"].create(
            {"name": "Alpha", "partner_id": self.client.id, "user_id": leader.id}
        )
        self.assertEqual(
            self.owners(onboarding),
            {"A": manager, "B": manager, "C": "obs_leader", "D": "obs_leader", "E": worker, "F": "obs_seller"},
        )
        steps = self.named(onboarding)
        steps["A"].owner_id = self.worker
        self.assertEqual(steps["A"].owner_rule, "person")
        steps["B"].action_done()
        onboarding.owner_id = leader
        self.assertEqual(
            self.owners(onboarding),
            {"A": worker, "B": manager, "C": "obs_leader", "D": "obs_leader", "E": worker, "F": "obs_seller"},
            "given by hand, or finished: it stays",
        )

    def test_the_accepted_team_takes_its_steps(self):
        package = self.new_package("Small", [(self.new_service("Audit", efforts=[(self.role, 5)]), "one_off")])
        package.onboarding_template_id = self.template
        order = self.new_order(self.client, package, user_id=self.manager.id)
        order.require_payment = False
        order.action_confirm()
        employee = self.new_employee("obs_strategist", self.role)
        proposal = order.team_proposal_ids
        proposal.line_ids.employee_id = employee
        self.assertEqual(self.owners(order.onboarding_id)["D"], self.manager.login)
        proposal.action_accept()
        self.assertEqual(self.owners(order.onboarding_id)["D"], "obs_strategist")

    def test_texts_for_the_client_are_in_its_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        step = self.template.step_ids[0]
        step.write({"client_facing": True, "client_text": "Hello", "description": "How"})
        step.with_context(lang="fr_FR").write({"name": "A fr", "client_text": "Bonjour", "description": "Comment"})
        self.client.lang = "fr_FR"
        made = self.start().step_ids[0]
        self.assertEqual((made.name, made.client_text, made.description), ("A fr", "Bonjour", "How"))

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_what_makes_no_sense(self):
        onboarding = self.new_onboarding(self.client)
        rule = self.new_rule()
        step = self.env["agency.onboarding.step"].create({"onboarding_id": onboarding.id, "name": "Once"})
        once = {"step_id": step.id, "rule_id": rule.id, "number": 0, "date": FRIDAY}
        self.env["agency.onboarding.reminder"].create(once)
        for model, vals in [
            ("agency.onboarding.reminder", once),
            ("agency.onboarding.step", {"onboarding_id": onboarding.id, "name": "X", "due_days": -1}),
            ("agency.onboarding.step", {"onboarding_id": onboarding.id, "name": "X", "sla_days": -1}),
            ("agency.onboarding.step", {"onboarding_id": onboarding.id, "name": "X", "owner_rule": "role"}),
            ("agency.onboarding.step", {"onboarding_id": onboarding.id, "name": "X", "condition": "access_granted"}),
            ("agency.onboarding.template.step", {"template_id": self.template.id, "name": "X", "owner_rule": "role"}),
            ("agency.onboarding.reminder.rule", {"repeats": 21}),
            ("agency.onboarding.template", {"name": "X", "meeting_minutes": 0}),
            ("agency.onboarding.template", {"name": "X", "meeting_from": 18, "meeting_to": 9}),
            ("agency.onboarding.template", {"name": "X", "meeting_horizon_days": 0}),
        ]:
            with self.subTest(model=model, vals=vals), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env[model].create(vals).flush_recordset()

    def test_moves_that_make_no_sense_are_refused_in_words(self):
        onboarding = self.new_onboarding(self.client, [{"name": "One"}, {"name": "Two", "wait_for_previous": True}])
        one, two = onboarding.step_ids
        for step, action, words in [
            (two, "action_done", "Two waits for the steps before it"),
            (one, "action_reopen", "One is not finished"),
        ]:
            with self.subTest(action), self.assertRaisesRegex(UserError, words):
                getattr(step, action)()
        one.action_done()
        for action in ("action_done", "action_skip"):
            with self.subTest(action), self.assertRaisesRegex(UserError, "One is finished already"):
                one.action_done() if action == "action_done" else one.action_skip()
        onboarding.action_cancel()
        with self.assertRaisesRegex(UserError, "is cancelled"):
            onboarding.action_cancel()


@tagged("post_install", "-at_install")
class TestTypicalTemplates(OnboardingCommon):
    """The templates that come with the addon."""

    def test_each_makes_an_onboarding_of_its_steps(self):
        for key, questions, documents in (("website", 7, 2), ("content", 6, 1), ("paid", 6, 1), ("default", 0, 0)):
            with self.subTest(key), freeze_time(FRIDAY):
                template = self.env.ref(f"agency_management.agency_onboarding_template_{key}")
                onboarding = self.new_onboarding(self.client, template_id=template.id)
                without_order = [
                    step.name for step in template.step_ids if step.condition not in ("deposit_paid", "team_accepted")
                ]
                self.assertEqual(onboarding.step_ids.mapped("name"), without_order)
                self.assertEqual(len(onboarding.answer_ids), questions)
                self.assertEqual(len(onboarding.document_request_ids), documents)
                self.assertTrue(all(onboarding.step_ids.mapped("due_date")))
                kickoff = onboarding.step_ids[-1]
                self.assertEqual((kickoff.state, kickoff.due_date), ("waiting", onboarding.kickoff_planned))
                for step in onboarding.step_ids.filtered("client_facing"):
                    self.assertTrue(step.client_text or step.access_kind or step.condition == "manual", step.name)
