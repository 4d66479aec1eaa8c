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
    ],
    "data": [],
}
