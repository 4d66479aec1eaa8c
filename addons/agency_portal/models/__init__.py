from . import (
    agency_client_dashboard,
    agency_client_overview,
    agency_public_mixin,
    agency_rate_limit,
    agency_service,
    agency_service_package,
    crm_lead,
    ir_http,
    ir_ui_menu,
    res_company,
    res_config_settings,
)
