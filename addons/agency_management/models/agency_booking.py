from collections import defaultdict
from datetime import date

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import capacity

STATES = [("tentative", "Tentative"), ("confirmed", "Confirmed")]
#: A booking is spread over all of its days each time it is looked at, so it ends some time.
MAX_DAYS = 366


class AgencyBooking(models.Model):
    """Time of a person, or of a role nobody is named for yet, promised to a project.

    Days are those of the person's time zone. The hours are a total; they are spread over the working time of the days.
    """

    _name = "agency.booking"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Booking"
    _order = "start_date, end_date, id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee",
        string="Person",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Empty: a placeholder, the role is needed but nobody is named yet.",
    )
    role_id = fields.Many2one(
        "agency.role",
        index=True,
        ondelete="restrict",
        compute="_compute_role_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="What the time is needed for. Empty: the role of the person.",
    )
    project_id = fields.Many2one("project.project", required=True, index=True, ondelete="cascade", tracking=True)
    task_id = fields.Many2one(
        "project.task", index="btree_not_null", ondelete="set null", domain="[('project_id', '=', project_id)]"
    )
    client_id = fields.Many2one("res.partner", related="project_id.client_id", string="Client", store=True, index=True)
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one("res.users", related="employee_id.user_id", string="User", store=True, index=True)
    start_date = fields.Date("From", required=True, index=True, tracking=True)
    end_date = fields.Date("To", required=True, index=True, tracking=True)
    hours = fields.Float(required=True, tracking=True, help="Over all the days; they are spread over the working time.")
    state = fields.Selection(STATES, required=True, default="tentative", index=True, tracking=True)
    note = fields.Text()
    proposal_id = fields.Many2one(
        "agency.team.proposal",
        string="Team Proposal",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The team this booking was made with.",
    )
    color = fields.Integer(related="project_id.color", string="Color")

    _sql_constraints = [
        ("days_in_order", "CHECK(end_date >= start_date)", "A booking cannot end before it starts. Correct its days."),
        ("hours_positive", "CHECK(hours > 0)", "A booking takes some time. Enter more than zero hours."),
        (
            "person_or_role",
            "CHECK(employee_id IS NOT NULL OR role_id IS NOT NULL)",
            "A booking needs a person, or a role while nobody is named.",
        ),
    ]

    @api.depends("employee_id")
    def _compute_role_id(self):
        for booking in self:
            # the role of a colleague may be shown to everybody who sees the booking
            booking.role_id = booking.role_id or booking.employee_id.sudo().agency_role_id

    @api.depends("project_id", "employee_id")
    def _compute_company_id(self):
        for booking in self:
            # the company of a colleague is no secret of HR
            booking.company_id = (
                booking.project_id.company_id
                or booking.employee_id.sudo().company_id
                or booking.company_id
                or self.env.company
            )

    @api.depends("employee_id", "role_id", "project_id")
    def _compute_display_name(self):
        for booking in self:
            # names of people and projects are shown to everybody who sees the booking, which itself is read by
            # everybody's own rights
            employee_sudo, project_sudo = booking.employee_id.sudo(), booking.project_id.sudo()
            booking.display_name = _(
                "%(who)s: %(project)s",
                who=employee_sudo.name or booking.role_id.name or "",
                project=project_sudo.name or "",
            )

    @api.constrains("start_date", "end_date", "hours")
    def _check_hours(self):
        for booking in self:
            days = (booking.end_date - booking.start_date).days + 1
            if days < 1:
                # the database refuses that with a message of its own
                continue
            if days > MAX_DAYS:
                raise ValidationError(
                    _("%(booking)s is longer than a year. Split it into several.", booking=booking.display_name)
                )
            if booking.hours > 24 * days:
                raise ValidationError(
                    _(
                        "%(booking)s takes %(hours).0f hours, but its %(days)s day(s) have %(most)s. "
                        "Enter fewer hours or more days.",
                        booking=booking.display_name,
                        hours=booking.hours,
                        days=days,
                        most=24 * days,
                    )
                )

    @api.constrains("task_id", "project_id")
    def _check_task(self):
        for booking in self:
            if booking.task_id and booking.task_id.project_id != booking.project_id:
                raise ValidationError(
                    _(
                        "%(task)s is no task of %(project)s. Choose one of its tasks.",
                        task=booking.task_id.name,
                        project=booking.project_id.name,
                    )
                )

    def action_confirm(self):
        """Make tentative bookings certain."""
        self.filtered(lambda booking: booking.state == "tentative").write({"state": "confirmed"})

    def action_set_tentative(self):
        """Make bookings tentative again."""
        self.write({"state": "tentative"})

    def _in_core(self):
        """:return: one booking as :class:`~..core.capacity.Booking`"""
        self.ensure_one()
        return capacity.Booking(
            self.start_date.toordinal(), self.end_date.toordinal(), self.hours, self.state == "confirmed"
        )

    def _hours_by_day(self):
        """Spread bookings over the working time of their people; placeholders over that of their company.

        :return dict: booking -> {``datetime.date``: hours}, only days with any
        """
        if not self:
            return {}
        service = self.env["agency.capacity"]
        first, last = min(self.mapped("start_date")), max(self.mapped("end_date"))
        worktimes, companies = service._worktimes(
            service._people(employee_ids=self.employee_id.ids), self.company_id.ids, first, last
        )
        result = defaultdict(dict)
        for booking in self:
            worktime = worktimes.get(booking.employee_id.id) or companies[booking.company_id.id]
            result[booking] = {
                date.fromordinal(day): hours for day, hours in capacity.spread(booking._in_core(), worktime).items()
            }
        return dict(result)
