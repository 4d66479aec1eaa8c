"""A client reviews: looks at the proof, asks for more than was agreed, orders it, is reminded, approves on a phone."""

from pathlib import Path

from playwright.sync_api import expect

from . import webclient as web
from .mailbox import link_in, wait_for_mail
from .people import PHONE
from .walk_common import open_acceptance, sign, value, wait_value

PROOF = Path(__file__).resolve().parents[2] / "tools" / "demo_agency" / "logo.png"
CLIENT = "client"
CLIENT_MAIL = "client@client.example.com"
#: what the agency does between the client's steps, in the server's shell
WORK = """
def bring_to_client(deliverable, note, **values):
    maker, checker = (env["res.users"].search([("login", "=", login)]) for login in ("maker", "checker"))
    version = env["agency.deliverable.version"].with_user(maker).create(
        {"deliverable_id": deliverable.id, "note": note} | values
    )
    deliverable.with_user(maker).action_submit_check()
    deliverable.checklist_ids.with_user(checker).write({"done": True})
    deliverable.with_user(checker).action_pass_check()
    env.cr.commit()
"""
REVIEW = (
    WORK
    + f"""
from pathlib import Path
from odoo import Command
from odoo.addons.agency_crm.tests.common import AgencyBuilders

class Builders(AgencyBuilders):
    pass

Builders.env = env
users = {{user.login: user for user in env["res.users"].search([])}}
client = Builders.new_client("Larkspur Garden", user_id=users["sales"].id)
Builders.new_member(client, "{CLIENT}").name = "Lena Larkspur"
project = env["project.project"].create(
    {{"name": "Spring campaign", "partner_id": client.id, "user_id": users["manager"].id}}
)
deliverable = env["agency.deliverable"].create({{
    "name": "Spring banner",
    "type": "design",
    "project_id": project.id,
    "author_id": users["maker"].id,
    "checker_id": users["checker"].id,
    "rounds_included": 1,
}})
proof = env["ir.attachment"].with_user(users["maker"]).create(
    {{"name": "spring-banner.png", "raw": Path({str(PROOF)!r}).read_bytes()}}
)
bring_to_client(
    deliverable,
    "First proof",
    body="<p>The banner for the herb week, in two sizes.</p>",
    link="https://proof.example.com/spring",
    attachment_ids=[Command.set(proof.ids)],
)
"""
)
NEXT_VERSION = """
deliverable = env["agency.deliverable"].search([])
files = deliverable.current_version_id.attachment_ids.ids
bring_to_client(deliverable, typed["note"], body=typed["body"], attachment_ids=[(6, 0, files)])
"""
REMIND = """
env.cr.execute("UPDATE agency_deliverable SET next_reminder = current_date")
env["agency.deliverable"]._cron_remind_reviewers()
env.cr.commit()
"""


class Review:
    """From the mail to the signature."""

    def test_1_look(self, agency, people):
        """By the link of the mail the client sees text, proof and link, and what is agreed."""
        mail = wait_for_mail(agency, CLIENT_MAIL, "Spring banner is ready")
        client = people.page(CLIENT)
        client.goto(link_in(mail, r"/my/agency/deliverables/\d+[^\"'\s<>]*"))
        expect(client.locator("body")).to_contain_text("The banner for the herb week")
        expect(client.locator("a[href='https://proof.example.com/spring']")).to_be_visible()
        assert client.locator("img[src*='/my/agency/attachment/']").evaluate("image => image.naturalWidth") > 0
        people.shoot(client, "client-1-proof", full_page=True)

    def test_2_ask_for_changes(self, agency, people):
        """The first round is part of the price, the second one is not; the client is told before asking for it."""
        client = people.page(CLIENT)
        _ask(client, "Please use the green of our logo.")
        people.shoot(client, "client-2-thanks", full_page=True)
        _next_version(agency, "Green", "<p>Now in your green.</p>")
        client.goto("/my/agency/deliverables")
        people.shoot(client, "client-2-list", full_page=True)
        client.click("a.o_agency_row:has-text('Spring banner')")
        expect(client.locator("body")).to_contain_text("Now in your green.")
        client.click("summary:has-text('I want something changed')")
        expect(client.locator("body")).to_contain_text("The rounds of changes you ordered are used up")
        people.shoot(client, "client-2-used-up", full_page=True)
        client.click("summary:has-text('I want something changed')")
        _ask(client, "And a third size, for the shop window.")
        assert agency.sql("SELECT rounds_used, rounds_over FROM agency_deliverable") == [["2", "1"]]

    def test_3_change_order(self, agency, people, story):
        """The project manager proposes a change order, the account manager sends it, the client signs it."""
        manager, sales = people.page("manager"), people.page("sales")
        web.open_menu(manager, "Deliver", "Deliverables")
        web.open_record(manager, "Spring banner")
        expect(manager.locator(".o_form_view .alert-warning")).to_contain_text("1 more than agreed")
        people.shoot(manager, "client-3-beyond-scope")
        web.press_named(manager, "action_propose_change_order")
        expect(manager.locator(".o_form_view")).to_contain_text("Additional round of changes")
        people.shoot(manager, "client-3-change-order")
        order = int(value(agency, "SELECT id FROM sale_order"))
        web.open_form(sales, "sale.order", order)
        web.press_named(sales, "action_quotation_send")
        web.wait_idle(sales)
        people.shoot(sales, "client-3-send")
        web.press_named(sales, "action_send_mail")
        wait_value(agency, "SELECT state FROM sale_order", "sent")
        client = people.page(CLIENT)
        client.reload()
        client.click(".alert-link:has-text('quotation')")
        people.shoot(client, "client-3-offer", full_page=True)
        open_acceptance(client, "Lena Larkspur").click()
        wait_value(agency, "SELECT state FROM sale_order", "sale")
        assert agency.sql("SELECT rounds_ordered, rounds_over FROM agency_deliverable") == [["1", "0"]]

    def test_4_reminder(self, agency, people, story):
        """What waits is not forgotten: a reminder, its number on the agency's form."""
        _next_version(agency, "Three sizes", "<p>Three sizes, the shop window included.</p>")
        agency.shell(REMIND)
        story["mail"] = wait_for_mail(agency, CLIENT_MAIL, "Reminder: Spring banner")
        manager = people.page("manager")
        web.open_menu(manager, "Deliver", "Deliverables")
        web.open_record(manager, "Spring banner")
        expect(web.field(manager, "next_reminder")).to_be_visible()
        people.shoot(manager, "client-4-waiting")

    def test_5_approve(self, agency, people, story):
        """On the phone: the version in question, the earlier ones below it, the signature."""
        phone = people.page(CLIENT, viewport=PHONE)
        phone.goto(link_in(story["mail"], r"/my/agency/deliverables/\d+[^\"'\s<>]*"))
        expect(phone.locator("body")).to_contain_text("Three sizes, the shop window included.")
        phone.click("summary:has-text('Earlier versions')")
        expect(phone.locator("details[open]")).to_contain_text("Now in your green.")
        people.shoot(phone, "client-5-phone", full_page=True)
        sign(phone, "Lena Larkspur")
        phone.click(".o_agency_sign_submit")
        expect(phone.locator(".alert-success")).to_contain_text("Your approval is recorded")
        people.shoot(phone, "client-5-approved-phone", full_page=True)
        row = agency.sql("SELECT state, approved_name, rounds_used, next_reminder IS NULL FROM agency_deliverable")
        assert row == [["approved", "Lena Larkspur", "2", "t"]]


def _ask(page, comment):
    page.click("summary:has-text('I want something changed')")
    page.fill("#agency_comment", comment)
    page.click("button:has-text('Ask for changes')")
    expect(page.locator(".alert-info").first).to_contain_text("Thank you")


def _next_version(server, note, body):
    """Let the agency make the next version, check it and bring it to the client."""
    typed = {"note": note, "body": body}
    server.shell(f"{WORK}\ntyped = {typed!r}\n{NEXT_VERSION}")
