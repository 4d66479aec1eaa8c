"""CRM-1: who imports what; what one company brings along is nothing to another one."""

import base64
import io
import zipfile

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.agency_crm.tests.common import ROLES

from .import_common import ImportCommon

KINDS = ("clients", "contacts", "projects", "retainers", "rate_cards")
ALLOWED = {
    "administrator": set(KINDS),
    "project_manager": {"clients", "contacts", "projects"},
    "accountant": {"retainers"},
    "team_member": set(),
    "marketing_manager": set(),
    "hr_manager": set(),
}


@tagged("post_install", "-at_install")
class TestImportAccess(ImportCommon):
    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_imports_what(self):
        staff = {role: self.new_staff(f"import_{role}", role) for role in ROLES}
        theirs = self.new_import("rate_cards", "card,role,price\n") | self.new_import("clients", "name\nA\n")
        got = {role: set() for role in ROLES}
        for role, user in staff.items():
            for kind in KINDS:
                try:
                    with self.env.cr.savepoint():
                        self.new_import(kind, "name\nA\n").with_user(user).read(["kind"])
                        self.env["agency.import"].with_user(user).create({"kind": kind})
                    got[role].add(kind)
                except AccessError:
                    continue
        self.assertEqual(got, ALLOWED)
        # nor by turning an own import into another kind
        own = self.env["agency.import"].with_user(staff["project_manager"]).create({"kind": "clients"})
        with self.assertRaises(AccessError):
            own.kind = "rate_cards"
        self.assertEqual(
            self.env["agency.import"].with_user(staff["project_manager"]).search([("id", "in", theirs.ids)]), theirs[1]
        )

    def test_a_project_manager_imports_clients_without_the_right_to_edit_contacts(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.manager).create({"name": "By Hand", "is_company": True})
        batch = self.new_import("clients", "clients.csv").with_user(self.manager)
        batch.action_check()
        batch.action_import()
        self.assertEqual(self.actions(batch), ["create"] * 3)
        self.assertEqual(self.records(batch).create_uid, self.manager)
        with self.assertRaises(AccessError):
            batch.line_ids[0].write({"action": "error"})

    def test_an_accountant_imports_retainers(self):
        self.new_client("Alpha Shoes Ltd", ref="C-1001")
        beta = self.new_client("Beta Bikes GmbH")
        self.env["project.project"].create({"name": "J-78", "partner_id": beta.id})
        accountant = self.new_staff("import_acc", "accountant")
        batch = self.new_import("retainers", "retainers.csv").with_user(accountant)
        batch.action_check()
        batch.action_import()
        self.assertEqual(self.outcome(batch), [(2, "create", False), (3, "create", False)])
        self.assertEqual(self.records(batch).user_id, accountant)

    def test_companies_do_not_meet(self):
        self.bring("clients", "ref,name\nC-1,Mine\n", own_company=True)
        second = self.env["res.company"].create({"name": "Second Agency"})
        user = self.new_staff(
            "import_second",
            "administrator",
            company_id=second.id,
            company_ids=[Command.set(second.ids)],
        )
        batch = (
            self.new_import("clients", "ref,name\nC-1,Mine\n", company_id=second.id, own_company=True)
            .with_user(user)
            .with_company(second)
        )
        batch.action_check()
        batch.action_import()
        self.assertEqual(self.actions(batch), ["create"])
        found = self.env["res.partner"].search([("name", "=", "Mine"), ("is_company", "=", True)])
        self.assertEqual(found.company_id, self.company | second)
        contacts = self.new_import("contacts", "client,name\nC-1,Ann\n", company_id=second.id).with_user(user)
        contacts.action_check()
        contacts.action_import()
        self.assertEqual(self.records(contacts).parent_id.company_id, second)

    def test_what_was_checked_stays_as_it_was(self):
        batch = self.new_import("clients", "clients.csv")
        with self.assertRaisesRegex(UserError, "Check clients.csv first"):
            batch.action_import()
        batch.action_check()
        for values in ({"file": base64.b64encode(b"name\nOther\n")}, {"kind": "contacts"}, {"date_order": "dmy"}):
            with self.assertRaisesRegex(UserError, "Start over"):
                batch.write(values)
        batch.action_reset()
        self.assertRecordValues(batch, [{"state": "draft", "row_count": 0, "done_count": 0, "line_ids": []}])
        batch.file = base64.b64encode(b"name\nOther\n")
        batch.action_check()
        self.assertEqual(batch.line_ids.mapped("key"), ["Other"])

    def new_zip(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("clients.csv", "name\nA\n")
        return buffer.getvalue()

    def test_files_that_cannot_be(self):
        for data, message in [
            (b"", "The file is empty"),
            (b"name,mail\n", "no lines below"),
            (b"mail,phone\na@b.example,1\n", "These columns are missing: name. The file has: mail, phone."),
            (b"name,company\nA,B\n", "Two columns mean “name”; the second one is “company”"),
            (b"name,since\nA,03/04/2026\n", "“03/04/2026” on line 2 can be read two ways"),
            (b"%PDF-1.7 x", "This is a PDF"),
            (self.new_zip(), "This is an Excel file or a ZIP"),
            (b"\xd0\xcf\x11\xe0x", "This is an Excel file. Save the sheet"),
            (b"<html><p>Sign in", "This is a web page"),
            (b"name\n\x81\xff\x8d", "The text of this file cannot be read"),
            (b'name\n"A\n', "A quotation mark opened on line 2 is not closed"),
        ]:
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self.new_import("clients", data).action_check()
        chosen = self.new_import("clients", b"name,since\nDay First,03/04/2026\n", date_order="dmy")
        chosen.action_check()
        chosen.action_import()
        self.assertEqual(str(self.records(chosen).client_since), "2026-04-03")


@tagged("post_install", "-at_install")
class TestImportDownload(ImportCommon, HttpCase):
    today = None

    def test_sample_and_report(self):
        batch = self.new_import("clients", "clients_with_faults.csv")
        batch.action_check()
        self.authenticate("anna_im", "anna_im")
        sample = self.url_open(batch.action_download_sample()["url"])
        self.assertEqual(sample.status_code, 200)
        self.assertIn("sample-clients.csv", sample.headers["Content-Disposition"])
        self.assertEqual(sample.content.decode("utf-8-sig").splitlines()[0].split(",")[:3], ["ref", "name", "email"])
        report = self.url_open(batch.action_download_report()["url"])
        self.assertIn("clients-problems.csv", report.headers["Content-Disposition"])
        self.assertEqual(len(report.content.decode("utf-8-sig").splitlines()), 8)
        # the sample is what the importer itself reads without a word
        again = self.new_import("clients", sample.content)
        again.action_check()
        self.assertEqual(self.actions(again), ["create", "create"])
        self.new_staff("import_team", "team_member")
        self.authenticate("import_team", "import_team")
        self.assertEqual(self.url_open(batch.action_download_report()["url"]).status_code, 404)
