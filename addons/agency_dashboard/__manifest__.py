{
    "name": "Agency Dashboard",
    "summary": "Measure: client metrics imported from real sources, dashboards for staff and clients",
    "version": "1.0.0",
    "category": "Marketing",
    "author": "Agency Suite",
    "website": "https://github.com/agency-suite/agency-suite",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "agency_management",
    ],
    "data": [
        # security
        "security/ir.model.access.csv",
        "security/ir_rules.xml",
        # data
        "data/agency_metric_data.xml",
        "data/queue_job_data.xml",
        # views
        "views/agency_metric_views.xml",
        "views/agency_data_source_views.xml",
        "views/agency_metric_fact_views.xml",
        "views/agency_metric_import_views.xml",
        "views/agency_onboarding_views.xml",
        "views/client_dashboard_views.xml",
        "views/res_partner_views.xml",
        "views/portal_analytics_templates.xml",
        # menus
        "views/agency_dashboard_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "agency_dashboard/static/src/shared/*",
            "agency_dashboard/static/src/client_dashboard/*",
        ],
        "web.assets_web_dark": [
            "agency_dashboard/static/src/dark/*",
        ],
        "web.assets_frontend": [
            "agency_dashboard/static/src/shared/*",
            "agency_dashboard/static/src/portal/*",
        ],
    },
}
