from . import test_member_invite
