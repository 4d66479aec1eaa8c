import base64
import json

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import agency_import_catalogue as catalogue
from ..core import agency_import_file

KINDS = [
    ("clients", "Clients"),
    ("contacts", "Contacts"),
    ("projects", "Projects"),
    ("retainers", "Running Retainers"),
    ("rate_cards", "Rate Cards"),
]
#: who imports what; administrators hold all roles
KIND_GROUPS = {
    "clients": "agency_crm.group_project_manager",
    "contacts": "agency_crm.group_project_manager",
    "projects": "agency_crm.group_project_manager",
    "retainers": "agency_crm.group_accountant",
    "rate_cards": "agency_crm.group_administrator",
}
STATES = [
    ("draft", "To Check"),
    ("checking", "Checking"),
    ("checked", "Checked"),
    ("importing", "Importing"),
    ("done", "Imported"),
    ("partial", "Imported with Errors"),
]
#: what decides the result: fixed from the first check on
SOURCE_FIELDS = {"kind", "file", "company_id", "date_order", "decimal_mark", "own_company"}


class AgencyImport(models.Model):
    """A CSV file of what an agency brings along: what each line will do, and what became of it.

    Checking does the work and takes it back, so that whatever would refuse a line says so beforehand. Importing keeps
    the good lines; bad ones can be downloaded, corrected and imported on their own.
    """

    _name = "agency.import"
    _inherit = ["mail.thread"]
    _description = "Data Import"
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True, required=True)
    kind = fields.Selection(KINDS, required=True, default="clients", index=True, tracking=True)
    file = fields.Binary(attachment=True, copy=False, help="A CSV file with one line of column names.")
    filename = fields.Char("File Name", copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users", string="Imported By", readonly=True, default=lambda self: self.env.user, copy=False
    )
    date_order = fields.Selection(
        [("dmy", "Day/Month/Year"), ("mdy", "Month/Day/Year")],
        string="Dates",
        help="How dates like 03/04/2026 are meant. Empty: found out from the file; asked for when it does not tell.",
    )
    decimal_mark = fields.Selection(
        [(".", "1,234.56"), (",", "1.234,56")],
        string="Numbers",
        help="How numbers like 1.234 are meant. Empty: found out from the file; asked for when it does not tell.",
    )
    own_company = fields.Boolean(
        "Only for This Company", help="New clients are seen by this company only. Otherwise all companies share them."
    )
    send_invitations = fields.Boolean(
        help="People who become portal members get the mail with which they choose a password. Without it nobody is "
        "written to; invite them later from the contact."
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, index=True, tracking=True
    )
    warning = fields.Text(readonly=True, copy=False)
    header = fields.Text(readonly=True, copy=False, help="Column names of the file, as JSON.")
    run = fields.Integer(readonly=True, copy=False, help="Counts the starts: a job of an earlier one does nothing.")
    line_ids = fields.One2many("agency.import.line", "import_id", string="Lines", readonly=True, copy=False)
    row_count = fields.Integer("Lines in the File", readonly=True, copy=False)
    done_count = fields.Integer("Lines Done", readonly=True, copy=False)
    create_count = fields.Integer("New", compute="_compute_counts")
    update_count = fields.Integer("Changed", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    progress = fields.Float(compute="_compute_progress", help="Per cent of the lines.")
    report_file = fields.Binary(compute="_compute_report_file")
    sample_file = fields.Binary(compute="_compute_sample_file")

    @api.depends("kind", "filename")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            record.name = record.filename or record.name or labels.get(record.kind)

    @api.depends("line_ids.action")
    def _compute_counts(self):
        counts = {
            (batch.id, action): count
            for batch, action, count in self.env["agency.import.line"]._read_group(
                [("import_id", "in", self.ids)], ["import_id", "action"], ["__count"]
            )
        }
        for record in self:
            for action in ("create", "update", "unchanged", "error"):
                record[f"{action}_count"] = counts.get((record.id, action), 0)

    @api.depends("row_count", "done_count")
    def _compute_progress(self):
        for record in self:
            record.progress = 100.0 * record.done_count / record.row_count if record.row_count else 0.0

    @api.depends("line_ids.action")
    def _compute_report_file(self):
        for record in self:
            header = json.loads(record.header or "[]")
            kept = [index for index, cell in enumerate(header) if catalogue.plain(cell) != catalogue.PROBLEM]
            rows = []
            for line in record.line_ids.filtered(lambda line: line.action == "error"):
                cells = json.loads(line.cells)
                rows.append([cells[index] if index < len(cells) else "" for index in kept] + [line.message or ""])
            data = agency_import_file.encode([*(header[index] for index in kept), catalogue.PROBLEM], rows)
            record.report_file = base64.b64encode(data)

    @api.depends("kind")
    def _compute_sample_file(self):
        for record in self:
            data = agency_import_file.encode(*catalogue.sample(catalogue.KINDS[record.kind or "clients"]))
            record.sample_file = base64.b64encode(data)

    # ------------------------------------------------------------------ rules

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_may_import()
        return records

    def write(self, vals):
        if SOURCE_FIELDS.intersection(vals) and any(record.state != "draft" for record in self):
            raise UserError(_("This import was checked already. Start over to change the file or its options."))
        result = super().write(vals)
        if "kind" in vals:
            self._check_may_import()
        return result

    def _check_may_import(self):
        """Raise ``AccessError`` unless the current user may import these kinds."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            if not self.env.su and not self.env.user.has_group(KIND_GROUPS[record.kind]):
                raise AccessError(
                    _(
                        "You may not import %(kind)s. Project managers import clients, contacts and projects, "
                        "accountants running retainers, administrators everything.",
                        kind=labels[record.kind],
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(record.state in ("checking", "importing") for record in self):
            raise UserError(_("This import is running. Wait until it is done, or start over first."))

    # ------------------------------------------------------------------ actions

    def action_check(self):
        """Tell line by line what importing would do."""
        for record in self:
            record._start("checking")

    def action_import(self):
        """Import the good lines."""
        for record in self:
            if record.state not in ("checked", "partial", "done"):
                raise UserError(_("Check %(name)s first.", name=record.name))
            record._start("importing")

    def action_reset(self):
        """Back to the beginning; what was imported stays."""
        for record in self:
            lines_sudo = record.line_ids.sudo()  # the report of a run: nobody writes it by hand
            lines_sudo.unlink()
            record.write({"state": "draft", "warning": False, "row_count": 0, "done_count": 0, "run": record.run + 1})

    def action_view_lines(self):
        """:return: action listing the lines, those with errors first when there are any"""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_import_line_action")
        context = {"search_default_errors": 1} if self.error_count else {}
        return action | {"domain": [("import_id", "=", self.id)], "context": context}

    def action_download_report(self):
        """:return: action that downloads the bad lines with their problems"""
        self.ensure_one()
        if not self.error_count:
            raise UserError(_("There are no lines with problems."))
        stem = (self.filename or self.kind).rsplit(".", 1)[0]
        return self._download("report_file", _("%(name)s-problems", name=stem))

    def action_download_sample(self):
        """:return: action that downloads a file with all columns of this kind and two rows"""
        self.ensure_one()
        return self._download("sample_file", _("sample-%(kind)s", kind=self.kind.replace("_", "-")))

    def _download(self, field, stem):
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/{field}/{stem}.csv?download=true",
        }

    def _data(self):
        """:return bytes: the file; empty without one"""
        return base64.b64decode(self.with_context(bin_size=False).file or b"")
