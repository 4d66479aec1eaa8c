from datetime import timedelta

from odoo import Command, _, api, fields, models
from odoo.exceptions import UserError

from ..models.hr_employee_freelancer import FREELANCER


class AgencyFreelancerBill(models.TransientModel):
    """Asks for which days, and of whom, approved hours become vendor bills."""

    _name = "agency.freelancer.bill"
    _description = "Make Vendor Bills"

    date_from = fields.Date("From", required=True, default=lambda self: self._last_month()[0])
    date_to = fields.Date("To", required=True, default=lambda self: self._last_month()[1])
    line_ids = fields.One2many(
        "agency.freelancer.bill.line",
        "wizard_id",
        string="Freelancers",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.model
    def _last_month(self):
        """:return: first and last day of the month before this one"""
        last = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last

    @api.depends("date_from", "date_to")
    def _compute_line_ids(self):
        wanted = self._wanted_ids()
        for wizard in self:
            rows = wizard._hours() if wizard.date_from and wizard.date_to else {}
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(values | {"employee_id": employee_id, "chosen": employee_id in (wanted or rows)})
                    for employee_id, values in rows.items()
                ),
            ]

    @api.model
    def _wanted_ids(self):
        """:return set: ids of the employees the dialogue was opened for; none: for all"""
        context = self.env.context
        if context.get("active_model") in ("hr.employee", "hr.employee.public"):
            return set(context.get("active_ids") or ())
        return set(context.get("agency_freelancer_ids") or ())

    def _hours(self):
        """:return dict: employee id -> values of a line, for freelancers with hours on no bill; by name"""
        self.ensure_one()
        rows = self.env["agency.freelancer.time"]._read_group(
            [
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("billing", "in", ("open", "to_bill")),
                ("company_id", "in", self.env.companies.ids),
            ],
            ["employee_id", "billing", "unpriced", "vendor_id"],
            ["hours:sum"],
        )
        found = {}
        for employee, billing, unpriced, vendor, hours in rows:
            values = found.setdefault(employee, {"hours": 0.0, "hours_open": 0.0, "problem": False})
            if billing == "open":
                values["hours_open"] += hours
            elif not vendor:
                values["problem"] = _("No vendor: %(hours).2f hours are left out.", hours=hours)
            elif unpriced:
                values["problem"] = _("No rate for %(hours).2f hours: they are left out.", hours=hours)
            else:
                values["hours"] += hours
        # names of those whose hours are in sight anyhow
        names = {employee_sudo.id: employee_sudo.name for employee_sudo in self.env["hr.employee"].union(*found).sudo()}
        return {one.id: values for one, values in sorted(found.items(), key=lambda item: names[item[0].id])}

    @api.model
    def _freelancers(self):
        """:return: all freelancers of the companies, whoever may read HR's records"""
        # accountants see of colleagues what everybody does; that somebody is a freelancer is said by the bills, too
        employees_sudo = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees_sudo.search(
            [("agency_employment", "=", FREELANCER), ("company_id", "in", self.env.companies.ids)]
        )
        return found.with_env(self.env)

    def action_make_bills(self):
        """Make the bills.

        :return: action showing them
        """
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(_("The last day lies before the first. Correct the days."))
        if self.line_ids and not any(self.line_ids.mapped("chosen")):
            raise UserError(_("Nobody is chosen. Tick the freelancers whose hours are to be billed."))
        people = self.line_ids.filtered("chosen").employee_id or self._freelancers()
        moves = people._agency_make_vendor_bills(self.date_from, self.date_to)
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_in_invoice_type")
        action |= {"domain": [("id", "in", moves.ids)], "context": {"create": False}}
        if len(moves) == 1:
            action |= {"views": [(False, "form")], "res_id": moves.id}
        return action
