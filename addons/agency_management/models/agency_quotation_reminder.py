from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import chasing

MOMENTS = [
    (chasing.AFTER_SENDING, "Days after sending"),
    (chasing.BEFORE_EXPIRY, "Days before expiry"),
    (chasing.AFTER_EXPIRY, "Days after expiry"),
]


class AgencyQuotationReminder(models.Model):
    """When somebody is reminded of a quotation that nobody has answered."""

    _name = "agency.quotation.reminder"
    _description = "Quotation Reminder"
    _order = "moment, days, id"

    name = fields.Char(required=True, translate=True, help="What the salesperson reads in the activity.")
    active = fields.Boolean(default=True)
    moment = fields.Selection(MOMENTS, string="When", required=True, default=chasing.BEFORE_EXPIRY)
    days = fields.Integer(required=True, default=3)
    recipient = fields.Selection(
        [(chasing.CLIENT, "The client, by mail"), (chasing.SALESPERSON, "The salesperson, by activity")],
        string="Who",
        required=True,
        default=chasing.SALESPERSON,
        help="Clients are not chased once they have written an answer; salespeople are.",
    )
    template_id = fields.Many2one(
        "mail.template", string="Mail", ondelete="restrict", domain="[('model', '=', 'sale.order')]"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")

    _sql_constraints = [("days_positive", "CHECK(days >= 0)", "The number of days cannot be negative.")]

    @api.constrains("recipient", "template_id")
    def _check_template(self):
        for rule in self:
            if rule.recipient == chasing.CLIENT and rule.template_id.model != "sale.order":
                raise ValidationError(
                    _("Choose the mail that %(reminder)s sends to the client: one for quotations.", reminder=rule.name)
                )

    def _core_rules(self):
        """:return: list of :class:`~odoo.addons.agency_management.core.chasing.Rule`"""
        return [chasing.Rule(rule.id, rule.moment, rule.days, rule.recipient) for rule in self]
