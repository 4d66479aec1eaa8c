"""Pictures of the demo agency: what each role opens first, and what a client and a visitor see.

Run by ``make screenshots`` in the end-to-end environment (see ``tools/suite/e2e.py``); writes into AGENCY_ARTEFACTS.
"""

import datetime
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.e2e import webclient as web
from tests.e2e.people import PHONE, People
from tests.e2e.walk_common import call
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
    ("paul", "Deliver", "Milestones", "milestones"),
    ("paul", "Deliver", "Weekly Statuses", "statuses"),
    ("paul", "Deliver", "Document Requests", "documents"),
    ("paul", "Deliver", "Stand-up", "standup"),
    ("paul", "Deliver", "Handover Notes", "handovers"),
    ("paul", "Plan", "Planner", "planner"),
    ("paul", "Plan", "Bookings", "bookings"),
    ("mara", "Win", "Quotations", "quotations"),
    ("mara", "Win", "Compare Packages", "compare"),
    ("ada", "Bill", "Retainers", "retainers"),
    ("ada", "Bill", "Monthly Revenue", "revenue"),
    ("paul", "Plan", "Job Requests", "job-requests"),
    ("mara", "Configuration", "Rate Cards", "rate-cards"),
    ("paul", "Configuration", "Rules", "notice-rules"),
    ("paul", "Configuration", "Sent Notices", "notices"),
    ("admin", "Configuration", "Settings", "settings"),
)
#: (login, section, entry, text of the record to open, name of the picture): a form its model's address does not lead to
OPENED = (
    ("mara", "Configuration", "Rate Cards", "Europe", "rate-card"),
    ("admin", "Configuration", "Chat Channels", "#new-business", "notice-channel"),
)
#: (login, model, domain, order, page of the notebook or None, name of the picture): a form
FORMS = (
    ("mara", "sale.order", [("approval_state", "=", "requested")], "id desc", None, "approval"),
    (
        "mara",
        "sale.order",
        [("partner_id.commercial_partner_id.name", "ilike", "Meridian")],
        "id desc",
        None,
        "quotation",
    ),
    ("paul", "agency.service", [("task_template_ids", "!=", False)], "id", "Tasks", "service"),
    ("paul", "project.task", [("depend_on_ids", "!=", False)], "id desc", None, "task"),
    ("paul", "project.project", [("name", "ilike", "Website Relaunch")], "id", None, "project"),
    ("paul", "project.project", [("name", "=", "Kestrel Outdoor: Content Engine")], "id", "Health", "health"),
    ("paul", "agency.onboarding", [("state", "=", "running")], "id desc", None, "onboarding"),
    ("paul", "agency.team.proposal", [], "id desc", None, "team-proposal"),
    ("paul", "agency.onboarding", [("state", "=", "running")], "id desc", "Kick-off Meeting", "kickoff"),
    ("paul", "project.update", [("project_id.name", "ilike", "Website Relaunch")], "id desc", None, "status"),
    ("paul", "agency.handover", [], "id desc", None, "handover"),
    ("mara", "sale.order", [("currency_id.name", "=", "EUR")], "id desc", None, "quotation-abroad"),
    ("hugo", "hr.employee", [("agency_employment", "=", "freelancer")], "name", "Freelancer", "freelancer"),
    ("ada", "account.move", [("agency_freelancer_id", "!=", False)], "id desc", None, "vendor-bill"),
    ("hugo", "agency.job.request", [("state", "=", "proposed")], "id desc", None, "job-request"),
)
#: (login, model, domain, label of the smart button, what it shows when it is ready, name of the picture)
BUTTONS = (
    ("paul", "project.project", [("name", "ilike", "Website Relaunch")], "Files", ".o_search_panel", "files"),
    ("paul", "res.partner", [("name", "=", "Kestrel Outdoor")], "Files", ".o_search_panel", "client-files"),
    ("paul", "project.project", [("name", "ilike", "Website Relaunch")], "Timeline", ".vis-item", "timeline"),
    (
        "mara",
        "sale.order",
        [("partner_id.commercial_partner_id.name", "ilike", "Meridian")],
        "Scenarios",
        ".o_kanban_record",
        "scenarios",
    ),
)
#: (login, address, name of the picture); None is a visitor of the website
PAGES = (
    (None, "/", "home"),
    (None, "/services", "services"),
    (None, "/request-proposal", "request"),
    (None, "/jobs", "jobs"),
    ("june", "/my", "my"),
    ("june", "/my/agency", "overview"),
    ("june", "/my/agency/analytics", "analytics"),
    ("june", "/my/agency/deliverables", "client-deliverables"),
    ("june", "/my/invoices", "client-invoices"),
)
#: (login, address, beginning of the address of the first link to follow, name of the picture)
FOLLOWED = (
    ("june", "/my/agency", "/my/agency/projects/", "client-project"),
    ("june", "/my/agency", "/my/agency/onboarding", "client-onboarding"),
    (None, "/jobs", "/jobs/", "job"),
)


def open_found(people, page, model, domain, order, name):
    """Open the form of the first record of a domain; without one the picture is a problem.

    :return bool: whether there is one
    """
    web.go_home(page)
    found = call(page, model, "search", [domain], {"limit": 1, "order": order})["result"]
    if not found:
        people.problems.append(f"{name}: the demo agency has no {model} like that")
        return False
    web.open_form(page, model, found[0])
    return True


def pictures_of_steps(people):
    """What takes a step or two: hours of freelancers and the dialogue that bills them, the planner by role."""
    page = people.page("ada")
    web.open_menu(page, "Bill", "Freelancer Hours")
    for _level in ("freelancer", "project"):
        page.locator(".o_group_header:not(.o_group_open)").first.click()
        web.wait_idle(page)
    people.shoot(page, "demo-freelancer-hours")
    web.press(page, "Make Vendor Bills")
    page.locator(".modal .o_list_view, .modal .o_field_x2many_list").first.wait_for()
    first_day = page.locator(".modal .o_field_widget[name='date_from'] input")
    first_day.fill("01/01/2020")
    first_day.press("Tab")
    last_day = page.locator(".modal .o_field_widget[name='date_to'] input")
    last_day.fill(datetime.date.today().strftime("%m/%d/%Y"))
    last_day.press("Tab")
    web.wait_idle(page)
    people.shoot(page, "demo-vendor-bills")
    page = people.page("paul")
    web.open_menu(page, "Plan", "Planner")
    page.select_option(".o_agency_planner select", "role")
    page.locator(".o_planner_job").first.wait_for()
    web.wait_idle(page)
    people.shoot(page, "demo-planner-roles")


def main():
    """:return: number of browser errors, so that a broken page does not become a picture unnoticed"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["AGENCY_CHROMIUM"], args=list(LAUNCH_ARGUMENTS))
        people = People(browser, os.environ["AGENCY_URL"], os.environ["AGENCY_ARTEFACTS"])
        for login, section, entry, name in STAFF:
            page = people.page(login)
            web.open_menu(page, section, entry)
            people.shoot(page, f"demo-{name}")
        for login, section, entry, text, name in OPENED:
            page = people.page(login)
            web.open_menu(page, section, entry)
            web.open_record(page, text)
            people.shoot(page, f"demo-{name}")
        pictures_of_steps(people)
        for login, model, domain, order, tab, name in FORMS:
            page = people.page(login)
            if open_found(people, page, model, domain, order, name):
                if tab:
                    web.tab(page, tab)
                    web.wait_idle(page)
                people.shoot(page, f"demo-{name}")
        for login, model, domain, label, ready, name in BUTTONS:
            page = people.page(login)
            if open_found(people, page, model, domain, "id desc", name):
                web.smart_button(page, label)
                page.locator(ready).first.wait_for()
                people.shoot(page, f"demo-{name}")
        for login, address, name in PAGES:
            for suffix, viewport in (("", None), ("-phone", PHONE)):
                page = people.page(login, viewport=viewport)
                page.goto(address)
                page.wait_for_load_state("networkidle")
                people.shoot(page, f"demo-{name}{suffix}", full_page=True)
        for login, address, beginning, name in FOLLOWED:
            for suffix, viewport in (("", None), ("-phone", PHONE)):
                page = people.page(login, viewport=viewport)
                page.goto(address)
                page.goto(page.locator(f"a[href^='{beginning}']").first.get_attribute("href"))
                page.wait_for_load_state("networkidle")
                people.shoot(page, f"demo-{name}{suffix}", full_page=True)
        people.close()
        for problem in people.problems:
            print(problem, file=sys.stderr)
        browser.close()
    return len(people.problems)


if __name__ == "__main__":
    sys.exit(main())
