"""CRM-1: large files by jobs, one part after the other; look-ups that do not grow with the lines."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import agency_import_run
from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportJobs(ImportCommon):
    def file(self, count, first=1):
        """:return str: a file of clients"""
        rows = [f"B-{number},Bulk {number},Bath,GB,active" for number in range(first, first + count)]
        return "\n".join(["ref,name,city,country,status", *rows]) + "\n"

    @patch.object(agency_import_run, "INLINE_ROWS", 10)
    @patch.object(agency_import_run, "CHUNK_ROWS", 10)
    def test_a_large_file_is_worked_on_part_by_part(self):
        batch = self.new_import("clients", self.file(12) + "B-13,Wrong,Bath,Atlantis,active\n")
        seen = []
        with trap_jobs() as trap:
            batch.action_check()
            self.assertEqual((batch.state, batch.done_count, len(batch.line_ids)), ("checking", 0, 13))
            with self.assertRaisesRegex(UserError, "running already"):
                batch.action_check()
            while trap.enqueued_jobs and batch.state == "checking":
                job = trap.enqueued_jobs[-1]
                seen.append((job.args, job.identity_key.rpartition(":")[2], round(batch.progress)))
                job.perform()
        self.assertEqual(seen, [((1, 0), "0", 0), ((1, 10), "10", 77)])
        self.assertRecordValues(
            batch, [{"state": "checked", "done_count": 13, "create_count": 12, "error_count": 1, "progress": 100.0}]
        )
        self.assertFalse(self.env["res.partner"].search([("ref", "=like", "B-%")]))
        with trap_jobs() as trap:
            batch.action_import()
            first = trap.enqueued_jobs[0]
            first.perform()
            # a job that runs twice finds its lines done
            first.perform()
            self.assertEqual(batch.done_count, 10)
            # a job of an earlier start does nothing
            batch.action_reset()
            trap.enqueued_jobs[-1].perform()
            self.assertEqual((batch.state, batch.done_count), ("draft", 0))
        self.assertEqual(self.env["res.partner"].search_count([("ref", "=like", "B-%")]), 10)
        with trap_jobs() as trap:
            batch.action_check()
            while trap.enqueued_jobs and batch.state == "checking":
                trap.enqueued_jobs[-1].perform()
        self.assertRecordValues(batch, [{"create_count": 2, "unchanged_count": 10, "error_count": 1}])

    def queries(self, kind, data):
        """:return int: queries of working on all lines of a file"""
        batch = self.new_import(kind, data)
        batch.action_check()
        sheet = batch._read_sheet()
        self.env.flush_all()
        self.env.invalidate_all()
        batch.mapped("company_id.name")
        kind_sudo = self.env[f"agency.import.{kind}"].sudo()
        before = self.env.cr.sql_log_count
        results = kind_sudo._run(batch, sheet, sheet.rows, dry=False)
        count = self.env.cr.sql_log_count - before
        self.assertEqual({result["action"] for result in results}, {"unchanged"})
        return count

    def test_look_ups_do_not_grow_with_the_lines(self):
        small, large = 3, 15
        self.bring("clients", self.file(large))
        self.queries("clients", self.file(small))
        self.assertEqual(self.queries("clients", self.file(small)), self.queries("clients", self.file(large)))

        def contacts(count):
            rows = [f"B-{n},Person {n},person{n}@bulk.example.com,yes" for n in range(1, count + 1)]
            return "\n".join(["client,name,email,portal", *rows]) + "\n"

        self.bring("contacts", contacts(large))
        self.assertEqual(self.queries("contacts", contacts(small)), self.queries("contacts", contacts(large)))

        def retainers(count):
            rows = [f"R-{n},Bulk {n},Care,Care of Networks,10,2026-01-01,2026-12-01" for n in range(1, count + 1)]
            return "\n".join(["ref,client,name,service,price,start,next invoice", *rows]) + "\n"

        self.bring("retainers", retainers(large))
        self.assertEqual(self.queries("retainers", retainers(small)), self.queries("retainers", retainers(large)))

    def test_what_the_database_refuses_is_told(self):
        """Of two imports that bring the same reference at once one is refused by the database."""
        kind_sudo = self.env["agency.import.clients"].sudo()
        batch = self.new_import("clients", "ref,name\nR-1,First\n")
        sheet = batch._read_sheet()
        self.env["ir.model.data"].create(
            {
                "module": "__agency_import__",
                "name": f"clients_{self.company.id}_r-1",
                "model": "res.users",
                "res_id": self.env.user.id,
            }
        )
        with self.assertLogs("odoo.sql_db", "ERROR"):
            result = kind_sudo._run(batch, sheet, sheet.rows, dry=False)
        self.assertEqual(
            result,
            [
                {
                    "line_no": 2,
                    "action": "error",
                    "message": "Somebody imports the same reference at this moment. Import again.",
                    "res_id": None,
                }
            ],
        )
