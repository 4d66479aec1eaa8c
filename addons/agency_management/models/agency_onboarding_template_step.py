from odoo import fields, models


class AgencyOnboardingTemplateStep(models.Model):
    """One step of an onboarding template: who does it, by when, and what completes it by itself."""

    _name = "agency.onboarding.template.step"
    _description = "Onboarding Template Step"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("agency.onboarding.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    condition = fields.Selection(
        selection="_selection_condition",
        string="Completed by",
        required=True,
        default="manual",
        help="What completes the step by itself. Manual: somebody ticks it off.",
    )
    client_facing = fields.Boolean(help="The client sees the step in the portal and is reminded when it is due.")
    wait_for_previous = fields.Boolean("In Turn", help="Opens only when all steps before it are finished.")
    due_days = fields.Integer("Due (working days)", default=3, help="Working days after the onboarding starts.")
    owner_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False)]",
        help="Empty: whoever is responsible for the onboarding.",
    )
    request_document = fields.Boolean(
        help="Asks the client for a document with the name and description of the step when the onboarding starts."
    )

    _sql_constraints = [("due_positive", "CHECK(due_days >= 0)", "Due days cannot be negative.")]

    def _selection_condition(self):
        registry = self.env["agency.onboarding"]._condition_registry()
        return [(key, entry["label"]) for key, entry in registry.items()]
