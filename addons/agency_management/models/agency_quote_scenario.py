from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

#: More are no comparison any more.
MOST_SCENARIOS = 3


class AgencyQuoteScenario(models.Model):
    """What if: another team, other days or another price for a quotation. Nothing of the quotation changes by it."""

    _name = "agency.quote.scenario"
    _description = "Quote Scenario"
    _order = "order_id, sequence, id"

    name = fields.Char(required=True, default=lambda self: _("As Quoted"))
    sequence = fields.Integer(default=10)
    order_id = fields.Many2one("sale.order", string="Quotation", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    start_date = fields.Date("Wished Start", required=True, default=fields.Date.context_today)
    duration_days = fields.Integer("Duration (working days)", help="0: as long as it takes.")
    price = fields.Monetary(help="Untaxed: the one-off total and one month.")
    line_ids = fields.One2many("agency.quote.scenario.line", "scenario_id", string="Team", copy=True)
    hours = fields.Float(compute="_compute_money", compute_sudo=True)
    cost = fields.Monetary(
        compute="_compute_money",
        compute_sudo=True,
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="Hours at what they cost: those of the people named, else those of the role.",
    )
    margin = fields.Monetary(
        compute="_compute_money",
        compute_sudo=True,
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="Price − cost.",
    )
    margin_percent = fields.Float(
        "Margin (%)",
        compute="_compute_money",
        compute_sudo=True,
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="(Price − cost) / price.",
    )
    earliest_start = fields.Date(compute="_compute_room", compute_sudo=True)
    earliest_finish = fields.Date(compute="_compute_room", compute_sudo=True)
    feasible = fields.Boolean(compute="_compute_room", compute_sudo=True, help="The wished start can be met.")
    reason = fields.Text("Because", compute="_compute_room", compute_sudo=True)

    _sql_constraints = [
        (
            "numbers_positive",
            "CHECK(price >= 0 AND duration_days >= 0)",
            "The price and the duration cannot be negative.",
        ),
    ]

    @api.depends("price", "line_ids.cost", "line_ids.hours")
    def _compute_money(self):
        for scenario in self:
            scenario.hours = sum(scenario.line_ids.mapped("hours"))
            scenario.cost = sum(scenario.line_ids.mapped("cost"))
            scenario.margin = scenario.price - scenario.cost
            scenario.margin_percent = 100 * scenario.margin / scenario.price if scenario.price else 0.0

    @api.depends(
        "order_id",
        "start_date",
        "duration_days",
        "line_ids.role_id",
        "line_ids.hours",
        "line_ids.employee_ids",
    )
    def _compute_room(self):
        for scenario in self:
            scenario.earliest_start = scenario.earliest_finish = scenario.feasible = scenario.reason = False
            lines = scenario.line_ids.filtered(lambda line: line.role_id and line.hours > 0)
            order = scenario.order_id._origin
            if not (order and lines and scenario.start_date):
                continue
            # at most three scenarios are looked at together
            found = order._agency_earliest(
                {line.role_id._origin: line.hours for line in lines},
                scenario.start_date,
                duration=scenario.duration_days,
                people_by_role={line.role_id._origin: line._employees() for line in lines if line.employee_ids},
            )
            scenario.earliest_start, scenario.earliest_finish = found["start"], found["finish"]
            scenario.feasible = bool(
                found["start"] and found["start"] <= order._agency_first_workday(scenario.start_date)
            )
            scenario.reason = "\n".join(found["reasons"])

    @api.constrains("order_id")
    def _check_count(self):
        for order, scenarios in self.search([("order_id", "in", self.order_id.ids)]).grouped("order_id").items():
            # its name alone, for the message
            order_sudo = order.sudo()
            if len(scenarios) > MOST_SCENARIOS:
                raise ValidationError(
                    _(
                        "%(order)s already has %(most)s scenarios. Delete one before you add another.",
                        order=order_sudo.name,
                        most=MOST_SCENARIOS,
                    )
                )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("order_id"))
        if order:
            values |= {key: value for key, value in self._prepare_from_order(order).items() if key in fields_list}
        return values

    @api.model
    def _prepare_from_order(self, order):
        """:return dict: values of the scenario that is the quotation itself"""
        # efforts and roles of a quotation the user may read
        order_sudo = order.sudo()
        return {
            "name": _("As Quoted"),
            "start_date": order_sudo.promised_start or order_sudo.earliest_start or fields.Date.context_today(self),
            "duration_days": order_sudo._agency_duration(),
            "price": order_sudo.one_off_total + order_sudo.monthly_total,
            "line_ids": [
                fields.Command.create({"role_id": role.id, "hours": hours})
                for role, hours in order_sudo._agency_efforts().items()
            ],
        }

    def action_promise_start(self):
        """Promise the client the start of this scenario."""
        for scenario in self:
            scenario.order_id.promised_start = scenario.start_date
