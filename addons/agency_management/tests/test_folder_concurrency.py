from odoo.tests import tagged

from .concurrency_common import ConcurrencyCase
from .folder_common import FolderBuilders


class Committed(FolderBuilders):
    """Builders whose records are there for every transaction."""


@tagged("post_install", "-at_install")
class TestFoldersTwoAtOnce(ConcurrencyCase):
    """Two people make the folders of one client, on cursors of their own that really commit."""

    def build(self, env):
        Committed.env = env
        client = Committed.new_client("Folders Twice")
        projects = env["project.project"].create(
            [{"name": name, "partner_id": client.id, "company_id": env.company.id} for name in ("One", "Two")]
        )
        self.client, self.projects, self.template = client.id, projects.ids, None

    def clean(self, env):
        env["dms.directory"].search([("folder_client_id", "=", self.client)]).unlink()
        env["project.project"].browse(self.projects).unlink()
        env["res.partner"].browse(self.client).unlink()
        env["agency.folder.template"].browse(self.template).exists().unlink()

    def make(self, cr, number):
        """Make the folders of one of the client's projects, in a transaction."""
        directory = self.environment(cr)["project.project"].browse(self.projects[number])._agency_make_folders()
        directory.env.flush_all()
        return directory

    def begin(self, cr):
        """The transaction begins: it sees the client without a folder."""
        self.assertFalse(self.environment(cr)["dms.directory"].search([("folder_client_id", "=", self.client)]))

    def assert_one(self, projects=2):
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            directory = env["dms.directory"].search([("folder_client_id", "=", self.client)])
            self.assertEqual(len(directory), 1)
            inside = env["dms.directory"].search([("folder_project_id", "in", self.projects)])
            self.assertEqual((len(inside), inside.parent_id), (projects, directory))

    def test_the_other_waits_while_one_makes_them(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.begin(second)
            self.make(first, 0)
            with self.has_to_wait(second):
                self.make(second, 1)
        with self.registry.cursor() as second:
            self.make(second, 1)
        self.assert_one()

    def test_the_other_began_before_one_was_done(self):
        with self.registry.cursor() as second:
            self.begin(second)
            with self.registry.cursor() as first:
                self.make(first, 0)
            with self.comes_too_late(second):
                self.make(second, 1)
            # what the server does after such a failure: it repeats the request
            self.make(second, 1)
        self.assert_one()

    def test_one_project_twice(self):
        with self.registry.cursor() as first:
            self.make(first, 0)
        with self.registry.cursor() as cr:
            self.environment(cr)["dms.directory"].search([("folder_project_id", "in", self.projects)]).unlink()
        with self.registry.cursor() as second:
            self.assertEqual(
                len(self.environment(second)["dms.directory"].search([("folder_client_id", "=", self.client)])), 1
            )
            with self.registry.cursor() as first:
                self.make(first, 0)
            with self.comes_too_late(second):
                self.make(second, 0)
            self.make(second, 0)
        self.assert_one(projects=1)

    def add_template(self):
        """A project has its folder, and something that belongs inside came to be since."""
        with self.registry.cursor() as cr:
            self.make(cr, 0)
            template = self.environment(cr)["agency.folder.template"].create({"name": "Came Later", "scope": "project"})
            self.template = template.id

    def assert_no_twins(self):
        with self.registry.cursor() as cr:
            found = self.environment(cr)["dms.directory"].search([("folder_template_id", "=", self.template)])
            self.assertEqual(len(found), 1)

    def test_the_other_waits_while_one_adds_to_a_folder_that_is_there(self):
        self.add_template()
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.make(first, 0)
            with self.has_to_wait(second):
                self.make(second, 0)
        with self.registry.cursor() as second:
            self.make(second, 0)
        self.assert_no_twins()

    def test_the_other_looked_inside_before_one_had_added(self):
        self.add_template()
        with self.registry.cursor() as second:
            self.assertTrue(self.environment(second)["agency.folder.template"].browse(self.template).name)
            with self.registry.cursor() as first:
                self.make(first, 0)
            with self.comes_too_late(second):
                self.make(second, 0)
            self.make(second, 0)
        self.assert_no_twins()

    def test_nobody_starts_over_where_nothing_was_missing(self):
        with self.registry.cursor() as first:
            self.make(first, 0)
        with self.registry.cursor() as second:
            self.assertTrue(self.environment(second)["project.project"].browse(self.projects[0]).name)
            with self.registry.cursor() as first:
                self.make(first, 0)
            self.make(second, 0)
        self.assert_one(projects=1)
