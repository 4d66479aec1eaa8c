from odoo import api, fields, models

TICK = ("done_by_id", "done_on")


class AgencyTaskItem(models.Model):
    """One item of a task's checklist. The ticked share is what counts as earned until the task is done."""

    _name = "agency.task.item"
    _description = "Task Checklist Item"
    _order = "task_id, sequence, id"

    task_id = fields.Many2one("project.task", required=True, index=True, ondelete="cascade")
    project_id = fields.Many2one(related="task_id.project_id", store=True, index=True)
    company_id = fields.Many2one(related="task_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("To Do", required=True)
    done = fields.Boolean(copy=False)
    done_by_id = fields.Many2one("res.users", "Ticked By", readonly=True, copy=False, ondelete="restrict")
    done_on = fields.Datetime("Ticked On", readonly=True, copy=False)

    @api.model
    def _with_tick(self, vals):
        """:return dict: values with who ticked when; nobody writes that by hand"""
        vals = {name: value for name, value in vals.items() if name not in TICK}
        if "done" in vals:
            done = bool(vals["done"])
            vals["done_by_id"] = self.env.uid if done else False
            vals["done_on"] = fields.Datetime.now() if done else False
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([self._with_tick(vals) for vals in vals_list])
        items.project_id._agency_health_changed()
        return items

    def write(self, vals):
        result = super().write(self._with_tick(vals))
        if vals.keys() & {"done", "task_id"}:
            self.project_id._agency_health_changed()
        return result

    def unlink(self):
        projects = self.project_id
        result = super().unlink()
        projects._agency_health_changed()
        return result
