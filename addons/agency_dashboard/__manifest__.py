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
    "data": [],
}
