from odoo import api, fields, models


class AgencyQuoteScenarioLine(models.Model):
    """Hours of one role in a scenario, and who would work them."""

    _name = "agency.quote.scenario.line"
    _description = "Team of a Quote Scenario"
    _order = "scenario_id, id"
    _rec_name = "role_id"

    scenario_id = fields.Many2one("agency.quote.scenario", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scenario_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="scenario_id.currency_id")
    role_id = fields.Many2one("agency.role", required=True, index=True, ondelete="restrict")
    hours = fields.Float(required=True)
    # whoever sells need not be allowed to read HR's records of people
    employee_ids = fields.Many2many(
        "hr.employee.public",
        "agency_quote_scenario_line_employee_rel",
        string="People",
        domain="[('company_id', '=', company_id)]",
        help="Empty: whoever has the role.",
    )
    cost = fields.Monetary(
        compute="_compute_cost",
        compute_sudo=True,
        groups="agency_crm.group_project_manager,agency_crm.group_marketing_manager",
        help="Hours at the mean cost of the people named, else at the cost of the role, in the quotation's currency.",
    )

    _sql_constraints = [
        ("scenario_role_unique", "UNIQUE(scenario_id, role_id)", "Each role appears once in a scenario."),
        ("hours_positive", "CHECK(hours >= 0)", "Hours cannot be negative."),
    ]

    @api.depends("hours", "role_id", "employee_ids", "scenario_id.order_id")
    def _compute_cost(self):
        today = fields.Date.context_today(self)
        for line in self:
            order = line.scenario_id.order_id
            company = order.company_id or self.env.company
            if line.employee_ids:
                rates = [employee._agency_cost_rate(company) for employee in line._employees()]
                rate = sum(rates) / len(rates)
            else:
                currency = line.role_id.currency_id or company.currency_id
                rate = currency._convert(line.role_id.cost_rate, company.currency_id, company, today, round=False)
            line.cost = company.currency_id._convert(
                rate * line.hours, order.currency_id or company.currency_id, company, today
            )

    def _employees(self):
        """:return: ``hr.employee`` named for one line"""
        self.ensure_one()
        return self.env["hr.employee"].browse(self.employee_ids._origin.ids)
