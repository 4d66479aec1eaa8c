from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import briefing as core

QUESTION_KINDS = [
    ("text", "Short Text"),
    ("long", "Long Text"),
    ("choice", "Choice"),
    ("link", "Link"),
    ("date", "Date"),
]


class AgencyOnboardingQuestionMixin(models.AbstractModel):
    """What a question of a briefing is: on the template, and in the onboarding where it is answered.

    Whoever inherits it has ``name``, ``help`` and ``choices``.
    """

    _name = "agency.onboarding.question.mixin"
    _description = "Definition of a Briefing Question"

    sequence = fields.Integer(default=10)
    kind = fields.Selection(QUESTION_KINDS, required=True, default="text")
    required = fields.Boolean(default=True)

    @api.constrains("kind", "choices")
    def _check_choices(self):
        for question in self:
            if question.kind == "choice" and len(core.split_choices(question.choices)) < 2:
                raise ValidationError(
                    _("“%(question)s” needs at least two choices, one a line.", question=question.name)
                )
