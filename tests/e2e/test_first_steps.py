"""An administrator's first minutes with an empty server: who we are, the books of another country, the website."""

import re

import pytest
from playwright.sync_api import expect

from . import webclient as web
from .walk_common import wait_value

# somebody's working time is there already, whose amounts are in the currency of the company
WORKED = """
project = env["project.project"].create({"name": "Our own house", "allow_timesheets": True})
employee = env["hr.employee"].create({"name": "Ida Early"})
env["account.analytic.line"].create(
    {"name": "Moved in", "project_id": project.id, "employee_id": employee.id, "unit_amount": 2}
)
env["res.company"].search([]).agency_first_steps_done = False
env.cr.commit()
"""


@pytest.fixture(scope="module")
def agency(server):
    """A server as an administrator finds it after the installation."""
    server.reset(WORKED)
    return server


@pytest.mark.usefixtures("in_order")
class TestFirstSteps:
    """Germany's books are loaded by a press of a button, and what was typed stands on the website."""

    def test_books_of_another_country(self, agency, people):
        admin = people.page("admin")
        web.wait_idle(admin)
        expect(admin.locator(".o_form_view")).to_contain_text("Four short steps")
        web.fill(admin, "email", "not an address")
        web.choose(admin, "country_id", "Germany")
        web.wait_idle(admin)
        # one series keeps the code in the field, the other the name
        chart = web.field(admin, "chart_template").locator("select, input").first
        expect(chart).to_have_value(re.compile("skr03", re.IGNORECASE))
        with agency.provoked("is not an address"):
            web.press(admin, "Start Working")
            expect(admin.locator(".modal-body")).to_contain_text("is not an address")
        admin.locator(".modal-footer button:visible").first.click()
        web.fill(admin, "name", "Nordlicht Agentur")
        web.fill(admin, "email", "hallo@nordlicht.example.com")
        people.shoot(admin, "first-1-steps")
        # a round of scheduled actions that falls into the installation of the country's books waits for its end
        with agency.may_log("WARNING .*ir_cron: Skipping database .* because of modules to install"):
            web.press(admin, "Start Working")
            wait_value(agency, "SELECT agency_first_steps_done FROM res_company", "t")
        admin.wait_for_selector(".o_menu_sections")
        web.wait_idle(admin)
        expect(admin.locator(".modal")).to_have_count(0)
        assert agency.sql(
            "SELECT company.chart_template, country.code, currency.name FROM res_company AS company"
            " JOIN res_country AS country ON country.id = company.account_fiscal_country_id"
            " JOIN res_currency AS currency ON currency.id = company.currency_id"
        ) == [["de_skr03", "DE", "EUR"]]
        assert agency.sql(
            "SELECT DISTINCT currency.name FROM account_analytic_line AS line"
            " JOIN res_currency AS currency ON currency.id = line.currency_id"
        ) == [["EUR"]]
        assert agency.sql(
            "SELECT DISTINCT country.code FROM account_tax AS tax"
            " JOIN res_country AS country ON country.id = tax.country_id"
        ) == [["DE"]]

    def test_website(self, agency, people):
        visitor = people.page()
        visitor.goto("/")
        expect(visitor.locator("header")).to_contain_text("Nordlicht Agentur")
        people.shoot(visitor, "first-2-website", full_page=True)
