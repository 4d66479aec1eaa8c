"""Steps 1 to 5 of the walk: enquiry, lead, quotation, payment, set-up."""

from playwright.sync_api import expect

from . import webclient as web
from .mailbox import link_in, wait_for_mail
from .walk_common import (
    CLIENT_MAIL,
    COMPANY,
    CREATED,
    call,
    created,
    open_acceptance,
    pay_with_demo,
    value,
    wait_value,
)


class Sale:
    """From a website enquiry to a confirmed order that has set up the work."""

    def test_01_visitor_requests_a_proposal(self, agency, people):
        """Bad input gets a message by the field and loses nothing; robots get nowhere; a good one is thanked for."""
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
        """The lead carries profile, source, explained score and an activity; a changed rule changes the score."""
        sales = people.page("sales")
        web.open_menu(sales, "Win", "Leads")
        web.open_record(sales, COMPANY)
        people.shoot(sales, "walk-02-lead")
        web.tab(sales, "Marketing Profile")
        expect(web.field(sales, "marketing_channel_ids")).to_contain_text("Content")
        expect(web.field(sales, "marketing_goal_ids")).to_contain_text("More leads")
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
        assert (source.lower(), campaign) == ("newsletter", "spring")
        assert value(agency, "SELECT u.login FROM crm_lead l JOIN res_users u ON u.id = l.user_id") == "sales"
        assert value(agency, "SELECT count(*) FROM mail_activity WHERE res_model = 'crm.lead'") == "1"
        # the rules are records: the marketing manager changes one, score and explanation follow
        web.open_menu(sales, "Configuration", "Scoring Rules")
        web.show_all(sales)
        reason = value(
            agency,
            "SELECT r.name->>'en_US' FROM agency_lead_score_line l JOIN agency_scoring_rule r ON r.id = l.rule_id"
            " ORDER BY l.points DESC LIMIT 1",
        )
        web.open_record(sales, reason)
        old = float(web.field(sales, "points").locator("input").input_value())
        web.fill(sales, "points", str(int(old) - 5))
        web.save(sales)
        people.shoot(sales, "walk-02-rule")
        wait_value(agency, "SELECT lead_score FROM crm_lead", str(before - 5))
        web.open_menu(sales, "Win", "Leads")
        web.open_record(sales, COMPANY)
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
        """One click makes opportunity and client; the package fills the quotation, totals apart."""
        sales = people.page("sales")
        web.open_menu(sales, "Win", "Leads")
        web.open_record(sales, COMPANY)
        web.press(sales, "Convert to Client")
        people.shoot(sales, "walk-03-opportunity")
        assert agency.sql("SELECT client_state, is_company FROM res_partner WHERE name = 'Larkspur Garden GmbH'") == [
            ["prospect", "t"]
        ]
        web.press(sales, "New Quotation")
        web.press(sales, "Choose Package")
        web.choose(sales, "package_id", "Content start")
        people.shoot(sales, "walk-03-package")
        web.press(sales, "Put on Quotation")
        expect(sales.locator(".o_field_widget[name='order_line']").first).to_contain_text("Content strategy")
        people.shoot(sales, "walk-03-quotation", full_page=True)
        row = agency.sql("SELECT id, one_off_total, monthly_total, deposit_amount, package_version FROM sale_order")[0]
        story["order"] = int(row[0])
        assert [float(amount) for amount in row[1:3]] == [3000.0, 1200.0]
        web.press_named(sales, "action_quotation_send")
        people.shoot(sales, "walk-03-mail")
        web.press_named(sales, "action_send_mail")
        mail = wait_for_mail(agency, CLIENT_MAIL, "Quotation|Larkspur|S0")
        story["order_link"] = link_in(mail, r"/(?:my/orders/\d+|mail/view)\?[^\"'\s<>]+")
        web.open_menu(sales, "Win", "My Pipeline")
        people.shoot(sales, "walk-03-pipeline")

    def test_04_client_signs_and_pays_the_deposit(self, agency, people, story):
        """Not logged in, by the link of the mail: signs, pays exactly the deposit, and is invoiced for it."""
        client = people.page()
        client.goto(story["order_link"])
        expect(client.locator("body")).to_contain_text("Content strategy")
        people.shoot(client, "walk-04-proposal", full_page=True)
        accept = open_acceptance(client, "Ines Koch")
        people.shoot(client, "walk-04-sign")
        accept.click()
        wait_value(agency, "SELECT count(*) FROM sale_order WHERE signed_by = 'Ines Koch'", "1")
        client.wait_for_url("**sign_ok**")
        story["deposit"] = float(value(agency, "SELECT deposit_amount FROM sale_order"))
        pay_with_demo(client)
        people.shoot(client, "walk-04-paid", full_page=True)
        wait_value(agency, "SELECT state FROM sale_order", "sale")
        assert agency.sql("SELECT state, amount FROM payment_transaction") == [["done", f"{story['deposit']:.2f}"]]
        move = agency.sql("SELECT state, payment_state, amount_total FROM account_move WHERE move_type = 'out_invoice'")
        assert [[row[0], float(row[2])] for row in move] == [["posted", story["deposit"]]]
        assert move[0][1] in ("paid", "in_payment")

    def test_05_confirmation_sets_everything_up_once(self, agency, people, story):
        """Onboarding, project with tasks, milestones and deliverables, retainer and team proposal: one of each."""
        assert created(agency) == CREATED
        assert value(agency, "SELECT setup_state FROM sale_order") == "done"
        sales = people.page("sales")
        web.open_form(sales, "sale.order", story["order"])
        people.shoot(sales, "walk-05-order", full_page=True)
        boss = people.page("boss")
        web.go_home(boss)
        # asked to confirm a second time, by the very call of the button
        with agency.provoked("orders are not in a state requiring confirmation"):
            call(boss, "sale.order", "action_confirm", [[story["order"]]])
        assert created(agency) == CREATED
