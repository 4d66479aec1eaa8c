from datetime import date, datetime

from freezegun import freeze_time
from lxml import html
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .plan_common import PlanBuilders, PlanCommon, evening

FRIDAY_NOON = "2024-03-01 11:00:00"


@tagged("post_install", "-at_install")
@freeze_time(FRIDAY_NOON)
class TestWeeklyStatus(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls.new_member(cls.client, "status_ann")
        cls.bob = cls.new_member(cls.client, "status_bob")
        cls.ann.name, cls.bob.name = "Ann", "Bob"
        cls.new_member(cls.new_client("Somebody Else"), "status_eve")
        cls.project = cls.new_project(allocated_hours=40.0, share_hours=True)
        shown = {"client_visible": True, "hours": 10}
        cls.done = cls.new_task(
            cls.project, "Crawl", agency_start_date="2024-02-26", date_deadline=evening("02-27"), **shown
        )
        cls.internal = cls.new_task(
            cls.project, "Ask the lawyer", agency_start_date="2024-02-26", date_deadline=evening("02-27"), hours=4
        )
        cls.coming = cls.new_task(
            cls.project, "Report & texts", agency_start_date="2024-03-04", date_deadline=evening("03-05"), **shown
        )
        cls.later = cls.new_task(
            cls.project, "Launch", agency_start_date="2024-03-20", date_deadline=evening("03-20"), **shown
        )
        cls.env["project.milestone"].create(
            [
                {"name": "Audit", "project_id": cls.project.id, "deadline": "2024-02-28", "is_reached": True},
                {"name": "Concept", "project_id": cls.project.id, "deadline": "2024-02-27"},
                {"name": "Go live", "project_id": cls.project.id, "deadline": "2024-03-20"},
                {"name": "Review", "project_id": cls.project.id, "deadline": "2024-04-20"},
            ]
        )
        cls.env["agency.document.request"].create(
            {
                "name": "Brand guide",
                "client_id": cls.client.id,
                "project_id": cls.project.id,
                "due_date": "2024-03-06",
                "requested_by_id": cls.manager.id,
            }
        )
        with freeze_time("2024-02-27 10:00:00"):
            (cls.done | cls.internal).state = "1_done"
            (cls.done | cls.internal).flush_recordset()
            cls.env["project.milestone"].flush_model()
        cls.log(cls.done, 11)
        cls.project._agency_take_baseline("Kick-off")

    def draft(self):
        action = self.project.with_user(self.manager).action_agency_weekly_status()
        return self.env["project.update"].with_user(self.manager).browse(action["res_id"])

    def lines(self, update):
        """:return list: what a status says, a line each; points of lists begin with a star"""
        nodes = html.fragment_fromstring(update.description, create_parent=True).xpath("//h3 | //p | //li")
        return [("* " if node.tag == "li" else "") + node.text_content() for node in nodes]

    def mails(self):
        mails = self.env["mail.mail"].search([("model", "=", "project.update")])
        return {mail.recipient_ids.name: mail for mail in mails}

    def test_the_text_is_written_from_what_the_client_may_know(self):
        update = self.draft()
        self.assertRecordValues(
            update,
            [
                {
                    "name": "Week of 02/26/2024",
                    "agency_week_start": date(2024, 2, 26),
                    "agency_state": "draft",
                    "status": "at_risk",
                    "user_id": self.manager.id,
                    "date": date(2024, 3, 1),
                }
            ],
        )
        self.assertEqual(
            self.lines(update),
            [
                "Something needs our attention, see below.",
                "Done",
                "* Crawl",
                "Next",
                "* Report & texts, until 03/05/2024",
                "Milestones",
                "* Concept: was due on 02/27/2024",
                "* Audit: reached on 02/27/2024",
                "* Go live: due on 03/20/2024",
                "Hours",
                "11 of 40 hours are used (28%).",
                "What we need from you",
                "* Brand guide, by 03/06/2024",
                "What we are watching",
                "* A milestone is 3 working days late.",
            ],
        )

    def test_hours_stay_inside_unless_shared_and_internal_reasons_always(self):
        self.project.share_hours = False
        self.project.allocated_hours = 20
        text = self.draft().description
        self.assertIn("over the budget", self.project.agency_health_reason)
        for inside in ("hours", "lawyer", "budget"):
            self.assertNotIn(inside, text)

    def test_names_are_text_and_never_markup(self):
        self.coming.name = "<script>alert(1)</script>"
        text = self.draft().description
        self.assertNotIn("<script", text)
        self.assertIn("&lt;script&gt;", text)

    def test_a_draft_is_made_once_a_week_and_opened_again(self):
        update = self.draft()
        update.description = "<p>Mine</p>"
        self.assertEqual(self.draft(), update)
        self.assertEqual(str(update.description), "<p>Mine</p>")
        update.action_agency_write_again()
        self.assertIn("Crawl", update.description)
        with freeze_time("2024-03-04 11:00:00"):
            self.assertNotEqual(self.draft(), update)
        with self.assertRaisesRegex(IntegrityError, "project_week_unique"), mute_logger("odoo.sql_db"):
            update.sudo().copy({"agency_week_start": update.agency_week_start})

    def test_a_draft_is_not_the_status_of_the_project_yet(self):
        before = self.env["project.update"].create(
            {"name": "By hand", "project_id": self.project.id, "status": "on_track"}
        )
        update = self.draft()
        self.assertEqual((self.project.last_update_id, self.project.last_update_status), (before, "on_track"))
        with trap_jobs():
            update.action_agency_send()
        self.assertEqual((self.project.last_update_id, self.project.last_update_status), (update, "at_risk"))

    def test_sending_writes_to_each_member_once(self):
        update = self.draft()
        self.bob.lang = "en_US"
        with trap_jobs() as trap:
            update.action_agency_send()
            self.assertEqual(update.agency_state, "sending")
            self.assertFalse(self.mails())
            trap.perform_enqueued_jobs()
        mails = self.mails()
        self.assertEqual(set(mails), {"Ann", "Bob"})
        self.assertEqual(mails["Ann"].subject, "Website: Week of 02/26/2024")
        self.assertIn("Hello Ann", mails["Ann"].body_html)
        self.assertIn("Report &amp; texts", mails["Ann"].body_html)
        self.assertIn(f"/my/agency/projects/{self.project.id}", mails["Ann"].body_html)
        self.assertEqual(mails["Ann"].email_from, self.manager.email_formatted)
        self.assertRecordValues(
            update,
            [
                {
                    "agency_state": "sent",
                    "agency_sent_on": datetime(2024, 3, 1, 11, 0),
                    "agency_recipient_ids": (self.ann | self.bob).partner_id.ids,
                }
            ],
        )
        # the job runs again after a crash of its runner, or somebody presses again
        update._job_agency_send()
        self.assertEqual(len(self.mails()), 2)
        with self.assertRaisesRegex(UserError, "is no draft"):
            update.action_agency_send()

    def test_what_was_sent_stays_as_it_was(self):
        update = self.draft()
        with trap_jobs() as trap:
            update.action_agency_send()
            trap.perform_enqueued_jobs()
        with self.assertRaisesRegex(UserError, "stays as the client read it"):
            update.description = "<p>Better</p>"
        with self.assertRaisesRegex(UserError, "is kept"):
            update.unlink()
        with self.assertRaisesRegex(UserError, "is no draft"):
            update.action_agency_write_again()

    def test_what_is_being_sent_stays_as_it_is(self):
        update = self.draft()
        with trap_jobs() as trap:
            update.action_agency_send()
            text = update.description
            with self.assertRaisesRegex(UserError, "is being sent and stays as it is"):
                update.description = "<p>Better</p>"
            with self.assertRaisesRegex(UserError, "is being sent and stays as it is"):
                update.unlink()
            trap.perform_enqueued_jobs()
        self.assertRecordValues(update, [{"agency_state": "sent", "description": text}])

    def test_nobody_to_send_to(self):
        self.client.member_ids.unlink()
        with self.assertRaisesRegex(UserError, "Nobody of Planned Client is a member with an e-mail address"):
            self.draft().action_agency_send()

    def test_nothing_to_send(self):
        update = self.draft()
        update.description = "<p><br></p>"
        with self.assertRaisesRegex(UserError, "is empty. Write it first"):
            update.action_agency_send()

    def test_a_project_without_client(self):
        internal = self.new_project("Internal", partner_id=False)
        with self.assertRaisesRegex(UserError, "Internal has no client to write to"):
            internal.action_agency_weekly_status()

    def test_a_deleted_draft_leaves_the_last_sent_one(self):
        sent = self.draft()
        with trap_jobs() as trap:
            sent.action_agency_send()
            trap.perform_enqueued_jobs()
        with freeze_time("2024-03-08 11:00:00"):
            draft = self.draft()
            extra = self.env["project.update"].create(
                {"name": "By hand", "project_id": self.project.id, "status": "off_track", "date": "2024-03-08"}
            )
            extra.unlink()
            self.assertEqual(self.project.last_update_id, sent)
            draft.unlink()
        self.assertEqual(self.project.last_update_id, sent)

    def test_the_next_status_tells_what_happened_since(self):
        first = self.draft()
        with trap_jobs() as trap:
            first.action_agency_send()
            trap.perform_enqueued_jobs()
        with freeze_time("2024-03-05 10:00:00"):
            self.coming.state = "1_done"
            self.coming.flush_recordset()
        with freeze_time("2024-03-08 11:00:00"):
            lines = self.lines(self.draft())
        self.assertEqual(lines[1:4], ["Done", "* Report & texts", "Next"])
        self.assertNotIn("* Audit: reached on 02/27/2024", lines)

    def test_the_day_it_is_written_on_goes_on(self):
        first = self.draft()
        with trap_jobs() as trap:
            first.action_agency_send()
            trap.perform_enqueued_jobs()
        with freeze_time(f"{first.date} 16:00:00"):
            self.coming.state = "1_done"
            self.coming.flush_recordset()
        with freeze_time("2024-03-08 11:00:00"):
            second = self.draft()
            lines = self.lines(second)
            with trap_jobs() as trap:
                second.action_agency_send()
                trap.perform_enqueued_jobs()
        self.assertEqual(lines[1:4], ["Done", "* Report & texts", "Next"], "what the first one told is not told again")
        with freeze_time("2024-03-15 11:00:00"):
            self.assertNotIn("* Report & texts", self.lines(self.draft()))

    def test_approvals_are_told_by_the_companys_day(self):
        evening, night = self.env["agency.deliverable"].create(
            [
                {"name": name, "project_id": self.project.id, "author_id": self.manager.id}
                for name in ("Evening", "Night")
            ]
        )
        # both the 29th of February in UTC; half past midnight of the 1st of March in Brussels
        for deliverable, moment in ((evening, "2024-02-29 22:30:00"), (night, "2024-02-29 23:30:00")):
            self.env.cr.execute(
                "UPDATE agency_deliverable SET state = 'approved', approved_at = %s WHERE id = %s",
                [moment, deliverable.id],
            )
        self.env.invalidate_all()
        tasks, milestones = self.env["project.task"], self.env["project.milestone"]
        done = self.project._agency_done(tasks, evening | night, milestones, date(2024, 3, 1))
        self.assertEqual(done, [night])

    def test_a_finished_project_says_so(self):
        (self.coming | self.later).state = "1_done"
        self.project.milestone_ids.is_reached = True
        update = self.draft()
        self.assertEqual(update.status, "done")
        self.assertIn("All work of this project is done.", update.description)

    def test_the_scheduled_action_drafts_from_the_weekday_on_and_asks_the_manager(self):
        manager_less = self.new_project("Nobody's", user_id=False)
        self.env.company.agency_status_weekday = "4"
        mine = [("project_id", "in", (self.project | manager_less).ids)]
        for moment, expected in (("2024-02-29 23:30:00", 1), ("2024-03-01 09:00:00", 1)):
            # half past eleven in the evening UTC is Friday in Brussels already
            with self.subTest(moment), freeze_time(moment), trap_jobs() as trap:
                self.env["project.project"]._cron_agency_draft_status()
                trap.perform_enqueued_jobs()
                self.assertEqual(self.env["project.update"].search_count(mine), expected)
        update = self.env["project.update"].search(mine)
        self.assertEqual(update.activity_ids.mapped("summary"), ["Check and send: Week of 02/26/2024"])
        self.assertEqual(update.activity_ids.user_id, self.manager)
        with trap_jobs() as trap:
            update.with_user(self.manager).action_agency_send()
        self.assertFalse(update.activity_ids.filtered("active"))

    def test_names_of_projects_are_text_in_the_activity(self):
        self.project.name = "R&D <b>Lab</b>"
        self.project._job_agency_draft_status("2024-02-26")
        update = self.project._agency_status_of(date(2024, 2, 26))
        self.assertIn("R&amp;D &lt;b&gt;Lab&lt;/b&gt; is drafted", update.activity_ids.note)

    def test_a_draft_that_was_deleted_is_not_made_again_by_itself(self):
        self.env.company.agency_status_weekday = "4"
        mine = [("project_id", "=", self.project.id)]
        found = []
        for moment in (FRIDAY_NOON, "2024-03-01 12:00:00", "2024-03-08 11:00:00"):
            with freeze_time(moment), trap_jobs() as trap:
                self.env["project.project"]._cron_agency_draft_status()
                trap.perform_enqueued_jobs()
            update = self.env["project.update"].search(mine)
            found.append(update.agency_week_start)
            update.with_user(self.manager).unlink()
        self.assertEqual(found, [date(2024, 2, 26), False, date(2024, 3, 4)])
        with freeze_time("2024-03-08 12:00:00"):
            self.assertEqual(self.draft().agency_week_start, date(2024, 3, 4), "the button makes it anew")

    def test_a_project_that_was_reported_done_gets_no_more_drafts(self):
        self.env.company.agency_status_weekday = "4"
        other = self.new_project("Goes on")
        self.env["project.update"].create({"name": "Done", "project_id": self.project.id, "status": "done"})
        with freeze_time(FRIDAY_NOON), trap_jobs() as trap:
            self.env["project.project"]._cron_agency_draft_status()
            drafts = [job for job in trap.enqueued_jobs if "draft" in job.method_name]
        self.assertEqual((self.project | other) & other.union(*(job.recordset for job in drafts)), other)

    def test_before_the_weekday_and_without_one_nothing_is_drafted(self):
        for weekday, moment in (("4", "2024-02-29 11:00:00"), (False, FRIDAY_NOON)):
            self.env.company.agency_status_weekday = weekday
            with self.subTest(weekday=weekday), freeze_time(moment), trap_jobs() as trap:
                self.env["project.project"]._cron_agency_draft_status()
                self.assertFalse(
                    [job for job in trap.enqueued_jobs if self.project in job.recordset and "draft" in job.method_name]
                )

    def test_only_project_managers_write_to_clients(self):
        worker = self.worker.user_id
        with self.assertRaisesRegex(AccessError, "Only project managers write to clients"):
            self.project.with_user(worker).action_agency_weekly_status()
        update = self.draft()
        for move in ("action_agency_send", "action_agency_write_again"):
            with self.subTest(move), self.assertRaisesRegex(AccessError, "Only project managers write to clients"):
                getattr(update.with_user(worker), move)()

    def test_nobody_makes_a_status_look_sent(self):
        values = {"name": "Forged", "project_id": self.project.id, "status": "on_track"}
        for user in (self.worker.user_id, self.manager):
            updates = self.env["project.update"].with_user(user)
            with self.assertRaises(AccessError):
                updates.create(values | {"agency_sent_on": "2024-03-01 10:00:00"})
            update = updates.create(values)
            with self.assertRaises(AccessError):
                update.agency_state = "sent"
            forged = updates.with_context(
                default_agency_state="sent", default_agency_sent_on="2024-03-01 10:00:00", default_agency_told="[]"
            ).create(values)
            self.assertRecordValues(forged, [{"agency_state": False, "agency_sent_on": False, "agency_told": False}])

    def test_nobody_makes_a_sent_status_look_unsent(self):
        update = self.draft()
        with trap_jobs() as trap:
            update.action_agency_send()
            trap.perform_enqueued_jobs()
        for name in ("agency_sent_on", "agency_state", "agency_week_start", "agency_recipient_ids"):
            with self.subTest(name), self.assertRaises(AccessError):
                update[name] = False


@tagged("post_install", "-at_install")
class TestStatusPages(PlanBuilders, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.set_up_agency()
        cls.member = cls.new_member(cls.client, "pages_ann")
        cls.stranger = cls.new_member(cls.new_client("Strangers"), "pages_eve")
        cls.project = cls.new_project(privacy_visibility="portal")
        values = {"project_id": cls.project.id, "status": "on_track"}
        cls.env["project.update"].create(
            [
                values
                | {
                    "name": f"Week {number}",
                    "description": f"<p>Text {number}</p>",
                    "date": f"2024-02-{10 + number}",
                    "agency_week_start": f"2024-02-{10 + number}",
                    "agency_state": "sent",
                    "agency_sent_on": f"2024-02-{10 + number} 10:00:00",
                }
                for number in (1, 2)
            ]
            + [
                values
                | {
                    "name": "Draft",
                    "description": "<p>Secret draft</p>",
                    "agency_state": "draft",
                    "date": "2024-03-01",
                },
                values | {"name": "Inside", "description": "<p>Secret note</p>", "date": "2024-03-02"},
            ]
        )
        cls.page = f"/my/agency/projects/{cls.project.id}"

    def test_the_project_page_shows_the_latest_and_links_to_all(self):
        self.authenticate("pages_ann", "pages_ann")
        page = self.url_open(self.page).text
        self.assertIn("Text 2", page)
        self.assertIn("Latest status", page)
        for hidden in ("Text 1", "Secret"):
            self.assertNotIn(hidden, page)
        self.assertIn(f'href="{self.page}/status"', page)

    def test_history_the_latest_first(self):
        self.authenticate("pages_ann", "pages_ann")
        page = self.url_open(f"{self.page}/status").text
        self.assertLess(page.index("Text 2"), page.index("Text 1"))
        self.assertNotIn("Secret", page)

    def test_strangers_are_sent_away(self):
        self.authenticate("pages_eve", "pages_eve")
        for address in (self.page, f"{self.page}/status", "/my/agency/projects/999999/status"):
            with self.subTest(address):
                answer = self.url_open(address)
                self.assertTrue(answer.url.endswith("/my"), answer.url)
                self.assertNotIn("Text 2", answer.text)

    def test_no_status_yet(self):
        self.project.update_ids.filtered("agency_sent_on").agency_sent_on = False
        self.authenticate("pages_ann", "pages_ann")
        self.assertNotIn("Latest status", self.url_open(self.page).text)
        self.assertIn("There is no status report yet", self.url_open(f"{self.page}/status").text)
