from odoo import api, models

#: A change of one of these may change where a project stands.
FIGURES = {"unit_amount", "amount", "project_id", "task_id", "date", "employee_id"}


class AccountAnalyticLine(models.Model):
    """Time on a project makes the project be measured again."""

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.project_id._agency_health_changed()
        return lines

    def write(self, vals):
        projects = self.project_id if FIGURES.intersection(vals) else self.env["project.project"]
        result = super().write(vals)
        if projects or "project_id" in vals:
            (projects | self.project_id)._agency_health_changed()
        return result

    def unlink(self):
        projects = self.project_id
        result = super().unlink()
        projects._agency_health_changed()
        return result
