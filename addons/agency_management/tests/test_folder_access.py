import base64

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.common import ROLES, groups_field

from .folder_common import FolderBuilders, FolderCommon

SECRET = b"figures of the client"
WORKERS = {"administrator", "project_manager", "team_member", "accountant", "marketing_manager"}
MANAGERS = {"administrator", "project_manager", "marketing_manager"}
MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models.unlink", "odoo.http")


class Rollback(Exception):
    """Undoes a trial."""


@tagged("post_install", "-at_install")
class TestFolderAccess(FolderCommon):
    """Who may do what in the folders of clients."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.directory = cls.folder_of(cls.project)
        cls.file = cls.new_file(cls.directory, content=SECRET)
        cls.member = cls.new_member(cls.client, "folder_member", can_manage=True)
        cls.env.flush_all()

    def allowed(self, function):
        """:return bool: whether a function passes; what it does is undone"""
        try:
            with self.env.cr.savepoint():
                function()
                self.env.flush_all()
                raise Rollback
        except Rollback:
            return True
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()

    def may(self, user):
        """:return: names of what a user may do with the project's folder and the file in it"""
        file, directory = self.file.with_user(user), self.directory.with_user(user)
        content = base64.b64encode(b"new")
        trials = {
            "find": lambda: self.find(file),
            "read": lambda: file.read(["name", "content"]),
            "read folder": lambda: directory.read(["name"]),
            "add": lambda: file.create({"name": "n.txt", "directory_id": directory.id, "content": content}),
            "add folder": lambda: directory.create({"name": "New", "parent_id": directory.id}),
            "change": lambda: file.write({"content": content}),
            "rename folder": lambda: directory.write({"name": "Renamed"}),
            "remove": lambda: file.unlink(),
            "remove folder": lambda: directory.child_directory_ids[0].unlink(),
        }
        return {name for name, trial in trials.items() if self.allowed(trial)}

    def find(self, record):
        if not record.search([("id", "=", record.id)]):
            raise AccessError("Not found")

    @mute_logger(*MUTED)
    def test_roles(self):
        look = {"find", "read", "read folder"}
        work = look | {"add", "add folder", "change", "rename folder"}
        manage = work | {"remove", "remove folder"}
        expected = {role: manage if role in MANAGERS else work if role in WORKERS else look for role in ROLES}
        got = {role: self.may(self.new_staff(f"folder_{role}", role)) for role in ROLES}
        self.assertEqual(got, expected)

    @mute_logger(*MUTED)
    def test_others_get_nothing(self):
        self.assertEqual(self.may(self.member), set())
        self.assertEqual(self.may(self.new_portal_user("folder_stranger")), set())
        self.assertEqual(self.may(self.env.ref("base.public_user")), set())
        internal = self.new_staff("folder_internal", "team_member")
        self.assertEqual(len(self.may(internal)), 7)
        # internal users who are nobody of the agency
        internal.write({groups_field(internal): [(6, 0, self.env.ref("base.group_user").ids)]})
        self.assertEqual(self.may(internal), set())

    @mute_logger(*MUTED)
    def test_a_member_stays_out_whatever_an_access_group_says(self):
        """Somebody of the agency opens the folder to the portal user by hand."""
        group = self.env["dms.access.group"].create(
            {"name": "Mistake", "explicit_user_ids": [(6, 0, self.member.ids)], "perm_write": True}
        )
        self.directory.write({"group_ids": [(6, 0, group.ids)]})
        self.env.flush_all()
        self.assertEqual(self.may(self.member), set())
        for model in ("dms.storage", "dms.access.group"):
            try:
                found = self.env[model].with_user(self.member).search([])
            except AccessError:
                continue
            self.assertFalse(found, model)

    @mute_logger(*MUTED)
    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Other Folders"})
        for role in ROLES:
            user = self.new_staff(
                f"folder_other_{role}", role, company_id=company.id, company_ids=[(6, 0, company.ids)]
            )
            self.assertEqual(self.may(user), set(), role)

    @mute_logger(*MUTED)
    def test_a_folder_for_fewer(self):
        """A folder that does not inherit is for its own groups; folders computed together keep theirs."""
        user = self.new_staff("folder_few", "team_member")
        closed, open_ = self.directory.child_directory_ids[:2]
        managers = self.env.ref("agency_management.dms_access_group_manage")
        closed.write({"inherit_group_ids": False, "group_ids": [(6, 0, managers.ids)]})
        top = self.directory.root_directory_id
        top.write({"group_ids": [(4, self.env["dms.access.group"].create({"name": "One more"}).id)]})
        self.env.flush_all()
        self.assertEqual(closed.complete_group_ids, managers)
        self.assertEqual(len(open_.complete_group_ids), 4)
        visible = self.env["dms.directory"].with_user(user).search([("id", "in", (closed | open_).ids)])
        self.assertEqual(visible, open_)
        with self.assertRaises(AccessError):
            self.new_file(closed).with_user(user).read(["name"])


@tagged("post_install", "-at_install")
class TestFolderDownloads(FolderBuilders, HttpCase):
    """The content of files leaves by the web to those who may read it, and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.client = cls.new_client("Download Client")
        cls.directory = cls.client._agency_client_directory(cls.env.company)
        cls.file = cls.new_file(cls.directory, content=SECRET)
        cls.worker = cls.new_staff("download_worker", "team_member")
        cls.member = cls.new_member(cls.client, "download_member")
        company = cls.env["res.company"].create({"name": "Download Elsewhere"})
        cls.elsewhere = cls.new_staff(
            "download_elsewhere", "administrator", company_id=company.id, company_ids=[(6, 0, company.ids)]
        )
        # as if somebody had shared both by a link
        cls.tokens = [cls.directory._portal_ensure_token(), cls.file._portal_ensure_token()]
        cls.attachment = cls.env["ir.attachment"].search(
            [("res_model", "=", "dms.file"), ("res_id", "=", cls.file.id), ("res_field", "=", "content_file")]
        )
        cls.env.flush_all()

    def addresses(self):
        content = f"/web/content/dms.file/{self.file.id}"
        plain = [
            f"{content}/content",
            f"{content}/content_file",
            f"/web/content?model=dms.file&id={self.file.id}&field=content_file",
            f"/web/content/{self.attachment.id}",
            f"/my/dms/file/{self.file.id}/download",
            f"/my/dms/directory/{self.directory.id}",
        ]
        with_token = [
            f"{address}{'&' if '?' in address else '?'}access_token={token}"
            for address in plain
            for token in self.tokens
        ]
        return plain + with_token

    def shown(self):
        """:return list: addresses that show the content, or the name of the file"""
        return [
            address
            for address in self.addresses()
            if (response := self.url_open(address, timeout=60)) is not None
            and (SECRET in response.content or b"plan.txt" in response.content)
        ]

    @mute_logger(*MUTED)
    def test_the_agency(self):
        self.assertTrue(self.attachment)
        self.authenticate("download_worker", "download_worker")
        self.assertIn(f"/web/content/dms.file/{self.file.id}/content_file", self.shown())

    @mute_logger(*MUTED)
    def test_nobody_else(self):
        for login in ("download_member", "download_elsewhere", None):
            with self.subTest(login=login):
                self.authenticate(login, login)
                self.assertEqual(self.shown(), [])
