from odoo import _, api, fields, models


class AgencyOnboarding(models.Model):
    """The answers of the client's briefings."""

    _inherit = "agency.onboarding"

    answer_ids = fields.One2many(
        "agency.onboarding.answer", "onboarding_id", string="Answers", readonly=True, groups="base.group_user"
    )

    @api.model
    def _condition_registry(self):
        return super()._condition_registry() | {
            "form_filled": {"label": _("Form filled in"), "method": "_condition_form_filled"},
        }

    def _tell_filled_in(self, step):
        """Tell the step's responsible that the client filled in a form."""
        self.ensure_one()
        user = step.owner_id or self.owner_id
        if user:
            self.message_notify(
                partner_ids=user.partner_id.ids,
                subject=_("%(client)s filled in: %(step)s", client=self.client_id.name, step=step.name),
                body=_("The answers are on the onboarding, page Answers."),
            )
