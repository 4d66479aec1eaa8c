from odoo import fields, models

from ..core import shortage


class ResCompany(models.Model):
    """When a role counts as short of people, and who hears of it."""

    _inherit = "res.company"

    agency_shortage_weeks = fields.Integer(
        "Weeks in a Row", default=3, help="A role that is short for so many weeks in a row opens a request. 0: never."
    )
    agency_shortage_share = fields.Float(
        "Missing at Least (%)",
        default=20.0,
        help="A week is short when at least this part of the hours asked of the role is missing.",
    )
    agency_shortage_tentative = fields.Float(
        "Tentative Hours Count (%)",
        default=0.0,
        help="Part of the tentative bookings, and of what open quotations will ask for by their chance, that counts.",
    )
    agency_recruiter_id = fields.Many2one(
        "res.users",
        "Decides on Job Requests",
        domain="[('share', '=', False)]",
        help="Empty: an HR manager of the company.",
    )

    _sql_constraints = [
        (
            "agency_shortage_range",
            "CHECK(agency_shortage_weeks BETWEEN 0 AND 13 AND agency_shortage_share BETWEEN 0 AND 100"
            " AND agency_shortage_tentative BETWEEN 0 AND 100)",
            "A shortage lasts 0 to 13 weeks, and its shares are percentages between 0 and 100.",
        ),
    ]

    def _agency_shortage_rule(self):
        """:return: the company's rule as :class:`~..core.shortage.Rule`; without one any single week counts"""
        self.ensure_one()
        return shortage.Rule(
            max(self.agency_shortage_weeks, 1), self.agency_shortage_share / 100, self.agency_shortage_tentative / 100
        )

    def _agency_recruiter(self):
        """:return: the user who decides on job requests of the company, possibly none"""
        self.ensure_one()
        # everybody who proposes a job has somebody to propose it to
        company_sudo = self.sudo()
        if company_sudo.agency_recruiter_id:
            return company_sudo.agency_recruiter_id.with_env(self.env)
        group = self.env.ref("agency_crm.group_hr_manager")
        administrators = self.env.ref("agency_crm.group_administrator")
        users_sudo = self.env["res.users"].sudo()
        domain = [("groups_id", "in", group.ids), ("company_ids", "in", self.ids), ("share", "=", False)]
        found_sudo = users_sudo.search(domain, order="id")
        # from 19.0 on "not in" holds for everybody who has any group that does not imply it
        others_sudo = found_sudo - users_sudo.search([("groups_id", "in", administrators.ids)])
        return (others_sudo or found_sudo)[:1].with_env(self.env)
