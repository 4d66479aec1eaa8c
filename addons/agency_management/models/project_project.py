from odoo import api, fields, models

BUDGET_STATES = [("ok", "Within Budget"), ("warning", "Budget Nearly Spent"), ("over", "Over Budget")]
#: Share of the planned hours from which on the budget state is a warning.
WARNING_SHARE = 0.8


class ProjectProject(models.Model):
    """Projects of clients: the order they come from, budget in money and hours."""

    _inherit = "project.project"

    client_id = fields.Many2one(
        "res.partner", string="Client", related="partner_id.commercial_partner_id", store=True, index=True
    )
    agency_order_id = fields.Many2one(
        "sale.order", string="Set up by Order", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    package_id = fields.Many2one("agency.service.package", readonly=True, copy=False, index=True, ondelete="restrict")
    budget_amount = fields.Monetary(
        "Budget", copy=False, groups="base.group_user", help="One-off total of the order, in the company's currency."
    )
    # stock lets portal users read these by RPC; whether hours are shared is the project's choice
    allocated_hours = fields.Float(groups="base.group_user")
    remaining_hours = fields.Float(groups="base.group_user")
    is_project_overtime = fields.Boolean(groups="base.group_user")
    hours_spent = fields.Float(
        compute="_compute_hours_spent", compute_sudo=True, groups="base.group_user", help="Hours on timesheets."
    )
    budget_state = fields.Selection(
        BUDGET_STATES,
        compute="_compute_hours_spent",
        compute_sudo=True,
        search="_search_budget_state",
        groups="base.group_user",
        help="Hours spent against the allocated hours; a warning from 80 %.",
    )
    agency_onboarding_ids = fields.One2many("agency.onboarding", "project_id", groups="base.group_user")
    agency_onboarding_id = fields.Many2one(
        "agency.onboarding",
        string="Onboarding",
        compute="_compute_agency_onboarding_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
        help="The latest one the project was made with.",
    )
    share_hours = fields.Boolean(
        "Share Hours with Client", help="The client sees the hours spent and planned in the portal."
    )

    _sql_constraints = [
        ("agency_order_unique", "UNIQUE(agency_order_id)", "This order already has its project."),
    ]

    @api.depends("agency_onboarding_ids")
    def _compute_agency_onboarding_id(self):
        for project in self:
            project.agency_onboarding_id = project.agency_onboarding_ids[:1]

    def action_view_agency_onboarding(self):
        """:return: action showing the onboarding this project was made with"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "agency.onboarding",
            "res_id": self.agency_onboarding_id.id,
            "view_mode": "form",
        }

    def _hours_spent_by_project(self):
        """:return dict: project -> hours on its timesheets; projects without any are left out"""
        lines = self.env["account.analytic.line"]
        return dict(lines._read_group([("project_id", "in", self.ids)], ["project_id"], ["unit_amount:sum"]))

    @api.depends("timesheet_ids.unit_amount", "allocated_hours")
    def _compute_hours_spent(self):
        spent = self._hours_spent_by_project()
        for project in self:
            project.hours_spent = spent.get(project, 0.0)
            project.budget_state = self._budget_state(project.hours_spent, project.allocated_hours)

    @api.model
    def _budget_state(self, spent, planned):
        """:return: key of ``BUDGET_STATES``; False when nothing was planned"""
        if not planned:
            return False
        if spent > planned:
            return "over"
        return "warning" if spent >= WARNING_SHARE * planned else "ok"

    def _search_budget_state(self, operator, value):
        if operator not in ("=", "!=", "in", "not in"):
            raise NotImplementedError(operator)
        wanted = set(value) if operator in ("in", "not in") else {value}
        # every user may filter projects by a state that is computed with elevated rights as well
        projects_sudo = self.sudo().search_fetch([("allocated_hours", ">", 0)], ["allocated_hours"])
        spent = projects_sudo._hours_spent_by_project()
        matching = [
            project.id
            for project in projects_sudo
            if self._budget_state(spent.get(project, 0.0), project.allocated_hours) in wanted
        ]
        if False in wanted:
            matching += self.sudo().search([("allocated_hours", "<=", 0)]).ids
        return [("id", "in" if operator in ("=", "in") else "not in", matching)]

    def _agency_is_planned(self):
        """:return bool: whether there are tasks and each has a deadline and somebody to do it"""
        tasks = self.task_ids
        return bool(tasks) and all(task.date_deadline and task.user_ids for task in tasks)
