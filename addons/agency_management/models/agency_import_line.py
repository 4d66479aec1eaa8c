from odoo import _, fields, models
from odoo.exceptions import UserError

ACTIONS = [
    ("waiting", "Waiting"),
    ("create", "Create"),
    ("update", "Update"),
    ("unchanged", "Unchanged"),
    ("error", "Error"),
]


class AgencyImportLine(models.Model):
    """One line of an imported file: what it will do or did, to which record, or what is wrong with it."""

    _name = "agency.import.line"
    _description = "Imported Line"
    _order = "import_id desc, line_no"
    _rec_name = "key"

    import_id = fields.Many2one("agency.import", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    kind = fields.Selection(related="import_id.kind", store=True)
    line_no = fields.Integer("Line", required=True, readonly=True)
    key = fields.Char(readonly=True, help="Reference or name by which the line is known.")
    cells = fields.Text(required=True, readonly=True, help="The line as it stands in the file, as JSON.")
    action = fields.Selection(ACTIONS, required=True, default="waiting", readonly=True)
    message = fields.Text(readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)

    _sql_constraints = [
        ("line_unique", "UNIQUE(import_id, line_no)", "This line of the file is listed already."),
    ]

    def action_open(self):
        """:return: action opening the record this line is about"""
        self.ensure_one()
        if not self.res_id or not self.env[self.res_model].browse(self.res_id).exists():
            raise UserError(_("There is no record of this line."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
