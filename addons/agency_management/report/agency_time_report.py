from odoo import fields, models
from odoo.tools import SQL

from ..models.account_analytic_line_approval import STATES

UTILISATION = "utilisation:avg"


class AgencyTimeReport(models.Model):
    """Time by client, project, person, kind; and the hours people had, so that both can be compared.

    A row is an entry, or the working hours of a person on a day (without client, project and kind). Utilisation is
    billable hours divided by available hours, of whatever rows are added up: the quotient of sums, never a mean of
    quotients. By client or project there are no available hours, and thus no utilisation.
    """

    _name = "agency.time.report"
    _description = "Time Analysis"
    _auto = False
    _order = "date desc, id desc"
    # a name that is read by everybody's own rights: 17.0 exports a name that is made of nothing without asking for any
    _rec_name = "date"
    _depends = {
        "account.analytic.line": [
            "date",
            "employee_id",
            "user_id",
            "company_id",
            "project_id",
            "task_id",
            "unit_amount",
            "agency_time_kind_id",
            "agency_billable",
            "agency_approval_state",
        ],
        "agency.timesheet.week": ["employee_id", "user_id", "company_id", "start_date", "expected_days"],
        "hr.employee": ["agency_role_id"],
        "project.project": ["client_id"],
    }

    date = fields.Date(readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Person", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    role_id = fields.Many2one("agency.role", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    client_id = fields.Many2one("res.partner", readonly=True)
    project_id = fields.Many2one("project.project", readonly=True)
    task_id = fields.Many2one("project.task", readonly=True)
    kind_id = fields.Many2one("agency.time.kind", string="Kind of Time", readonly=True)
    billable = fields.Boolean(readonly=True)
    state = fields.Selection(STATES, string="Approval", readonly=True)
    hours = fields.Float(readonly=True)
    hours_billable = fields.Float("Billable Hours", readonly=True)
    hours_available = fields.Float(
        "Available Hours", readonly=True, help="Working hours minus time off and holidays, since people enter time."
    )
    utilisation = fields.Float(
        "Utilisation (%)",
        digits=(16, 1),
        readonly=True,
        group_operator="avg",
        help="Billable hours divided by available hours.",
    )

    @property
    def _table_query(self):
        lines = self.env["account.analytic.line"]
        off = lines._agency_time_off_fields()
        worked = " AND ".join(f"line.{name} IS NULL" for name in off) or "TRUE"
        # 17.0 takes text alone for the table of a report
        return f"""
            SELECT line.id * 2 AS id, line.date, line.employee_id, line.user_id, employee.agency_role_id AS role_id,
                   line.company_id, project.client_id, line.project_id, line.task_id,
                   line.agency_time_kind_id AS kind_id, line.agency_billable AS billable,
                   line.agency_approval_state AS state, line.unit_amount AS hours,
                   CASE WHEN line.agency_billable THEN line.unit_amount ELSE 0 END AS hours_billable,
                   0 AS hours_available, 0 AS utilisation
              FROM account_analytic_line line
              JOIN project_project project ON project.id = line.project_id
              JOIN hr_employee employee ON employee.id = line.employee_id
             WHERE {worked}
             UNION ALL
            SELECT (week.id * 7 + day.number) * 2 + 1, week.start_date + (day.number - 1)::int, week.employee_id,
                   week.user_id, employee.agency_role_id, week.company_id, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0,
                   day.hours::float, 0
              FROM agency_timesheet_week week
              JOIN hr_employee employee ON employee.id = week.employee_id
        CROSS JOIN LATERAL jsonb_array_elements_text(week.expected_days) WITH ORDINALITY AS day(hours, number)
             WHERE jsonb_typeof(week.expected_days) = 'array' AND day.hours::float > 0
        """

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != UTILISATION:
            return super()._read_group_select(aggregate_spec, query)
        billable = super()._read_group_select("hours_billable:sum", query)
        available = super()._read_group_select("hours_available:sum", query)
        if isinstance(billable, tuple):
            # 17.0 wants to know which fields were used as well
            return self._quotient(billable[0], available[0]), [*billable[1], *available[1]]
        return self._quotient(billable, available)

    def _quotient(self, billable, available):
        return SQL("100.0 * %s / NULLIF(%s, 0)", billable, available)
