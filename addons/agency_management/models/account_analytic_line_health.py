from odoo import api, models

#: A change of one of these may change where a project stands.
FIGURES = {"unit_amount", "amount", "project_id", "task_id", "date", "employee_id"}
#: Odoo writes what new time costs, line by line, while it is being created: the creation tells of all of it at once.
#: An object, so that nobody says so through the API.
CREATING = object()
CONTEXT_KEY = "agency_lines_creating"


class AccountAnalyticLine(models.Model):
    """Time on a project makes the project be measured again."""

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super(AccountAnalyticLine, self.with_context(**{CONTEXT_KEY: CREATING})).create(vals_list)
        lines = lines.with_env(self.env)
        lines.project_id._agency_health_changed()
        return lines

    def write(self, vals):
        if self.env.context.get(CONTEXT_KEY) is CREATING:
            return super().write(vals)
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
