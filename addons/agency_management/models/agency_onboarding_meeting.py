from datetime import timedelta

import pytz

from odoo import SUPERUSER_ID, _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime


class AgencyOnboarding(models.Model):
    """The kick-off meeting: the client picks a time the team has in common, moves it or cancels it."""

    _inherit = "agency.onboarding"

    meeting_id = fields.Many2one(
        "calendar.event", string="Kick-off", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    meeting_start = fields.Datetime("Kick-off at", related="meeting_id.start", related_sudo=True)
    meeting_event_ids = fields.One2many(
        "calendar.event", "agency_onboarding_id", string="Meetings", groups="base.group_user"
    )

    @api.model
    def _condition_registry(self):
        return super()._condition_registry() | {
            "meeting_booked": {"label": _("Meeting booked"), "method": "_condition_meeting_booked"},
        }

    def _kickoff_day(self):
        """The day of the meeting that is booked, else the one that is planned."""
        self.ensure_one()
        # the meeting is in the calendars of the team; its day dates steps, whoever asks
        event_sudo = self.meeting_id.sudo()
        if event_sudo.active and event_sudo.start:
            zone = pytz.timezone((self.company_id or self.env.company)._agency_tz())
            return pytz.utc.localize(event_sudo.start).astimezone(zone).date()
        return super()._kickoff_day()

    def _meeting_events(self):
        """:return: the meeting that is booked, if any"""
        return self.meeting_id

    # ------------------------------------------------------------------ what the client may do

    def _meeting_change_until(self):
        """:return datetime: until when the client may change the meeting, in UTC; False when none is booked"""
        self.ensure_one()
        if not self.meeting_id:
            return False
        return self.meeting_id.start - timedelta(hours=self._meeting_rules()["meeting_change_hours"])

    def _meeting_may_change(self):
        """:return bool: whether the client may still move or cancel the meeting"""
        until = self._meeting_change_until()
        return bool(until) and self.state != "cancelled" and fields.Datetime.now() <= until

    def _client_book_meeting(self, user, start, tz, seen_meeting_id=0):
        """Book the meeting, or move it, at a time that is offered. Call it behind the portal gate, elevated.

        Of two people who pick times of the same team at once one wins: both lock the rows of the team's users, and
        whoever comes second fails to serialise, is run again by the server on what is true then, and is told.

        :param user: ``res.users`` who picks the time
        :param start: aware ``datetime``
        :param str tz: name of the time zone the time was offered in
        :param int seen_meeting_id: the meeting that was on the page, 0 for none
        :return: the ``calendar.event``
        :raise UserError: the time is not free any more, or somebody else changed the meeting meanwhile
        """
        self.ensure_one()
        self._meeting_lock()
        if self.state != "running":
            raise UserError(_("This onboarding is finished. Write to us to arrange a meeting."))
        if (self.meeting_id.id or 0) != seen_meeting_id:
            raise UserError(_("Somebody has booked or changed the meeting meanwhile. Look at its time below."))
        if self.meeting_id and not self._meeting_may_change():
            raise UserError(_("It is too late to move the meeting here. Call or write to us."))
        if start not in [begin for begin, _end in self._meeting_slots(tz)]:
            raise UserError(_("This time is not free any more. Choose another one."))
        naive = start.astimezone(pytz.utc).replace(tzinfo=None)
        stop = naive + timedelta(minutes=self.meeting_minutes)
        event = self._meeting_env().meeting_id
        if event:
            event.write({"start": naive, "stop": stop})
        else:
            event = event.create(self._prepare_meeting(user, naive, stop))
            self.meeting_id = event
        # who chose the time, and whoever invites, need not be asked whether they come; all others are
        agreed = user.partner_id | self._meeting_organiser().partner_id
        coming = event.attendee_ids.filtered(lambda attendee: attendee.partner_id in agreed)
        coming.write({"state": "accepted"})
        (event.attendee_ids - coming).write({"state": "needsAction"})
        self.env["mail.mail"]._agency_send_soon()
        return event

    def _client_cancel_meeting(self, user, reason=""):
        """Cancel the meeting. Call it behind the portal gate, with elevated rights.

        :param user: ``res.users`` who cancels it
        :param str reason: what the client writes about it
        :raise UserError: there is none, or it is too late
        """
        self.ensure_one()
        self._meeting_lock()
        if not self.meeting_id:
            raise UserError(_("No meeting is booked. You can choose a time below."))
        if not self._meeting_may_change():
            raise UserError(_("It is too late to cancel the meeting here. Call or write to us."))
        self._cancel_meeting(user, reason)

    # ------------------------------------------------------------------ how it is done

    def _meeting_env(self):
        """:return: the onboarding for writing in calendars: as the system, in the organiser's language

        Stock invites everybody but the user who creates the event: that user is nobody here, so that the client and the
        organiser are invited, too.
        """
        organiser = self._meeting_organiser()
        # the addresses of the organiser and of a participant are no part of the invitation's text (stock, from 19.0 on)
        return self.with_user(SUPERUSER_ID).with_context(
            lang=organiser.lang,
            tz=organiser.tz,
            skip_contact_description=True,
            # the invitation is the organiser's, who would not get it on 17.0 as its author: the client chose the time
            mail_notify_author=True,
        )

    def _meeting_lock(self):
        """Make whoever else books with the same people, or for the same onboarding, wait and then look again.

        Locking alone would not do: the second one would still see the calendars as they were. A row that was written
        meanwhile makes its transaction fail, and the server runs the request again.
        """
        self.ensure_one()
        # ordered, so that two of them never wait for each other
        for name, ids in (("agency_onboarding", self.ids), ("res_users", self._meeting_team().ids)):
            table = SQL.identifier(name)
            self.env.cr.execute(SQL("SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", table, ids))
            self.env.cr.execute(SQL("UPDATE %s SET write_date = write_date WHERE id = ANY(%s)", table, ids))

    def _prepare_meeting(self, user, start, stop):
        """:return dict: values of the meeting

        :param user: ``res.users`` of the client who picked the time
        :param start: ``datetime`` in UTC without time zone
        :param stop: the same
        """
        self.ensure_one()
        guests = self.client_id.member_ids._reachable_partners() | user.partner_id
        return {
            "name": _("Kick-off: %(onboarding)s", onboarding=self.name),
            "start": start,
            "stop": stop,
            "user_id": self._meeting_organiser().id,
            "partner_ids": [fields.Command.set((self._meeting_team().partner_id | guests).ids)],
            "location": self.meeting_place,
            "videocall_location": self.meeting_link,
            "agency_onboarding_id": self.id,
        }

    def _cancel_meeting(self, user, reason=""):
        """Take the meeting out of the calendars and tell everybody who was invited."""
        self.ensure_one()
        event = self._meeting_env().meeting_id
        # nobody waits for a meeting that is over
        for partner in event.partner_ids if event.start > fields.Datetime.now() else ():
            when = format_datetime(self.env, event.start, tz=partner.tz or "UTC", lang_code=partner.lang)
            event.with_context(lang=partner.lang).message_notify(
                partner_ids=partner.ids,
                subject=_("Cancelled: %(meeting)s", meeting=event.name),
                body=_(
                    "%(person)s cancelled the meeting on %(when)s (%(zone)s). %(reason)s",
                    person=user.name,
                    when=when,
                    zone=partner.tz or "UTC",
                    reason=reason,
                ),
            )
        event.active = False
        self.env["mail.mail"]._agency_send_soon()

    def _meeting_changed(self):
        """Follow what happened to the meeting, whoever did it: steps open again or are done, due dates move."""
        # staff move meetings in their calendars, which need not go with the right to edit onboardings
        for onboarding_sudo in self.sudo():
            if onboarding_sudo.meeting_id and not onboarding_sudo.meeting_id.active:
                onboarding_sudo.meeting_id = False
            if not onboarding_sudo.meeting_id:
                booked = onboarding_sudo.meeting_event_ids.filtered("active").sorted("start")
                onboarding_sudo.meeting_id = booked[:1]
            steps_sudo = onboarding_sudo.step_ids
            steps_sudo.filtered(lambda step: step.condition == "meeting_booked")._lapse()
            onboarding_sudo._update_due_dates()
        self._check_conditions()

    def _meeting_leave(self, partner):
        """Somebody does not belong to the client any more: meetings to come are without them."""
        meetings = self.meeting_id.filtered(lambda event: event.start > fields.Datetime.now())
        meetings.filtered(lambda event: partner in event.partner_ids).with_context(dont_notify=True).write(
            {"partner_ids": [fields.Command.unlink(partner.id)]}
        )

    def action_cancel_meeting(self):
        """Cancel the meeting from the agency's side; who may edit the onboarding may."""
        self.check_access_rights("write")
        self.check_access_rule("write")
        for onboarding in self.filtered("meeting_id"):
            # whoever runs the onboarding may cancel a meeting that is in other people's calendars
            onboarding.sudo()._cancel_meeting(self.env.user)

    def action_view_meeting(self):
        """:return: action showing the meeting"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.meeting_id.id,
            "view_mode": "form",
        }
