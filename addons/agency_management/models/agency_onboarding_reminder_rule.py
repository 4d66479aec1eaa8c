from odoo import _, api, fields, models

from ..core import reminders as core

RECIPIENTS = [
    ("client", "Client"),
    ("owner", "Responsible of the step"),
    ("onboarding", "Responsible of the onboarding"),
]


class AgencyOnboardingReminderRule(models.Model):
    """When somebody is reminded of an open step, counted from its due date; steps choose any number of these."""

    _name = "agency.onboarding.reminder.rule"
    _description = "Onboarding Reminder Rule"
    _order = "recipient, offset_days, id"

    name = fields.Char(compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    recipient = fields.Selection(
        RECIPIENTS,
        "Remind",
        required=True,
        default="client",
        help="Clients are reminded by e-mail, of steps they see; the agency's people in their inbox.",
    )
    offset_days = fields.Integer(
        "Days after Due Date", help="Calendar days: 0 on the day itself, negative for days before it."
    )
    repeat_days = fields.Integer("Repeat after (days)", help="0: once.")
    repeats = fields.Integer("Repetitions", help="How many times it is repeated after the first time.")

    _sql_constraints = [
        ("repeat_positive", "CHECK(repeat_days >= 0 AND repeats >= 0)", "Repetitions cannot be negative."),
        ("repeats_limited", "CHECK(repeats <= 20)", "Repeat a reminder at most 20 times."),
    ]

    @api.depends("recipient", "offset_days", "repeat_days", "repeats")
    def _compute_name(self):
        labels = dict(self._fields["recipient"]._description_selection(self.env))
        for rule in self:
            if rule.offset_days < 0:
                when = _("%(days)s days before", days=-rule.offset_days)
            elif rule.offset_days:
                when = _("%(days)s days late", days=rule.offset_days)
            else:
                when = _("on the day")
            if rule.repeat_days and rule.repeats:
                when = _(
                    "%(when)s, then every %(days)s days, %(count)s times",
                    when=when,
                    days=rule.repeat_days,
                    count=rule.repeats,
                )
            rule.name = _("%(who)s: %(when)s", who=labels.get(rule.recipient, ""), when=when)

    def _in_core(self):
        """:return list: the rules as :class:`~..core.reminders.Rule`"""
        return [core.Rule(rule.id, rule.offset_days, rule.repeat_days, rule.repeats) for rule in self]
