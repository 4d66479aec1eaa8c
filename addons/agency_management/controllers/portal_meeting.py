"""The kick-off in the portal: pick a time, move it, cancel it."""

from datetime import datetime

import pytz

from odoo import _, http
from odoo.http import request

from .portal_common import AgencyPage

MAX_REASON = 500


def parse_start(text):
    """:return: aware ``datetime`` in UTC of a slot's value (``YYYY-MM-DDTHH:MM``), or None when it is none"""
    try:
        return pytz.utc.localize(datetime.strptime(text or "", "%Y-%m-%dT%H:%M"))
    except ValueError:
        return None


class MeetingPages(AgencyPage):
    @http.route(
        "/my/agency/onboarding/<int:onboarding_id>/meeting", type="http", auth="user", website=True, methods=["GET"]
    )
    def agency_meeting(self, onboarding_id, tz="", move="", done=None, **_kwargs):
        """The meeting that is booked, or the times there are to choose from."""
        onboarding_sudo = self._gate_or_none("agency.onboarding", onboarding_id)
        if not onboarding_sudo:
            return self._refuse()
        return self._meeting_page(onboarding_sudo, tz, bool(move), done=done)

    @http.route(
        "/my/agency/onboarding/<int:onboarding_id>/meeting/book",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def agency_meeting_book(self, onboarding_id, start="", tz="", meeting="", **_kwargs):
        """Book the time that was picked, or move the meeting to it; when it is gone, fresh times are shown."""
        onboarding_sudo = self._to_arrange(onboarding_id)
        if not onboarding_sudo:
            return self._refuse()
        user = request.env.user
        moment = parse_start(start)
        zone = onboarding_sudo._meeting_zone(user, tz)
        seen = int(meeting) if meeting.isdigit() else 0
        if not moment:
            message = _("Please choose one of the times.")
        else:
            message = self._attempt(lambda: onboarding_sudo._client_book_meeting(user, moment, zone, seen))
        if message:
            return self._meeting_page(onboarding_sudo, zone, bool(seen), error={"start": message})
        return request.redirect(f"{onboarding_sudo.access_url}/meeting?tz={zone}&done={'moved' if seen else 'booked'}")

    @http.route(
        "/my/agency/onboarding/<int:onboarding_id>/meeting/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def agency_meeting_cancel(self, onboarding_id, reason="", tz="", **_kwargs):
        """Cancel the meeting; another time may be picked at once."""
        onboarding_sudo = self._to_arrange(onboarding_id)
        if not onboarding_sudo:
            return self._refuse()
        user = request.env.user
        zone = onboarding_sudo._meeting_zone(user, tz)
        reason = (reason or "").strip()[:MAX_REASON]
        message = self._attempt(lambda: onboarding_sudo._client_cancel_meeting(user, reason))
        if message:
            return self._meeting_page(onboarding_sudo, zone, error={"start": message}, typed={"reason": reason})
        return request.redirect(f"{onboarding_sudo.access_url}/meeting?tz={zone}&done=cancelled")

    def _to_arrange(self, onboarding_id):
        """:return: an onboarding, elevated, whose meeting the visitor may arrange; None when they may not"""
        onboarding_sudo = self._gate_or_none("agency.onboarding", onboarding_id)
        if onboarding_sudo and onboarding_sudo._has_client_right("view", user=request.env.user):
            return onboarding_sudo
        return None

    def _meeting_page(self, onboarding_sudo, tz, move=False, **values):
        crumbs = [
            (_("Getting started"), "/my/agency/onboarding"),
            (onboarding_sudo.name, onboarding_sudo.access_url),
            (_("Kick-off"), None),
        ]
        page = onboarding_sudo._portal_meeting_page(request.env.user, tz, move)
        return self._page("portal_meeting", page | values, crumbs)
