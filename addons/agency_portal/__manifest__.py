{
    "name": "Agency Portal",
    "summary": "Show and serve: public services, requests for proposals, the client's home",
    "version": "1.0.0",
    "category": "Website",
    "author": "Agency Suite",
    "website": "https://github.com/agency-suite/agency-suite",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "agency_dashboard",
        "website",
        "website_hr_recruitment",
    ],
    "data": [
        # security
        "security/ir.model.access.csv",
        # data
        "data/ir_cron_data.xml",
        "data/website_menu_data.xml",
        # wizard
        "wizard/agency_first_steps_views.xml",
        # views
        "views/agency_service_views.xml",
        "views/agency_service_package_views.xml",
        "views/crm_lead_views.xml",
        "views/res_config_settings_views.xml",
        # pages
        "views/layout_templates.xml",
        "views/home_templates.xml",
        "views/services_templates.xml",
        "views/jobs_templates.xml",
        "views/proposal_templates.xml",
        "views/portal_templates.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web._assets_primary_variables": [
            "agency_portal/static/src/scss/palette.scss",
        ],
        "web.assets_frontend": [
            "agency_portal/static/src/scss/website.scss",
            "agency_portal/static/src/scss/portal.scss",
        ],
    },
}
