from odoo import _, api, fields, models
from odoo.exceptions import UserError


class AgencyBookingSuggest(models.TransientModel):
    """Who could take a booking: people by time, skills and cost, with the reasons."""

    _name = "agency.booking.suggest"
    _description = "Suggest People"

    booking_id = fields.Many2one("agency.booking", required=True, readonly=True, ondelete="cascade")
    role_id = fields.Many2one("agency.role", help="Empty: everybody who is planned.")
    skill_ids = fields.Many2many("hr.skill", string="Skills")
    line_ids = fields.One2many(
        "agency.booking.suggest.line", "wizard_id", compute="_compute_line_ids", store=True, string="People"
    )

    @api.depends("booking_id", "role_id", "skill_ids")
    def _compute_line_ids(self):
        for wizard in self:
            booking = wizard.booking_id
            commands = [fields.Command.clear()]
            if booking:
                found = self.env["agency.capacity"]._suggest(
                    wizard.role_id,
                    wizard.skill_ids._origin,
                    booking.start_date,
                    booking.end_date,
                    booking.hours,
                    booking.company_id,
                    without=booking,
                )
                commands += [
                    fields.Command.create(
                        {
                            "employee_id": one["employee"].id,
                            "skill_match": 100 * one["skill_match"],
                            "free_hours": one["free_hours"],
                            "cost_rate": one["cost_rate"],
                            "reasons": "; ".join(one["reasons"]),
                        }
                    )
                    for one in found
                ]
            wizard.line_ids = commands


class AgencyBookingSuggestLine(models.TransientModel):
    """One of the people suggested for a booking."""

    _name = "agency.booking.suggest.line"
    _description = "Suggested Person"

    wizard_id = fields.Many2one("agency.booking.suggest", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.booking_id.company_id.currency_id")
    employee_id = fields.Many2one("hr.employee", string="Person", readonly=True, ondelete="cascade")
    skill_match = fields.Float("Skills (%)", readonly=True, help="How well the wanted skills are mastered.")
    free_hours = fields.Float(readonly=True, help="On the days of the booking.")
    cost_rate = fields.Monetary("Cost per Hour", readonly=True)
    reasons = fields.Char(readonly=True)

    def action_choose(self):
        """Give the booking to this person.

        :return: action closing the dialogue
        """
        self.ensure_one()
        booking = self.wizard_id.booking_id
        if not booking.exists():
            raise UserError(_("This booking was deleted meanwhile."))
        booking.employee_id = self.employee_id
        return {"type": "ir.actions.act_window_close"}
