from odoo import api, fields, models


class ProjectTaskTimer(models.Model):
    """Start and stop the clock from the task one works on."""

    _inherit = "project.task"

    agency_timer_running = fields.Boolean(
        "My Timer Runs", compute="_compute_agency_timer_running", groups="base.group_user"
    )

    @api.depends_context("uid")
    def _compute_agency_timer_running(self):
        running = self.env["agency.timer"]
        if self.env.user.has_group("agency_crm.group_team_member"):
            running = running.search([("user_id", "=", self.env.uid), ("task_id", "in", self.ids)])
        for task in self:
            task.agency_timer_running = task in running.task_id

    def action_agency_timer_start(self):
        """Start the clock on this task; one that runs elsewhere is booked first."""
        self.ensure_one()
        result = self.env["agency.timer"].timer_start(task_id=self.id)
        return self._timer_refresh(result)

    def action_agency_timer_stop(self):
        """Stop the clock and book its time."""
        self.ensure_one()
        result = self.env["agency.timer"].timer_stop()
        return self._timer_refresh(result)

    @api.model
    def _timer_refresh(self, result):
        return {"type": "ir.actions.client", "tag": "agency_timer_refresh", "params": result}
