from odoo import _, api, fields, models
from odoo.exceptions import UserError


class AgencyTeamProposal(models.Model):
    """Who could do the work of an order, role by role; accepting it assigns the tasks."""

    _name = "agency.team.proposal"
    _inherit = ["mail.thread"]
    _description = "Team Proposal"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="cascade")
    project_id = fields.Many2one("project.project", index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("proposed", "Proposed"), ("accepted", "Accepted")],
        required=True,
        default="proposed",
        index=True,
        copy=False,
        tracking=True,
    )
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    line_ids = fields.One2many("agency.team.proposal.line", "proposal_id", string="Team")

    _sql_constraints = [("order_unique", "UNIQUE(order_id)", "This order already has its team proposal.")]

    @api.depends("order_id.name", "project_id.name")
    def _compute_display_name(self):
        for proposal in self:
            # the title of an order may be shown to everybody who sees its proposal
            proposal.display_name = _(
                "Team of %(name)s", name=proposal.project_id.name or proposal.sudo().order_id.name
            )

    def action_accept(self):
        """Assign the open tasks of the project to the people of the proposal, by role.

        :raise UserError: somebody chosen has no user and so cannot be given tasks
        """
        for proposal in self.filtered(lambda proposal: proposal.state == "proposed"):
            # whoever accepts need not be allowed to read all of hr
            employees_sudo = proposal.line_ids.employee_id.sudo()
            for employee_sudo in employees_sudo:
                if not employee_sudo.user_id:
                    raise UserError(
                        _(
                            "%(employee)s has no user and cannot be given tasks. "
                            "Choose somebody else or create the user.",
                            employee=employee_sudo.name,
                        )
                    )
            users = {line.role_id: line.employee_id.sudo().user_id for line in proposal.line_ids if line.employee_id}
            tasks = proposal.project_id.task_ids.filtered(lambda task: task.agency_role_id and not task.user_ids)
            for role, role_tasks in tasks.grouped("agency_role_id").items():
                if role in users:
                    role_tasks.write({"user_ids": [(6, 0, users[role].ids)]})
            proposal.write({"state": "accepted", "accepted_by_id": self.env.uid})
        self.project_id.client_id._agency_onboardings_open()._check_conditions()

    def action_propose_again(self):
        """Fill the empty lines with whoever is free by now."""
        self.filtered(lambda proposal: proposal.state == "proposed").line_ids._suggest_employees()
