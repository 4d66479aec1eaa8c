from odoo import fields, models

DUE_RULES = [
    ("start", "After the start"),
    ("previous", "After the step before"),
    ("kickoff", "Before the kick-off"),
]


class AgencyOnboardingTemplateStep(models.Model):
    """One step of an onboarding template: who does it, by when, and what completes it by itself."""

    _name = "agency.onboarding.template.step"
    _inherit = ["agency.onboarding.step.mixin"]
    _description = "Onboarding Template Step"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("agency.onboarding.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text("Notes for the Team", translate=True, help="How it is done. The client does not see it.")
    client_text = fields.Text(
        "Text for the Client", translate=True, help="What the client reads in the portal and in reminders."
    )
    due_rule = fields.Selection(DUE_RULES, "Due", required=True, default="start")
    owner_id = fields.Many2one("res.users", string="Person", domain="[('share', '=', False)]", ondelete="restrict")
    reminder_rule_ids = fields.Many2many(
        "agency.onboarding.reminder.rule",
        "agency_onboarding_template_step_reminder_rel",
        string="Reminders",
        default=lambda self: self._default_reminder_rules(),
        groups="base.group_user",
    )
    request_document = fields.Boolean(
        help="Asks the client for a document with the name and text of the step when the onboarding starts."
    )

    question_ids = fields.One2many(
        "agency.onboarding.question",
        "template_step_id",
        string="Questions",
        copy=True,
        help="What the client is asked, for steps completed by a form that is filled in.",
    )

    def _prepare_step(self, lang):
        """Values of a step made from this one.

        :param str lang: the client's language, in which the client reads what is theirs
        :return dict: values, the certain person as ``owner_id``; ``request_document`` says whether a document is asked
            for with the step
        """
        self.ensure_one()
        vals = self.read(self._definition_fields(), load=False)[0]
        vals.pop("id")
        client_facing = self.client_facing or self.request_document
        if client_facing:
            theirs = self.with_context(lang=lang)
            vals.update(name=theirs.name, client_text=theirs.client_text)
        return vals | {
            "reminder_rule_ids": [fields.Command.set(self.reminder_rule_ids.ids)],
            "client_facing": client_facing,
            "owner_id": self.owner_id.id if self.owner_rule == "person" else False,
            "request_document": self.request_document,
            "answer_ids": [
                fields.Command.create(question._prepare_answer())
                for question in self.question_ids.with_context(lang=lang)
            ],
        }
