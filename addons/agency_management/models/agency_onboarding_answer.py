from odoo import fields, models

from ..core import briefing as core


class AgencyOnboardingAnswer(models.Model):
    """A question of a briefing as it was asked in one onboarding, with the client's answer.

    It keeps what was asked: a template that is changed later changes no briefing that is under way.
    """

    _name = "agency.onboarding.answer"
    _inherit = ["agency.onboarding.question.mixin"]
    _description = "Briefing Answer"
    _order = "step_id, sequence, id"

    step_id = fields.Many2one("agency.onboarding.step", required=True, index=True, ondelete="cascade")
    onboarding_id = fields.Many2one(related="step_id.onboarding_id", store=True, index=True)
    client_id = fields.Many2one(related="step_id.client_id", store=True, index=True)
    company_id = fields.Many2one(related="step_id.company_id", store=True, index=True)
    name = fields.Char("Question", required=True)
    help = fields.Char("Hint", help="Shown below the question.")
    choices = fields.Text(help="One a line, for questions to choose from.")
    value = fields.Text("Answer", copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    answered_at = fields.Datetime("Answered", readonly=True, copy=False)

    def _in_core(self):
        """:return list: the questions as :class:`~..core.briefing.Question`, with their ids as keys"""
        return [
            core.Question(answer.id, answer.kind, answer.required, core.split_choices(answer.choices))
            for answer in self
        ]
