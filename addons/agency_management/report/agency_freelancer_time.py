from odoo import _, fields, models

from ..models.account_analytic_line_approval import STATES

BILLING = [
    ("open", "Not Approved"),
    ("to_bill", "To Bill"),
    ("draft", "On a Draft Bill"),
    ("billed", "Billed"),
]


class AgencyFreelancerTime(models.Model):
    """Hours of freelancers with what they cost, and how far their billing is. A row is an entry of time.

    The cost is that of the time as projects count it: the rate of the day, in the company's currency.
    """

    _name = "agency.freelancer.time"
    _description = "Freelancer Hours"
    _auto = False
    _order = "date desc, id desc"
    # a name that is read by everybody's own rights, as in the analysis of time
    _rec_name = "date"
    _depends = {
        "account.analytic.line": [
            "date",
            "name",
            "employee_id",
            "company_id",
            "currency_id",
            "project_id",
            "task_id",
            "unit_amount",
            "amount",
            "agency_approval_state",
            "agency_vendor_line_id",
        ],
        "account.move.line": ["move_id"],
        "account.move": ["state", "agency_hours_released"],
        "agency.freelancer.rate": ["employee_id", "valid_from"],
        "hr.employee": ["agency_role_id", "agency_employment", "agency_vendor_id"],
        "project.project": ["client_id"],
    }

    date = fields.Date(readonly=True)
    name = fields.Char("Description", readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Freelancer", readonly=True)
    vendor_id = fields.Many2one("res.partner", readonly=True)
    role_id = fields.Many2one("agency.role", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    client_id = fields.Many2one("res.partner", readonly=True)
    project_id = fields.Many2one("project.project", readonly=True)
    task_id = fields.Many2one("project.task", readonly=True)
    state = fields.Selection(STATES, string="Approval", readonly=True)
    billing = fields.Selection(BILLING, string="Vendor Bill Status", readonly=True)
    move_id = fields.Many2one("account.move", string="Vendor Bill", readonly=True)
    hours = fields.Float(readonly=True)
    cost = fields.Monetary(readonly=True, help="At the rate of the day, in the currency of the company.")
    unpriced = fields.Boolean("Without Rate", readonly=True, help="No rate of the freelancer holds on the day.")

    @property
    def _table_query(self):
        lines = self.env["account.analytic.line"]
        off = lines._agency_time_off_fields()
        worked = " AND ".join(f"line.{name} IS NULL" for name in off) or "TRUE"
        # 17.0 takes text alone for the table of a report
        return f"""
            SELECT line.id, line.date, line.name, line.employee_id, employee.agency_vendor_id AS vendor_id,
                   employee.agency_role_id AS role_id, line.company_id, line.currency_id, project.client_id,
                   line.project_id, line.task_id, line.agency_approval_state AS state,
                   CASE WHEN bill.id IS NOT NULL THEN CASE bill.state WHEN 'draft' THEN 'draft' ELSE 'billed' END
                        WHEN line.agency_approval_state = 'approved' THEN 'to_bill'
                        ELSE 'open'
                   END AS billing,
                   bill.id AS move_id, line.unit_amount AS hours, -line.amount AS cost,
                   NOT EXISTS (SELECT 1 FROM agency_freelancer_rate rate
                                WHERE rate.employee_id = line.employee_id AND rate.valid_from <= line.date) AS unpriced
              FROM account_analytic_line line
              JOIN hr_employee employee ON employee.id = line.employee_id
              JOIN project_project project ON project.id = line.project_id
         LEFT JOIN account_move_line item ON item.id = line.agency_vendor_line_id
         LEFT JOIN account_move bill
                ON bill.id = item.move_id AND bill.state != 'cancel' AND bill.agency_hours_released IS NOT TRUE
             WHERE (employee.agency_employment = 'freelancer' OR item.id IS NOT NULL) AND {worked}
        """

    def action_make_bills(self):
        """:return: dialogue that makes vendor bills, of the freelancers of the rows, or of all without any"""
        return {
            "type": "ir.actions.act_window",
            "name": _("Make Vendor Bills"),
            "res_model": "agency.freelancer.bill",
            "views": [(False, "form")],
            "target": "new",
            "context": {"agency_freelancer_ids": self.employee_id.ids},
        }
