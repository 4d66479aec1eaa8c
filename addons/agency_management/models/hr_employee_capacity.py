from odoo import fields, models


class HrEmployee(models.Model):
    """What an hour of somebody costs."""

    _inherit = "hr.employee"

    def _agency_cost_rate(self, company):
        """What an hour of one employee costs, for planning.

        :param company: ``res.company`` in whose currency
        :return float: what a freelancer asks for today, else stock's hourly cost of the employee, else what an hour of
            the role costs on average; at today's rate
        """
        self.ensure_one()
        # whoever plans with cost shows it to nobody who may not see it
        employee_sudo = self.sudo()
        today = fields.Date.context_today(self)
        asked = employee_sudo._agency_freelancer_hourly(today, company.currency_id, company)
        if asked is not None:
            return asked
        if employee_sudo.hourly_cost:
            currency, amount = employee_sudo.currency_id or company.currency_id, employee_sudo.hourly_cost
        else:
            role_sudo = employee_sudo.agency_role_id
            currency, amount = role_sudo.currency_id or company.currency_id, role_sudo.cost_rate
        return currency._convert(amount, company.currency_id, company, today, round=False)
