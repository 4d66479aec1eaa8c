from odoo import api, fields, models

from ..core import discount

#: role -> label; each is a group of the suite, ``agency_crm.group_<role>``
ROLES = [
    ("administrator", "Administrator"),
    ("project_manager", "Project manager"),
    ("marketing_manager", "Marketing manager"),
    ("accountant", "Accountant"),
    ("hr_manager", "HR manager"),
    ("team_member", "Team member"),
]


class AgencyDiscountLimit(models.Model):
    """What people of a role may offer without asking: the largest discount and the least planned margin.

    Whoever holds several roles has the widest of their limits; whoever holds none with a limit has the narrowest there
    is. A company without any limit guards nothing.
    """

    _name = "agency.discount.limit"
    _description = "Discount Limit"
    _order = "company_id, max_discount, id"
    _rec_name = "role"

    role = fields.Selection(ROLES, required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    max_discount = fields.Float(
        "Largest Discount (%)", required=True, help="Of a single line and of the whole quotation."
    )
    min_margin = fields.Float(
        "Least Margin (%)",
        required=True,
        help="Planned margin that must be left: price less planned hours at the roles' cost rates, per cent of the "
        "price. -100: no floor.",
    )

    _sql_constraints = [
        ("role_company_unique", "UNIQUE(role, company_id)", "This role already has a limit. Change that one."),
        (
            "numbers_in_range",
            "CHECK(max_discount >= 0 AND max_discount <= 100 AND min_margin >= -100 AND min_margin <= 100)",
            "A discount is a percentage between 0 and 100, a margin one between -100 and 100.",
        ),
    ]

    @api.depends("role")
    @api.depends_context("lang")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for limit in self:
            limit.display_name = roles.get(limit.role, "")

    @api.model
    def _of_company(self, company):
        """:return dict: role -> :class:`~odoo.addons.agency_management.core.discount.Limit`"""
        # limits are configuration; that they hold for somebody must not depend on who looks
        rows_sudo = self.sudo().search([("company_id", "=", company.id)])
        return {row.role: discount.Limit(row.max_discount, row.min_margin) for row in rows_sudo}

    @api.model
    def _of_users(self, users, company):
        """:return dict: ``res.users`` -> :class:`Limit`, None for everybody when the company guards nothing"""
        limits = self._of_company(company)
        result = {}
        for user in users:
            own = [limit for role, limit in limits.items() if user.has_group(f"agency_crm.group_{role}")]
            result[user] = discount.most_generous(own) or discount.strictest(limits.values())
        return result
