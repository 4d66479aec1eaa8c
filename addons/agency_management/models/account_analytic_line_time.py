from collections import defaultdict

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..core import timesheet


class AccountAnalyticLine(models.Model):
    """Time has a kind, is billable or not by rule, belongs to a week of its person, and fits into a day."""

    _inherit = "account.analytic.line"

    agency_time_kind_id = fields.Many2one(
        "agency.time.kind",
        string="Kind of Time",
        compute="_compute_agency_time_kind_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    agency_billable = fields.Boolean(
        "Billable Time",
        compute="_compute_agency_billable",
        store=True,
        readonly=False,
        help="Whether the client pays for this time, by the hour or within a retainer or price. Follows from project, "
        "kind, task and service; can be changed.",
    )
    agency_week_id = fields.Many2one(
        "agency.timesheet.week", string="Week", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    # ------------------------------------------------------------------ computed

    @api.depends("project_id")
    def _compute_agency_time_kind_id(self):
        kinds, first = self.env["agency.time.kind"], {}
        for line in self:
            if line.project_id and not line.agency_time_kind_id and not line._agency_is_time_off():
                # whether there is a client decides, also for who may not see the project any more
                project_sudo = line.project_id.sudo()
                for_client = bool(project_sudo.client_id)
                if for_client not in first:
                    first[for_client] = kinds._first(for_client)
                line.agency_time_kind_id = first[for_client]
            elif not line.project_id:
                line.agency_time_kind_id = False

    # Not on what is said on project, kind, task and service: a rule that changes does not rewrite the past.
    @api.depends("project_id", "task_id", "agency_time_kind_id")
    def _compute_agency_billable(self):
        for line in self:
            line.agency_billable = bool(line.project_id) and timesheet.billable(line._agency_work())[0]

    # time nobody pays for must not reach an invoice through the order line of its project
    @api.depends("agency_billable")
    def _compute_so_line(self):
        return super()._compute_so_line()

    def _timesheet_determine_sale_line(self):
        if not self.agency_billable:
            return self.env["sale.order.line"]
        return super()._timesheet_determine_sale_line()

    def _agency_work(self):
        """:return: what decides whether the line is billable, as :class:`~..core.timesheet.Work`"""
        # the rules on project, task and service hold for whoever enters time, whether they may read these or not
        line_sudo = self.sudo()
        task, service = line_sudo.task_id, line_sudo.task_id.agency_service_id
        return timesheet.Work(
            has_client=bool(line_sudo.project_id.client_id) and not line_sudo._agency_is_time_off(),
            project=line_sudo.project_id.agency_time_billable,
            kind=line_sudo.agency_time_kind_id.billable if line_sudo.agency_time_kind_id else True,
            task={"yes": True, "no": False}.get(task.agency_time_billable),
            service=service.time_billable if service else None,
        )

    def _agency_is_time_off(self):
        """:return bool: whether the line was made by Odoo for time off or a public holiday"""
        return any(self[name] for name in self._agency_time_off_fields())

    @api.model
    def _agency_time_off_fields(self):
        """:return list: names of the fields that say for which time off, or public holiday, Odoo made a line"""
        # the addon that makes such lines installs itself, but nothing here needs it
        return [name for name in ("holiday_id", "global_leave_id") if name in self._fields]

    # ------------------------------------------------------------------ rules

    @api.constrains("unit_amount", "date", "employee_id", "project_id")
    def _check_agency_day(self):
        lines = self.filtered(lambda line: line.project_id and line.employee_id and not line._agency_is_time_off())
        for line in lines:
            if line.unit_amount < 0:
                raise ValidationError(
                    _("%(hours)s h: time cannot be negative. Enter the hours worked.", hours=line._agency_clock())
                )
        # what else a colleague booked on that day counts, whoever may read it
        days = self.sudo()._read_group(
            [
                ("employee_id", "in", lines.employee_id.ids),
                ("date", "in", list(set(lines.mapped("date")))),
                ("project_id", "!=", False),
            ],
            ["employee_id", "date:day"],
            ["unit_amount:sum"],
        )
        mine = {(line.employee_id.id, line.date) for line in lines}
        for employee_sudo, day, hours in days:
            minutes = timesheet.to_minutes(round(hours, 4))
            if minutes > timesheet.DAY_MINUTES and (employee_sudo.id, fields.Date.to_date(day)) in mine:
                raise ValidationError(
                    _(
                        "%(person)s would have %(hours)s h on %(day)s. A day has 24; correct the time or the day.",
                        person=employee_sudo.name,
                        hours=timesheet.clock_text(minutes),
                        day=format_date(self.env, day),
                    )
                )

    @api.constrains("agency_time_kind_id", "agency_billable", "project_id")
    def _check_agency_internal(self):
        for line in self.filtered("project_id"):
            # its name for the message, also for who may not see it
            project_sudo = line.project_id.sudo()
            if not (line.agency_billable or line.agency_time_kind_id.billable) or line._agency_work().has_client:
                continue
            if line.agency_billable:
                message = _(
                    "%(project)s has no client, so nobody pays for time on it. Give the project its customer, or leave "
                    "the time not billable.",
                    project=project_sudo.display_name,
                )
            else:
                message = _(
                    "%(kind)s is time for clients, and %(project)s has none. Choose another kind of time.",
                    kind=line.agency_time_kind_id.name,
                    project=project_sudo.display_name,
                )
            raise ValidationError(message)

    def _agency_clock(self):
        return timesheet.clock_text(timesheet.to_minutes(round(self.unit_amount, 4)))

    # ------------------------------------------------------------------ weeks

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._agency_assign_weeks()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"date", "employee_id", "project_id", "holiday_id", "global_leave_id"}.intersection(vals):
            self._agency_assign_weeks()
        return result

    def _agency_assign_weeks(self):
        """Put time into the week of its person; time off is in none."""
        # weeks are kept by the suite, people have no rights on them
        lines_sudo = self.sudo()
        timesheets = lines_sudo.filtered(lambda line: line.project_id and line.employee_id)
        timesheets -= timesheets.filtered(lambda line: line._agency_is_time_off())
        weeks = self.env["agency.timesheet.week"]._for_days(
            {(line.employee_id, line.date) for line in timesheets},
        )
        moved = defaultdict(list)
        for line in lines_sudo:
            week = weeks[line.employee_id, line.date] if line in timesheets else lines_sudo.agency_week_id.browse()
            if line.agency_week_id != week:
                moved[week].append(line.id)
        for week, ids in moved.items():
            lines_sudo.browse(ids).agency_week_id = week
