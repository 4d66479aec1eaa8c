from . import agency_member_invite
