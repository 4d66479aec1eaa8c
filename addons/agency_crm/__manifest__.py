{
    "name": "Agency CRM",
    "summary": "Win clients: agency pipeline, explained lead scores, clients and their portal members",
    "version": "1.0.0",
    "category": "Sales/CRM",
    "author": "Agency Suite",
    "website": "https://github.com/agency-suite/agency-suite",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "base_setup",
        "contacts",
        "crm",
        "portal",
        "queue_job",
    ],
    "data": [
        # security
        "security/res_groups.xml",
        "security/ir_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/agency_channel_data.xml",
        "data/agency_goal_data.xml",
        "data/mail_message_subtype_data.xml",
        "data/agency_scoring_rule_data.xml",
        "data/crm_lost_reason_data.xml",
        "data/ir_cron_data.xml",
        "data/mail_activity_type_data.xml",
        "data/queue_job_function_data.xml",
        # views
        "views/agency_channel_views.xml",
        "views/agency_goal_views.xml",
        "views/agency_client_member_views.xml",
        "views/agency_lead_score_line_views.xml",
        "views/agency_scoring_rule_views.xml",
        "views/crm_lead_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/portal_templates.xml",
        "wizard/agency_member_invite_views.xml",
        # menus
        "views/agency_crm_menus.xml",
        "views/agency_win_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web._assets_primary_variables": [
            "agency_crm/static/src/scss/agency_variables.scss",
        ],
    },
}
