from odoo import _, api, fields, models
from odoo.tools import SQL, format_date

from ..core.search_flag import flag_domain
from .agency_booking_overbooking import LOAD_FIELDS

#: What the manager of the project is asked to look at.
ACTIVITY = "agency_management.mail_activity_booking_time_off"


class AgencyBooking(models.Model):
    """Bookings know when the person is away."""

    _inherit = "agency.booking"

    inside_time_off = fields.Boolean(
        compute="_compute_inside_time_off",
        search="_search_inside_time_off",
        compute_sudo=True,
        help="The person has time off on some of the days.",
    )

    @api.depends("employee_id", "start_date", "end_date")
    def _compute_inside_time_off(self):
        away = self._time_off_days()
        for booking in self:
            booking.inside_time_off = bool(away.get(booking))

    def _search_inside_time_off(self, operator, value):
        self.flush_model()
        self.env["resource.calendar.leaves"].flush_model()
        self.env.cr.execute(SQL("SELECT DISTINCT away.id FROM (%s) away", self._time_off_sql()))
        found = [row[0] for row in self.env.cr.fetchall()]
        return flag_domain(operator, value, found)

    @api.model
    def _time_off_sql(self):
        """:return SQL: booking, time off and first and last day of what they share, in the person's time zone"""
        return SQL(
            """
            SELECT b.id, b.state, b.end_date, l.id AS leave_id,
                   GREATEST(b.start_date, (l.date_from AT TIME ZONE 'UTC' AT TIME ZONE r.tz)::date) AS first_day,
                   LEAST(b.end_date,
                         ((l.date_to - interval '1 second') AT TIME ZONE 'UTC' AT TIME ZONE r.tz)::date) AS last_day
              FROM agency_booking b
              JOIN hr_employee e ON e.id = b.employee_id
              JOIN resource_resource r ON r.id = e.resource_id
              JOIN resource_calendar_leaves l ON l.resource_id = r.id AND l.time_type = 'leave'
               AND (l.date_from AT TIME ZONE 'UTC' AT TIME ZONE r.tz)::date <= b.end_date
               AND ((l.date_to - interval '1 second') AT TIME ZONE 'UTC' AT TIME ZONE r.tz)::date >= b.start_date
            """
        )

    def _time_off_days(self):
        """:return dict: saved booking -> (first, last) day of time off inside of it"""
        if not self.ids:
            return {}
        self.flush_model()
        self.env["resource.calendar.leaves"].flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT away.id, MIN(away.first_day), MAX(away.last_day) FROM (%s) away WHERE away.id = ANY(%s)"
                " GROUP BY away.id",
                self._time_off_sql(),
                self.ids,
            )
        )
        found = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        return {booking: found[booking._origin.id] for booking in self if booking._origin.id in found}

    def _time_off_text(self, first, last):
        # the name of a colleague may be shown to everybody who sees the booking
        return _(
            "%(person)s has time off between %(start)s and %(end)s.",
            person=self.sudo().employee_id.name,
            start=format_date(self.env, first),
            end=format_date(self.env, last),
        )

    def write(self, vals):
        result = super().write(vals)
        if LOAD_FIELDS.intersection(vals):
            self._close_time_off_activities()
        return result

    @api.model
    def _warn_of_time_off(self, leaves):
        """Tell those who answer for confirmed bookings that the person will be away.

        Each booking gets a note and one activity; while that is open, more time off adds nothing.

        :param leaves: ``resource.calendar.leaves`` of people
        """
        self.flush_model()
        leaves.flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT away.id, MIN(away.first_day), MAX(away.last_day) FROM (%s) away"
                " WHERE away.leave_id = ANY(%s) AND away.state = 'confirmed' AND away.end_date >= %s"
                " GROUP BY away.id ORDER BY away.id",
                self._time_off_sql(),
                leaves.ids,
                fields.Date.context_today(self),
            )
        )
        away = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        # whoever approves time off need not be allowed to plan
        for booking_sudo in self.sudo().browse(away):
            if not booking_sudo._time_off_activities():
                booking_sudo._warn_manager_of_time_off(*away[booking_sudo.id])

    def _warn_manager_of_time_off(self, first, last):
        self.ensure_one()
        owner = self._booking_owner()
        booking = self.with_context(lang=owner.lang) if owner else self
        text = _(
            "%(fact)s Move this booking of %(hours).1f hours, or name somebody else.",
            fact=booking._time_off_text(first, last),
            hours=self.hours,
        )
        booking.message_post(body=text)
        if owner:
            booking.activity_schedule(
                ACTIVITY,
                date_deadline=max(self.start_date, fields.Date.context_today(self)),
                note=text,
                user_id=owner.id,
            )

    def _booking_owner(self):
        """:return: ``res.users`` who answers for the booking: the project's manager, else who made it; may be empty"""
        self.ensure_one()
        return (self.project_id.user_id | self.create_uid).filtered(
            lambda user: user.active and user.has_group("agency_crm.group_agency_staff")
        )[:1]

    def _time_off_activities(self):
        activity_type = self.env.ref(ACTIVITY, raise_if_not_found=False)
        return self.activity_ids.filtered(lambda activity: activity.activity_type_id == activity_type)

    def _close_time_off_activities(self):
        """Nobody need look at bookings that are not inside time off any more."""
        # the activity is the manager's; whoever solved it need not be the same
        asked_sudo = self.sudo().filtered(lambda booking: booking._time_off_activities())
        if asked_sudo:
            asked_sudo.invalidate_recordset(["inside_time_off"], flush=False)
            asked_sudo.filtered(lambda booking: not booking.inside_time_off).activity_unlink([ACTIVITY])
