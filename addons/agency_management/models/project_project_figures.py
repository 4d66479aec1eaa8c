from odoo import fields, models

from ..core import earned_value

#: Who may see what work costs the agency.
MONEY_GROUPS = "agency_crm.group_project_manager,agency_crm.group_accountant,agency_crm.group_marketing_manager"


class ProjectProjectFigures(models.Model):
    """Where projects stand in hours and money: read in bulk here, computed by ``core/earned_value.py``."""

    _inherit = "project.project"

    agency_cost_budget = fields.Monetary(
        "Cost Budget",
        copy=False,
        groups=MONEY_GROUPS,
        help="What the project may cost the agency. Empty: the budget of the order is taken, which leaves no margin.",
    )

    _sql_constraints = [
        ("cost_budget_positive", "CHECK(agency_cost_budget >= 0)", "A cost budget cannot be negative."),
    ]

    def _agency_burn(self):
        """What projects have used of their budgets, and where they are heading.

        The number of queries does not depend on the number of projects.

        :return dict: project -> dict of ``hours_planned`` (allocated, else the hours of its tasks), ``hours_spent``,
            ``forecast_hours``; ``money_planned``, ``cost_spent``, ``forecast_cost`` in the project's currency. A
            forecast cost that nobody can know is None.
        """
        result = {}
        for project, figures in self._agency_figures(self._agency_tasks_to_plan()).items():
            hours, money = project._agency_budgets()
            result[project] = {
                "hours_planned": hours or figures.budget,
                "hours_spent": figures.actual,
                "money_planned": money,
                "cost_spent": figures.actual_cost,
                "forecast_hours": figures.forecast,
                "forecast_cost": figures.forecast_cost,
            }
        return result

    def _agency_budgets(self):
        """:return: hours and money the project may take, 0 where nobody said"""
        self.ensure_one()
        # the figures that follow are for whoever may see them; what they are measured by decides alone here
        project_sudo = self.sudo()
        return project_sudo.allocated_hours, project_sudo.agency_cost_budget or project_sudo.budget_amount

    def _agency_figures(self, tasks_by_project):
        """Earned value of projects.

        :param dict tasks_by_project: what ``_agency_tasks_to_plan`` returned
        :return dict: project -> ``core.earned_value.Figures``
        """
        tasks_sudo = self.env["project.task"].sudo().union(*tasks_by_project.values())
        ticks = tasks_sudo._agency_ticks()
        baselines = self._agency_baseline_lines()
        logged, other = self._agency_logged(), self._agency_other_costs()
        result = {}
        for project in self:
            tasks = tasks_by_project.get(project, tasks_sudo.browse())
            # what is to be done today is not late this morning: the day before is the last one that counts as over
            day = fields.Date.subtract(project._agency_today(), days=1)
            hours, cost = logged.get(project.id, (0.0, 0.0))
            packages = tasks._agency_packages(ticks, baselines.get(project.id))
            first = min(filter(None, (one.start for one in packages)), default=day)
            result[project] = earned_value.evaluate(
                packages,
                hours,
                day,
                project._agency_company()._agency_work_week(min(first, day)),
                actual_cost=cost,
                other_cost=other.get(project.id, 0.0),
                planned_rate=project._agency_planned_rate(tasks, day),
            )
        return result

    def _agency_baseline_lines(self):
        """:return dict: project id -> dict of task id -> line of the current baseline; projects without are left out"""
        # a baseline is a record of the plan; whoever may have the project measured need not read it
        lines_sudo = self.env["agency.project.baseline.line"].sudo()
        result = {}
        for line in lines_sudo.search([("project_id", "in", self.ids), ("baseline_id.is_current", "=", True)]):
            result.setdefault(line.project_id.id, {})[line.task_id.id] = line
        return result

    def _agency_logged(self):
        """:return dict: project id -> (hours, what they cost in the company's currency)"""
        # sums over everybody's time; no line of it is shown
        lines_sudo = self.env["account.analytic.line"].sudo()
        rows = lines_sudo._read_group(
            [("project_id", "in", self.ids)], ["project_id"], ["unit_amount:sum", "amount:sum"]
        )
        # stock books the cost of time as a negative amount
        return {project.id: (hours, max(-amount, 0.0)) for project, hours, amount in rows}

    def _agency_analytic_accounts(self):
        """:return: ``account.analytic.account`` of the projects, in a field that each series calls differently"""
        return self["account_id" if "account_id" in self._fields else "analytic_account_id"]

    def _agency_other_costs(self):
        """What was spent on projects besides hours: bills and expenses on their analytic accounts.

        :return dict: project id -> amount in the company's currency
        """
        # sums again, and the analytic account of a project is an accountant's field
        projects_sudo = self.sudo()
        accounts_sudo = projects_sudo._agency_analytic_accounts()
        if not accounts_sudo:
            return {}
        rows = (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                [("account_id", "in", accounts_sudo.ids), *self._agency_other_costs_domain()],
                ["account_id"],
                ["amount:sum"],
            )
        )
        spent = {account.id: -amount for account, amount in rows}
        accounts = {project_sudo.id: project_sudo._agency_analytic_accounts().id for project_sudo in projects_sudo}
        return {project_id: spent[account_id] for project_id, account_id in accounts.items() if account_id in spent}

    def _agency_other_costs_domain(self):
        """:return list: which analytic lines are cost besides hours"""
        # what an invoice to the client deducts or a credit note gives back is less revenue, not cost
        return [("project_id", "=", False), ("amount", "<", 0), ("category", "!=", "invoice")]

    def _agency_planned_rate(self, tasks, day):
        """:return: what an hour of the planned work should cost by the roles that do it, None when no role says so"""
        company = self._agency_company()
        hours = cost = 0.0
        for role, role_tasks in tasks.grouped("agency_role_id").items():
            if role.cost_rate:
                planned = sum(role_tasks.mapped("allocated_hours"))
                rate = role.currency_id._convert(role.cost_rate, company.currency_id, company, day, round=False)
                hours, cost = hours + planned, cost + planned * rate
        return cost / hours if hours else None
