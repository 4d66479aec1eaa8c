"""Builders for the tests of deliverables, the timer and the portal pages."""

import base64

from odoo import Command

from odoo.addons.agency_crm.tests.common import AgencyBuilders, AgencyCommon

#: A one-pixel PNG: the smallest signature that is a picture.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SIGNATURE = base64.b64encode(PNG)


class DeliverableBuilders(AgencyBuilders):
    """An agency with two clients: three people make and check, two members of client A, one of client B."""

    @classmethod
    def build_deliverable_world(cls):
        """Set the people, the clients and the projects as class attributes."""
        cls.manager = cls.new_staff("dlv_manager", "project_manager", name="Mona Manager")
        cls.author = cls.new_staff("dlv_author", "team_member", name="Alan Author")
        cls.checker = cls.new_staff("dlv_checker", "team_member", name="Chloe Checker")
        cls.client_a = cls.new_client("Alpha Shoes")
        cls.client_b = cls.new_client("Beta Bikes")
        cls.member_a = cls.new_named_member(cls.client_a, "dlv_member_a", "Anna Alpha")
        cls.viewer_a = cls.new_named_member(cls.client_a, "dlv_viewer_a", "Vic Alpha", can_approve=False, can_pay=False)
        cls.member_b = cls.new_named_member(cls.client_b, "dlv_member_b", "Bert Beta")
        cls.outsider = cls.new_portal_user("dlv_outsider", name="Otto Outside")
        cls.project_a = cls.new_project("Alpha relaunch", cls.client_a)
        cls.project_b = cls.new_project("Beta campaign", cls.client_b)

    @classmethod
    def new_named_member(cls, client, login, name, **rights):
        """:return: a member of a client, with a name a person would have"""
        user = cls.new_member(client, login, **rights)
        user.name = name
        return user

    @classmethod
    def new_project(cls, name, client, **values):
        """:return: a project of a client, led by the manager"""
        return cls.env["project.project"].create(
            {
                "name": name,
                "partner_id": client.id,
                "user_id": cls.manager.id,
                "allow_timesheets": True,
                "allow_milestones": True,
            }
            | values
        )

    @classmethod
    def new_deliverable(cls, name="Landing page", project=None, **values):
        """:return: a draft with two checklist items, made by the author, to be checked by the checker"""
        return cls.env["agency.deliverable"].create(
            {
                "name": name,
                "project_id": (project or cls.project_a).id,
                "author_id": cls.author.id,
                "checker_id": cls.checker.id,
                "rounds_included": 1,
                "checklist_ids": [Command.create({"name": "Spelling"}), Command.create({"name": "Links"})],
            }
            | values
        )

    @classmethod
    def new_version(cls, deliverable, user=None, **values):
        """:return: an open version written by the author"""
        return (
            cls.env["agency.deliverable.version"]
            .with_user(user or cls.author)
            .create({"deliverable_id": deliverable.id, "body": "<p>First draft</p>"} | values)
        )

    @classmethod
    def submit(cls, deliverable, **values):
        """Write a version and hand it in, as the author."""
        version = cls.new_version(deliverable, **values)
        deliverable.with_user(cls.author).action_submit_check()
        return version

    @classmethod
    def show(cls, deliverable, **values):
        """Bring a deliverable before the client: version, submission, ticks and pass by the checker."""
        version = cls.submit(deliverable, **values)
        deliverable.checklist_ids.with_user(cls.checker).write({"done": True})
        deliverable.with_user(cls.checker).action_pass_check()
        return version

    @classmethod
    def approve(cls, deliverable, user=None, **values):
        """Let the member of client A approve what was shown, as the portal does."""
        partner = (user or cls.member_a).partner_id
        arguments = {
            "name": partner.name,
            "signature": SIGNATURE,
            "content_hash": deliverable.shared_version_id.content_hash,
        } | values
        deliverable.sudo()._client_approve(partner, **arguments)


class DeliverableCommon(DeliverableBuilders, AgencyCommon):
    """Base of the ORM tests of deliverables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_deliverable_world()
