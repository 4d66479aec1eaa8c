from odoo import fields, models


class AgencyMetricImportError(models.Model):
    """One row of an imported file that was left out, and why."""

    _name = "agency.metric.import.error"
    _description = "Rejected Row"
    _order = "import_id desc, line_no"
    _rec_name = "reason"

    import_id = fields.Many2one("agency.metric.import", required=True, readonly=True, index=True, ondelete="cascade")
    line_no = fields.Integer("Line", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    raw = fields.Char("Row", readonly=True, help="The row as it stands in the file.")
