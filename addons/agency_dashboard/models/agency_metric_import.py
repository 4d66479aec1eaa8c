import base64
import csv
import io

import psycopg2

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.agency_management.core.text_file import UnreadableFile, decode

from ..core import reader
from ..core.errors import FileError
from ..core.periods import Period

#: larger files are refused: they hold more than one report
MAX_BYTES = 50 * 1024 * 1024
#: files with more rows than this are imported by a job
INLINE_ROWS = 5000
#: rejected rows kept with their text; all of them are counted
KEPT_ERRORS = 1000


class AgencyMetricImport(models.Model):
    """One file of figures downloaded from a provider: what it is, what became of each row."""

    _name = "agency.metric.import"
    _inherit = ["agency.client.mixin", "mail.thread"]
    _description = "Metric Import"
    _order = "id desc"
    _rec_name = "filename"

    client_id = fields.Many2one(required=True)
    file = fields.Binary(required=True, attachment=True, help="A CSV file downloaded from Search Console or GA4.")
    filename = fields.Char("File Name", default=lambda self: _("figures.csv"))
    source_id = fields.Many2one(
        "agency.data.source",
        string="Data Source",
        index=True,
        ondelete="restrict",
        domain="[('client_id', '=', client_id)]",
        help="Leave empty to add a source for the property below.",
    )
    account = fields.Char("Property", help="The site or property the file is about, for example www.example.com.")
    date_from = fields.Date("First Day", help="Only for files without a date column: the first day they cover.")
    date_to = fields.Date("Last Day", help="Only for files without a date column: the last day they cover.")
    state = fields.Selection(
        [("draft", "To check"), ("queued", "In the queue"), ("done", "Imported"), ("failed", "Failed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )

    provider = fields.Selection(
        selection=lambda self: self.env["agency.data.source"]._fields["provider"].selection,
        compute="_compute_preview",
    )
    report = fields.Char(compute="_compute_preview", help="What the rows of the file are about.")
    needs_period = fields.Boolean(compute="_compute_preview")
    preview_html = fields.Html("First Rows", compute="_compute_preview", sanitize=False)
    file_error = fields.Char(compute="_compute_preview")

    row_count = fields.Integer("Rows", readonly=True, copy=False)
    rows_ok = fields.Integer("Rows Imported", readonly=True, copy=False)
    rows_bad = fields.Integer("Rows Rejected", readonly=True, copy=False)
    rows_skipped = fields.Integer("Rows of Totals", readonly=True, copy=False)
    values_inserted = fields.Integer("New Values", readonly=True, copy=False)
    values_changed = fields.Integer("Changed Values", readonly=True, copy=False)
    values_unchanged = fields.Integer("Unchanged Values", readonly=True, copy=False)
    failure = fields.Char(readonly=True, copy=False)
    error_ids = fields.One2many("agency.metric.import.error", "import_id", string="Rejected Rows")
    rejected_file = fields.Binary(compute="_compute_rejected_file")

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for record in self:
            if record.date_from and record.date_to and record.date_to < record.date_from:
                raise ValidationError(
                    _(
                        "%(file)s: the last day, %(last)s, lies before the first one, %(first)s. Exchange them.",
                        file=record.filename,
                        last=format_date(record.env, record.date_to),
                        first=format_date(record.env, record.date_from),
                    )
                )

    @api.constrains("source_id", "client_id")
    def _check_source(self):
        for record in self:
            if record.source_id and record.source_id.client_id != record.client_id:
                raise ValidationError(
                    _(
                        "The source %(origin)s belongs to %(owner)s. Choose a source of %(client)s.",
                        origin=record.source_id.display_name,
                        owner=record.source_id.client_id.display_name,
                        client=record.client_id.display_name,
                    )
                )

    @api.depends("file", "date_from", "date_to", "state")
    def _compute_preview(self):
        for record in self:
            record.update(
                {"provider": False, "report": False, "needs_period": False, "preview_html": False, "file_error": False}
            )
            if not record.file:
                continue
            try:
                seen = reader.preview(record._text())
            except (FileError, UnreadableFile) as error:
                record.file_error = record._file_error_message(error)
                continue
            record.provider = seen.provider
            record.report = record._report_label(seen.kind, seen.dated)
            record.needs_period = not seen.dated and not seen.period
            if record.state == "draft":
                record.preview_html = record._render_preview(seen)

    @api.depends("error_ids")
    def _compute_rejected_file(self):
        for record in self:
            buffer = io.StringIO()
            writer = csv.writer(buffer)
            writer.writerow([_("Line"), _("Reason"), _("Row")])
            writer.writerows([error.line_no, error.reason, error.raw or ""] for error in record.error_ids)
            record.rejected_file = base64.b64encode(buffer.getvalue().encode("utf-8-sig"))

    @api.onchange("client_id")
    def _onchange_client_id(self):
        if self.source_id.client_id != self.client_id:
            self.source_id = False
        if self.client_id and not self.account:
            self.account = self.client_id.site_url or self.client_id.name

    @api.onchange("file")
    def _onchange_file(self):
        if self.source_id and self.provider and self.source_id.provider != self.provider:
            self.source_id = False

    def action_import(self):
        """Import the file: at once when it is small, else by a job."""
        for record in self:
            if record.state not in ("draft", "failed"):
                raise UserError(_("%(file)s was imported already.", file=record.filename))
            if record.file_error:
                raise UserError(record.file_error)
            if record.needs_period and not (record.date_from and record.date_to):
                raise UserError(
                    _(
                        "%(file)s has no date column. Enter the first and the last day it covers, as chosen in the "
                        "report it was downloaded from.",
                        file=record.filename,
                    )
                )
            record._ensure_source()
            record.row_count = reader.preview(record._text()).row_count
            if record.row_count > INLINE_ROWS:
                record.state = "queued"
                record.with_delay(
                    identity_key=f"agency.metric.import:{record.id}",
                    description=_("Import %(file)s", file=record.filename),
                )._job_import()
            else:
                record._import()

    def action_reset(self):
        """Put a failed import back to be checked."""
        self.filtered(lambda record: record.state == "failed").write({"state": "draft", "failure": False})

    def action_view_errors(self):
        """:return: action listing the rejected rows"""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_dashboard.agency_metric_import_error_action")
        action["domain"] = [("import_id", "in", self.ids)]
        return action

    def action_download_rejected(self):
        """:return: action that downloads the rejected rows with their reasons"""
        self.ensure_one()
        name = (self.filename or "figures").rsplit(".", 1)[0]
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/rejected_file/{name}-rejected.csv?download=true",
        }

    def action_view_dashboard(self):
        """:return: client action showing the dashboard of the client"""
        return self.client_id.action_view_client_dashboard()

    def _job_import(self):
        """Job: import this file. Runs once; a second run of the same job finds it done."""
        self.ensure_one()
        self.flush_recordset(["state"])
        self.env.cr.execute("SELECT state FROM agency_metric_import WHERE id = %s FOR UPDATE", [self.id])
        if self.env.cr.fetchone()[0] == "queued":
            self._import()

    def _import(self):
        """Read the file and store its figures, keeping what is wrong with it on the record.

        The figures, the rejected rows and the counts are written in the caller's transaction: all of them or none.
        """
        self.ensure_one()
        self.error_ids.unlink()
        source = self.source_id
        try:
            with self.env.cr.savepoint():
                result = reader.read(self._text(), source._today(), self._period(), source.provider)
                counts = self.env["agency.metric.fact"]._ingest(source, result.facts)
        except (FileError, UnreadableFile) as error:
            self._fail(self._file_error_message(error))
            return
        except psycopg2.DataError:
            self._fail(_("The file holds text the database cannot store. Save it again as UTF-8 and import that."))
            return
        messages = self._row_error_messages()
        self.env["agency.metric.import.error"].create(
            [
                {
                    "import_id": self.id,
                    "line_no": error.line_no,
                    "reason": messages[error.code] % error.params,
                    "raw": error.raw,
                }
                for error in result.errors[:KEPT_ERRORS]
            ]
        )
        self.write(
            {
                "state": "done",
                "failure": False,
                "row_count": result.rows_ok + result.rows_skipped + len(result.errors),
                "rows_ok": result.rows_ok,
                "rows_bad": len(result.errors),
                "rows_skipped": result.rows_skipped,
                "values_inserted": counts["inserted"],
                "values_changed": counts["changed"],
                "values_unchanged": counts["unchanged"],
            }
        )
        # importing is the task of people who may not configure sources; health follows from the import alone
        source.sudo()._mark_imported(max((fact.day for fact in result.facts), default=None))

    def _fail(self, message):
        self.write({"state": "failed", "failure": message})
        self.source_id.sudo().write({"health": "error", "last_error": message})

    def _ensure_source(self):
        """Find or make the source the file belongs to."""
        self.ensure_one()
        if self.source_id and self.source_id.provider != self.provider:
            labels = dict(self._fields["provider"]._description_selection(self.env))
            raise UserError(
                _(
                    "%(file)s comes from %(provider)s, but %(origin)s does not. Choose another source, or none to add "
                    "one.",
                    file=self.filename,
                    provider=labels[self.provider],
                    origin=self.source_id.display_name,
                )
            )
        if self.source_id:
            return
        account = (self.account or self.client_id.site_url or self.client_id.name or "").strip()
        sources = self.env["agency.data.source"]
        values = {"client_id": self.client_id.id, "provider": self.provider, "account": account}
        known = sources.search([(name, "=", value) for name, value in values.items()], limit=1)
        self.source_id = known or sources.create(values | {"company_id": self.company_id.id})

    def _text(self):
        """:return str: the file's text, also while it is only in a form

        :raise UnreadableFile: it is empty or no text
        """
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return decode(data, MAX_BYTES, tolerant=True)

    def _period(self):
        return Period(self.date_from, self.date_to) if self.date_from and self.date_to else None

    def _render_preview(self, seen):
        return self.env["ir.qweb"]._render(
            "agency_dashboard.metric_import_preview",
            {
                "columns": [(header, self._target_label(target)) for header, target in seen.columns],
                "rows": seen.rows,
                "row_count": seen.row_count,
                "period": seen.period,
                "dated": seen.dated,
            },
        )

    @api.model
    def _target_label(self, target):
        """:return str: what a column is stored as, in words; empty for a column that is left out"""
        metric = self.env["agency.metric"]._id_by_key()
        key = target if target in metric else f"search_{target}"
        if key in metric:
            return self.env["agency.metric"].browse(metric[key]).name
        return {
            "date": _("Date"),
            "query": _("Query"),
            "page": _("Page"),
            "country": _("Country"),
            "device": _("Device"),
            "channel": _("Channel"),
            "appearance": _("Search appearance"),
            "position": _("Average position"),
            "engagement_time": _("Engagement time"),
        }.get(target, "")

    @api.model
    def _report_label(self, kind, dated):
        names = {
            "total": _("Whole site"),
            "query": _("Queries"),
            "page": _("Pages"),
            "country": _("Countries"),
            "device": _("Devices"),
            "channel": _("Channels"),
            "appearance": _("Search appearance"),
        }
        label = " × ".join(names[part] for part in kind.split("+"))
        return _("%(what)s by day", what=label) if dated else label

    @api.model
    def _file_error_message(self, error):
        """:return str: what is wrong with a whole file and what to do about it"""
        return {
            "empty": _("The file is empty."),
            "too_large": _("The file has more than %(megabytes)s MB. Export a shorter range."),
            "zip": _(
                "This is a ZIP or Excel file. Unpack the ZIP and import its CSV files one by one, or export as CSV."
            ),
            "excel": _("This is an Excel file. Export the report as CSV."),
            "pdf": _("This is a PDF. Export the report as CSV."),
            "html": _("This is a web page, not an export. Sign in at the provider and export the report as CSV."),
            "encoding": _("This is not a text file. Export the report as CSV."),
            "unknown_provider": _("No reader is installed for this provider."),
            "unknown_columns": _(
                "These columns are of no report we know: %(columns)s. Import the CSV of Search Console's performance "
                "report, or of GA4's Traffic acquisition or Pages and screens report."
            ),
            "no_rows": _("The file has a header but no rows. Choose a range with data and export again."),
            "comparison_export": _("This export compares two ranges. Switch the comparison off and export again."),
            "period_needed": _("The file has no date column. Enter the first and the last day it covers."),
            "period_in_future": _(
                "The file would cover days up to %(end)s, which lies in the future. Correct the days."
            ),
            "period_mismatch": _(
                "The file says it covers %(start)s to %(end)s. Empty the first and last day, or correct them."
            ),
            "ambiguous_dates": _("Dates like %(example)s can be read two ways. Export with dates like 2026-10-31."),
        }[error.code] % error.params

    @api.model
    def _row_error_messages(self):
        """:return dict: code of a row's fault -> message with named placeholders"""
        return {
            "quotes": _("A quotation mark is not closed."),
            "cell_count": _("%(found)s cells instead of %(expected)s."),
            "not_a_number": _("“%(value)s” is not a number."),
            "not_whole": _("“%(value)s” is not a whole number."),
            "negative": _("“%(value)s” is negative."),
            "not_a_date": _("“%(value)s” is not a date."),
            "future": _("%(value)s lies in the future."),
            "empty_dimension": _("The cell for “%(column)s” is empty."),
            "no_figures": _("No figures in this row."),
            "position_below_one": _("A position of %(value)s does not exist: the first one is 1."),
            "duplicate": _("The same as line %(line)s, which was imported."),
        }
