import base64

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_management import _leave_files

from .folder_common import CLIENT_FOLDERS, PROJECT_FOLDERS, FolderCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PNG = base64.b64decode(PIXEL)


@tagged("post_install", "-at_install")
class TestFolders(FolderCommon):
    """A confirmed order makes the folders of its client and project; others are made by hand."""

    def test_an_order_makes_the_folders(self):
        directory, inside = self.folder_of(self.client), self.folder_of(self.project)
        self.assertRecordValues(
            directory | inside,
            [
                {
                    "complete_name": "Clients / Folder & Sons Ltd",
                    "agency_client_id": self.client.id,
                    "agency_project_id": False,
                    "company_id": self.env.company.id,
                    "storage_id_save_type": "file",
                },
                {
                    "complete_name": "Clients / Folder & Sons Ltd / Site Start",
                    "agency_client_id": self.client.id,
                    "agency_project_id": self.project.id,
                    "company_id": self.env.company.id,
                    "storage_id_save_type": "file",
                },
            ],
        )
        self.assertEqual(self.inside(directory), sorted([*CLIENT_FOLDERS, "Site Start"]))
        self.assertEqual(self.inside(inside), sorted([*PROJECT_FOLDERS, "Ad Accounts", "Site Designs"]))
        self.assertEqual(inside.child_directory_ids.agency_project_id, self.project)
        self.assertFalse((directory | inside).message_ids)

    def test_the_step_of_a_folder_is_done(self):
        steps = {step.name: step.state for step in self.order.onboarding_id.step_ids}
        self.assertEqual((steps["Ad Accounts"], steps["Logo"]), ("done", "open"))

    def test_once(self):
        before = self.env["dms.directory"].search_count([])
        self.order._agency_set_up()
        self.project.with_user(self.manager).action_create_folders()
        self.client.with_user(self.manager).action_create_folders()
        self.assertEqual(self.env["dms.directory"].search_count([]), before)

    def test_a_second_order_uses_the_clients_folder(self):
        order = self.confirmed()
        directory = self.folder_of(self.client)
        self.assertEqual(len(directory), 1)
        self.assertEqual(self.folder_of(order.agency_project_id).parent_id, directory)
        self.assertEqual(self.inside(directory), sorted([*CLIENT_FOLDERS, "Site Start", "Site Start (2)"]))

    def test_a_service_brings_its_folders_to_its_own_projects_only(self):
        order = self.confirmed(package=self.new_folder_package("Shop"))
        self.assertEqual(
            self.inside(self.folder_of(order.agency_project_id)),
            sorted([*PROJECT_FOLDERS, "Ad Accounts", "Shop Designs"]),
        )

    def test_folders_of_a_service_that_is_gone_are_in_no_project(self):
        for end in (
            lambda service: service.write({"active": False}),
            lambda service: service.write({"folder_template_ids": [Command.clear()]}),
            lambda service: service.unlink(),
        ):
            service = self.new_service("Video", folder_template_ids=[Command.create({"name": "Footage"})])
            end(service)
            self.env.invalidate_all()
            specs = self.env["agency.folder.template"]._specs("project", self.env["agency.service"])
            self.assertEqual(sorted(spec.name for spec in specs), PROJECT_FOLDERS)

    def test_templates_are_a_tree(self):
        Template = self.env["agency.folder.template"]
        work = Template.search([("name", "=", "Work Files")])
        drafts = Template.create({"name": "Drafts", "parent_id": work.id})
        Template.create({"name": "Old", "parent_id": drafts.id})
        Template.search([("name", "=", "Reports")]).active = False
        directory = self.folder_of(self.confirmed().agency_project_id)
        self.assertNotIn("Reports", self.inside(directory))
        work_directory = directory.child_directory_ids.filtered(lambda one: one.name == "Work Files")
        self.assertEqual(self.inside(work_directory), ["Drafts"])
        self.assertEqual(self.inside(work_directory.child_directory_ids), ["Old"])
        # what came to be meanwhile is added to a project that has folders
        self.project.action_create_folders()
        self.assertEqual(len(self.folder_of(self.project)._agency_add(self.project._agency_folder_specs())), 0)
        self.assertIn(
            "Drafts", self.env["dms.directory"].search([("agency_project_id", "=", self.project.id)]).mapped("name")
        )
        with self.assertRaisesRegex(ValidationError, "inside of itself"):
            work.parent_id = drafts
        with self.assertRaisesRegex(ValidationError, "made for the same"):
            Template.create({"name": "Loose", "scope": "client", "parent_id": work.id})
        with self.assertRaisesRegex(ValidationError, "a client's"):
            Template.create({"name": "Loose", "scope": "client", "service_ids": self.package.line_ids.service_id.ids})

    def test_a_folder_that_was_renamed_is_not_made_again(self):
        """Nor is one whose template has another name in the language of whoever asks."""
        self.env["res.lang"]._activate_lang("fr_FR")
        folders = self.folder_of(self.project).child_directory_ids
        folders.filtered(lambda one: one.name == "Briefs").name = "What they want"
        template = self.env["agency.folder.template"].search([("name", "=", "Reports")])
        template.with_context(lang="fr_FR").name = "Rapports"
        self.project.with_user(self.manager).with_context(lang="fr_FR").action_create_folders()
        self.env.invalidate_all()
        self.assertEqual(self.folder_of(self.project).child_directory_ids, folders)

    def test_a_name_of_three_bytes_a_letter(self):
        client = self.new_client("設" * 100)
        self.assertEqual(client._agency_client_directory(self.env.company).name, "設" * 66)

    def test_a_project_made_by_hand(self):
        client = self.new_client("Hand Made")
        project = self.env["project.project"].create(
            {"name": "Leaflet: print", "partner_id": client.id, "user_id": self.manager.id}
        )
        task = self.env["project.task"].create({"name": "Print", "project_id": project.id})
        user = self.new_staff("folder_maker", "team_member")
        self.assertFalse(project.with_user(user).has_agency_folder)
        with self.assertRaisesRegex(UserError, "Create Folders"):
            project.with_user(user).action_open_folders()
        action = task.with_user(user).action_create_folders()
        directory = self.folder_of(project)
        self.assertEqual(directory.complete_name, "Clients / Hand Made / Leaflet print")
        self.assertEqual(self.inside(directory), PROJECT_FOLDERS)
        self.assertEqual(action["res_model"], "dms.file")
        self.assertEqual(action["domain"], [("directory_id", "child_of", directory.ids)])
        self.assertEqual(action["context"]["default_directory_id"], directory.id)
        records = (client, project, task)
        self.env.invalidate_all()
        self.assertEqual([record.with_user(user).has_agency_folder for record in records], [True, True, True])
        self.new_file(directory.child_directory_ids[0])
        self.new_file(self.folder_of(client))
        self.env.invalidate_all()
        self.assertEqual([record.with_user(user).agency_file_count for record in records], [2, 1, 1])

    def test_whoever_orders_has_folders(self):
        """A contact nobody has made a client of is set up like everybody else."""
        buyer = self.env["res.partner"].create({"name": "Walk In", "is_company": True})
        self.assertFalse(buyer.client_state)
        order = self.confirmed(buyer)
        self.assertEqual((order.setup_state, order.setup_error), ("done", False))
        self.assertEqual(self.folder_of(order.agency_project_id).parent_id, self.folder_of(buyer))

    def test_no_client_no_folder(self):
        with self.assertRaisesRegex(UserError, "is no client"):
            self.env["res.partner"].create({"name": "Somebody"}).action_create_folders()
        with self.assertRaisesRegex(UserError, "has no client"):
            self.env["project.project"].create({"name": "Own site"}).action_create_folders()

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_them_apart(self):
        directory, inside = self.folder_of(self.client), self.folder_of(self.project)
        for values in (
            {"parent_id": directory.parent_id.id, "folder_client_id": self.client.id},
            {"parent_id": directory.id, "folder_project_id": self.project.id},
        ):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["dms.directory"].create({"name": "Twice"} | values)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["dms.storage"].create({"name": "Twice", "agency_folders": True})
        self.assertTrue(inside.exists())

    def test_files_stay_when_project_and_client_go(self):
        client = self.new_client("Gone Soon")
        project = self.env["project.project"].create({"name": "Short", "partner_id": client.id})
        project.action_create_folders()
        file = self.new_file(self.folder_of(project))
        directory = self.folder_of(client)
        project.unlink()
        client.unlink()
        self.env.invalidate_all()
        self.assertEqual((file.exists(), directory.exists()), (file, directory))
        self.assertFalse(file.agency_project_id | file.directory_id.agency_project_id)

    def test_clients_are_merged(self):
        """Both have folders: those of the one that goes are inside of the other's, and nothing is lost."""
        other = self.new_client("Folder Sons", company_id=self.env.company.id)
        order = self.confirmed(client=other)
        kept, moved = self.folder_of(self.client), self.folder_of(other)
        file = self.new_file(moved)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.client | other).ids, self.client)
        self.env.invalidate_all()
        self.assertEqual(self.folder_of(self.client), kept)
        self.assertEqual((moved.parent_id, file.exists().agency_client_id), (kept, self.client))
        self.assertEqual(self.folder_of(order.agency_project_id).agency_client_id, self.client)

    def test_of_another_company(self):
        company = self.env["res.company"].create({"name": "Second Folders"})
        client = self.new_client("Shared By Both")
        first = client._agency_client_directory(self.env.company)
        second = client._agency_client_directory(company)
        self.assertEqual((first | second).company_id, self.env.company | company)
        self.assertEqual(self.inside(second), CLIENT_FOLDERS)
        user = self.new_staff(
            "folder_second", "administrator", company_id=company.id, company_ids=[(6, 0, company.ids)]
        )
        self.new_file(first)
        self.new_file(second, "other.txt")
        self.assertEqual(client.with_user(user)._agency_directories(), second)
        self.assertEqual(client.with_user(user).with_company(company).agency_file_count, 1)

    def test_a_project_of_no_company_has_its_folder_in_the_first_ones(self):
        company = self.env["res.company"].create({"name": "Third Folders"})
        client = self.new_client("Shared Project")
        project = self.env["project.project"].create({"name": "Shared", "partner_id": client.id, "company_id": False})
        project.action_create_folders()
        user = self.new_staff("folder_third", "administrator", company_id=company.id, company_ids=[(6, 0, company.ids)])
        task = self.env["project.task"].create({"name": "Shared", "project_id": project.id})
        for record in (project, task):
            with self.subTest(record._name), self.assertRaisesRegex(UserError, "another company"):
                record.with_user(user).action_create_folders()
        # who is not let in is not told where the folder is
        outsider = new_test_user(
            self.env, "folder_outsider", "project.group_project_manager", company_id=company.id, company_ids=company.ids
        )
        with self.assertRaisesRegex(UserError, "for people of the agency"):
            project.with_user(outsider).action_create_folders()


@tagged("post_install", "-at_install")
class TestAcceptedDocuments(FolderCommon):
    """Documents the client was asked for are filed once they are accepted."""

    def accepted(self, request, *files):
        request._receive(list(files))
        request.with_user(self.manager).action_accept()
        return self.env["dms.file"].search([("agency_client_id", "=", self.client.id)])

    def test_into_the_project(self):
        request = self.order.onboarding_id.document_request_ids
        request.attachment_ids.unlink()
        files = self.accepted(request, ("logo.png", PNG), ("a.txt", b"text"))
        received = self.folder_of(self.project).child_directory_ids.filtered(lambda one: one.name == "Received")
        self.assertRecordValues(
            files.sorted("name"),
            [
                {"name": "a.txt", "directory_id": received.id, "agency_project_id": self.project.id, "size": 4},
                {
                    "name": "logo.png",
                    "directory_id": received.id,
                    "agency_project_id": self.project.id,
                    "size": len(PNG),
                },
            ],
        )
        # the request keeps what it got, and accepting anew files nothing twice
        self.assertEqual(len(request.attachment_ids), 2)
        request.action_request_again()
        files = self.accepted(request, ("a.txt", b"other text"))
        self.assertEqual(files.mapped("name"), ["a (2).txt", "a.txt", "logo.png"])

    def test_into_the_clients_folder(self):
        request = self.env["agency.document.request"].create({"name": "Contract", "client_id": self.client.id})
        files = self.accepted(request, ("contract.txt", b"signed"))
        self.assertEqual(files.directory_id.complete_name, "Clients / Folder & Sons Ltd / Received")

    def test_without_folders(self):
        client = self.new_client("No Folders Yet")
        request = self.env["agency.document.request"].create({"name": "Contract", "client_id": client.id})
        self.accepted(request, ("contract.txt", b"signed"))
        self.assertEqual(request.state, "accepted")
        self.assertFalse(self.env["dms.file"].search([("agency_client_id", "=", client.id)]))

    def test_what_cannot_be_filed_is_told(self):
        self.env["ir.config_parameter"].set_param("dms.forbidden_extensions", "txt,exe")
        request = self.env["agency.document.request"].create({"name": "Contract", "client_id": self.client.id})
        broken = PNG[:20] + b"0" * 40
        files = self.accepted(request, ("contract.txt", b"signed"), ("broken.png", broken), ("logo.png", PNG))
        self.assertEqual((request.state, files.mapped("name")), ("accepted", ["logo.png"]))
        told = " ".join(request.message_ids.mapped("body"))
        for name in ("contract.txt", "broken.png"):
            self.assertIn(f"{name} is not filed into the folder Received", told)


@tagged("post_install", "-at_install")
class TestFolderOwners(FolderCommon):
    """Whose folder it is, is the suite's to say."""

    def test_nobody_takes_a_folder(self):
        other = self.new_client("Other Folder")
        directory = self.folder_of(self.client).with_user(self.manager)
        for name, value in (("folder_client_id", other.id), ("folder_project_id", False), ("folder_template_id", 1)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                directory.write({name: value})
        made = (
            self.env["dms.directory"]
            .with_user(self.manager)
            .with_context(default_folder_client_id=other.id)
            .create({"name": "Mine", "parent_id": directory.id, "folder_project_id": self.project.id})
        )
        self.assertRecordValues(
            made, [{"folder_client_id": False, "folder_project_id": False, "agency_client_id": self.client.id}]
        )


@tagged("post_install", "-at_install")
class TestFoldersAreLeft(FolderCommon):
    """What the addon leaves behind when it is removed: nothing, or the files with somebody who sees them."""

    def test_without_files(self):
        self.env["dms.file"].with_context(active_test=False).search([("storage_id.agency_folders", "=", True)]).unlink()
        _leave_files(self.env)
        self.assertFalse(self.env["dms.storage"].search([("agency_folders", "=", True)]))
        self.assertFalse(self.env["dms.directory"].search([("agency_client_id", "=", self.client.id)]))

    def test_with_files(self):
        file = self.new_file(self.folder_of(self.project))
        keeper = self.new_staff("folder_keeper", "team_member")
        self.give_group(keeper, "dms.group_dms_manager")
        group = self.env.ref("agency_management.dms_access_group_manage")
        _leave_files(self.env)
        self.assertFalse(self.env.ref("agency_management.dms_access_group_manage", raise_if_not_found=False))
        # the other groups go with the addon's data
        (file.directory_id.complete_group_ids - group).unlink()
        self.env.flush_all()
        self.assertEqual(file.with_user(keeper).search([("id", "=", file.id)]).name, "plan.txt")
        # it can come again
        group.copy({"name": "Agency: manage folders"})
