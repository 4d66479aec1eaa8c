from odoo import fields, models


class AgencyTeamProposalLine(models.Model):
    """The hours of one role and who could work them."""

    _name = "agency.team.proposal.line"
    _description = "Team Proposal Line"
    _order = "proposal_id, id"
    _rec_name = "role_id"

    proposal_id = fields.Many2one("agency.team.proposal", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="proposal_id.company_id", store=True, index=True)
    role_id = fields.Many2one("agency.role", required=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", index=True, ondelete="set null", domain="[('agency_role_id', '=', role_id)]"
    )
    hours = fields.Float()

    _sql_constraints = [
        ("proposal_role_unique", "UNIQUE(proposal_id, role_id)", "Each role appears once in a team proposal."),
        ("hours_positive", "CHECK(hours >= 0)", "Hours cannot be negative."),
    ]

    def _suggest_employees(self):
        """Fill empty lines: of the employees with the role, the one with the fewest hours planned in open tasks."""
        empty = self.filtered(lambda line: not line.employee_id)
        # load is looked up over all projects, those the proposer does not see included; only a name comes out of it
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("agency_role_id", "in", empty.role_id.ids),
                    ("company_id", "in", empty.company_id.ids),
                    ("user_id", "!=", False),
                ],
                order="name, id",
            )
        )
        load = employees_sudo.user_id._agency_planned_hours()
        for line in empty:
            candidates = employees_sudo.filtered(
                lambda employee, line=line: (
                    employee.agency_role_id == line.role_id and employee.company_id == line.company_id
                )
            )
            best = min(candidates, key=lambda employee: load.get(employee.user_id, 0.0), default=None)
            if best:
                line.employee_id = best.id
                load[best.user_id] = load.get(best.user_id, 0.0) + line.hours
