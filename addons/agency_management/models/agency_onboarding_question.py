from odoo import fields, models


class AgencyOnboardingQuestion(models.Model):
    """A question of the briefing that a step of a template asks the client to fill in."""

    _name = "agency.onboarding.question"
    _inherit = ["agency.onboarding.question.mixin"]
    _description = "Briefing Question"
    _order = "template_step_id, sequence, id"

    template_step_id = fields.Many2one(
        "agency.onboarding.template.step", string="Step", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_step_id.company_id", store=True, index=True)
    name = fields.Char("Question", required=True, translate=True)
    help = fields.Char("Hint", translate=True, help="Shown below the question.")
    choices = fields.Text(translate=True, help="One a line, for questions to choose from.")

    def _prepare_answer(self):
        """:return dict: values of the question as it is asked in an onboarding"""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "name": self.name,
            "help": self.help,
            "kind": self.kind,
            "choices": self.choices,
            "required": self.required,
        }
