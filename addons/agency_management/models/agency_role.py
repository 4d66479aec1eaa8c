from odoo import fields, models


class AgencyRole(models.Model):
    """What somebody does in the agency (strategist, designer, …), with what an hour costs and is sold for."""

    _name = "agency.role"
    _description = "Agency Role"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short technical name, used by imports and the API.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: the role is shared by all companies.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    cost_rate = fields.Monetary(
        "Cost per Hour",
        groups="agency_crm.group_project_manager,agency_crm.group_hr_manager,agency_crm.group_marketing_manager",
        help="What an hour of this role costs the agency on average; estimates use it.",
    )
    bill_rate = fields.Monetary("Price per Hour", help="What an hour of this role is sold for.")
    target_utilisation = fields.Float(
        "Target Utilisation (%)",
        default=75.0,
        help="Share of the available hours, in percent, that should be spent on clients.",
    )
    employee_ids = fields.One2many("hr.employee", "agency_role_id", string="Employees", groups="hr.group_hr_user")

    _sql_constraints = [
        (
            "code_company_unique",
            "UNIQUE(code, company_id)",
            "Another role already has this code. Codes must be unique.",
        ),
        (
            "target_in_range",
            "CHECK(target_utilisation >= 0 AND target_utilisation <= 100)",
            "The target utilisation is a percentage between 0 and 100.",
        ),
        ("rates_positive", "CHECK(cost_rate >= 0 AND bill_rate >= 0)", "Rates cannot be negative."),
    ]
