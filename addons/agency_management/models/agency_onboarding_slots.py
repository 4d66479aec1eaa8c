from collections import defaultdict
from datetime import timedelta

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..core import briefing, intervals
from ..core import slots as core

#: weekdays on which clients are offered times; their working week is not known
CLIENT_WEEKDAYS = frozenset(range(5))


class AgencyOnboarding(models.Model):
    """When the client and the team can meet: the free time that everybody of the team has in common."""

    _inherit = "agency.onboarding"

    meeting_organiser_id = fields.Many2one(
        "res.users",
        string="Organiser",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        ondelete="set null",
        help="Empty: whoever is responsible for the onboarding.",
    )
    meeting_user_ids = fields.Many2many(
        "res.users",
        "agency_onboarding_meeting_user_rel",
        string="Team",
        domain="[('share', '=', False)]",
        groups="base.group_user",
        help="Who has to be free. Empty: the responsible, the project manager and the accepted team.",
    )
    meeting_minutes = fields.Integer(
        "Length (minutes)", compute="_compute_meeting_defaults", store=True, readonly=False, precompute=True
    )
    meeting_place = fields.Char(
        "Place", compute="_compute_meeting_defaults", store=True, readonly=False, precompute=True
    )
    meeting_link = fields.Char(
        "Video Link", compute="_compute_meeting_defaults", store=True, readonly=False, precompute=True
    )

    _sql_constraints = [
        (
            "meeting_length",
            "CHECK(meeting_minutes IS NULL OR meeting_minutes BETWEEN 5 AND 480)",
            "A meeting takes between 5 minutes and 8 hours.",
        ),
    ]

    @api.depends("template_id")
    def _compute_meeting_defaults(self):
        for onboarding in self:
            rules = onboarding._meeting_rules()
            onboarding.meeting_minutes = rules["meeting_minutes"]
            onboarding.meeting_place = rules["meeting_place"]
            onboarding.meeting_link = rules["meeting_link"]

    @api.constrains("meeting_link")
    def _check_meeting_link(self):
        for onboarding in self:
            if onboarding.meeting_link and not briefing.is_link(onboarding.meeting_link):
                raise ValidationError(
                    _("%(link)s is no address of a video call. It starts with https://.", link=onboarding.meeting_link)
                )

    def _meeting_rules(self):
        """:return dict: the rules for meetings of the template, or those of a new one"""
        self.ensure_one()
        templates = self.env["agency.onboarding.template"]
        names = templates._meeting_fields()
        if self.template_id:
            # rules of the agency; what a client sees of them are the times they lead to
            template_sudo = self.template_id.sudo()
            return {name: template_sudo[name] for name in names}
        return dict.fromkeys(names, False) | templates.default_get(names)

    def _meeting_organiser(self):
        """:return: ``res.users`` who invites"""
        self.ensure_one()
        return self.meeting_organiser_id or self.owner_id or self.project_id.user_id

    def _meeting_team(self):
        """:return: ``res.users`` of the agency who have to be free"""
        self.ensure_one()
        team = self.meeting_user_ids
        if not team:
            team = self.owner_id | self.project_id.user_id
            for user in self._accepted_teams().get(self.order_id, {}).values():
                team |= user
        return (team | self._meeting_organiser()).filtered(lambda user: user.active and not user.share)

    def _meeting_slots(self, tz):
        """Times offered to a client. Call it behind the portal gate, with elevated rights.

        :param str tz: name of the client's time zone
        :return list: pairs (start, end), aware ``datetime`` in UTC, by start
        """
        self.ensure_one()
        rules = self._meeting_rules()
        zone = pytz.timezone(tz)
        now = pytz.utc.localize(fields.Datetime.now())
        until = now + timedelta(days=rules["meeting_horizon_days"])
        team = self._meeting_team()
        if not team:
            return []
        free = core.common_free(
            self._meeting_working(team, now, until),
            self._meeting_busy(team, now, until),
            rules["meeting_buffer_minutes"],
        )
        hours = core.local_hours(
            now.astimezone(zone).date(),
            until.astimezone(zone).date(),
            zone,
            round(rules["meeting_from"] * 60),
            round(rules["meeting_to"] * 60),
            CLIENT_WEEKDAYS,
        )
        found = core.offer(
            free,
            hours,
            core.Rules(
                length=self.meeting_minutes or rules["meeting_minutes"],
                step=rules["meeting_step_minutes"],
                notice=rules["meeting_notice_hours"] * 60,
            ),
            zone,
            # what is left of this minute is too short
            core.to_minute(now) + 1,
            core.to_minute(until),
        )
        return [(core.to_moment(start), core.to_moment(end)) for start, end in found]

    def _meeting_working(self, team, start, end):
        """Working time of people within the office hours of the company.

        :param team: ``res.users``
        :param start: aware ``datetime``
        :param end: aware ``datetime``
        :return list: for each user, intervals in minutes
        """
        company = self.company_id or self.env.company
        # how people work is theirs; a client sees the times that are left, and nobody's calendar
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .search([("user_id", "in", team.ids), ("company_id", "=", company.id)], order="id")
        )
        # a day more on both sides, for whoever lives in another time zone
        days = start.date() - timedelta(days=1), end.date() + timedelta(days=1)
        by_employee, office = self.env["agency.capacity"]._work_intervals(employees_sudo, company, *days)
        if office is None:
            # a company without working hours is always open
            office = [(core.to_minute(start), core.to_minute(end))]
        own = {
            employee_sudo.user_id: by_employee[employee_sudo.id]
            for employee_sudo in employees_sudo
            if employee_sudo.id in by_employee
        }
        return [intervals.intersect(office, own.get(user, office)) for user in team]

    def _meeting_busy(self, team, start, end):
        """Appointments of people, and time off they asked for; the meeting of this onboarding is none: it may be moved.

        :return list: for each user, intervals in minutes
        """
        busy = defaultdict(list)
        naive = [moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in (start, end)]
        # a day more on both sides: events of a whole day last longer than their hours
        low, high = naive[0] - timedelta(days=1), naive[1] + timedelta(days=1)
        # calendars of colleagues: only whether there is something is looked at
        attendees_sudo = (
            self.env["calendar.attendee"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", team.partner_id.ids),
                    ("state", "!=", "declined"),
                    ("event_id.active", "=", True),
                    ("event_id.show_as", "=", "busy"),
                    ("event_id.start", "<", high),
                    ("event_id.stop", ">", low),
                    ("event_id", "not in", self._meeting_events().ids),
                ]
            )
        )
        for attendee_sudo in attendees_sudo:
            event_sudo = attendee_sudo.event_id
            if event_sudo.allday:
                span = self._whole_days(event_sudo.start_date, event_sudo.stop_date, attendee_sudo.partner_id.tz)
            else:
                span = tuple(
                    core.to_minute(pytz.utc.localize(moment)) for moment in (event_sudo.start, event_sudo.stop)
                )
            busy[attendee_sudo.partner_id].append(span)
        leaves_sudo = (
            self.env["hr.leave"]
            .sudo()
            .search(
                [
                    ("employee_id.user_id", "in", team.ids),
                    ("state", "in", ("confirm", "validate1")),
                    ("date_from", "<", high),
                    ("date_to", ">", low),
                ]
            )
        )
        for leave_sudo in leaves_sudo:
            busy[leave_sudo.employee_id.user_id.partner_id].append(
                tuple(
                    core.to_minute(pytz.utc.localize(moment)) for moment in (leave_sudo.date_from, leave_sudo.date_to)
                )
            )
        return [busy[user.partner_id] for user in team]

    @api.model
    def _whole_days(self, first, last, tz):
        """:return tuple: (start, end) in minutes of whole days in somebody's time zone"""
        zone = pytz.timezone(tz or "UTC")
        return core.local_hours(first, last, zone, 0, core.DAY_MINUTES)[0]
