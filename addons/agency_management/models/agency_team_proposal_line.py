from datetime import timedelta

from odoo import api, fields, models

from .res_users import CLOSED_TASK_STATES


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
    reason = fields.Char("Why", readonly=True, help="Why this person was suggested.")
    skill_match = fields.Float("Skills (%)", readonly=True, help="How well the wanted skills are mastered.")
    free_hours = fields.Float(readonly=True, help="On the days of the work, when suggested.")
    cost = fields.Monetary(
        compute="_compute_cost",
        compute_sudo=True,
        groups="agency_crm.group_project_manager",
        help="Hours at the cost of the person, else of the role.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    _sql_constraints = [
        ("proposal_role_unique", "UNIQUE(proposal_id, role_id)", "Each role appears once in a team proposal."),
        ("hours_positive", "CHECK(hours >= 0)", "Hours cannot be negative."),
    ]

    @api.depends("hours", "employee_id", "role_id")
    def _compute_cost(self):
        today = fields.Date.context_today(self)
        for line in self:
            company = line.company_id
            if line.employee_id:
                rate = line.employee_id._agency_cost_rate(company)
            else:
                rate = line.role_id.currency_id._convert(
                    line.role_id.cost_rate, company.currency_id, company, today, round=False
                )
            line.cost = rate * line.hours

    def _suggest_employees(self):
        """Fill empty lines with who fits best: time on the days of the work, skills, cost (see ``agency.capacity``).

        Only people with a user are proposed: nobody else can be given tasks.
        """
        service = self.env["agency.capacity"]
        for line in self.filtered(lambda line: not line.employee_id):
            first, last = line._work_days()
            suggestions = service._suggest(
                line.role_id,
                line._wanted_skills(),
                first,
                last,
                line.hours,
                line.company_id,
                without=line.proposal_id.booking_ids.filtered(
                    lambda booking, line=line: booking.role_id == line.role_id
                ),
            )
            # whether a colleague has a user is no secret, and all that is asked here
            employees_sudo = self.env["hr.employee"].sudo().browse([one["employee"].id for one in suggestions])
            able = set(employees_sudo.filtered("user_id").ids)
            best = next((one for one in suggestions if one["employee"].id in able), None)
            if best:
                line.write(
                    {
                        "employee_id": best["employee"].id,
                        "reason": "; ".join(best["reasons"]),
                        "skill_match": 100 * best["skill_match"],
                        "free_hours": best["free_hours"],
                    }
                )

    def _work_days(self):
        """:return: (first, last) day of the work of this role: of its tasks, else of the project, else four weeks"""
        self.ensure_one()
        today = fields.Date.context_today(self)
        spans = [span for _task, span in self._dated_tasks()]
        project = self.proposal_id.project_id
        first = min((first for first, _last in spans), default=project.date_start or today)
        last = max((last for _first, last in spans), default=project.date or first + timedelta(days=27))
        return first, max(first, last)

    def _dated_tasks(self):
        """:return list: pairs (open task of this role with planned hours, (first day, last day)), in the project's
        order
        """
        self.ensure_one()
        found = []
        for task in self.proposal_id.project_id.task_ids:
            if task.agency_role_id == self.role_id and task.allocated_hours > 0 and task.date_deadline:
                if task.state not in CLOSED_TASK_STATES:
                    last = task._agency_last_day()
                    found.append((task, (min(task.agency_start_date or last, last), last)))
        return found

    def _wanted_skills(self):
        """:return: ``hr.skill`` the role and the services sold want"""
        # what roles and services want is known to all staff
        role_sudo = self.role_id.sudo()
        services_sudo = self.sudo().proposal_id.order_id.order_line.agency_service_id
        services_sudo = services_sudo.filtered(
            lambda service: self.role_id in service.effort_ids.role_id | service.task_template_ids.role_id
        )
        return (role_sudo.skill_ids | services_sudo.skill_ids).with_env(self.env)

    def write(self, vals):
        result = super().write(vals)
        if "employee_id" in vals:
            if "reason" not in vals:
                # what was said about somebody else
                super().write({"reason": False, "skill_match": 0.0, "free_hours": 0.0})
            self._move_bookings()
        return result

    def _move_bookings(self):
        """The tentative bookings of a role go to whoever is chosen for it."""
        for line in self.filtered(lambda line: line.proposal_id.state == "proposed"):
            # whoever may change the proposal may change what it booked
            bookings_sudo = line.proposal_id.sudo().booking_ids
            bookings_sudo.filtered(
                lambda booking, line=line: booking.role_id == line.role_id and booking.state == "tentative"
            ).write({"employee_id": line.employee_id.id})
