from odoo import api, fields, models


class AgencyOnboarding(models.Model):
    """How an onboarding stands, for lists and the board."""

    _inherit = "agency.onboarding"

    late_step_count = fields.Integer("Late Steps", compute="_compute_standing")
    client_step_count = fields.Integer("Waiting for Client", compute="_compute_standing")
    sla_state = fields.Selection(
        [("ok", "Within SLA"), ("today", "SLA ends today"), ("missed", "SLA missed")],
        string="SLA",
        compute="_compute_standing",
        groups="base.group_user",
        help="The worst of the open steps that have an SLA.",
    )

    @api.depends("state", "step_ids.state", "step_ids.due_date", "step_ids.turn", "step_ids.sla_date")
    def _compute_standing(self):
        today = fields.Date.context_today(self)
        for onboarding in self:
            steps = onboarding.step_ids.filtered(lambda step: step.state == "open")
            if onboarding.state != "running":
                steps = steps.browse()
            onboarding.late_step_count = len(steps.filtered(lambda step: step.due_date and step.due_date < today))
            onboarding.client_step_count = len(steps.filtered(lambda step: step.turn == "client"))
            # the SLA of steps is the agency's to know, as is what comes of it
            steps_sudo = steps.sudo()
            limit = min(filter(None, steps_sudo.mapped("sla_date")), default=False)
            onboarding.sla_state = limit and ("missed" if limit < today else "today" if limit == today else "ok")
