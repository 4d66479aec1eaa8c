"""The suite's main job, walked end to end in a browser: from a website enquiry to the paid invoice and the results.

The steps follow each other; each is done by the person whose job it is. When one fails the following ones are not
tried.
"""

import re

import pytest
from playwright.sync_api import expect

from . import webclient as web
from .agency_setup import SETUP
from .mailbox import link_in, wait_for_mail

CLIENT_MAIL = "ines@larkspur.example"
COMPANY = "Larkspur Garden GmbH"


@pytest.fixture(scope="module")
def agency(server):
    """A fresh agency with people, one package and a payment provider."""
    server.reset()
    server.shell(SETUP)
    return server


@pytest.fixture(scope="module")
def story():
    """What earlier steps leave for later ones."""
    return {}


@pytest.fixture(autouse=True)
def in_order(request, story, people):
    """Stop the story at its first failure, and keep what was on everybody's screen."""
    if story.get("broken"):
        pytest.fail(f"the story ended before: {story['broken']}")
    failed_before = request.session.testsfailed
    people.problems.clear()
    yield
    if request.session.testsfailed > failed_before:
        story["broken"] = request.node.name
        for (login, width), page in people.pages.items():
            people.shoot(page, f"failed-{login}-{width}")


def value(server, query):
    """The single value a query returns, as text."""
    rows = server.sql(query)
    assert len(rows) == 1, f"{query} returned {rows}"
    return rows[0][0]


class TestWalk:
    def test_01_visitor_requests_a_proposal(self, agency, people):
        """Bad input gets a message by the field and loses nothing; the honeypot takes robots in; a good request is thanked for."""
        visitor = people.page()
        visitor.goto("/services?utm_source=newsletter&utm_medium=email&utm_campaign=spring")
        expect(visitor.locator("body")).to_contain_text("Content strategy")
        people.shoot(visitor, "walk-01-services", full_page=True)
        visitor.locator("a[href*='/request-proposal']:visible").first.click()
        visitor.fill("#contact_name", "Ines Koch")
        visitor.fill("#email_from", "ines@larkspur")
        visitor.fill("#partner_name", COMPANY)
        visitor.fill("#site_url", "larkspur.example")
        visitor.fill("#monthly_ad_budget", "4500")
        visitor.check("#channel_codes-content")
        visitor.check("#goal_codes-leads")
        visitor.fill("#description", "We want to be found by people who plan a garden.")
        visitor.click("button:has-text('Send request')")
        expect(visitor.locator("#email_from-error")).to_contain_text("valid e-mail")
        expect(visitor.locator("#consent-error")).to_be_visible()
        expect(visitor.locator("#description")).to_have_value("We want to be found by people who plan a garden.")
        expect(visitor.locator("#channel_codes-content")).to_be_checked()
        people.shoot(visitor, "walk-01-request-errors", full_page=True)
        visitor.fill("#email_from", CLIENT_MAIL)
        visitor.check("#consent")
        visitor.click("button:has-text('Send request')")
        visitor.wait_for_url("**/request-proposal/thanks")
        people.shoot(visitor, "walk-01-thanks")
        phone = people.page(viewport={"width": 375, "height": 812})
        phone.goto("/request-proposal")
        people.shoot(phone, "walk-01-request-phone", full_page=True)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375
        # a robot fills every field, the hidden one too: thanked, and nothing comes of it
        phone.fill("#contact_name", "Robot")
        phone.fill("#email_from", "robot@spam.example")
        phone.check("#consent")
        phone.locator("form.agency-form div[aria-hidden=true] input").evaluate(
            "field => { field.value = 'http://spam' }"
        )
        phone.click("button:has-text('Send request')")
        phone.wait_for_url("**/request-proposal/thanks")
        assert value(agency, "SELECT count(*) FROM crm_lead") == "1"

    def test_02_lead_is_scored_explained_and_assigned(self, agency, people, story):
        """The lead carries profile, source, explained score and a first-response activity; a rule changed changes both."""
        sales = people.page("sales")
        web.open_menu(sales, "Win", "Leads")
        web.open_row(sales, COMPANY)
        people.shoot(sales, "walk-02-lead")
        web.tab(sales, "Marketing Profile")
        expect(web.field(sales, "channel_ids")).to_contain_text("Content")
        expect(web.field(sales, "goal_ids")).to_contain_text("More leads")
        web.tab(sales, "Score")
        lines = sales.locator(".o_field_widget[name='score_line_ids'] .o_data_row")
        expect(lines.first).to_be_visible()
        people.shoot(sales, "walk-02-score")
        before = int(value(agency, "SELECT lead_score FROM crm_lead"))
        points = sum(int(float(row[0])) for row in agency.sql("SELECT points FROM agency_lead_score_line"))
        assert before == points
        source, campaign = agency.sql(
            "SELECT s.name, c.title->>'en_US' FROM crm_lead l JOIN utm_source s ON s.id = l.source_id"
            " JOIN utm_campaign c ON c.id = l.campaign_id"
        )[0]
        assert (source, campaign) == ("newsletter", "spring")
        assert value(agency, "SELECT u.login FROM crm_lead l JOIN res_users u ON u.id = l.user_id") == "sales"
        assert value(agency, "SELECT count(*) FROM mail_activity WHERE res_model = 'crm.lead'") == "1"
        # the rules are records: the marketing manager changes one, score and explanation follow
        web.open_menu(sales, "Configuration", "Scoring Rules")
        reason = value(
            agency,
            "SELECT r.name->>'en_US' FROM agency_lead_score_line l JOIN agency_scoring_rule r ON r.id = l.rule_id"
            " ORDER BY l.points DESC LIMIT 1",
        )
        web.open_row(sales, reason)
        old = float(web.field(sales, "points").locator("input").input_value())
        web.fill(sales, "points", str(int(old) - 5))
        web.save(sales)
        people.shoot(sales, "walk-02-rule")
        for _attempt in range(40):
            if int(value(agency, "SELECT lead_score FROM crm_lead")) == before - 5:
                break
            sales.wait_for_timeout(500)
        web.open_menu(sales, "Win", "Leads")
        web.open_row(sales, COMPANY)
        web.tab(sales, "Score")
        expect(sales.locator(".o_field_widget[name='score_line_ids']")).to_contain_text(str(int(old) - 5))
        assert int(value(agency, "SELECT lead_score FROM crm_lead")) == before - 5

    def test_02_second_request_of_the_same_person_merges(self, agency, people):
        """The same address, written differently, adds to the lead instead of making a second one."""
        visitor = people.page()
        visitor.goto("/request-proposal")
        visitor.fill("#contact_name", "Ines Koch")
        visitor.fill("#email_from", "INES@Larkspur.example ")
        visitor.fill("#phone", "+1 415 555 0134")
        visitor.check("#channel_codes-seo")
        visitor.fill("#description", "One more thing: we also sell online.")
        visitor.check("#consent")
        visitor.click("button:has-text('Send request')")
        visitor.wait_for_url("**/request-proposal/thanks")
        assert value(agency, "SELECT count(*) FROM crm_lead") == "1"
        assert value(agency, "SELECT phone FROM crm_lead").replace(" ", "").endswith("4155550134")
        notes = agency.sql("SELECT body FROM mail_message WHERE model = 'crm.lead'")
        assert any("we also sell online" in row[0] for row in notes)

    def test_03_salesperson_converts_and_quotes(self, agency, people, story):
        """One click makes opportunity and client; the package fills the quotation, totals apart, deposit by its rule."""
        sales = people.page("sales")
        web.open_menu(sales, "Win", "Leads")
        web.open_row(sales, COMPANY)
        web.press(sales, "Convert to Client")
        people.shoot(sales, "walk-03-opportunity")
        assert agency.sql("SELECT client_state, is_company FROM res_partner WHERE name = 'Larkspur Garden GmbH'") == [
            ["prospect", "t"]
        ]
        web.press(sales, "New Quotation")
        web.press(sales, "Choose Package")
        web.choose(sales, "package_id", "Content start")
        people.shoot(sales, "walk-03-package")
        web.press(sales, "Use Package")
        expect(sales.locator(".o_field_widget[name='order_line']").first).to_contain_text("Content strategy")
        people.shoot(sales, "walk-03-quotation", full_page=True)
        row = agency.sql("SELECT id, one_off_total, monthly_total, deposit_amount, package_version FROM sale_order")[0]
        story["order"] = int(row[0])
        assert [float(amount) for amount in row[1:3]] == [3000.0, 1200.0]
        web.press(sales, "Send by Email")
        web.press(sales, "Send")
        mail = wait_for_mail(agency, CLIENT_MAIL, "Quotation|Larkspur|S0")
        story["order_link"] = link_in(mail, r"/my/orders/\d+\?[^\"' <]*access_token=[\w-]+[^\"' <]*")
        web.open_menu(sales, "Win", "My Pipeline")
        people.shoot(sales, "walk-03-pipeline")

    def test_04_client_signs_and_pays_the_deposit(self, agency, people, story):
        """Not logged in, by the link of the mail: signs, pays exactly the deposit, and is invoiced for it."""
        client = people.page()
        client.goto(story["order_link"])
        expect(client.locator("body")).to_contain_text("Content strategy")
        people.shoot(client, "walk-04-proposal", full_page=True)
        client.locator("a:has-text('Sign'):visible, button:has-text('Sign'):visible").first.click()
        dialogue = client.locator(".modal:visible")
        dialogue.locator("input[type=text]:visible, input.o_web_sign_name_input").first.fill("Ines Koch")
        client.wait_for_timeout(800)
        people.shoot(client, "walk-04-sign")
        dialogue.locator("button:has-text('Sign')").last.click()
        client.wait_for_timeout(1500)
        people.shoot(client, "walk-04-pay")
        story["deposit"] = float(value(agency, "SELECT deposit_amount FROM sale_order"))
        pay_with_demo(client)
        people.shoot(client, "walk-04-paid", full_page=True)
        for _attempt in range(40):
            if value(agency, "SELECT state FROM sale_order") == "sale":
                break
            client.wait_for_timeout(500)
        assert value(agency, "SELECT state FROM sale_order") == "sale"
        assert agency.sql("SELECT state, amount FROM payment_transaction") == [["done", f"{story['deposit']:.2f}"]]
        move = agency.sql("SELECT state, payment_state, amount_total FROM account_move WHERE move_type = 'out_invoice'")
        assert [[row[0], float(row[2])] for row in move] == [["posted", story["deposit"]]]
        assert move[0][1] in ("paid", "in_payment")

    def test_05_confirmation_sets_everything_up_once(self, agency, people, story):
        """Onboarding, project with tasks, milestones and deliverables, retainer and team proposal: one of each."""
        assert created(agency) == CREATED
        assert value(agency, "SELECT setup_state FROM sale_order") == "done"
        manager = people.page("manager")
        web.open_form(manager, "sale.order", story["order"])
        people.shoot(manager, "walk-05-order", full_page=True)
        boss = people.page("boss")
        web.go_home(boss)
        # asked to confirm a second time, by the very call of the button
        answer = boss.evaluate(
            """async (order) => {
                const body = {params: {model: "sale.order", method: "action_confirm", args: [[order]], kwargs: {}}};
                const options = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)};
                return await (await fetch("/web/dataset/call_kw", options)).json();
            }""",
            story["order"],
        )
        story["second_confirmation"] = answer
        assert created(agency) == CREATED


#: what the confirmation of the walk's order makes: table -> rows
CREATED = {
    "agency_onboarding": 1,
    "project_project": 1,
    "project_task": 2,
    "project_milestone": 1,
    "agency_deliverable": 1,
    "agency_retainer": 1,
    "agency_team_proposal": 1,
}


def created(server):
    """:return: dict table -> number of rows made for the order"""
    conditions = {
        "project_project": "WHERE agency_order_id IS NOT NULL",
        "project_task": "WHERE project_id IN (SELECT id FROM project_project WHERE agency_order_id IS NOT NULL)",
    }
    return {table: int(value(server, f"SELECT count(*) FROM {table} {conditions.get(table, '')}")) for table in CREATED}


def pay_with_demo(page):
    """Pay what the page asks for with the demo provider, and wait until the payment was seen through."""
    page.locator("#o_payment_form_pay, .o_portal_pay, a:has-text('Pay'):visible").first.wait_for()
    form = page.locator("button[name='o_payment_submit_button']:visible")
    if not form.count():
        page.locator("a:has-text('Pay'):visible").first.click()
        form.first.wait_for()
    option = page.locator("input[name='o_payment_radio'][data-provider-code='demo']:visible")
    if option.count():
        option.first.check()
    number = page.locator("#customer_input:visible")
    if number.count():
        number.fill("4242424242424242")
    form.first.click()
    page.wait_for_url(re.compile(r"/my/(orders|invoices|agency)"), timeout=60000)
