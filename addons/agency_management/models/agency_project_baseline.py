from odoo import _, api, fields, models
from odoo.exceptions import UserError


class AgencyProjectBaseline(models.Model):
    """What was planned at a moment: dates and hours of a project's tasks, kept to compare with what comes of it.

    Several are kept; variance and earned value are measured against the current one. A baseline is a record of the
    past: its lines never change, another one is taken instead.
    """

    _name = "agency.project.baseline"
    _description = "Project Baseline"
    _order = "project_id, taken_on desc, id desc"

    name = fields.Char(required=True)
    project_id = fields.Many2one("project.project", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    taken_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    taken_by_id = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.user, ondelete="restrict")
    is_current = fields.Boolean("Current", readonly=True, copy=False)
    line_ids = fields.One2many("agency.project.baseline.line", "baseline_id", string="Tasks", readonly=True)
    start_date = fields.Date("Start", compute="_compute_totals", store=True)
    finish_date = fields.Date("End", compute="_compute_totals", store=True)
    hours = fields.Float(compute="_compute_totals", store=True)

    def init(self):
        # a constraint of the ORM cannot say "at most one that is current"
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS agency_project_baseline_current_unique "
            "ON agency_project_baseline (project_id) WHERE is_current"
        )

    @api.depends("line_ids.start_date", "line_ids.finish_date", "line_ids.hours")
    def _compute_totals(self):
        for baseline in self:
            lines = baseline.line_ids
            baseline.start_date = min(filter(None, lines.mapped("start_date")), default=False)
            baseline.finish_date = max(filter(None, lines.mapped("finish_date")), default=False)
            baseline.hours = sum(lines.mapped("hours"))

    def action_make_current(self):
        """Measure the project against this baseline from now on."""
        self.ensure_one()
        self.project_id._agency_lock()
        self.search([("project_id", "=", self.project_id.id), ("is_current", "=", True)]).is_current = False
        # the unique index sees rows, not recordsets: the old one has to be out before this one is in
        self.flush_model(["is_current"])
        self.is_current = True
        self.project_id._agency_refresh_health()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_current(self):
        for baseline in self:
            if baseline.is_current and baseline.project_id.agency_baseline_ids - self:
                raise UserError(
                    _(
                        "%(project)s is measured against %(baseline)s. Make another baseline current first.",
                        project=baseline.project_id.name,
                        baseline=baseline.name,
                    )
                )
