from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..core import briefing as core


class AgencyOnboardingStep(models.Model):
    """A briefing: a few questions the client answers in the portal, kept with the onboarding."""

    _inherit = "agency.onboarding.step"

    answer_ids = fields.One2many(
        "agency.onboarding.answer", "step_id", string="Briefing", copy=True, groups="base.group_user"
    )
    form_submitted_at = fields.Datetime("Filled In", readonly=True, copy=False)
    form_submitted_by_id = fields.Many2one(
        "res.users", string="Filled in by", readonly=True, copy=False, ondelete="set null", groups="base.group_user"
    )

    def _condition_form_filled(self):
        return self.filtered("form_submitted_at")

    def _set_state(self, state):
        result = super()._set_state(state)
        if state == "open":
            # opened again: the client looks through the answers and sends them once more
            self.filtered("form_submitted_at").write({"form_submitted_at": False, "form_submitted_by_id": False})
        return result

    def _submit_form(self, user, typed, complete=True):
        """Take in a briefing. Call it behind the portal gate, with elevated rights.

        Nothing is kept while something is wrong: the page shows what was typed again.

        :param user: ``res.users`` who fills it in
        :param dict typed: id of a question -> what was typed
        :param bool complete: False keeps the answers so far, to go on another day
        :return dict: id of a question -> what is wrong with its answer
        :raise UserError: the briefing is not asked for any more
        """
        self.ensure_one()
        if self.state != "open" or self.condition != "form_filled":
            raise UserError(_("This form is closed: we have your answers already. Write to us to change them."))
        values, problems = core.check(self.answer_ids._in_core(), typed, complete)
        if problems:
            return {key: self._answer_problem_message(problem) for key, problem in problems.items()}
        now = fields.Datetime.now()
        for answer in self.answer_ids:
            if values[answer.id] != (answer.value or ""):
                answer.write({"value": values[answer.id], "answered_by_id": user.id, "answered_at": now})
        if complete:
            self.write({"form_submitted_at": now, "form_submitted_by_id": user.id})
            self.onboarding_id._tell_filled_in(self)
            self.onboarding_id._check_conditions()
        return {}

    @api.model
    def _answer_problem_message(self, problem):
        return {
            "required": _("Please answer this question."),
            "too_long": _("This is too long. Please shorten it."),
            "choice": _("Please choose one of the answers."),
            "link": _("This is no web address. It looks like www.example.com."),
            "date": _("This is no date. Choose it from the calendar, or write it as 2025-12-31."),
        }[problem]
