from odoo import Command, _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..core import freelancer, time_approval
from .account_analytic_line_freelancer import NOT_BILLED
from .hr_employee_freelancer import FREELANCER


class HrEmployee(models.Model):
    """Vendor bills of approved hours, one a freelancer and currency; each hour is billed once."""

    _inherit = "hr.employee"

    agency_booking_count = fields.Integer(compute="_compute_agency_booking_count", groups="hr.group_hr_user")
    agency_hours_to_bill = fields.Float(
        "Hours to Bill",
        compute="_compute_agency_hours_to_bill",
        groups="hr.group_hr_user",
        help="Approved hours of the freelancer that are on no vendor bill yet.",
    )

    def _compute_agency_booking_count(self):
        rows = self.env["agency.booking"]._read_group([("employee_id", "in", self.ids)], ["employee_id"], ["__count"])
        counts = {employee.id: count for employee, count in rows}
        for employee in self:
            employee.agency_booking_count = counts.get(employee.id, 0)

    def _compute_agency_hours_to_bill(self):
        rows = self.env["agency.freelancer.time"]._read_group(
            [("employee_id", "in", self.ids), ("billing", "=", "to_bill")], ["employee_id"], ["hours:sum"]
        )
        hours = {employee.id: total for employee, total in rows}
        for employee in self:
            employee.agency_hours_to_bill = hours.get(employee.id, 0.0)

    # ------------------------------------------------------------------ bills

    @api.model
    def _agency_time_to_bill_domain(self, first, last):
        """:return list: time that a vendor bill of some days takes, of whomever"""
        return [
            ("date", ">=", first),
            ("date", "<=", last),
            ("project_id", "!=", False),
            ("unit_amount", ">", 0),
            ("agency_approval_state", "=", time_approval.APPROVED),
            ("company_id", "in", self.env.companies.ids),
            *NOT_BILLED,
        ]

    def _agency_make_vendor_bills(self, first, last):
        """Make draft vendor bills of the approved hours of freelancers, as the user.

        Freelancers without vendor, and time no rate holds for, are left out while there is something else to bill.

        :param datetime.date first: first day
        :param datetime.date last: last day, included
        :return: ``account.move``, one for each freelancer, currency and company
        :raise UserError: there is nothing to bill; it says what is missing
        """
        # nobody else holds time up, or learns what of it is billed
        self.env["account.move"].check_access_rights("create")
        # whoever keeps the books reads neither time nor HR's records; what is billed of them is on the bill
        people_sudo = self.sudo().filtered(lambda employee: employee.agency_employment == FREELANCER)
        lines_sudo = self.env["account.analytic.line"].sudo()
        domain = self._agency_time_to_bill_domain(first, last)
        lines_sudo = lines_sudo.search([("employee_id", "in", people_sudo.ids), *domain], order="id")
        lines_sudo._agency_hold()
        problems, bills = [], []
        by_owner = lines_sudo.grouped(lambda line: (line.employee_id, line.company_id))
        for (employee_sudo, company), time_sudo in sorted(by_owner.items(), key=lambda item: item[0][0].name):
            if not employee_sudo.agency_vendor_id:
                problems.append(_("%(person)s has no vendor.", person=employee_sudo.name))
                continue
            work, rates = time_sudo._agency_work_in_core(), employee_sudo._agency_rates()
            by_currency, unpriced = freelancer.bill_lines(work, rates)
            if unpriced:
                day = format_date(self.env, unpriced[0].day)
                problems.append(_("%(person)s has no rate on %(day)s.", person=employee_sudo.name, day=day))
            bills += [(employee_sudo, company, currency, found) for currency, found in by_currency.items()]
        if not bills:
            raise UserError(
                "\n".join(
                    [
                        _(
                            "There are no approved hours of freelancers to bill from %(first)s to %(last)s.",
                            first=format_date(self.env, first),
                            last=format_date(self.env, last),
                        ),
                        *problems,
                        *([_("Ask an HR manager to complete the employee, page Freelancer.")] if problems else []),
                    ]
                )
            )
        moves = self.env["account.move"]
        for employee_sudo, company, currency, found in bills:
            moves |= employee_sudo._agency_make_vendor_bill(self.env, company, currency, found, first, last)
        return moves

    def _agency_make_vendor_bill(self, env, company, currency, lines, first, last):
        """Make one bill and put the time on its lines. For elevated rights.

        :param env: of the user, who must be allowed to make bills
        :param company: ``res.company``
        :param int currency: id of the currency
        :param lines: list of :class:`~..core.freelancer.BillLine`
        :return: draft ``account.move``, as the user
        """
        self.ensure_one()
        product = company.with_env(env)._agency_freelancer_product()
        move = (
            env["account.move"]
            .with_company(company.id)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.agency_vendor_id.id,
                    "company_id": company.id,
                    "currency_id": currency,
                    "agency_freelancer_id": self.id,
                    "invoice_origin": _(
                        "%(person)s, %(first)s – %(last)s",
                        person=self.name,
                        first=format_date(env, first),
                        last=format_date(env, last),
                    ),
                    "invoice_line_ids": [
                        Command.create(self._agency_vendor_line_values(line, product, 10 * number))
                        for number, line in enumerate(lines, 1)
                    ],
                }
            )
        )
        for line, move_line in zip(lines, move.invoice_line_ids.sorted("sequence")):
            # only this puts time on a bill; nobody has the right to
            time_sudo = self.env["account.analytic.line"].sudo().browse(line.entries)
            time_sudo.write({"agency_vendor_line_id": move_line.id})
        return move

    def _agency_vendor_line_values(self, line, product, sequence):
        """:return dict: values of a line of a vendor bill"""
        # names and analytic account of the work, for whoever keeps the books
        project_sudo = self.env["project.project"].sudo().browse(line.project)
        task_sudo = self.env["project.task"].sudo().browse(line.task or ())
        account_sudo = project_sudo._agency_analytic_accounts()
        days = [format_date(self.env, day) for day in (line.first, line.last)]
        return {
            "product_id": product.id,
            "name": _(
                "%(work)s, %(days)s: %(hours)s hours",
                work=" – ".join(filter(None, (project_sudo.name, task_sudo.name))),
                days=days[0] if line.first == line.last else " – ".join(days),
                hours=f"{line.hours:.2f}",
            ),
            "quantity": line.quantity,
            "product_uom_id": self.env.ref(f"uom.product_uom_{line.unit}").id,
            "price_unit": line.price,
            "analytic_distribution": {str(account_sudo.id): 100.0} if account_sudo else False,
            "agency_freelancer_id": self.id,
            "agency_freelancer_hours": line.hours,
            "sequence": sequence,
        }

    # ------------------------------------------------------------------ buttons

    def action_agency_bookings(self):
        """:return: action with the bookings of these people"""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_booking_action")
        return action | {
            "domain": [("employee_id", "in", self.ids)],
            "context": {"default_employee_id": self[:1].id, "search_default_current": 1},
        }

    def action_agency_freelancer_time(self):
        """:return: action with the hours of these freelancers, those to be billed first"""
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_management.agency_freelancer_time_action")
        return action | {"domain": [("employee_id", "in", self.ids)]}

    def action_agency_vendor_bills(self):
        """:return: action with the vendor bills of these freelancers"""
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_in_invoice_type")
        return action | {
            "domain": [("move_type", "=", "in_invoice"), ("agency_freelancer_id", "in", self.ids)],
            "context": {"create": False},
        }
