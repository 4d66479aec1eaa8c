"""Pictures of the demo agency: what each role opens first, and what a client and a visitor see.

Run by ``make screenshots`` in the end-to-end environment (see ``tools/suite/e2e.py``); writes into AGENCY_ARTEFACTS.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.e2e import webclient as web
from tests.e2e.people import PHONE, People
from tools.suite.e2e import LAUNCH_ARGUMENTS

#: (login, section, entry, name of the picture)
STAFF = (
    ("mara", "Win", "My Pipeline", "pipeline"),
    ("mara", "Win", "Leads", "leads"),
    ("mara", "Win", "Packages", "packages"),
    ("mara", "Clients", "Clients", "clients"),
    ("mara", "Measure", "Client Dashboard", "dashboard"),
    ("mara", "Measure", "Imports", "imports"),
    ("paul", "Deliver", "Onboardings", "onboardings"),
    ("paul", "Deliver", "Projects", "projects"),
    ("paul", "Deliver", "Deliverables", "deliverables"),
    ("ada", "Bill", "Retainers", "retainers"),
    ("ada", "Bill", "Monthly Revenue", "revenue"),
    ("admin", "Configuration", "Settings", "settings"),
)
#: (login, address, name of the picture); None is a visitor of the website
PAGES = (
    (None, "/", "home"),
    (None, "/services", "services"),
    (None, "/request-proposal", "request"),
    ("june", "/my", "my"),
    ("june", "/my/agency", "overview"),
    ("june", "/my/agency/analytics", "analytics"),
    ("june", "/my/agency/deliverables", "client-deliverables"),
    ("june", "/my/invoices", "client-invoices"),
)


def main():
    """:return: number of browser errors, so that a broken page does not become a picture unnoticed"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["AGENCY_CHROMIUM"], args=list(LAUNCH_ARGUMENTS))
        people = People(browser, os.environ["AGENCY_URL"], os.environ["AGENCY_ARTEFACTS"])
        for login, section, entry, name in STAFF:
            page = people.page(login)
            web.open_menu(page, section, entry)
            people.shoot(page, f"demo-{name}")
        for login, address, name in PAGES:
            for suffix, viewport in (("", None), ("-phone", PHONE)):
                page = people.page(login, viewport=viewport)
                page.goto(address)
                page.wait_for_load_state("networkidle")
                people.shoot(page, f"demo-{name}{suffix}", full_page=True)
        people.close()
        for problem in people.problems:
            print(problem, file=sys.stderr)
        browser.close()
    return len(people.problems)


if __name__ == "__main__":
    sys.exit(main())
