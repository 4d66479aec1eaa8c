from datetime import timedelta

import pytz

from odoo import _, api, fields, models
from odoo.tools import SQL, format_date

from ..core import time_approval, timesheet

STATES = [
    (time_approval.EMPTY, "Nothing Entered"),
    (time_approval.DRAFT, "Open"),
    (time_approval.SUBMITTED, "Submitted"),
    (time_approval.APPROVED, "Approved"),
]


class AgencyTimesheetWeek(models.Model):
    """The time of a person in a week: how much there is, how much there should be, how far its approval is.

    Entries are Odoo's timesheet lines, and the approval is theirs; a week adds them up and is what people submit,
    approve and are reminded of. Rows are made by the suite alone, one for each person and week, whoever is faster.
    """

    _name = "agency.timesheet.week"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Week of a Person"
    _order = "start_date desc, employee_id, id"
    # whoever may see a week may write a note under it; its fields follow from the entries
    _mail_post_access = "read"

    employee_id = fields.Many2one("hr.employee", string="Person", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", related="employee_id.user_id", string="User", store=True, index=True)
    company_id = fields.Many2one("res.company", related="employee_id.company_id", store=True, index=True)
    manager_id = fields.Many2one("hr.employee", related="employee_id.parent_id", string="Manager")
    department_id = fields.Many2one(
        "hr.department", compute="_compute_department_id", compute_sudo=True, search="_search_department_id"
    )
    start_date = fields.Date("From", required=True, readonly=True, index=True)
    end_date = fields.Date("To", compute="_compute_end_date", store=True, index=True)
    line_ids = fields.One2many("account.analytic.line", "agency_week_id", string="Entries", readonly=True)
    hours_logged = fields.Float("Logged", compute="_compute_hours", store=True, compute_sudo=True)
    hours_billable = fields.Float("Billable", compute="_compute_hours", store=True, compute_sudo=True)
    hours_approved = fields.Float("Approved", compute="_compute_hours", store=True, compute_sudo=True)
    state = fields.Selection(STATES, compute="_compute_hours", store=True, compute_sudo=True, index=True)
    expected_days = fields.Json(
        readonly=True, help="Working hours of each of the seven days that time off and holidays leave; null: not known."
    )
    hours_expected = fields.Float(
        "Expected", compute="_compute_hours_expected", store=True, help="Working hours minus time off and holidays."
    )
    hours_missing = fields.Float("Missing", compute="_compute_hours_missing", store=True)
    rows = fields.Json(
        readonly=True, copy=False, help="Rows of the weekly grid that are shown although they are empty."
    )
    submitted_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    expected_on = fields.Date(readonly=True, copy=False, index=True, help="When the working hours were last looked at.")
    reminded_on = fields.Date("Reminded on", readonly=True, copy=False)

    _sql_constraints = [
        ("employee_start_unique", "UNIQUE(employee_id, start_date)", "This person already has this week."),
    ]

    # ------------------------------------------------------------------ computed

    @api.depends("start_date")
    def _compute_end_date(self):
        for week in self:
            week.end_date = week.start_date and week.start_date + timedelta(days=6)

    @api.depends("employee_id", "start_date")
    def _compute_display_name(self):
        for week in self:
            # the name of a colleague, for whoever may see the week
            week.display_name = _(
                "%(person)s: week of %(day)s",
                person=week.employee_id.sudo().name or "",
                day=format_date(self.env, week.start_date) if week.start_date else "",
            )

    @api.depends("employee_id")
    def _compute_department_id(self):
        for week in self:
            week.department_id = week.employee_id.department_id

    def _search_department_id(self, operator, value):
        return [("employee_id.department_id", operator, value)]

    @api.depends("line_ids.unit_amount", "line_ids.agency_billable", "line_ids.agency_approval_state")
    def _compute_hours(self):
        rows = self.env["account.analytic.line"]._read_group(
            [("agency_week_id", "in", self.ids)],
            ["agency_week_id", "agency_approval_state", "agency_billable"],
            ["unit_amount:sum"],
        )
        found = {}
        for week, state, billable, hours in rows:
            found.setdefault(week.id, []).append((state, billable, hours))
        for week in self:
            mine = found.get(week.id, [])
            week.hours_logged = sum(hours for _state, _billable, hours in mine)
            week.hours_billable = sum(hours for _state, billable, hours in mine if billable)
            week.hours_approved = sum(hours for state, _billable, hours in mine if state == time_approval.APPROVED)
            week.state = time_approval.week_state(state for state, _billable, _hours in mine)

    @api.depends("expected_days")
    def _compute_hours_expected(self):
        for week in self:
            week.hours_expected = sum(week.expected_days or [])

    @api.depends("expected_days", "hours_expected", "hours_logged")
    def _compute_hours_missing(self):
        for week in self:
            lacking = timesheet.missing(
                timesheet.to_minutes(round(week.hours_expected, 4)), timesheet.to_minutes(round(week.hours_logged, 4))
            )
            week.hours_missing = lacking / 60

    # ------------------------------------------------------------------ which week

    @api.model
    def _first_weekdays(self, employees):
        """On which day weeks begin for people: as in the language they use, else in their company's.

        :return dict: employee -> 1 (Monday) to 7 (Sunday)
        """
        # a colleague's language only says where the week begins
        employees_sudo = employees.sudo()
        codes = {
            employee: employee.user_id.lang or employee.company_id.partner_id.lang or self.env.lang or "en_US"
            for employee in employees_sudo
        }
        langs_sudo = self.env["res.lang"].sudo().with_context(active_test=False)
        starts = {
            lang.code: int(lang.week_start)
            for lang in langs_sudo.search_fetch([("code", "in", list(set(codes.values())))], ["code", "week_start"])
        }
        return {employee.with_env(self.env): starts.get(code, 1) for employee, code in codes.items()}

    @api.model
    def _today(self, employee):
        """:return datetime.date: today where the person is"""
        # one's own employee record may be out of one's sight (private fields); only its time zone is used
        zone = pytz.timezone(employee.sudo().tz or self.env.user.tz or "UTC")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    @api.model
    def _for_days(self, pairs):
        """Weeks of people, made where there is none yet.

        :param pairs: iterable of (``hr.employee``, ``datetime.date``)
        :return dict: (employee, day) -> week, with elevated rights
        """
        pairs = set(pairs)
        employees = self.env["hr.employee"].browse({employee.id for employee, _day in pairs})
        first = {employee.id: weekday for employee, weekday in self._first_weekdays(employees).items()}
        starts = {
            (employee, day): (employee.id, timesheet.week_start(day, first[employee.id])) for employee, day in pairs
        }
        weeks = self._get_or_create(starts.values())
        return {pair: weeks[start] for pair, start in starts.items()}

    @api.model
    def _get_or_create(self, keys):
        """Weeks by person and first day, made where there is none yet; two transactions never make the same one twice.

        :param keys: iterable of (employee id, first day)
        :return dict: (employee id, first day) -> week, with elevated rights
        """
        # weeks are kept by the suite, people have no rights to make them
        weeks_sudo = self.sudo()
        keys = set(keys)
        if not keys:
            return {}
        domain = [
            ("employee_id", "in", list({employee for employee, _day in keys})),
            ("start_date", "in", list({day for _employee, day in keys})),
        ]
        found = weeks_sudo.search_fetch(domain, ["employee_id", "start_date"])
        lacking = keys - {(week.employee_id.id, week.start_date) for week in found}
        if lacking:
            self.env["hr.employee"].flush_model(["user_id", "company_id"])
            self.env.cr.execute(
                SQL(
                    "INSERT INTO agency_timesheet_week (employee_id, start_date, state, create_uid, write_uid,"
                    " create_date, write_date) SELECT pair.employee_id, pair.start_date, 'empty', %(uid)s, %(uid)s,"
                    " now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'"
                    " FROM unnest(%(employees)s::int[], %(days)s::date[]) AS pair(employee_id, start_date)"
                    " ON CONFLICT (employee_id, start_date) DO NOTHING RETURNING id",
                    uid=self.env.uid,
                    employees=[employee for employee, _day in sorted(lacking)],
                    days=[day for _employee, day in sorted(lacking)],
                )
            )
            made = weeks_sudo.browse([row[0] for row in self.env.cr.fetchall()])
            made.modified(["employee_id", "start_date", "expected_days"], create=True)
            found |= made
        return {(week.employee_id.id, week.start_date): week for week in found}
