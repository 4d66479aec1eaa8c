from odoo import Command
from odoo.tests import tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalProject(PortalCommon):
    """The project page: what the client should know, no more, at the same cost for any number of deliverables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].create([{"name": user.name, "user_id": user.id} for user in (cls.author, cls.manager)])
        cls.milestone = cls.env["project.milestone"].create(
            {"name": "Launch day", "project_id": cls.project_a.id, "deadline": "2024-05-01"}
        )
        cls.env["project.task"].create(
            [
                {
                    "name": "Photo shooting",
                    "project_id": cls.project_a.id,
                    "client_visible": True,
                    "user_ids": [Command.link(cls.author.id)],
                },
                {"name": "Internal grumbling", "project_id": cls.project_a.id},
            ]
        )
        cls.project_a.write({"allocated_hours": 20, "description": "<p>Margin 60 percent</p>"})
        task = cls.project_a.task_ids[:1]
        cls.env["account.analytic.line"].create(
            {
                "project_id": cls.project_a.id,
                "task_id": task.id,
                "name": "secret remark",
                "unit_amount": 5,
                "employee_id": cls.author.employee_id.id,
            }
        )
        cls.waiting = cls.new_deliverable("Teaser film", milestone_id=cls.milestone.id)
        cls.show(cls.waiting)
        cls.draft = cls.new_deliverable("Photo series", milestone_id=cls.milestone.id)
        cls.path = f"/my/agency/projects/{cls.project_a.id}"

    def test_page(self):
        text = self.assertSeen(
            self.member_a,
            self.path,
            "Alpha relaunch",
            "Launch day",
            "Teaser film",
            "Ready for your approval",
            "Photo series",
            "In preparation",
            "Photo shooting",
            "Mona Manager",
            "Your project manager",
            "Alan Author",
            "0 of 2 deliverables approved",
        )
        for secret in ("Internal grumbling", "Margin 60 percent", "secret remark", "planned hours", "Internal Check"):
            self.assertNotIn(secret, text)
        self.assertNotIn(f"/my/agency/deliverables/{self.draft.id}", text)

    def test_hours_when_shared(self):
        self.project_a.share_hours = True
        self.assertSeen(self.member_a, self.path, "planned hours used", "(25 %)")

    def test_refused(self):
        self.assertRefused([self.member_b, self.outsider, None], self.path, "Alpha relaunch", "Teaser film")
        self.project_a.message_subscribe(partner_ids=self.member_b.partner_id.ids)
        self.project_a.privacy_visibility = "portal"
        self.assertRefused([self.member_b], self.path, "Teaser film")

    def test_queries(self):
        self.authenticate(self.member_a.login, self.member_a.login)
        counts = []
        for _size in ("small", "large"):
            for _warm_up in range(2):
                self.url_open(self.path)
            before = self.cr.sql_log_count
            self.url_open(self.path)
            counts.append(self.cr.sql_log_count - before)
            for number in range(10):
                self.show(self.new_deliverable(f"Item {number}", milestone_id=self.milestone.id))
            self.env["project.milestone"].create(
                [{"name": f"Stage {number}", "project_id": self.project_a.id} for number in range(5)]
            )
            self.env.flush_all()
        self.assertEqual(counts[0], counts[1], "the page costs the same with more on it")
        self.assertLessEqual(counts[1], 60)
