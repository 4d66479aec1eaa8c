from odoo import api, fields, models

from ..core import discount

#: What a quotation earns is for those who plan and sell.
MARGIN_GROUPS = "agency_crm.group_project_manager,agency_crm.group_marketing_manager"


class SaleOrder(models.Model):
    """Planned margin of a quotation: price less planned hours at the roles' cost rates, monthly parts for one month."""

    _inherit = "sale.order"

    planned_cost = fields.Monetary(
        compute="_compute_planned_margin",
        compute_sudo=True,
        groups=MARGIN_GROUPS,
        help="Planned hours of all lines at the roles' cost rates, products without hours at their cost.",
    )
    planned_margin = fields.Monetary(
        compute="_compute_planned_margin",
        compute_sudo=True,
        groups=MARGIN_GROUPS,
        help="One-off total plus one month, less the planned cost. Fees for results are not in it.",
    )
    planned_margin_percent = fields.Float(
        "Planned Margin (%)",
        compute="_compute_planned_margin",
        compute_sudo=True,
        groups=MARGIN_GROUPS,
        help="(Price − planned cost) / price.",
    )
    margin_level = fields.Selection(
        [("unknown", "No cost planned"), ("bad", "Below the floor"), ("low", "Close to the floor"), ("good", "Good")],
        compute="_compute_planned_margin",
        compute_sudo=True,
        groups=MARGIN_GROUPS,
    )

    @api.depends(
        "order_line.price_subtotal",
        "order_line.product_uom_qty",
        "order_line.agency_service_id",
        "order_line.agency_role_id",
        "user_id",
        "price_author_id",
    )
    def _compute_planned_margin(self):
        for order in self:
            lines = order.order_line.filtered(lambda line: line._is_guarded())
            revenue, cost = sum(lines.mapped("price_subtotal")), order._planned_cost(lines)
            percent = discount.margin_percent(revenue, cost)
            order.planned_cost = cost
            order.planned_margin = revenue - cost
            order.planned_margin_percent = percent or 0.0
            order.margin_level = discount.level(percent, order._price_limit())

    def _planned_cost(self, lines):
        """What lines of this order are planned to cost the agency.

        :return float: in the order's currency
        """
        self.ensure_one()
        day = self.date_order or fields.Date.context_today(self)
        cost = 0.0
        # costs are not for everybody whose quotation is judged by them
        for line_sudo in lines.sudo():
            hours = line_sudo._agency_planned_hours()
            for role, planned in hours.items():
                cost += role.currency_id._convert(
                    planned * role.cost_rate, self.currency_id, self.company_id, day, round=False
                )
            if not hours and not line_sudo._is_reward():
                product = line_sudo.product_id.with_company(self.company_id)
                cost += product.cost_currency_id._convert(
                    product.standard_price * line_sudo.product_uom_qty,
                    self.currency_id,
                    self.company_id,
                    day,
                    round=False,
                )
        return self.currency_id.round(cost) if self.currency_id else cost
