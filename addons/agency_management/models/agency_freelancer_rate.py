from odoo import _, api, fields, models
from odoo.tools import format_date

from ..core import freelancer

UNITS = [(freelancer.HOUR, "an hour"), (freelancer.DAY, "a day")]


class AgencyFreelancerRate(models.Model):
    """What a freelancer asks for, from a day on until the next rate begins.

    It is at once what the time costs on projects and what it is billed at by the vendor, so that both agree. Time that
    is on no bill yet is costed anew when rates change.
    """

    _name = "agency.freelancer.rate"
    _description = "Freelancer Rate"
    _order = "employee_id, valid_from desc, id"

    employee_id = fields.Many2one("hr.employee", string="Freelancer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", related="employee_id.company_id", store=True, index=True)
    valid_from = fields.Date("From", required=True, default=fields.Date.context_today)
    price = fields.Monetary(required=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    unit = fields.Selection(UNITS, string="For", required=True, default=freelancer.HOUR)
    hours_per_day = fields.Float(
        "Hours of a Day", required=True, default=8.0, help="How many hours of work a day of the price has."
    )
    note = fields.Char(help="What was agreed, and where it stands.")

    _sql_constraints = [
        (
            "one_rate_a_day",
            "UNIQUE(employee_id, valid_from)",
            "This freelancer already has a rate from this day on. Change that one.",
        ),
        ("price_positive", "CHECK(price > 0)", "A rate is more than zero. Enter what an hour or a day costs."),
        (
            "day_has_hours",
            "CHECK(unit != 'day' OR (hours_per_day > 0 AND hours_per_day <= 24))",
            "A day of work has more than 0 and at most 24 hours. Enter how many hours the price of a day pays for.",
        ),
    ]

    @api.depends("employee_id", "valid_from")
    def _compute_display_name(self):
        for rate in self:
            # the name of a colleague, for whoever may see the rate
            rate.display_name = _(
                "%(person)s from %(day)s",
                person=rate.employee_id.sudo().name or "",
                day=format_date(self.env, rate.valid_from) if rate.valid_from else "",
            )

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        rates.employee_id._agency_cost_anew(min(rates.mapped("valid_from"), default=None))
        return rates

    def write(self, vals):
        employees, days = self.employee_id, self.mapped("valid_from")
        result = super().write(vals)
        if set(vals) - {"note"}:
            (employees | self.employee_id)._agency_cost_anew(min(days + self.mapped("valid_from"), default=None))
        return result

    def unlink(self):
        employees, first = self.employee_id, min(self.mapped("valid_from"), default=None)
        result = super().unlink()
        employees._agency_cost_anew(first)
        return result

    def _in_core(self):
        """:return: one rate as :class:`~..core.freelancer.Rate`"""
        self.ensure_one()
        return freelancer.Rate(self.valid_from, self.price, self.unit, self.currency_id.id, self.hours_per_day)
