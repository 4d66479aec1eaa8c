import base64

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deliverable_common import PNG, SIGNATURE
from .portal_common import PortalCommon

DATA_URL = "data:image/png;base64," + SIGNATURE.decode()


@tagged("post_install", "-at_install")
class TestPortalDeliverable(PortalCommon):
    """A member looks at the work, asks for changes and approves; nobody else gets near it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.env["ir.attachment"].with_user(cls.author).create({"name": "proof.png", "raw": PNG})
        cls.script = (
            cls.env["ir.attachment"]
            .with_user(cls.author)
            .create({"name": "page.html", "raw": b"<script>alert(1)</script>", "mimetype": "text/html"})
        )
        cls.deliverable = cls.new_deliverable("Spring banner")
        cls.version = cls.show(
            cls.deliverable,
            body="<p>Marker-Alpha-4711</p>",
            link="https://proof.example.com/alpha",
            attachment_ids=[Command.set((cls.file | cls.script).ids)],
        )
        cls.path = f"/my/agency/deliverables/{cls.deliverable.id}"
        cls.strangers = [cls.member_b, cls.outsider, None]

    def post(self, user, path, **data):
        page = self.visit(user, self.path)
        return self.url_open(path, data={"csrf_token": self.token(page.text)} | data)

    def test_list(self):
        self.new_deliverable("Secret draft")
        text = self.assertSeen(self.member_a, "/my/agency/deliverables", "Spring banner", "Ready for your approval")
        self.assertNotIn("Secret draft", text)
        for user in (self.member_b, self.outsider):
            self.assertNotIn("Spring banner", self.visit(user, "/my/agency/deliverables").text)
        self.assertIn("Nothing to look at yet", self.visit(self.outsider, "/my/agency/deliverables").text)
        self.assertRefused([None], "/my/agency/deliverables", "Spring banner")

    def test_page(self):
        text = self.assertSeen(
            self.member_a,
            self.path,
            "Marker-Alpha-4711",
            "https://proof.example.com/alpha",
            "proof.png",
            "Approve version",
        )
        for internal in ("Chloe Checker</strong>", "Spelling", "internal_check", "Internal Check"):
            self.assertNotIn(internal, text)
        self.assertIn(self.version.content_hash, text)
        self.assertRefused(self.strangers, self.path, "Marker-Alpha-4711", "Spring banner")
        self.assertRefused([self.member_a], "/my/agency/deliverables/999999999", "Spring banner")

    def test_viewer_may_look_only(self):
        text = self.assertSeen(self.viewer_a, self.path, "Marker-Alpha-4711", "not approve it")
        self.assertNotIn("Approve version", text)

    def test_draft_is_not_shown(self):
        draft = self.new_deliverable("Secret draft")
        self.assertRefused([self.member_a], f"/my/agency/deliverables/{draft.id}", "Secret draft")

    def test_next_version_stays_inside_until_it_is_passed(self):
        self.deliverable.sudo()._client_request_changes(self.member_a.partner_id, "Bigger")
        self.submit(self.deliverable, body="<p>Marker-unfinished</p>")
        text = self.assertSeen(self.member_a, self.path, "Marker-Alpha-4711", "preparing a new version", "Bigger")
        self.assertNotIn("Marker-unfinished", text)

    def test_revoked_member(self):
        self.assertSeen(self.member_a, self.path)
        self.client_a.member_ids.filtered(lambda member: member.user_id == self.member_a).unlink()
        self.assertRefused([self.member_a], self.path, "Marker-Alpha-4711")

    def test_approve(self):
        answer = self.post(
            self.member_a,
            self.path + "/approve",
            name="Anna Alpha",
            signature=DATA_URL,
            content_hash=self.version.content_hash,
        )
        self.assertEqual(answer.url, self.base_url() + self.path + "?done=approved")
        self.assertIn("Your approval is recorded", answer.text)
        self.assertRecordValues(
            self.deliverable,
            [{"state": "approved", "approved_name": "Anna Alpha", "approved_hash": self.version.content_hash}],
        )
        event = self.deliverable.event_ids.sorted("id")[-1]
        self.assertRecordValues(
            event, [{"partner_id": self.member_a.partner_id.id, "user_id": self.member_a.id, "ip_address": "127.0.0.1"}]
        )
        self.assertEqual(base64.b64decode(event.signature), PNG)
        self.assertFalse(self.deliverable._verify_trail())
        self.assertSeen(self.member_a, self.path, "Fingerprint of the approved content")

    def test_refused_approvals_keep_what_was_typed(self):
        table = [
            ({"content_hash": "0" * 64, "signature": DATA_URL}, "has changed since you opened this page"),
            ({"content_hash": self.version.content_hash, "signature": ""}, "sign in the box"),
            ({"content_hash": self.version.content_hash, "signature": "data:image/png;base64,AAAA"}, "sign in the box"),
            ({"content_hash": self.version.content_hash, "signature": "data:text/html;base64,AAAA"}, "sign in the box"),
        ]
        for data, message in table:
            with self.subTest(data):
                answer = self.post(self.member_a, self.path + "/approve", name="Anna Typed", **data)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(message, answer.text)
                self.assertIn('value="Anna Typed"', answer.text)
        self.assertEqual(self.deliverable.state, "client_review")

    def test_second_approval_gets_a_message(self):
        page = self.visit(self.member_a, self.path)
        self.approve(self.deliverable)
        answer = self.url_open(
            self.path + "/approve",
            data={
                "csrf_token": self.token(page.text),
                "name": "Anna",
                "signature": DATA_URL,
                "content_hash": self.version.content_hash,
            },
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.deliverable.event_ids.mapped("action").count("approve"), 1)

    @mute_logger("odoo.http")
    def test_nobody_else_approves(self):
        data = {"name": "Mallory", "signature": DATA_URL, "content_hash": self.version.content_hash, "comment": "No"}
        for action in ("/approve", "/changes"):
            # without a token of one's own session nothing is accepted at all
            self.authenticate(self.member_a.login, self.member_a.login)
            self.assertEqual(self.url_open(self.path + action, data=data).status_code, 400)
            for user in (self.member_b, self.outsider):
                with self.subTest(user=user.login, action=action):
                    self.authenticate(user.login, user.login)
                    answer = self.url_open(self.path + action, data=data | {"csrf_token": self.session_token()})
                    self.assertEqual(answer.url.split("?")[0], self.base_url() + "/my")
            self.visit(self.viewer_a, self.path)
            answer = self.url_open(self.path + action, data=data | {"csrf_token": self.session_token()})
            self.assertEqual(answer.status_code, 200)
        self.assertRecordValues(self.deliverable, [{"state": "client_review", "rounds_used": 0}])

    def test_changes(self):
        answer = self.post(self.member_a, self.path + "/changes", comment="  ")
        self.assertIn("say in a sentence", answer.text)
        answer = self.post(self.member_a, self.path + "/changes", comment="Warmer <b>colours</b>")
        self.assertEqual(answer.url, self.base_url() + self.path + "?done=changes")
        self.assertIn("Warmer &lt;b&gt;colours&lt;/b&gt;", answer.text)
        self.assertRecordValues(self.deliverable, [{"state": "changes_requested", "rounds_used": 1}])

    def test_files(self):
        url = f"/my/agency/attachment/{self.file.id}?deliverable={self.deliverable.id}"
        answer = self.visit(self.member_a, url)
        self.assertEqual((answer.status_code, answer.content), (200, PNG))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        page = self.visit(self.member_a, f"/my/agency/attachment/{self.script.id}?deliverable={self.deliverable.id}")
        self.assertIn("attachment", page.headers["Content-Disposition"], "no upload runs as a page of ours")

    @mute_logger("odoo.http")
    def test_files_of_others(self):
        url = f"/my/agency/attachment/{self.file.id}?deliverable={self.deliverable.id}"
        for user in self.strangers:
            with self.subTest(user and user.login):
                self.assertNotIn(PNG, self.visit(user, url).content)
        foreign = self.new_deliverable("Beta", project=self.project_b)
        self.show(foreign)
        private = self.env["ir.attachment"].create({"name": "private.txt", "raw": b"private"})
        for attempt in (
            f"/my/agency/attachment/{self.file.id}?deliverable={foreign.id}",
            f"/my/agency/attachment/{self.file.id}",
            f"/my/agency/attachment/{self.file.id}?deliverable=x",
        ):
            self.assertEqual(self.visit(self.member_b, attempt).status_code, 404)
        path = f"/my/agency/attachment/{private.id}?deliverable={self.deliverable.id}"
        self.assertEqual(self.visit(self.member_a, path).status_code, 404)
        self.assertNotIn(PNG, self.visit(self.outsider, f"/web/content/{self.file.id}").content)

    def test_staff_preview(self):
        text = self.assertSeen(self.author, self.path, "This is what the client sees")
        self.assertNotIn("Approve version", text)
