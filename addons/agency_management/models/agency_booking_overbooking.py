from collections import defaultdict
from datetime import date, timedelta

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date

from ..core import capacity
from ..core.search_flag import flag_domain

#: What decides about the load of a person.
LOAD_FIELDS = frozenset(("employee_id", "start_date", "end_date", "hours", "state"))
#: How far back overbooking is looked for when bookings are filtered by it.
PAST_DAYS = 31


class AgencyBooking(models.Model):
    """Bookings know when they are too much for the person.

    Too much: more than the working time of the booking's own days, or a calendar week in which all confirmed bookings
    of the person together take more than its working time. The company decides whether that is refused, has to be
    accepted by a project manager, or is nobody's business.
    """

    _inherit = "agency.booking"

    overbooked = fields.Boolean(
        compute="_compute_overbooked",
        search="_search_overbooked",
        compute_sudo=True,
        help="Confirmed bookings of the person are more than the working time.",
    )
    warning = fields.Text("Warnings", compute="_compute_overbooked", compute_sudo=True)
    needs_acceptance = fields.Boolean(compute="_compute_overbooked", compute_sudo=True)
    room_text = fields.Char("Left of the Time", compute="_compute_room_text", compute_sudo=True)
    overbooking_accepted_by_id = fields.Many2one(
        "res.users", string="Overbooking Accepted by", readonly=True, copy=False, ondelete="set null", tracking=True
    )

    @api.depends(
        "employee_id",
        "start_date",
        "end_date",
        "hours",
        "state",
        "company_id.agency_overbooking",
        "overbooking_accepted_by_id",
    )
    def _compute_overbooked(self):
        places = self._overbooked_places()
        away = self._time_off_days()
        for booking in self:
            booking.overbooked = bool(places.get(booking))
            lines = []
            if booking.overbooked and booking.company_id.agency_overbooking != "allow":
                lines += [booking._overbooked_text(place) for place in places[booking]]
            if away.get(booking):
                lines.append(booking._time_off_text(*away[booking]))
            booking.warning = "\n".join(lines)
            booking.needs_acceptance = (
                booking.overbooked
                and booking.company_id.agency_overbooking == "warn"
                and not booking.overbooking_accepted_by_id
            )

    @api.depends("employee_id", "start_date", "end_date")
    def _compute_room_text(self):
        """What is left of the person's time on these days besides this booking; shown on the form of one booking."""
        for booking in self:
            booking.room_text = False
            if booking.employee_id and booking._has_days():
                # one form, one person: nothing is computed in rows
                load = self.env["agency.capacity"]._room(
                    booking.employee_id._origin, booking.start_date, booking.end_date, booking._origin
                )
                booking.room_text = _("%(free).1f of %(capacity).1f hours free", free=load.free, capacity=load.capacity)

    def _has_days(self):
        """:return bool: whether the days are entered and in order; on a form they may not be yet"""
        self.ensure_one()
        return bool(self.start_date and self.end_date and self.start_date <= self.end_date)

    def _search_overbooked(self, operator, value):
        since = fields.Date.context_today(self) - timedelta(days=PAST_DAYS)
        candidates = self.search(
            [("state", "=", "confirmed"), ("employee_id", "!=", False), ("end_date", ">=", since)], order="id"
        )
        found = [booking.id for booking, places in candidates._overbooked_places().items() if places]
        return flag_domain(operator, value, found)

    def _overbooked_places(self):
        """Where confirmed bookings are too much; a fixed number of queries.

        :return dict: booking -> list of (first day, last day, capacity, booked), for saved confirmed bookings of
            people
        """
        bookings = self.filtered(
            lambda one: one.employee_id and one.state == "confirmed" and one.hours > 0 and one._has_days()
        )
        if not bookings:
            return {}
        service = self.env["agency.capacity"]
        # whole weeks count
        first = min(bookings.mapped("start_date")) - timedelta(days=6)
        last = max(bookings.mapped("end_date")) + timedelta(days=6)
        planned = service._bookings(first, last, employee_ids=bookings.employee_id._origin.ids)
        people = service._people(employee_ids=bookings.employee_id._origin.ids)
        worktimes, _companies = service._worktimes(people, [], *service._horizon(planned, first, last))
        by_employee = defaultdict(list)
        for one in planned:
            if one.confirmed:
                by_employee[one.employee_id].append(one)
        result = {}
        for booking in bookings:
            employee_id = booking.employee_id._origin.id
            # on a form the values on the screen take the place of the stored ones
            others = [one.in_core() for one in by_employee[employee_id] if one.id != booking._origin.id]
            own = booking._in_core()
            if employee_id in worktimes:
                result[booking] = [
                    (date.fromordinal(start), date.fromordinal(end), hours, booked)
                    for start, end, hours, booked in capacity.overbooked(worktimes[employee_id], [*others, own], own)
                ]
        return result

    def _overbooked_text(self, place):
        start, end, hours, booked = place
        # the name of a colleague may be shown to everybody who sees the booking
        return _(
            "%(person)s is booked for %(booked).1f of %(capacity).1f hours from %(start)s to %(end)s.",
            person=self.sudo().employee_id.name,
            booked=booked,
            capacity=hours,
            start=format_date(self.env, start),
            end=format_date(self.env, end),
        )

    @api.constrains(*LOAD_FIELDS)
    def _check_overbooking(self):
        # what others have booked counts, too, whoever may see it
        strict_sudo = self.sudo().filtered(
            lambda booking: (
                booking.company_id.agency_overbooking == "refuse"
                and booking.state == "confirmed"
                and booking.employee_id
            )
        )
        if not strict_sudo:
            return
        strict_sudo._take_turns()
        for booking_sudo, places in strict_sudo._overbooked_places().items():
            if places:
                raise ValidationError(
                    _(
                        "%(text)s\nChoose other days, fewer hours or somebody else, or keep the booking tentative.",
                        text=booking_sudo._overbooked_text(places[0]),
                    )
                )

    def _take_turns(self):
        """Two transactions that book the same person must not each find room for what is only there once.

        Rewriting the row of the person's working time makes the database refuse the second one, which its caller then
        repeats; a lock alone would let it go on with what it saw before the first one was done.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE resource_resource SET write_date = write_date WHERE id = ANY(%s)",
                sorted(self.employee_id.resource_id.ids),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        bookings = super().create(vals_list)
        self._forget_loads()
        return bookings

    def write(self, vals):
        if LOAD_FIELDS.intersection(vals):
            # what was accepted was something else
            vals = {"overbooking_accepted_by_id": False, **vals}
        result = super().write(vals)
        if LOAD_FIELDS.intersection(vals):
            self._forget_loads()
        return result

    def _forget_loads(self):
        """A booking changes what is too much for others of the same person."""
        self.env["agency.booking"].invalidate_model(
            ["overbooked", "warning", "needs_acceptance", "room_text"], flush=False
        )

    def action_accept_overbooking(self):
        """Take the responsibility for overbooking somebody."""
        self.filtered("overbooked").write({"overbooking_accepted_by_id": self.env.uid})
