from odoo import fields, models


class AgencyProjectBaselineLine(models.Model):
    """One task as it was planned when the baseline was taken."""

    _name = "agency.project.baseline.line"
    _description = "Task in a Project Baseline"
    _order = "baseline_id, start_date, id"

    baseline_id = fields.Many2one("agency.project.baseline", required=True, index=True, ondelete="cascade")
    project_id = fields.Many2one(related="baseline_id.project_id", store=True, index=True)
    company_id = fields.Many2one(related="baseline_id.company_id", store=True, index=True)
    task_id = fields.Many2one(
        "project.task", index="btree_not_null", ondelete="set null", help="Empty: the task was deleted since."
    )
    name = fields.Char(required=True, help="Name of the task when the baseline was taken.")
    start_date = fields.Date("Start")
    finish_date = fields.Date("End")
    hours = fields.Float(help="Planned hours, those of subtasks left out.")
