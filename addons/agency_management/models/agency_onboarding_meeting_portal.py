from itertools import groupby

import pytz

from odoo import models
from odoo.tools import format_date, format_datetime, format_time
from odoo.tools.misc import get_lang


class AgencyOnboardingMeetingPortal(models.Model):
    """The page on which a client picks the time of the kick-off."""

    _inherit = "agency.onboarding"

    def _meeting_zone(self, user, wanted=""):
        """:return str: time zone in which times are shown: the one asked for, else the user's, else the agency's"""
        candidates = (wanted, user.tz, (self.company_id or self.env.company)._agency_tz())
        return next((name for name in candidates if name in pytz.all_timezones_set), "UTC")

    def _portal_meeting_page(self, user, tz="", move=False):
        """Everything the page shows. Call it behind the gate, with elevated rights.

        :param user: ``res.users`` who looks at it
        :param str tz: the time zone asked for
        :param bool move: the client wants to see the other times although one is booked
        """
        self.ensure_one()
        zone = self._meeting_zone(user, tz)
        meeting = self.meeting_id
        may_act = self.state == "running" and self._has_client_right("view", user=user)
        may_change = may_act and self._meeting_may_change()
        choosing = may_act and (not meeting or (move and may_change))
        return {
            "onboarding": self,
            "tz": zone,
            "zones": pytz.common_timezones if zone in pytz.common_timezones else [zone, *pytz.common_timezones],
            "meeting": self._portal_meeting(meeting, zone) if meeting else False,
            "may_change": may_change,
            "choosing": choosing,
            "days": self._portal_slots(zone) if choosing else [],
            "minutes": self.meeting_minutes,
            "place": self.meeting_place,
            "team": self._meeting_team(),
            "contact": self._meeting_organiser(),
        }

    def _clock(self):
        """:return str: pattern of a time of the day without seconds, in the user's language"""
        return "HH:mm" if "%H" in get_lang(self.env).time_format else "h:mm a"

    def _portal_meeting(self, meeting, zone):
        """:return dict: the meeting that is booked, in words"""
        until = self._meeting_change_until()
        return {
            "id": meeting.id,
            "when": format_datetime(self.env, meeting.start, tz=zone, dt_format=f"EEEE, d MMMM y, {self._clock()}"),
            "ends": format_time(self.env, meeting.stop, tz=zone, time_format=self._clock()),
            "place": meeting.location,
            "link": meeting.videocall_location,
            "until": format_datetime(self.env, until, tz=zone, dt_format=f"EEEE, d MMMM, {self._clock()}"),
        }

    def _portal_slots(self, zone):
        """Times on offer by day.

        :return list: dicts of ``name`` (the day in words) and ``slots``: dicts of ``value`` (start in UTC,
            ``YYYY-MM-DDTHH:MM``), ``label`` (time of the day)
        """
        place = pytz.timezone(zone)
        local = [(start, start.astimezone(place)) for start, _end in self._meeting_slots(zone)]
        return [
            {
                "name": format_date(self.env, day, date_format="EEEE, d MMMM"),
                "slots": [
                    {
                        "value": start.strftime("%Y-%m-%dT%H:%M"),
                        "label": format_time(self.env, there.time(), time_format=self._clock()),
                    }
                    for start, there in slots
                ],
            }
            for day, slots in groupby(local, key=lambda pair: pair[1].date())
        ]
