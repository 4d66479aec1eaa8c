from . import (
    agency_channel,
    agency_client_member,
    agency_client_member_invite,
    agency_client_mixin,
    agency_goal,
    agency_marketing_profile,
    ir_ui_menu,
    res_config_settings,
    res_partner,
    res_users,
)
