from freezegun.api import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCommon


class StepsPortalCommon(PortalCommon):
    """An onboarding of client A with a step of each kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member_a.tz = "UTC"
        cls.manager.tz = "UTC"
        # the series differ in the clock of their English
        cls.env.ref("base.lang_en").time_format = "%H:%M:%S"
        cls.env.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "UTC", "company_id": cls.env.company.id}
        )
        cls.onboarding = cls.env["agency.onboarding"].create(
            {
                "name": "Welcome Alpha",
                "client_id": cls.client_a.id,
                "owner_id": cls.manager.id,
                "meeting_place": "Our office",
                "step_ids": [
                    Command.create({"sequence": sequence, "client_facing": True, **vals})
                    for sequence, vals in enumerate(
                        (
                            {
                                "name": "Analytics",
                                "condition": "access_granted",
                                "access_kind": "ga4",
                                "description": "Ask Carl for the password",
                            },
                            {
                                "name": "Briefing",
                                "condition": "form_filled",
                                "client_text": "Ten minutes",
                                "answer_ids": [
                                    Command.create({"name": "Goal", "kind": "long", "sequence": 1}),
                                    Command.create(
                                        {"name": "Tone", "kind": "choice", "choices": "Formal\nRelaxed", "sequence": 2}
                                    ),
                                    Command.create(
                                        {
                                            "name": "Site",
                                            "kind": "link",
                                            "required": False,
                                            "sequence": 3,
                                            "help": "If any",
                                        }
                                    ),
                                ],
                            },
                            {"name": "Kick-off time", "condition": "meeting_booked"},
                            {"name": "We prepare", "condition": "manual"},
                        )
                    )
                ],
            }
        )
        cls.access, cls.form, cls.pick, cls.manual = cls.onboarding.step_ids
        cls.path = f"/my/agency/onboarding/{cls.onboarding.id}"
        cls.meeting_path = f"{cls.path}/meeting"
        cls.strangers = [cls.member_b, cls.outsider, None]

    def post(self, user, page, address, **data):
        """Send a form as a user, from the page that holds it."""
        text = self.visit(user, page).text
        return self.url_open(address, data={"csrf_token": self.token(text)} | data)

    def foreign_post(self, user, address, **data):
        """Send a form to a page the user may not see."""
        self.authenticate(user.login, user.login)
        return self.url_open(address, data={"csrf_token": self.session_token()} | data)


@tagged("post_install", "-at_install")
class TestPortalSteps(StepsPortalCommon):
    def test_the_list_offers_the_right_control_for_each_step(self):
        text = self.assertSeen(
            self.member_a,
            self.path,
            "Give access",
            "Fill in",
            "Choose a time",
            self.access._portal_url(),
            self.form._portal_url(),
            self.meeting_path,
        )
        self.assertNotIn("Ask Carl", text)
        self.assertNotIn(self.manual._portal_url(), text)
        self.assertRefused(self.strangers, self.path, "Welcome Alpha")

    def test_the_next_step_is_one_that_can_be_done_here(self):
        deposit = self.env["agency.onboarding.step"].create(
            {
                "onboarding_id": self.onboarding.id,
                "name": "Deposit",
                "sequence": -1,
                "condition": "deposit_paid",
                "client_facing": True,
            }
        )
        todo = [self.access, self.form, self.pick]
        for step in todo:
            with self.subTest(step.name):
                self.assertEqual(self.onboarding._portal_summary()["next"]["name"], step.name)
            step.action_skip()
        self.assertEqual(self.onboarding._portal_summary()["next"]["name"], deposit.name)
        deposit.action_skip()
        self.assertEqual(self.onboarding._portal_summary()["next"]["name"], self.manual.name, "ours, as information")

    def test_a_day_is_asked_for_as_long_as_the_client_has_to_act(self):
        self.access.due_date = "2030-03-01"
        page = self.access._portal_url()
        self.assertSeen(self.member_a, page, "Please by")
        self.post(self.member_a, page, f"{page}/access", granted="1")
        self.assertNotIn("Please by", self.assertSeen(self.member_a, page, "We are checking it"))

    def test_pages_are_for_members(self):
        for step, words in (
            (self.access, "We have given you access"),
            (self.form, "Goal"),
            (self.manual, "nothing to fill in"),
        ):
            with self.subTest(step.name):
                text = self.assertSeen(self.member_a, step._portal_url(), step.name, words)
                self.assertNotIn("Ask Carl", text)
                self.assertRefused(self.strangers, step._portal_url(), step.name)
        internal = self.env["agency.onboarding.step"].create(
            {"onboarding_id": self.onboarding.id, "name": "Credit check"}
        )
        self.assertRefused([self.member_a, *self.strangers], internal._portal_url(), "Credit check")

    def test_access_is_ticked(self):
        page = self.access._portal_url()
        self.assertSeen(self.member_a, page, "Property access management", self.manager.email)
        answer = self.post(self.member_a, page, f"{page}/access")
        self.assertIn("Please tick the box", answer.text)
        self.assertFalse(self.access.access_claimed_at)
        answer = self.post(self.member_a, page, f"{page}/access", granted="1")
        self.assertEqual(answer.url, self.base_url() + f"{page}?done=access")
        self.assertIn("We try the access", answer.text)
        self.assertEqual((self.access.state, self.access.access_claimed_by_id), ("open", self.member_a))
        self.assertSeen(self.member_a, self.path, "We are checking it")
        self.access.action_confirm_access()
        answer = self.foreign_post(self.member_a, f"{page}/access", granted="1")
        self.assertIn("Nothing is asked for here any more", answer.text)
        self.access.action_reopen()
        self.assertSeen(self.member_a, self.path, "Give access")
        self.post(self.member_a, page, f"{page}/access", granted="1")
        self.access.access_problem = "We see no property"
        self.access.action_access_missing()
        self.assertSeen(self.member_a, self.path, "Not working yet")
        self.assertSeen(self.member_a, page, "We see no property", "We have given you access")

    def answers(self, *values):
        return {f"answer_{answer.id}": value for answer, value in zip(self.form.answer_ids, values)}

    def test_form_keeps_what_was_typed(self):
        page = self.form._portal_url()
        answer = self.post(self.member_a, page, f"{page}/form", **self.answers("Sell <more>", "", "no link"))
        self.assertEqual(answer.status_code, 200)
        for text in (
            "Sell &lt;more&gt;",
            "no link",
            "Please answer this question",
            "This is no web address",
            "marked below",
        ):
            self.assertIn(text, answer.text)
        self.assertEqual(answer.text.count("is-invalid"), 2, "the field that is fine is not marked")
        self.assertFalse(any(self.form.answer_ids.mapped("value")))
        answer = self.post(self.member_a, page, f"{page}/form", **self.answers("Sell more", "Relaxed", "alpha.example"))
        self.assertIn("We have your answers", answer.text)
        self.assertEqual(self.form.answer_ids.mapped("value"), ["Sell more", "Relaxed", "https://alpha.example"])
        self.assertEqual(self.form.state, "done")
        self.assertSeen(self.member_a, page, "Sell more", "Relaxed")
        answer = self.foreign_post(self.member_a, f"{page}/form", **self.answers("Again", "Formal", ""))
        self.assertIn("This form is closed", answer.text)
        self.assertEqual(self.form.answer_ids[0].value, "Sell more")

    def test_form_is_saved_for_later(self):
        page = self.form._portal_url()
        answer = self.post(self.member_a, page, f"{page}/form", save="1", **self.answers("Half of it", "", ""))
        self.assertIn("Go on whenever you like", answer.text)
        self.assertEqual((self.form.state, self.form.answer_ids[0].value), ("open", "Half of it"))
        self.assertSeen(self.member_a, page, "Half of it")

    def test_a_choice_that_is_not_offered(self):
        page = self.form._portal_url()
        answer = self.post(self.member_a, page, f"{page}/form", **self.answers("Goal", "Rude", ""))
        self.assertIn("Please choose one of the answers", answer.text)

    @mute_logger("odoo.http")
    def test_strangers_change_nothing(self):
        for user in (self.member_b, self.outsider):
            self.foreign_post(user, f"{self.access._portal_url()}/access", granted="1")
            self.foreign_post(user, f"{self.form._portal_url()}/form", **self.answers("Mine", "Formal", ""))
        self.assertFalse(self.access.access_claimed_at)
        self.assertFalse(any(self.form.answer_ids.mapped("value")))

    def test_staff_look_but_do_not_act_for_the_client(self):
        self.assertSeen(self.manager, self.form._portal_url(), "Goal")
        self.foreign_post(self.manager, f"{self.access._portal_url()}/access", granted="1")
        self.assertFalse(self.access.access_claimed_at)


@tagged("post_install", "-at_install")
class TestPortalMeeting(StepsPortalCommon):
    NOW = "2024-03-01 10:00:00"

    def setUp(self):
        super().setUp()
        # the server of the test lives in this process, so it lives on this day, too
        clock = freeze_time(self.NOW, ignore=["odoo.http", "werkzeug"])
        clock.start()
        self.addCleanup(clock.stop)

    def slot(self, text="2024-03-05T09:00", **data):
        return self.post(self.member_a, self.meeting_path, f"{self.meeting_path}/book", start=text, tz="UTC", **data)

    def test_times_in_the_zone_that_is_asked_for(self):
        text = self.assertSeen(self.member_a, self.meeting_path, "Tuesday, 5 March", "2024-03-05T09:00", "60 minutes")
        self.assertIn("Our office", text)
        self.assertIn("Mona Manager", text)
        text = self.assertSeen(self.member_a, f"{self.meeting_path}?tz=Europe/Brussels", "2024-03-05T09:00")
        self.assertRegex(text, r'(?s)value="2024-03-05T09:00".{0,150}Tuesday, 5 March, </span>10:00')
        self.assertRefused(self.strangers, self.meeting_path, "Welcome Alpha")
        self.env.ref("base.lang_en").time_format = "%I:%M:%S %p"
        text = self.assertSeen(self.member_a, f"{self.meeting_path}?tz=Asia/Kolkata", "2024-03-05T09:00")
        self.assertRegex(text, r'(?s)value="2024-03-05T09:00".{0,150}Tuesday, 5 March, </span>2:30 PM')
        for wrong in ("Mars/Olympus", "../etc", "'"):
            self.assertSeen(self.member_a, f"{self.meeting_path}?tz={wrong}", "2024-03-05T09:00")

    def test_pick_move_cancel(self):
        answer = self.slot()
        self.assertIn("done=booked", answer.url)
        self.assertIn("Tuesday, 5 March 2024, 09:00", answer.text)
        event = self.onboarding.meeting_id
        self.assertEqual((str(event.start), self.pick.state), ("2024-03-05 09:00:00", "done"))
        self.assertSeen(self.member_a, self.path, "See the meeting")
        self.assertNotIn(
            "2024-03-05T10:00", self.visit(self.member_a, self.meeting_path).text, "booked: no times shown"
        )
        self.assertSeen(self.member_a, f"{self.meeting_path}?move=1", "2024-03-05T10:00", "Keep the meeting as it is")
        answer = self.slot("2024-03-06T14:00", meeting=str(event.id))
        self.assertIn("done=moved", answer.url)
        self.assertEqual(str(event.start), "2024-03-06 14:00:00")
        answer = self.post(self.member_a, self.meeting_path, f"{self.meeting_path}/cancel", reason="Fair", tz="UTC")
        self.assertIn("The meeting is cancelled", answer.text)
        self.assertEqual((event.active, self.pick.state), (False, "open"))

    def test_a_time_that_was_taken_meanwhile(self):
        self.env["calendar.event"].create(
            {
                "name": "Faster",
                "start": "2024-03-05 09:00:00",
                "stop": "2024-03-05 10:00:00",
                "user_id": self.manager.id,
                "partner_ids": [Command.set(self.manager.partner_id.ids)],
            }
        )
        answer = self.slot()
        self.assertEqual(answer.status_code, 200)
        self.assertIn("This time is not free any more", answer.text)
        self.assertNotIn("2024-03-05T09:00", answer.text)
        self.assertIn("2024-03-05T11:00", answer.text, "fresh times are on the page")
        self.assertFalse(self.onboarding.meeting_id)

    def test_nonsense_is_answered_in_words(self):
        for text in ("", "soon", "2024-03-05", "2024-13-45T99:99"):
            with self.subTest(text):
                self.assertIn("Please choose one of the times", self.slot(text).text)
        self.assertIn("not free any more", self.slot("2024-03-05T03:00").text)
        self.assertIn("Somebody has booked or changed", self.slot(meeting="999999").text)
        self.slot()
        self.assertIn("Somebody has booked or changed", self.slot("2024-03-05T11:00").text)

    def test_too_late_to_change(self):
        self.slot()
        with freeze_time("2024-03-05 01:00:00", ignore=["odoo.http", "werkzeug"]):
            text = self.assertSeen(self.member_a, self.meeting_path, "call or write to us")
            self.assertNotIn("Choose another time", text)
            answer = self.foreign_post(self.member_a, f"{self.meeting_path}/cancel")
            self.assertIn("It is too late", answer.text)
        self.assertTrue(self.onboarding.meeting_id.active)

    def test_no_common_time(self):
        self.manager.active = False
        self.assertSeen(self.member_a, self.meeting_path, "There is no time at which all of us are free")

    @mute_logger("odoo.http")
    def test_strangers_change_nothing(self):
        for user in (self.member_b, self.outsider, self.manager):
            self.foreign_post(user, f"{self.meeting_path}/book", start="2024-03-05T09:00", tz="UTC")
        self.assertFalse(self.onboarding.meeting_id)
        self.slot()
        for user in (self.member_b, self.outsider, self.manager):
            self.foreign_post(user, f"{self.meeting_path}/cancel")
        self.assertTrue(self.onboarding.meeting_id.active)
