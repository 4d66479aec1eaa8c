from odoo import _, api, fields, models

from ..core import freelancer
from .account_analytic_line_freelancer import NOT_BILLED

EMPLOYEE, FREELANCER = "employee", "freelancer"
EMPLOYMENTS = [(EMPLOYEE, "Employee"), (FREELANCER, "Freelancer")]
#: Odoo's kinds of employees who work on their own account and bill for it.
FREELANCE_TYPES = ("freelance", "contractor")


def _type_path(model):
    """:return tuple: what employment follows from; from 19.0 on it is said by the current version of an employee"""
    return ("current_version_id.employee_type",) if "current_version_id" in model._fields else ("employee_type",)


class HrEmployee(models.Model):
    """Freelancers: people who are planned and whose time is entered like anybody's, and who bill for it.

    They need no user. Their working hours are those of their calendar; what an hour of them costs, on projects, in
    plans and on their bills, is said by their dated rates.
    """

    _inherit = "hr.employee"

    agency_employment = fields.Selection(
        EMPLOYMENTS,
        string="Employment",
        compute="_compute_agency_employment",
        store=True,
        index=True,
        compute_sudo=True,
        groups="hr.group_hr_user",
        help="Freelancer: the employee type is Freelancer or Contractor.",
    )
    agency_vendor_id = fields.Many2one(
        "res.partner",
        string="Vendor",
        index="btree_not_null",
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
        groups="hr.group_hr_user",
        help="Who sends the bills of this freelancer: the freelancer, or a company.",
    )
    agency_freelancer_rate_ids = fields.One2many(
        "agency.freelancer.rate", "employee_id", string="Freelancer Rates", groups="hr.group_hr_user"
    )
    agency_freelancer_problem = fields.Char(
        compute="_compute_agency_freelancer_problem", groups="hr.group_hr_user", help="What a bill would lack."
    )

    @api.depends(_type_path)
    def _compute_agency_employment(self):
        for employee in self:
            external = employee.employee_type in FREELANCE_TYPES
            employee.agency_employment = FREELANCER if external else EMPLOYEE

    @api.depends("agency_employment", "agency_vendor_id", "agency_freelancer_rate_ids.valid_from")
    def _compute_agency_freelancer_problem(self):
        today = fields.Date.context_today(self)
        for employee in self:
            problem = False
            if employee.agency_employment == FREELANCER:
                if not employee.agency_vendor_id:
                    problem = _("No vendor: say who sends the bills, or the time cannot be billed.")
                elif not employee.agency_freelancer_rate_ids:
                    problem = _("No rate: add what an hour or a day costs, or the time cannot be billed.")
                elif employee._agency_freelancer_rate(today) is None:
                    problem = _("No rate holds today: the first one begins later.")
            employee.agency_freelancer_problem = problem

    # ------------------------------------------------------------------ rates

    def _agency_rates(self):
        """:return list: rates of one freelancer as :class:`~..core.freelancer.Rate`; none for employees"""
        self.ensure_one()
        # whoever plans with cost, or makes bills, shows it to nobody who may not see it
        employee_sudo = self.sudo()
        if employee_sudo.agency_employment != FREELANCER:
            return []
        return [rate._in_core() for rate in employee_sudo.agency_freelancer_rate_ids]

    def _agency_freelancer_rate(self, day):
        """:return: what one freelancer asks for on a day, as :class:`~..core.freelancer.Rate`; None without a rate"""
        return freelancer.rate_on(self._agency_rates(), day)

    def _agency_freelancer_hourly(self, day, currency, company):
        """What an hour of one freelancer costs on a day.

        :param currency: ``res.currency`` wanted
        :param company: ``res.company`` whose rates of exchange count
        :return: float, not rounded; None for employees, and for freelancers without a rate on that day
        """
        rate = self._agency_freelancer_rate(day)
        if rate is None:
            return None
        return self.env["res.currency"].browse(rate.currency)._convert(rate.hourly, currency, company, day, round=False)

    def _agency_cost_anew(self, first):
        """Cost the time of people from a day on again, as far as no vendor has billed it.

        :param first: ``datetime.date`` or None: there is nothing to do
        """
        if not self or not first:
            return
        # HR keeps rates and need not see the time; only its cost changes
        lines_sudo = self.env["account.analytic.line"].sudo()
        domain = [("employee_id", "in", self.ids), ("project_id", "!=", False), ("date", ">=", first), *NOT_BILLED]
        lines_sudo.search(domain)._agency_cost_anew()
