from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .deliverable_common import DeliverableCommon


@tagged("post_install", "-at_install")
class TestDeliverableAccess(DeliverableCommon):
    """Who sees and may do what with deliverables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shown = cls.new_deliverable("Shown A")
        cls.show(cls.shown)
        cls.shown.sudo()._client_request_changes(cls.member_a.partner_id, "Bigger")
        cls.submit(cls.shown, body="<p>Not for the client yet</p>")
        cls.shown.with_user(cls.checker).action_fail_check(comment="Sloppy work")
        cls.draft = cls.new_deliverable("Draft A")
        cls.foreign = cls.new_deliverable("Shown B", project=cls.project_b)
        cls.show(cls.foreign)
        cls.ours = cls.shown | cls.draft | cls.foreign

    def seen(self, user, model, domain=()):
        return self.env[model].with_user(user).search(list(domain))

    def test_members_see_what_they_were_shown(self):
        self.assertEqual(self.seen(self.member_a, "agency.deliverable"), self.shown)
        self.assertEqual(self.seen(self.member_b, "agency.deliverable"), self.foreign)
        self.assertEqual(self.seen(self.member_a, "agency.deliverable.version").mapped("number"), [1])
        events = self.seen(self.member_a, "agency.deliverable.event")
        self.assertEqual(events.mapped("action"), ["request_changes", "pass"])
        for model in ("agency.deliverable", "agency.deliverable.version", "agency.deliverable.event"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.seen(self.outsider, model)

    def test_members_read_no_internals(self):
        deliverable = self.shown.with_user(self.member_a)
        for name in ("author_id", "checker_id", "checklist_ids", "current_version_id", "check_progress"):
            with self.subTest(name), self.assertRaises(AccessError):
                deliverable.read([name])
        with self.assertRaises(AccessError):
            deliverable.event_ids.read(["ip_address"])
        with self.assertRaises(AccessError):
            self.seen(self.member_a, "agency.deliverable.check")
        self.assertEqual(deliverable.read(["name", "state", "client_id"])[0]["name"], "Shown A")

    def test_members_write_nothing(self):
        for record in (
            self.shown.with_user(self.member_a),
            self.shown.shared_version_id.with_user(self.member_a),
        ):
            with self.subTest(record), self.assertRaises(UserError):
                record.write({"name" if "name" in record._fields else "note": "x"})
        for action in ("action_submit_check", "action_pass_check", "action_new_version"):
            with self.subTest(action), self.assertRaises(UserError):
                getattr(self.shown.with_user(self.member_a), action)()

    def test_revocation_takes_effect_at_once(self):
        self.client_a.member_ids.filtered(lambda member: member.user_id == self.member_a).unlink()
        with self.assertRaises(AccessError):
            self.seen(self.member_a, "agency.deliverable").read(["name"])

    def test_second_company(self):
        other = self.env["res.company"].create({"name": "Other agency"})
        stranger = self.new_staff(
            "dlv_stranger", "project_manager", company_id=other.id, company_ids=[Command.set(other.ids)]
        )
        self.assertTrue(self.project_a.company_id or self.shown.company_id)
        for model in (
            "agency.deliverable",
            "agency.deliverable.version",
            "agency.deliverable.check",
            "agency.deliverable.event",
        ):
            with self.subTest(model):
                self.assertFalse(self.seen(stranger, model))
