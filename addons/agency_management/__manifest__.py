{
    "name": "Agency Management",
    "summary": "Deliver and bill: services, packages, onboarding, deliverables, time, retainers",
    "version": "1.0.0",
    "category": "Services/Project",
    "author": "Agency Suite",
    "website": "https://github.com/agency-suite/agency-suite",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "agency_crm",
        "hr_holidays",
        "hr_skills",
        "sale_crm",
        "sale_management",
        "sale_timesheet",
    ],
    "data": [
        # security
        "security/res_groups.xml",
        "security/ir_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/mail_activity_type_data.xml",
        "data/mail_template_deliverable.xml",
        # wizard
        # views
        "views/agency_deliverable_version_views.xml",
        "views/agency_deliverable_views.xml",
        "views/agency_onboarding_template_views.xml",
        "views/agency_role_views.xml",
        "views/agency_service_package_views.xml",
        "views/agency_service_views.xml",
        "views/hr_employee_views.xml",
        "views/project_deliverable_views.xml",
        "views/project_task_timer_views.xml",
        # menus
        "views/agency_management_menus.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_backend": [
            "agency_management/static/src/timer/*",
        ],
    },
}
