import json

from odoo import _, models
from odoo.exceptions import UserError

from ..core import agency_import_catalogue as catalogue
from ..core import agency_import_rows
from ..core.text_file import UnreadableFile

#: files with more lines than this are worked on by jobs
INLINE_ROWS = 100
#: lines one job works on
CHUNK_ROWS = 100


class Undo(Exception):
    """Ends a dry run."""


class AgencyImport(models.Model):
    """Checking and importing: lines are worked on in chunks, large files by one job after the other.

    Nobody but the run writes lines, and it does what whoever imports need not be allowed to do by hand (a project
    manager may not create companies elsewhere); who may import what was checked before, see ``_check_may_import``.
    """

    _inherit = "agency.import"

    def _start(self, state):
        """Read the file and begin; small files are done at once.

        :param str state: ``checking`` or ``importing``
        :raise UserError: the file as a whole cannot be imported
        """
        self.ensure_one()
        self._check_may_import()
        if self.state in ("checking", "importing"):
            raise UserError(_("This import is running already. Wait until it is done, or start over."))
        sheet = self._read_sheet()
        lines_sudo = self.line_ids.sudo()  # see the class
        lines_sudo.unlink()
        lines_sudo.create([self._prepare_line(row, sheet) for row in sheet.rows])
        self.write(
            {
                "state": state,
                "run": self.run + 1,
                "header": json.dumps(sheet.header),
                "row_count": len(sheet.rows),
                "done_count": 0,
                "warning": _(
                    "These columns mean nothing here and are ignored: %(names)s.", names=", ".join(sheet.ignored)
                )
                if sheet.ignored
                else False,
            }
        )
        if len(sheet.rows) <= INLINE_ROWS:
            self._work(sheet, sheet.rows)
            self._finish()
        else:
            self._enqueue(0)

    def _read_sheet(self):
        """:return: :class:`~odoo.addons.agency_management.core.agency_import_rows.Sheet`"""
        options = agency_import_rows.Options(self.date_order or None, self.decimal_mark or None)
        try:
            return agency_import_rows.read(self._data(), catalogue.KINDS[self.kind], options)
        except UnreadableFile as error:
            raise UserError(self._file_message(error)) from error

    def _prepare_line(self, row, sheet):
        """:return dict: values of the line of one row"""
        values = {
            "import_id": self.id,
            "line_no": row.line_no,
            "key": row.values.get("ref") or row.values.get("name") or row.values.get("card"),
            "cells": json.dumps(row.cells),
            "action": "waiting",
        }
        if row.problems:
            values["action"] = "error"
            values["message"] = "\n".join(self._problem_text(problem, sheet) for problem in row.problems)
        return values

    def _enqueue(self, offset):
        """Enqueue the work on the lines from an offset on."""
        self.with_delay(
            identity_key=f"agency.import:{self.id}:{self.run}:{offset}",
            description=_("%(name)s from line %(line)s on", name=self.name, line=offset + 1),
        )._job_work(self.run, offset)

    def _job_work(self, run, offset):
        """Job: work on one chunk and enqueue the next one. A second run of the same job finds its lines done."""
        self.ensure_one()
        self.env.cr.execute("SELECT id FROM agency_import WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset()
        if self.run != run or self.state not in ("checking", "importing") or self.done_count != offset:
            return
        sheet = self._read_sheet()
        self._work(sheet, sheet.rows[offset : offset + CHUNK_ROWS])
        if self.done_count < self.row_count:
            self._enqueue(self.done_count)
        else:
            self._finish()

    def _work(self, sheet, rows):
        """Check or import rows, keeping the outcome on their lines."""
        good = [row for row in rows if not row.problems]
        results = []
        if good:
            # see the class
            kind_sudo = self.env[f"agency.import.{self.kind}"].sudo().with_company(self.company_id)
            if self.state == "checking":
                try:
                    with self.env.cr.savepoint():
                        results = kind_sudo._run(self, sheet, good, dry=True)
                        raise Undo
                except Undo:
                    self.env.invalidate_all()
            else:
                results = kind_sudo._run(self, sheet, good, dry=False)
        self._store_results(results)
        self.done_count += len(rows)

    def _store_results(self, results):
        """Write what became of rows on their lines, in one query.

        :param list results: dicts with ``line_no``, ``action``, ``message`` and ``res_id``
        """
        lines = self.env["agency.import.line"]
        lines.flush_model()
        self.env.cr.execute(
            """
            UPDATE agency_import_line AS line
               SET action = result.action, message = result.message, res_id = result.res_id, res_model = %s
              FROM jsonb_to_recordset(%s::jsonb) AS result(line_no int, action text, message text, res_id int)
             WHERE line.import_id = %s AND line.line_no = result.line_no
            """,
            [self.env[f"agency.import.{self.kind}"]._target, json.dumps(results), self.id],
        )
        lines.invalidate_model()
        self.invalidate_recordset()

    def _finish(self):
        """Move on once all lines are done."""
        if self.state == "checking":
            state = "checked"
        else:
            state = "partial" if self.error_count else "done"
        self.write({"state": state, "user_id": self.env.user.id})
        if state != "checked":
            self.message_post(
                body=_(
                    "%(created)s created, %(updated)s changed, %(unchanged)s unchanged, %(errors)s with errors.",
                    created=self.create_count,
                    updated=self.update_count,
                    unchanged=self.unchanged_count,
                    errors=self.error_count,
                )
            )
