from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.hr_employee_freelancer import FREELANCER


class AgencyFreelancerBill(models.TransientModel):
    """Asks for which days, and of whom, approved hours become vendor bills."""

    _name = "agency.freelancer.bill"
    _description = "Make Vendor Bills"

    date_from = fields.Date("From", required=True, default=lambda self: self._last_month()[0])
    date_to = fields.Date("To", required=True, default=lambda self: self._last_month()[1])
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Freelancers",
        domain="[('id', 'in', available_employee_ids)]",
        default=lambda self: self._default_employees(),
        help="Empty: all freelancers.",
    )
    available_employee_ids = fields.Many2many("hr.employee", compute="_compute_available_employee_ids")
    hours = fields.Float("Hours to Bill", compute="_compute_hours", help="Approved, and on no vendor bill yet.")
    hours_open = fields.Float("Not Approved", compute="_compute_hours", help="These hours are left out.")
    problems = fields.Text(compute="_compute_hours")

    @api.model
    def _last_month(self):
        """:return: first and last day of the month before this one"""
        last = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last

    @api.model
    def _default_employees(self):
        """:return: freelancers among the employees the dialogue was opened for"""
        if self.env.context.get("active_model") not in ("hr.employee", "hr.employee.public"):
            return self.env["hr.employee"]
        chosen = self.env["hr.employee"].browse(self.env.context.get("active_ids", ()))
        return chosen & self._freelancers()

    @api.model
    def _freelancers(self):
        """:return: all freelancers of the companies, whoever may read HR's records"""
        # accountants see of colleagues what everybody does; that somebody is a freelancer is said by the bills, too
        employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees_sudo.search(
            [("agency_employment", "=", FREELANCER), ("company_id", "in", self.env.companies.ids)]
        )
        return found.with_env(self.env)

    @api.depends_context("allowed_company_ids")
    def _compute_available_employee_ids(self):
        freelancers = self._freelancers()
        for wizard in self:
            wizard.available_employee_ids = freelancers

    @api.depends("employee_ids", "date_from", "date_to")
    def _compute_hours(self):
        report = self.env["agency.freelancer.time"]
        for wizard in self:
            people = wizard.employee_ids or wizard._freelancers()
            domain = [
                ("date", ">=", wizard.date_from),
                ("date", "<=", wizard.date_to),
                ("employee_id", "in", people.ids),
                ("billing", "in", ("open", "to_bill")),
            ]
            rows = report._read_group(
                domain, ["employee_id", "billing", "unpriced", "vendor_id"], ["hours:sum"], order="employee_id"
            )
            wizard.hours = wizard.hours_open = 0.0
            problems = []
            for employee, billing, unpriced, vendor, hours in rows:
                if billing == "open":
                    wizard.hours_open += hours
                elif unpriced or not vendor:
                    # names of those whose hours are in sight anyhow
                    values = {"person": employee.sudo().name, "hours": hours}
                    text = _("%(person)s has no rate for %(hours).2f hours.", **values)
                    problems.append(text if vendor else _("%(person)s has no vendor: %(hours).2f hours.", **values))
                else:
                    wizard.hours += hours
            wizard.problems = "\n".join(problems)

    def action_make_bills(self):
        """Make the bills.

        :return: action showing them
        """
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(_("The last day lies before the first. Correct the days."))
        people = self.employee_ids or self._freelancers()
        moves = people._agency_make_vendor_bills(self.date_from, self.date_to)
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_in_invoice_type")
        action |= {"domain": [("id", "in", moves.ids)], "context": {"create": False}}
        if len(moves) == 1:
            action |= {"views": [(False, "form")], "res_id": moves.id}
        return action
