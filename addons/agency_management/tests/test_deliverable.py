import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .deliverable_common import DeliverableCommon


@tagged("post_install", "-at_install")
class TestDeliverable(DeliverableCommon):
    """The way from draft to approval, and every door beside it."""

    def test_whole_way(self):
        deliverable = self.new_deliverable(author_id=False)
        self.submit(deliverable)
        self.assertRecordValues(
            deliverable,
            [
                {
                    "state": "internal_check",
                    "client_id": self.client_a.id,
                    "author_id": self.author.id,
                    "checks_done": 0,
                    "checks_total": 2,
                    "client_visible": False,
                }
            ],
        )
        self.assertEqual(deliverable.activity_ids.user_id, self.checker)
        deliverable.checklist_ids.with_user(self.checker).write({"done": True})
        deliverable.with_user(self.checker).action_pass_check()
        self.assertRecordValues(deliverable, [{"state": "client_review", "client_visible": True}])
        self.assertFalse(deliverable.activity_ids, "the check is done")
        deliverable.sudo()._client_request_changes(self.member_a.partner_id, "Warmer colours, please")
        self.assertRecordValues(
            deliverable, [{"state": "changes_requested", "rounds_used": 1, "rounds_over": 0, "client_visible": True}]
        )
        self.assertEqual(deliverable.activity_ids.user_id, self.author)
        self.assertIn("Warmer colours, please", deliverable.activity_ids.note)
        second = self.show(deliverable, body="<p>Second draft</p>")
        self.assertEqual(second.number, 2)
        self.assertFalse(deliverable.activity_ids)
        self.approve(deliverable)
        self.assertRecordValues(
            deliverable,
            [
                {
                    "state": "approved",
                    "approved_hash": second.content_hash,
                    "approved_by_id": self.member_a.partner_id.id,
                    "approved_name": "Anna Alpha",
                }
            ],
        )
        self.assertEqual(
            [(event.action, event.version_id.number, event.actor_name) for event in deliverable.event_ids.sorted("id")],
            [
                ("submit", 1, "Alan Author"),
                ("pass", 1, "Chloe Checker"),
                ("request_changes", 1, "Anna Alpha"),
                ("submit", 2, "Alan Author"),
                ("pass", 2, "Chloe Checker"),
                ("approve", 2, "Anna Alpha"),
            ],
        )
        self.assertFalse(deliverable._verify_trail())

    def test_state_is_earned_even_by_an_administrator(self):
        deliverable = self.new_deliverable()
        self.show(deliverable)
        admin = self.new_staff("dlv_admin", "administrator")
        forged = [
            {"state": "approved"},
            {"state": "approved", "name": "x"},
            {"approved_hash": "x"},
            {"rounds_used": 0},
            {"client_visible": False},
            {"client_id": self.client_b.id},
            {"current_version_id": False},
        ]
        as_admin = deliverable.with_user(admin)
        for vals in forged:
            with self.subTest(vals), self.assertRaises(UserError):
                as_admin.write(vals)
            for context in ({"agency_deliverable_transition": True}, {"agency_deliverable_transition": "TRANSITION"}):
                with self.subTest(vals, context=context), self.assertRaises(UserError):
                    as_admin.with_context(**context).write(vals)
            with self.subTest(vals, sudo=True), self.assertRaises(UserError):
                deliverable.sudo().write(vals)
        self.assertEqual(deliverable.state, "client_review")

    def test_nobody_starts_approved(self):
        base = {"name": "Forged", "project_id": self.project_a.id}
        with self.assertRaises(UserError):
            self.env["agency.deliverable"].create(base | {"state": "approved"})
        sneaky = self.env["agency.deliverable"].with_context(
            default_state="approved", default_client_id=self.client_b.id, default_client_visible=True
        )
        deliverable = sneaky.create(base)
        self.assertRecordValues(
            deliverable, [{"state": "draft", "client_id": self.client_a.id, "client_visible": False}]
        )
        copy = self._approved().copy()
        self.assertRecordValues(copy, [{"state": "draft", "approved_hash": False, "rounds_used": 0}])
        self.assertFalse(copy.version_ids | copy.event_ids.version_id)

    def _approved(self):
        deliverable = self.new_deliverable()
        self.show(deliverable)
        self.approve(deliverable)
        return deliverable

    def test_author_cannot_check(self):
        admin = self.new_staff("dlv_admin", "administrator")
        deliverable = self.new_deliverable(author_id=admin.id)
        self.new_version(deliverable, user=self.author)
        deliverable.with_user(self.manager).action_submit_check()
        for who in (admin, self.author, self.manager):
            with self.subTest(who.name), self.assertRaisesRegex(UserError, "somebody other than its author"):
                deliverable.checklist_ids.with_user(who).write({"done": True})
        deliverable.checklist_ids.with_user(self.checker).write({"done": True})
        for who in (admin, self.author, self.manager):
            with self.subTest(who.name), self.assertRaisesRegex(UserError, "somebody other than its author"):
                deliverable.with_user(who).action_pass_check()
        with self.assertRaisesRegex(UserError, "author and project are settled"):
            deliverable.with_user(admin).author_id = self.author
        deliverable.with_user(self.checker).action_pass_check()
        self.assertEqual(deliverable.state, "client_review")

    def test_whoever_edited_is_an_author(self):
        deliverable = self.new_deliverable()
        version = self.new_version(deliverable)
        version.with_user(self.checker).write({"body": "<p>Improved</p>"})
        deliverable.with_user(self.author).action_submit_check()
        with self.assertRaisesRegex(UserError, "somebody other than its author"):
            deliverable.checklist_ids.with_user(self.checker).write({"done": True})

    def test_checklist_cannot_be_skipped(self):
        deliverable = self.new_deliverable()
        with self.assertRaisesRegex(UserError, "during the internal check"):
            deliverable.checklist_ids.with_user(self.checker).write({"done": True})
        self.submit(deliverable)
        first, second = deliverable.checklist_ids.with_user(self.checker)
        first.done = True
        self.assertRecordValues(first, [{"done": True, "done_by_id": self.checker.id}])
        with self.assertRaisesRegex(UserError, "1 of 2 items"):
            deliverable.with_user(self.checker).action_pass_check()
        with self.assertRaisesRegex(UserError, "its checklist is settled"):
            second.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, "its checklist is settled"):
            second.with_user(self.manager).write({"deliverable_id": self.new_deliverable("Other").id})
        with self.assertRaises(UserError):
            second.create({"name": "Extra", "deliverable_id": deliverable.id, "done": True})
        deliverable.with_user(self.checker).action_fail_check(comment="Typo")
        self.assertRecordValues(deliverable, [{"state": "draft", "rounds_used": 0}])
        self.submit(deliverable)
        self.assertEqual(deliverable.checklist_ids.mapped("done"), [False, False], "a new version is checked anew")

    def test_what_a_submission_needs(self):
        deliverable = self.new_deliverable()
        with self.assertRaisesRegex(UserError, "no new version"):
            deliverable.with_user(self.author).action_submit_check()
        version = self.new_version(deliverable, body="<p><br></p>")
        with self.assertRaisesRegex(UserError, "is empty"):
            deliverable.with_user(self.author).action_submit_check()
        version.with_user(self.author).link = "https://proof.example.com"
        deliverable.with_user(self.author).action_submit_check()
        with self.assertRaisesRegex(UserError, "Internal Check"):
            deliverable.with_user(self.author).action_submit_check()
        with self.assertRaises(ValidationError):
            self.new_deliverable("Same person twice", checker_id=self.author.id)
        lonely = self.env["project.project"].create({"name": "Internal", "partner_id": False})
        with self.assertRaisesRegex(ValidationError, "has no client"):
            self.new_deliverable(project=lonely)
        with self.assertRaisesRegex(UserError, "not a web address"):
            self.new_version(self.new_deliverable(), link="javascript:alert(1)")

    def test_default_checklist(self):
        deliverable = self.new_deliverable(checklist_ids=False, type="design")
        self.assertEqual(
            deliverable.checklist_ids.mapped("name"),
            [
                "Answers the client's brief",
                "Brand colours, logo and fonts right",
                "Readable on a phone",
                "Spelling and names checked",
            ],
        )

    def test_versions_are_frozen(self):
        deliverable = self.new_deliverable()
        file = self.env["ir.attachment"].with_user(self.author).create({"name": "logo.txt", "raw": b"logo"})
        version = self.submit(deliverable, attachment_ids=[Command.link(file.id)])
        self.assertRecordValues(file, [{"res_model": "agency.deliverable.version", "res_id": version.id}])
        other = self.env["ir.attachment"].create({"name": "other.txt", "raw": b"other"})
        for vals in (
            {"body": "<p>Changed</p>"},
            {"link": "https://other.example.com"},
            {"attachment_ids": [Command.clear()]},
            {"attachment_ids": [Command.link(other.id)]},
            {"note": "later"},
            {"content_hash": "0" * 64},
            {"frozen": False},
        ):
            for record in (version.with_user(self.author), version.sudo()):
                with self.subTest(vals), self.assertRaises(UserError):
                    record.write(vals)
        for vals in ({"raw": b"forged"}, {"datas": base64.b64encode(b"forged")}, {"name": "forged.txt"}, {"res_id": 0}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "submitted version"):
                file.sudo().write(vals)
        file.sudo().write({"raw": b"logo"})  # moving the file store rewrites equal bytes
        with self.assertRaisesRegex(UserError, "submitted version"):
            file.sudo().unlink()
        with self.assertRaisesRegex(UserError, "has been submitted"):
            file.copy({"name": "added.txt"})
        with self.assertRaisesRegex(UserError, "has been submitted"):
            version.sudo().unlink()
        with self.assertRaises(UserError):
            deliverable.with_user(self.author).action_new_version()
        self.assertEqual(version._fingerprint(), version.content_hash)

    def test_file_of_somebody_else_cannot_be_shown(self):
        # a file one may not read must not reach a client through the back door of a relation
        private = self.env["ir.attachment"].create(
            {"name": "salaries.txt", "raw": b"secret", "res_model": "res.company", "res_field": False, "res_id": 0}
        )
        private.res_model = "ir.mail_server"
        deliverable = self.new_deliverable()
        with self.assertRaises(AccessError):
            self.new_version(deliverable, attachment_ids=[Command.link(private.id)])

    def test_one_open_version_at_a_time(self):
        deliverable = self.new_deliverable()
        self.new_version(deliverable)
        with self.assertRaisesRegex(UserError, "has not been submitted yet"):
            self.new_version(deliverable)
        other = self.new_deliverable("Other")
        with self.assertRaises(UserError):
            self.env["agency.deliverable.version"].create([{"deliverable_id": other.id}] * 2)

    def test_new_version_starts_as_copy(self):
        deliverable = self.new_deliverable()
        self.show(deliverable, link="https://proof.example.com")
        deliverable.with_user(self.author).action_withdraw(comment="Wrong link")
        deliverable.with_user(self.author).action_new_version()
        self.assertRecordValues(
            deliverable.current_version_id,
            [
                {
                    "number": 2,
                    "link": "https://proof.example.com",
                    "frozen": False,
                    "shared": False,
                    "content_hash": False,
                }
            ],
        )
        self.assertEqual(deliverable.shared_version_id.number, 1)

    def test_client_approves_only_what_was_shown(self):
        deliverable = self.new_deliverable()
        version = self.show(deliverable)
        for values, message in (
            ({"content_hash": "0" * 64}, "has changed since you opened this page"),
            ({"content_hash": False}, "has changed since you opened this page"),
            ({"name": " "}, "type your name"),
            ({"signature": False}, "sign in the box"),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self.approve(deliverable, **values)
        for user in (self.viewer_a, self.member_b, self.outsider, self.manager):
            with self.subTest(user.name), self.assertRaisesRegex(UserError, "not approve it"):
                self.approve(deliverable, user=user)
        # somebody changes the text behind Odoo's back
        self.env.cr.execute("UPDATE agency_deliverable_version SET body = '<p>Forged</p>' WHERE id = %s", [version.id])
        version.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "no longer equals what was submitted"):
            self.approve(deliverable)
        self.assertEqual(deliverable.state, "client_review")

    def test_second_approval_gets_a_message(self):
        deliverable = self._approved()
        with self.assertRaisesRegex(UserError, "already been approved by Anna Alpha"):
            self.approve(deliverable)
        with self.assertRaisesRegex(UserError, "already been approved by Anna Alpha"):
            deliverable.sudo()._client_request_changes(self.member_a.partner_id, "Too late")
        self.assertEqual(deliverable.event_ids.mapped("action").count("approve"), 1)

    def test_rounds_beyond_scope(self):
        deliverable = self.new_deliverable(rounds_included=1)
        for number in (1, 2):
            self.show(deliverable, body=f"<p>{number}</p>")
            deliverable.sudo()._client_request_changes(self.member_a.partner_id, f"Change {number}")
        self.assertRecordValues(deliverable, [{"rounds_used": 2, "rounds_over": 1}])
        self.assertIn("This is round 2; the agreement covers 1.", deliverable.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "say in a sentence"):
            self.show(deliverable)
            deliverable.sudo()._client_request_changes(self.member_a.partner_id, "  ")

    def test_who_hears_of_it(self):
        deliverable = self.new_deliverable("Banner")
        triggers = self.mail_queue_triggers()
        self.show(deliverable)
        mails = self.env["mail.mail"].search([("model", "=", "agency.deliverable"), ("res_id", "=", deliverable.id)])
        mails = mails.filtered(lambda mail: "ready for your approval" in (mail.subject or ""))
        self.assertEqual(mails.recipient_ids, self.member_a.partner_id, "members who may not approve are not asked")
        self.assertEqual(mails.mapped("subject"), ["Banner is ready for your approval"])
        self.assertIn(f"/my/agency/deliverables/{deliverable.id}", mails.body_html)
        # the mail waits for the commit, not for the hour
        self.assertEqual(mails.state, "outgoing")
        self.assertEqual(len(self.mail_queue_triggers() - triggers), 1)
        self.approve(deliverable)
        self.assertIn(self.manager.partner_id, deliverable.message_ids[0].notified_partner_ids)

    def test_nobody_may_approve(self):
        self.client_a.member_ids.write({"can_approve": False})
        deliverable = self.new_deliverable()
        self.show(deliverable)
        self.assertIn("No member of Alpha Shoes may approve", " ".join(deliverable.message_ids.mapped("body")))

    def test_deliverables_stay_with_their_client(self):
        deliverable = self.new_deliverable()
        self.project_a.partner_id = self.client_b
        self.assertEqual(deliverable.client_id, self.client_b, "a draft follows its project")
        self.project_a.partner_id = self.client_a
        self.show(deliverable)
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.client_a.id})
        self.project_a.partner_id = contact
        with self.assertRaisesRegex(ValidationError, "cannot become another client's"):
            self.project_a.partner_id = self.client_b

    def test_deletion(self):
        draft = self.new_deliverable()
        self.new_version(draft)
        draft.with_user(self.manager).unlink()
        shown = self.new_deliverable()
        self.submit(shown)
        with self.assertRaisesRegex(UserError, "approval trail, which is kept"):
            shown.with_user(self.manager).unlink()

    def test_from_service(self):
        service = self.env["agency.service"].create(
            {
                "name": "Landing pages",
                "deliverable_template_ids": [
                    Command.create(
                        {
                            "name": "Concept",
                            "type": "document",
                            "rounds_included": 3,
                            "milestone": "Plan",
                            "offset_days": 5,
                        }
                    ),
                    Command.create({"name": "Page", "type": "page", "checklist": "Works on a phone\n\n Tracking \n"}),
                ],
            }
        )
        order = self.env["sale.order"].create({"partner_id": self.client_a.id})
        plan, _launch = self.env["project.milestone"].create(
            [{"name": name, "project_id": self.project_a.id} for name in ("Plan", "Launch")]
        )
        self.project_a.write({"date_start": "2024-03-01", "date": "2024-06-01"})
        arguments = (self.project_a, service, order, self.project_a.milestone_ids)
        made = self.env["agency.deliverable"]._create_from_service(*arguments)
        self.assertRecordValues(
            made.sorted("id"),
            [
                {
                    "name": "Concept",
                    "type": "document",
                    "rounds_included": 3,
                    "milestone_id": plan.id,
                    "date_due": self.env["agency.deliverable"]._fields["date_due"].to_date("2024-03-08"),
                    "order_id": order.id,
                    "client_id": self.client_a.id,
                    "state": "draft",
                    "checks_total": 3,
                },
                {
                    "name": "Page",
                    "type": "page",
                    "rounds_included": 2,
                    "milestone_id": False,
                    "date_due": self.env["agency.deliverable"]._fields["date_due"].to_date("2024-03-01"),
                    "order_id": order.id,
                    "client_id": self.client_a.id,
                    "state": "draft",
                    "checks_total": 2,
                },
            ],
        )
        self.assertEqual(
            self.env["agency.deliverable"]._create_from_service(*arguments), made, "asked twice, made once"
        )
