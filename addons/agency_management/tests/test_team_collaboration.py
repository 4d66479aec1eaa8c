from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ManagementCommon
from .deliverable_common import DeliverableCommon

TODAY = "2026-03-04"


@tagged("post_install", "-at_install")
class TestTeamSpace(DeliverableCommon):
    """Each client has a channel of its team, which no client sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["project.task"].create(
            {"name": "Layout", "project_id": cls.project_a.id, "user_ids": [Command.set(cls.author.ids)]}
        )

    def test_opened_by_the_team(self):
        action = self.client_a.with_user(self.author).action_open_team_space()
        channel = self.client_a.agency_channel_id
        self.assertEqual(
            (action["tag"], action["context"]), ("mail.action_discuss", {"active_id": f"discuss.channel_{channel.id}"})
        )
        members = (self.author | self.manager).partner_id
        self.assertEqual(channel.channel_member_ids.partner_id & (members | self.checker.partner_id), members)
        # a second time it is the same one, and whoever opens it joins
        self.client_a.with_user(self.checker).action_open_team_space()
        self.assertEqual(self.client_a.agency_channel_id, channel)
        self.assertIn(self.checker.partner_id, channel.channel_member_ids.partner_id)
        channel.with_user(self.author).message_post(
            body="Who has the logo?", message_type="comment", partner_ids=self.checker.partner_id.ids
        )
        self.assertIn("Who has the logo?", channel.message_ids[0].body)

    def test_a_companys_client_is_for_who_is_let_in(self):
        company = self.env.company
        client = self.new_client("Gamma Games", company_id=company.id)
        self.env["project.project"].create(
            {"name": "Gamma site", "partner_id": client.id, "company_id": company.id, "user_id": self.manager.id}
        )
        client.with_user(self.author).action_open_team_space()
        channel = client.agency_channel_id
        self.assertEqual(channel.with_user(self.manager).read(["name"])[0]["name"], "Gamma Games")
        with self.assertRaises(AccessError):
            channel.with_user(self.checker).read(["name"])

    def test_who_may_not_see_the_client_gets_no_space(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        client = self.new_client("Elsewhere Shoes", company_id=other.id)
        with self.assertRaises(AccessError):
            client.with_user(self.author).action_open_team_space()
        self.assertFalse(client.agency_channel_id)

    def test_no_client_gets_in(self):
        self.client_a.with_user(self.author).action_open_team_space()
        channel = self.client_a.agency_channel_id
        with self.assertRaisesRegex(UserError, "for people of the agency"):
            self.client_a.with_user(self.member_a).action_open_team_space()
        with self.assertRaises(AccessError):
            channel.with_user(self.member_a).read(["name"])
        self.assertFalse(self.env["discuss.channel"].with_user(self.member_a).search([("id", "=", channel.id)]))


@tagged("post_install", "-at_install")
class TestTeamSpaceOfOrder(ManagementCommon):
    """The team of what was sold finds its space."""

    def test_it_is_there_from_the_order_on(self):
        seller = self.new_staff("space_seller", "marketing_manager")
        client = self.new_client("Bravo Space", user_id=seller.id)
        package = self.new_standard_package()
        orders = self.env["sale.order"]
        for _twice in range(2):
            order = self.new_order(client, package, user_id=seller.id)
            order.action_confirm()
            orders |= order
        channel = client.agency_channel_id
        self.assertEqual(set(orders.mapped("setup_state")), {"done"})
        self.assertEqual(channel.mapped("name"), ["Bravo Space"], "one channel for all orders of the client")
        team = seller | orders.agency_project_id.user_id
        self.assertEqual(channel.channel_member_ids.partner_id, team.partner_id)


@tagged("post_install", "-at_install")
class TestStandup(DeliverableCommon):
    """A note a day, with proposals; whoever leads hears what is in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employees = {
            user: cls.env["hr.employee"].create({"name": user.name, "user_id": user.id})
            for user in (cls.manager, cls.author, cls.checker)
        }
        cls.employees[cls.author].parent_id = cls.employees[cls.manager]
        cls.task = cls.env["project.task"].create(
            {"name": "Layout", "project_id": cls.project_a.id, "user_ids": [Command.set(cls.author.ids)]}
        )

    def note(self, user=None, **values):
        return self.env["agency.standup"].with_user(user or self.author).create(values)

    def book(self, day, task=None, project=None):
        project = project or self.project_a
        self.env["account.analytic.line"].create(
            {
                "employee_id": self.employees[self.author].id,
                "project_id": project.id,
                "task_id": task and task.id,
                "date": day,
                "unit_amount": 1,
                "name": "Work",
            }
        )

    @freeze_time(TODAY + " 08:00:00")
    def test_proposals(self):
        self.book(date(2026, 2, 27))
        self.book(date(2026, 3, 3), project=self.project_b)
        self.book(date(2026, 3, 3), task=self.task)
        self.env["agency.booking"].create(
            {
                "employee_id": self.employees[self.author].id,
                "project_id": self.project_a.id,
                "task_id": self.task.id,
                "start_date": date(2026, 3, 2),
                "end_date": date(2026, 3, 6),
                "hours": 10,
                "state": "confirmed",
            }
        )
        note = self.note()
        self.assertRecordValues(
            note,
            [
                {
                    "done": "Alpha relaunch: Layout\nBeta campaign",
                    "plan": "Alpha relaunch: Layout",
                    "blocked": False,
                    "date": date(2026, 3, 4),
                    "user_id": self.author.id,
                }
            ],
        )
        # nothing booked: open tasks that are due; nothing done: nothing proposed
        self.task.write({"user_ids": [Command.set(self.checker.ids)], "date_deadline": "2026-03-09 12:00:00"})
        other = self.note(self.checker)
        self.assertRecordValues(other, [{"done": "", "plan": "Alpha relaunch: Layout"}])

    @freeze_time(TODAY + " 08:00:00")
    def test_done_counts_from_the_last_note(self):
        for day in (date(2026, 2, 26), date(2026, 3, 2)):
            self.book(day, project=self.project_b if day.month == 2 else self.project_a)
        self.note(date=date(2026, 2, 27))
        self.assertEqual(self.note().done, "Alpha relaunch")

    def test_one_a_day(self):
        first = self.note(date=TODAY)
        with self.assertNoLogs("odoo.sql_db"), self.assertRaisesRegex(UserError, "your note for this day already"):
            self.note(date=TODAY)
        other = self.note(date=date(2026, 3, 3))
        with self.assertNoLogs("odoo.sql_db"), self.assertRaisesRegex(UserError, "your note for this day already"):
            other.date = TODAY
        self.assertRecordValues(first | other, [{"date": date(2026, 3, 4)}, {"date": date(2026, 3, 3)}])
        self.note(self.checker, date=TODAY)
        with freeze_time(TODAY + " 12:00:00"):
            action = self.env["agency.standup"].with_user(self.author).action_today()
            self.assertEqual(action["res_id"], first.id)
        with freeze_time("2026-03-05 12:00:00"):
            self.assertFalse(self.env["agency.standup"].with_user(self.author).action_today()["res_id"])

    def test_held_up(self):
        note = self.note(date=TODAY, blocked="No logo yet")
        self.assertRecordValues(note.activity_ids, [{"user_id": self.manager.id, "summary": "Alan Author is held up"}])
        self.assertIn("No logo yet", note.activity_ids.note)
        note.blocked = "Still no logo"
        self.assertEqual(len(note.activity_ids), 1, "asked once")
        note.blocked = False
        self.assertFalse(note.activity_ids)

    def test_everybody_writes_their_own(self):
        with self.assertRaisesRegex(UserError, "Everybody writes their own"):
            self.note(user_id=self.checker.id)
        note = self.note(date=TODAY)
        with self.assertRaisesRegex(UserError, "stays with who wrote it"):
            note.write({"user_id": self.checker.id})
        self.assertEqual(note.with_user(self.checker).date, date(2026, 3, 4))
        with self.assertRaises(AccessError):
            note.with_user(self.checker).write({"done": "Nothing"})
        note.with_user(self.checker).message_post(body="I have it", message_type="comment")


@tagged("post_install", "-at_install")
class TestHandover(DeliverableCommon):
    """What passes from hand to hand is read and accepted; the tasks follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tasks = cls.env["project.task"].create(
            [
                {"name": name, "project_id": cls.project_a.id, "user_ids": [Command.set(cls.author.ids)]}
                for name in ("Layout", "Texts")
            ]
        )

    def handover(self, **values):
        return (
            self.env["agency.handover"]
            .with_user(self.author)
            .create(
                {
                    "name": "Alpha while I am away",
                    "project_id": self.project_a.id,
                    "to_user_id": self.checker.id,
                    "task_ids": [Command.set(self.tasks.ids)],
                }
                | values
            )
        )

    def test_for_good(self):
        self.client_a.with_user(self.manager).action_open_team_space()
        handover = self.handover()
        self.assertRecordValues(
            handover, [{"from_user_id": self.author.id, "client_id": self.client_a.id, "state": "draft"}]
        )
        handover.action_offer()
        self.assertRecordValues(
            handover.activity_ids, [{"user_id": self.checker.id, "summary": "Accept: Alpha while I am away"}]
        )
        messages = self.client_a.agency_channel_id.message_ids
        self.assertIn("Alan Author hands over to Chloe Checker: Alpha while I am away", messages[0].body)
        for user in (self.author, self.manager):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "Chloe Checker accepts this handover"):
                handover.with_user(user).action_accept()
        handover.with_user(self.checker).action_accept()
        self.assertEqual(handover.state, "accepted")
        self.assertEqual(self.tasks.user_ids, self.checker)
        self.assertFalse(handover.activity_ids)
        with self.assertRaisesRegex(UserError, "in the state “Accepted”"):
            handover.with_user(self.checker).action_accept()

    def test_stand_in(self):
        handover = self.handover(date="2026-03-02", date_end="2026-03-13")
        handover.action_offer()
        handover.with_user(self.checker).action_accept()
        self.assertEqual(self.tasks.user_ids, self.author | self.checker)

    def test_taken_back(self):
        handover = self.handover()
        handover.action_offer()
        handover.action_reset()
        self.assertEqual((handover.state, handover.activity_ids.ids), ("draft", []))
        with self.assertRaisesRegex(UserError, "in the state “Draft”"):
            handover.with_user(self.checker).action_accept()
        self.assertEqual(self.tasks.user_ids, self.author)

    def test_states_are_earned(self):
        with self.assertRaisesRegex(UserError, "by its buttons"):
            self.handover(state="accepted")
        handover = self.handover()
        with self.assertRaisesRegex(UserError, "by its buttons"):
            handover.write({"state": "accepted"})
        forged = self.env["agency.handover"].with_user(self.author).with_context(default_state="accepted")
        made = forged.create({"name": "X", "project_id": self.project_a.id, "to_user_id": self.checker.id})
        self.assertEqual(made.state, "draft")
        handover.action_offer()
        handover.with_user(self.checker).action_accept()
        with self.assertRaisesRegex(UserError, "Write a new one"):
            handover.write({"note": "<p>Something else</p>"})

    def test_nobody_takes_work_from_a_colleague(self):
        theirs = {"from_user_id": self.author.id, "to_user_id": self.checker.id}
        notes = self.env["agency.handover"].with_user(self.checker)
        with self.assertRaisesRegex(UserError, "You hand over your own work"):
            notes.create({"name": "Mine now", "project_id": self.project_a.id} | theirs)
        forged = notes.with_context(default_from_user_id=self.author.id)
        with self.assertRaisesRegex(ValidationError, "nobody hands over to themselves"):
            forged.create({"name": "Mine now", "project_id": self.project_a.id, "to_user_id": self.checker.id})
        handover = self.handover()
        with self.assertRaisesRegex(UserError, "You hand over your own work"):
            handover.with_user(self.checker).action_offer()
        handover.with_user(self.manager).action_offer()
        self.assertEqual(handover.state, "offered")

    def test_what_is_offered_stays_as_it_is(self):
        handover = self.handover()
        handover.action_offer()
        for values in ({"to_user_id": self.manager.id}, {"note": "<p>Else</p>"}, {"task_ids": [Command.clear()]}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Take it back first"):
                handover.write(values)
        self.tasks[1].project_id = self.project_b
        handover.with_user(self.checker).action_accept()
        with self.assertRaisesRegex(UserError, "by its buttons"):
            handover.write({"state": "draft"})
        self.assertEqual(self.tasks[0].user_ids, self.checker)
        self.assertEqual(self.tasks[1].user_ids, self.author, "it has left the project")

    def test_bad_input(self):
        foreign = self.env["project.task"].create({"name": "Strange", "project_id": self.project_b.id})
        table = [
            ({"to_user_id": self.author.id}, ValidationError, "nobody hands over to themselves"),
            ({"task_ids": [Command.set(foreign.ids)]}, ValidationError, "belongs to another project"),
        ]
        for values, error, message in table:
            with self.subTest(message), self.assertRaisesRegex(error, message):
                self.handover(**values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.handover(date="2026-03-02", date_end="2026-03-01")

    def test_colleagues_read_but_do_not_change(self):
        handover = self.handover()
        colleague = self.new_staff("tm_colleague", "team_member")
        self.assertEqual(handover.with_user(colleague).name, "Alpha while I am away")
        with self.assertRaises(AccessError):
            handover.with_user(colleague).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            handover.with_user(self.member_a).read(["name"])
