from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class AgencyService(models.Model):
    """How a service is priced: by the hours of its roles, or by a base fee and what is paid per unit of a result.

    A service by the hour with an effort by role is quoted as one order line a role, each at the client's rate card.
    Without an effort its unit is an hour at its own price.
    """

    _inherit = "agency.service"

    unit_price = fields.Monetary(
        compute="_compute_unit_price",
        help="What one unit costs: the price, or for services by the hour the planned hours at the roles' standard "
        "rates.",
    )
    performance_metric = fields.Char(
        "Paid per", translate=True, help="The result that is paid for, in the singular: qualified lead, sale, booking."
    )
    performance_fee = fields.Monetary("Fee", help="Paid for each unit of the result, on top of the base price.")

    _sql_constraints = [
        ("performance_fee_positive", "CHECK(performance_fee >= 0)", "The fee cannot be negative."),
    ]

    @api.depends(
        "pricing_model",
        "list_price",
        "company_id",
        "effort_ids.hours",
        "effort_ids.role_id.bill_rate",
        "effort_ids.role_id.currency_id",
    )
    def _compute_unit_price(self):
        today = fields.Date.context_today(self)
        for service in self:
            if service._priced_by_role():
                service.unit_price = sum(
                    effort.hours
                    * effort.role_id._rate_in(service.currency_id, service.company_id or self.env.company, today)
                    for effort in service.effort_ids
                )
            else:
                service.unit_price = service.list_price

    @api.constrains("pricing_model", "performance_metric", "performance_fee")
    def _check_performance(self):
        for service in self:
            if service.pricing_model == "performance" and not (service.performance_metric and service.performance_fee):
                raise ValidationError(
                    _(
                        "%(service)s is priced by performance: say what result is paid for, and the fee for each unit.",
                        service=service.name,
                    )
                )

    def _priced_by_role(self):
        """:return bool: whether quotations price the hours of each role instead of units of the service"""
        self.ensure_one()
        return self.pricing_model == "hourly" and bool(self.effort_ids)
