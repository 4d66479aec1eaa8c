from odoo import Command, api, fields, models


class ProjectTaskChecklist(models.Model):
    """Checklist of a task."""

    _inherit = "project.task"

    agency_item_ids = fields.One2many(
        "agency.task.item", "task_id", string="Checklist", copy=True, groups="base.group_user"
    )
    agency_item_count = fields.Integer(
        compute="_compute_agency_item_count", compute_sudo=True, groups="base.group_user"
    )
    agency_item_done_count = fields.Integer(
        compute="_compute_agency_item_count", compute_sudo=True, groups="base.group_user"
    )

    @api.depends("agency_item_ids.done")
    def _compute_agency_item_count(self):
        ticks = self._agency_ticks()
        for task in self:
            task.agency_item_done_count, task.agency_item_count = ticks.get(task.id, (0, 0))

    def _agency_ticks(self):
        """:return dict: task id -> (ticked items, items); tasks without a checklist are left out"""
        # numbers alone come out of it
        items_sudo = self.env["agency.task.item"].sudo()
        result = {}
        for task, done, count in items_sudo._read_group(
            [("task_id", "in", self.ids)], ["task_id", "done"], ["__count"]
        ):
            ticked, items = result.get(task.id, (0, 0))
            result[task.id] = (ticked + (count if done else 0), items + count)
        return result

    @api.model
    def _agency_item_commands(self, text):
        """:return list: commands that make a checklist of a text, one item a line"""
        names = filter(None, (line.strip() for line in (text or "").splitlines()))
        return [Command.create({"name": name, "sequence": number}) for number, name in enumerate(names, 1)]
