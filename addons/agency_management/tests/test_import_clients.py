"""CRM-1: clients and contacts of an agency that moves to the suite."""

import base64

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.queue_job.tests.common import trap_jobs

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportClients(MockEmail, ImportCommon):
    def test_clients(self):
        batch = self.bring("clients", "clients.csv")
        self.assertEqual(self.outcome(batch), [(2, "create", False), (3, "create", False), (4, "create", False)])
        self.assertRecordValues(
            batch,
            [
                {
                    "state": "done",
                    "row_count": 3,
                    "done_count": 3,
                    "create_count": 3,
                    "error_count": 0,
                    "progress": 100.0,
                    "warning": "These columns mean nothing here and are ignored: Legacy Code.",
                }
            ],
        )
        self.assertRecordValues(
            self.records(batch),
            [
                {
                    "ref": "C-1001",
                    "name": "Alpha Shoes Ltd",
                    "is_company": True,
                    "company_id": False,
                    "client_state": "active",
                    "email": "office@alpha.example.com",
                    "website": "http://www.alpha.example.com",
                    "country_id": self.env.ref("base.uk").id,
                    "user_id": self.manager.id,
                },
                {
                    "ref": "C-1002",
                    "name": "Beta Bikes GmbH",
                    "is_company": True,
                    "company_id": False,
                    "client_state": "paused",
                    "email": "hallo@beta.example.com",
                    "website": "http://www.beta.example.com",
                    "country_id": self.env.ref("base.de").id,
                    "user_id": False,
                },
                {
                    "ref": "C-1003",
                    "name": "Gamma Cafés",
                    "is_company": True,
                    "company_id": False,
                    "client_state": "former",
                    "email": "info@gamma.example.com",
                    "website": False,
                    "country_id": self.env.ref("base.fr").id,
                    "user_id": False,
                },
            ],
        )

    def test_check_leaves_nothing(self):
        models = ("res.partner", "ir.model.data", "mail.message", "mail.mail")
        before = {name: self.env[name].search_count([]) for name in models}
        batch = self.new_import("clients", "clients.csv")
        made = self.env["mail.message"].search_count([]) - before["mail.message"]
        batch.action_check()
        self.assertEqual(self.actions(batch), ["create", "create", "create"])
        self.assertEqual(batch.state, "checked")
        self.assertEqual(batch.line_ids.mapped("res_id"), [0, 0, 0])
        after = {name: self.env[name].search_count([]) for name in models}
        after["mail.message"] -= made
        self.assertEqual(after, before)

    def test_the_same_file_twice_changes_nothing(self):
        first = self.bring("clients", "clients.csv")
        partners = self.records(first)
        stamps = partners.mapped("write_date")
        count = self.env["res.partner"].search_count([])
        again = self.bring("clients", "clients.csv")
        self.assertEqual(self.actions(again), ["unchanged"] * 3)
        self.assertEqual(self.records(again), partners)
        self.assertEqual(partners.mapped("write_date"), stamps)
        self.assertEqual(self.env["res.partner"].search_count([]), count)

    def test_a_changed_row_changes_its_columns_alone(self):
        partners = self.records(self.bring("clients", "clients.csv"))
        partners[0].comment = "<p>Typed here</p>"
        again = self.bring("clients", "ref,name,city\nc-1001,Alpha Shoes plc,Leeds\nC-1002,Beta Bikes GmbH,\n")
        self.assertEqual(self.actions(again), ["update", "unchanged"])
        self.assertRecordValues(
            partners[:2],
            [
                {
                    "name": "Alpha Shoes plc",
                    "city": "Leeds",
                    "email": "office@alpha.example.com",
                    "comment": "<p>Typed here</p>",
                },
                {"name": "Beta Bikes GmbH", "city": "Berlin", "email": "hallo@beta.example.com", "comment": False},
            ],
        )

    def test_a_client_that_was_typed_in_is_taken_up(self):
        typed = self.new_client("Typed Before")
        batch = self.bring("clients", "ref,name,city\nT-1,typed before,Bath\n")
        self.assertEqual(self.actions(batch), ["update"])
        self.assertEqual(self.records(batch), typed)
        self.assertRecordValues(typed, [{"name": "typed before", "city": "Bath", "ref": "T-1"}])
        # another reference is another client, whatever its name
        second = self.bring("clients", "ref,name\nT-2,typed before\n")
        self.assertEqual(self.actions(second), ["create"])
        # two of the same name: a row that does not say which is refused
        third = self.bring("clients", "name,city\nTyped Before,Bath\n")
        self.assertEqual(
            self.outcome(third),
            [
                (
                    2,
                    "error",
                    "2 records have this name already. Give the line a reference and that same reference to the "
                    "record it means, or rename them.",
                )
            ],
        )

    def test_the_agency_itself_is_taken_for_no_client(self):
        own = self.company.partner_id
        batch = self.bring("clients", f"name,city\n{own.name},Bath\n")
        self.assertEqual(self.actions(batch), ["create"])
        self.assertNotEqual(self.records(batch), own)
        self.assertRecordValues(own, [{"client_state": False}])

    def test_good_lines_are_kept_and_bad_ones_told(self):
        batch = self.new_import("clients", "clients_with_faults.csv")
        batch.action_check()
        expected = [
            (2, "create", False),
            (3, "error", "name: Empty. Fill it in."),
            (4, "error", "email: “not-an-address” is no e-mail address. Enter one address."),
            (5, "error", "country: “Atlantis” was not found. Correct it, or import or create it first."),
            (6, "error", "The same reference or name as line 2. Remove one, or give both references."),
            (
                7,
                "error",
                "status: “sleeping” is not known. Enter one of: prospect, onboarding, active, paused, former.",
            ),
            (
                8,
                "error",
                "account_manager: “nobody@agency.example.com” was not found. Correct it, or import or create it first.",
            ),
            (9, "error", "country: “Nowhere” was not found. Correct it, or import or create it first."),
        ]
        self.assertEqual(self.outcome(batch), expected)
        batch.action_import()
        self.assertEqual(self.outcome(batch), expected)
        self.assertEqual(batch.state, "partial")
        self.assertEqual(
            self.env["res.partner"]
            .search([("email", "=like", "%.example.com"), ("ref", "=like", "F-%")])
            .mapped("name"),
            ["Good Goods"],
        )

    def test_the_report_of_bad_lines_is_imported_after_correction(self):
        batch = self.bring("clients", "clients_with_faults.csv")
        report = self.decoded(batch.report_file)
        lines = report.splitlines()
        self.assertEqual(lines[0], "ref,name,email,country,status,account_manager,problem")
        self.assertEqual(
            lines[3],
            "F-4,Epsilon Energy,epsilon@energy.example.com,Atlantis,active,,"
            '"country: “Atlantis” was not found. Correct it, or import or create it first."',
        )
        self.assertTrue(lines[7].startswith("F-8,'=cmd,"), lines[7])
        fixed = report.replace("Atlantis", "France").replace("Nowhere", "DE")
        again = self.bring("clients", fixed.encode())
        self.assertFalse(again.warning)
        self.assertEqual(self.actions(again), ["error", "error", "create", "update", "error", "error", "create"])
        self.assertEqual(self.env["res.partner"].search([("ref", "=", "F-8")]).name, "=cmd")

    def decoded(self, binary):
        return base64.b64decode(binary).decode("utf-8-sig")

    # ------------------------------------------------------------------ contacts

    def test_contacts(self):
        clients = self.records(self.bring("clients", "clients.csv"))
        before = self.env["mail.mail"].search_count([])
        with trap_jobs() as trap:
            batch = self.bring("contacts", "contacts.csv")
            trap.assert_jobs_count(0)
        self.assertEqual(self.outcome(batch), [(2, "create", False), (3, "create", False), (4, "create", False)])
        self.assertRecordValues(
            self.records(batch),
            [
                {
                    "parent_id": clients[0].id,
                    "name": "Ann Archer",
                    "email": "ann@alpha.example.com",
                    "function": "Head of Marketing",
                    "phone": "+44 20 7946 0001",
                    "client_state": False,
                },
                {
                    "parent_id": clients[1].id,
                    "name": "Bernd Braun",
                    "email": "bernd@beta.example.com",
                    "function": "Owner",
                    "phone": "+49 30 1234568",
                    "client_state": False,
                },
                {
                    "parent_id": clients[0].id,
                    "name": "Abe Adams",
                    "email": False,
                    "function": False,
                    "phone": False,
                    "client_state": False,
                },
            ],
        )
        self.assertRecordValues(
            clients.member_ids,
            [
                {
                    "client_id": clients[0].id,
                    "login": "ann@alpha.example.com",
                    "can_approve": True,
                    "can_pay": False,
                    "can_manage": False,
                }
            ],
        )
        self.assertTrue(clients.member_ids.user_id.has_group("agency_crm.group_client"))
        self.assertEqual(clients.member_ids.user_id.partner_id, self.records(batch)[0])
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        again = self.bring("contacts", "contacts.csv")
        self.assertEqual(self.actions(again), ["unchanged"] * 3)
        self.assertEqual(self.records(again), self.records(batch))
        changed = self.bring(
            "contacts", "client,name,email,portal,may_pay\nC-1001,Ann Archer,ann@alpha.example.com,yes,yes\n"
        )
        self.assertEqual(self.actions(changed), ["update"])
        self.assertRecordValues(clients.member_ids, [{"can_approve": True, "can_pay": True}])

    def test_invitations_are_sent_only_when_chosen_and_not_by_the_check(self):
        self.bring("clients", "clients.csv")
        batch = self.new_import("contacts", "contacts.csv", send_invitations=True)
        with trap_jobs() as trap:
            batch.action_check()
            trap.assert_jobs_count(0)
        self.assertFalse(self.env["res.users"].search([("login", "=", "ann@alpha.example.com")]))
        with trap_jobs() as trap:
            batch.action_import()
            member = self.records(batch)[0].user_ids
            member = self.env["agency.client.member"].search([("user_id", "=", member.id)])
            trap.assert_jobs_count(1, only=member._job_invite)
            with self.mock_mail_gateway():
                trap.perform_enqueued_jobs()
        self.assertEqual([mail["email_to"] for mail in self._mails], [['"Ann Archer" <ann@alpha.example.com>']])

    def test_contacts_that_cannot_be(self):
        self.bring("clients", "clients.csv")
        batch = self.bring(
            "contacts",
            "client,name,email,portal\nC-1001,No Address,,yes\nC-1001,Staff,anna_im,yes\nOmega,Nobody,,\n"
            "C-1001,Colleague,anna_im@agency.example.com,yes\n",
        )
        self.assertEqual(
            self.outcome(batch),
            [
                (2, "error", "email: A portal member needs an e-mail address. Fill it in."),
                (3, "error", "email: “anna_im” is no e-mail address. Enter one address."),
                (4, "error", "client: “Omega” was not found. Correct it, or import or create it first."),
                (
                    5,
                    "error",
                    "email: anna_im@agency.example.com belongs to somebody at the agency, who needs no portal access.",
                ),
            ],
        )

    def test_one_person_of_two_clients_has_one_account(self):
        clients = self.records(self.bring("clients", "clients.csv"))
        batch = self.bring(
            "contacts",
            "client,name,email,portal\nC-1001,Ines,Ines@both.example.com,yes\nC-1002,Ines,ines@both.example.com,yes\n",
        )
        self.assertEqual(self.actions(batch), ["create", "create"])
        members = clients.member_ids.sorted("id")
        self.assertEqual(members.client_id, clients[:2])
        self.assertEqual(members.user_id.mapped("login"), ["ines@both.example.com"])
