from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCommon

PDF = b"%PDF-1.4 brand book"


@tagged("post_install", "-at_install")
class TestPortalOnboarding(PortalCommon):
    """Steps, and documents the client sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.onboarding = cls.env["agency.onboarding"].create(
            {
                "name": "Welcome Alpha",
                "client_id": cls.client_a.id,
                "owner_id": cls.manager.id,
                "step_ids": [
                    Command.create(
                        {"name": "Send the brand book", "client_facing": True, "condition": "document_received"}
                    ),
                    Command.create({"name": "Kick-off call", "client_facing": True, "sequence": 20}),
                    Command.create({"name": "Check their credit", "client_facing": False}),
                ],
            }
        )
        cls.step = cls.onboarding.step_ids.filtered(lambda step: step.name == "Send the brand book")
        cls.document = cls.env["agency.document.request"].create(
            {
                "name": "Brand book",
                "description": "Logo, fonts\nand colours",
                "client_id": cls.client_a.id,
                "onboarding_id": cls.onboarding.id,
                "step_id": cls.step.id,
                "requested_by_id": cls.manager.id,
            }
        )
        cls.step.document_request_id = cls.document
        cls.path = f"/my/agency/documents/{cls.document.id}"
        cls.strangers = [cls.member_b, cls.outsider, None]

    def upload(self, user, files, **data):
        page = self.visit(user, self.path)
        sent = [("files", (name, content)) for name, content in files]
        return self.url_open(self.path, data={"csrf_token": self.token(page.text)} | data, files=sent)

    def test_pages(self):
        self.assertSeen(self.member_a, "/my/agency/onboarding", "Welcome Alpha", "0 of 2 steps done")
        path = f"/my/agency/onboarding/{self.onboarding.id}"
        text = self.assertSeen(self.member_a, path, "Send the brand book", "Kick-off call", "Mona Manager", self.path)
        self.assertNotIn("Check their credit", text)
        self.assertSeen(self.member_a, self.path, "Brand book", "Logo, fonts", "Up to 25 MB")
        self.assertRefused(self.strangers, path, "Welcome Alpha")
        self.assertRefused(self.strangers, self.path, "Brand book")
        self.assertNotIn("Welcome Alpha", self.visit(self.member_b, "/my/agency/onboarding").text)

    def test_upload_completes_the_step(self):
        answer = self.upload(self.member_a, [("book.pdf", PDF)], note="Latest edition")
        self.assertEqual(answer.url, self.base_url() + self.path + "?done=1")
        self.assertIn("We have your files", answer.text)
        self.assertRecordValues(self.document, [{"state": "received"}])
        self.assertEqual(self.document.attachment_ids.mapped("raw"), [PDF])
        self.assertFalse(any(self.document.attachment_ids.mapped("public")))
        self.assertEqual(self.step.state, "done")
        self.assertIn("Latest edition", " ".join(self.document.message_ids.mapped("body")))
        url = f"/my/agency/attachment/{self.document.attachment_ids.id}?document={self.document.id}"
        self.assertEqual(self.visit(self.member_a, url).content, PDF)
        with mute_logger("odoo.http"):
            self.assertEqual(self.visit(self.member_b, url).status_code, 404)

    def test_bad_files_are_named_and_good_ones_kept(self):
        answer = self.upload(
            self.member_a, [("book.pdf", PDF), ("virus.exe", b"MZ"), ("fake.pdf", b"no pdf")], note="Three files"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("virus.exe is of a kind that cannot be uploaded", answer.text)
        self.assertIn("fake.pdf does not contain what its name says", answer.text)
        self.assertIn("Received: book.pdf", answer.text)
        self.assertEqual(self.document.attachment_ids.mapped("name"), ["book.pdf"])

    def test_nothing_good_keeps_the_note(self):
        answer = self.upload(self.member_a, [("virus.exe", b"MZ")], note="My <note>")
        self.assertIn("My &lt;note&gt;", answer.text)
        answer = self.upload(self.member_a, [], note="Only words")
        self.assertIn("Choose at least one file", answer.text)
        self.assertIn("Only words", answer.text)
        self.assertRecordValues(self.document, [{"state": "requested"}])

    def test_returned(self):
        self.upload(self.member_a, [("book.pdf", PDF)])
        self.document.write({"return_reason": "Fonts are missing"})
        self.document.action_return()
        self.assertSeen(self.member_a, self.path, "Please send it again", "Fonts are missing")
        self.document.action_accept()
        text = self.assertSeen(self.member_a, self.path, "Accepted")
        self.assertNotIn('type="file"', text)

    @mute_logger("odoo.http")
    def test_strangers_upload_nothing(self):
        for user in (self.member_b, self.outsider):
            self.authenticate(user.login, user.login)
            self.url_open(self.path, data={"csrf_token": self.session_token()}, files=[("files", ("book.pdf", PDF))])
        self.assertFalse(self.document.attachment_ids)
