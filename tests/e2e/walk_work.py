"""Steps 6 and 7 of the walk: the client joins and answers, the work is done, checked and approved."""

import re

from playwright.sync_api import expect

from . import webclient as web
from .mailbox import link_in, wait_for_mail
from .people import PHONE
from .walk_common import CLIENT_MAIL, COMPANY, call, sign, value, wait_value
from .walk_sale import Sale

PASSWORD = "larkspur-2026"


class Work(Sale):
    """From the invitation of the client to the approved deliverable."""

    def test_06_client_joins_and_uploads_a_document(self, agency, people):
        """The manager invites; the client chooses a password, logs in and uploads: the step completes by itself."""
        manager = people.page("manager")
        web.open_menu(manager, "Clients", "Clients")
        web.open_record(manager, COMPANY)
        web.tab(manager, "Agency Client")
        web.press(manager, "Invite to the Portal")
        web.choose(manager, "partner_id", "Ines Koch")
        expect(web.field(manager, "email").locator("input")).to_have_value(CLIENT_MAIL)
        people.shoot(manager, "walk-06-invite")
        web.press(manager, "Send Invitation")
        wait_value(agency, "SELECT count(*) FROM agency_client_member", "1")
        wait_value(agency, "SELECT state FROM agency_onboarding_step WHERE condition = 'member_joined'", "done")
        mail = wait_for_mail(agency, CLIENT_MAIL, "(?i)invit|account|welcome")
        client = people.page(CLIENT_MAIL, anonymous=True)
        client.goto(link_in(mail, r"/web/(?:signup|reset_password)\?[^\"'\s<>]+"))
        client.fill("input[name=password]", PASSWORD)
        client.fill("input[name=confirm_password]", PASSWORD)
        client.locator("form:has(input[name=confirm_password]) button[type=submit]").click()
        client.wait_for_url(re.compile(r"/my"))
        client.goto("/my")
        expect(client.locator("a[href='/my/agency']:visible").first).to_be_visible()
        people.shoot(client, "walk-06-my", full_page=True)
        client.goto("/my/agency")
        expect(client.locator("body")).to_contain_text("Brand guide")
        people.shoot(client, "walk-06-overview", full_page=True)
        client.locator("a.list-group-item:has-text('Brand guide')").click()
        # what is no document is refused by name, and what was typed stays
        client.set_input_files(
            "#agency_files", {"name": "tool.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ\x90\x00" * 64}
        )
        client.fill("#agency_note", "The new colours are on page two.")
        client.click("button:has-text('Upload')")
        expect(client.locator("#agency_files_error")).to_contain_text("tool.exe")
        expect(client.locator("#agency_note")).to_have_value("The new colours are on page two.")
        people.shoot(client, "walk-06-upload-refused")
        assert value(agency, "SELECT state FROM agency_document_request") == "requested"
        client.set_input_files(
            "#agency_files",
            {"name": "brand-guide.txt", "mimeType": "text/plain", "buffer": b"Green 0f766e, Inter, plenty of room."},
        )
        client.click("button:has-text('Upload')")
        expect(client.locator(".alert-success")).to_contain_text("Thank you")
        people.shoot(client, "walk-06-uploaded")
        assert value(agency, "SELECT state FROM agency_document_request") == "received"
        assert value(agency, "SELECT state FROM agency_onboarding_step WHERE name = 'Brand guide'") == "done"
        client.goto("/my/agency/onboarding")
        client.locator("a.o_agency_row").first.click()
        people.shoot(client, "walk-06-onboarding", full_page=True)
        phone = people.page(CLIENT_MAIL, PASSWORD, viewport=PHONE)
        phone.goto("/my/agency")
        people.shoot(phone, "walk-06-overview-phone", full_page=True)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 375

    def test_07_team_and_timer(self, agency, people):
        """A specialist's clock survives a reload and books; the manager, who accepted the team, sees the hours."""
        manager = people.page("manager")
        web.open_menu(manager, "Plan", "Team Proposals")
        web.open_record(manager, "Content start")
        people.shoot(manager, "walk-07-team")
        web.press(manager, "Accept Team")
        wait_value(agency, "SELECT state FROM agency_team_proposal", "accepted")
        assert value(agency, "SELECT state FROM agency_onboarding_step WHERE condition = 'team_accepted'") == "done"
        maker = people.page("maker")
        web.go_home(maker)
        task = value(agency, "SELECT id FROM project_task WHERE name = 'Write the plan'")
        web.open_form(maker, "project.task", int(task))
        web.press_named(maker, "action_agency_timer_start")
        wait_value(agency, "SELECT count(*) FROM agency_timer", "1")
        agency.sql("UPDATE agency_timer SET started_at = started_at - interval '95 minutes'")
        maker.reload()
        expect(maker.locator(".o_agency_timer_clock")).to_contain_text("1:35")
        maker.click(".o_agency_timer_toggle")
        maker.fill(".o_agency_timer_description", "Outline and first chapter")
        people.shoot(maker, "walk-07-timer")
        maker.click(".o_agency_timer_stop")
        wait_value(agency, "SELECT count(*) FROM agency_timer", "0")
        lines = agency.sql(
            "SELECT line.name, round(line.unit_amount::numeric, 2), users.login FROM account_analytic_line AS line"
            " JOIN res_users AS users ON users.id = line.user_id JOIN project_project AS project"
            " ON project.id = line.project_id AND project.agency_order_id IS NOT NULL"
        )
        assert lines == [["Outline and first chapter", "1.58", "maker"]]
        project = int(value(agency, "SELECT id FROM project_project WHERE agency_order_id IS NOT NULL"))
        web.open_form(manager, "project.project", project)
        web.tab(manager, "Agency")
        expect(web.field(manager, "hours_spent")).to_have_text("01:35")
        expect(web.field(manager, "budget_state")).to_have_text("Within Budget")
        people.shoot(manager, "walk-07-budget")

    def test_07_deliverable_is_checked_by_somebody_else(self, agency, people):
        """Whoever made it cannot pass it, by no button and by no call, not even as an administrator's."""
        maker, checker = people.page("maker"), people.page("checker")
        deliverable = int(value(agency, "SELECT id FROM agency_deliverable"))
        _open_deliverable(maker)
        web.press(maker, "New Version")
        _in_dialogue(maker, "note", "First draft")
        _write(maker, "Twelve articles, one a week.")
        people.shoot(maker, "walk-07-version")
        web.save_dialogue(maker)
        web.press(maker, "Submit for Check")
        wait_value(agency, "SELECT state FROM agency_deliverable", "internal_check")
        before = agency.sql("SELECT * FROM agency_deliverable_event")
        boss = people.page("boss")
        web.go_home(boss)
        with agency.provoked("must be checked by somebody other than its author", "State cannot be set by hand"):
            # the author: by the button's own call
            answer = call(maker, "agency.deliverable", "action_pass_check", [[deliverable]])
            assert "somebody other than its author" in answer["error"]["data"]["message"]
            # an administrator: by writing the state
            for values in ({"state": "client_review"}, {"state": "approved"}):
                answer = call(boss, "agency.deliverable", "write", [[deliverable], values])
                assert "cannot be set by hand" in answer["error"]["data"]["message"]
        assert value(agency, "SELECT state FROM agency_deliverable") == "internal_check"
        assert agency.sql("SELECT * FROM agency_deliverable_event") == before
        _open_deliverable(checker)
        with agency.provoked("0 of 3 items of the checklist are ticked"):
            web.press(checker, "Pass to Client")
            web.confirm(checker)
            expect(checker.locator(".modal-body")).to_contain_text("ticked")
        people.shoot(checker, "walk-07-unticked")
        checker.locator(".modal-footer button:visible").first.click()
        _tick_everything(checker)
        people.shoot(checker, "walk-07-checklist")
        web.press(checker, "Pass to Client")
        web.confirm(checker)
        wait_value(agency, "SELECT state FROM agency_deliverable", "client_review")

    def test_07_client_asks_for_a_change_and_approves(self, agency, people, story):
        """By the link of the mail: first a comment, then, on the next version, a signature bound to the content."""
        client = people.page(CLIENT_MAIL, PASSWORD)
        mail = wait_for_mail(agency, CLIENT_MAIL, "Content plan")
        client.goto(link_in(mail, r"/my/agency/deliverables/\d+[^\"'\s<>]*"))
        expect(client.locator("body")).to_contain_text("Twelve articles, one a week.")
        people.shoot(client, "walk-07-review", full_page=True)
        client.click("summary:has-text('I want something changed')")
        client.fill("#agency_comment", "Please start with the herb garden.")
        client.click("button:has-text('Ask for changes')")
        expect(client.locator(".alert-info").first).to_contain_text("Thank you")
        assert agency.sql("SELECT state, rounds_used FROM agency_deliverable") == [["changes_requested", "1"]]
        maker, checker = people.page("maker"), people.page("checker")
        _open_deliverable(maker)
        people.shoot(maker, "walk-07-changes")
        web.press(maker, "New Version")
        _in_dialogue(maker, "note", "Herb garden first")
        _write(maker, "Herb garden, then eleven more.")
        web.save_dialogue(maker)
        web.press(maker, "Submit for Check")
        wait_value(agency, "SELECT state FROM agency_deliverable", "internal_check")
        _open_deliverable(checker)
        _tick_everything(checker)
        web.press(checker, "Pass to Client")
        web.confirm(checker)
        wait_value(agency, "SELECT state FROM agency_deliverable", "client_review")
        phone = people.page(CLIENT_MAIL, PASSWORD, viewport=PHONE)
        phone.goto("/my/agency/deliverables")
        people.shoot(phone, "walk-07-deliverables-phone", full_page=True)
        phone.locator("a.o_agency_row").first.click()
        expect(phone.locator("body")).to_contain_text("Herb garden, then eleven more.")
        sign(phone, "Ines Koch")
        people.shoot(phone, "walk-07-sign-phone", full_page=True)
        phone.click(".o_agency_sign_submit")
        expect(phone.locator(".alert-success")).to_contain_text("Your approval is recorded")
        people.shoot(phone, "walk-07-approved-phone", full_page=True)
        row = agency.sql(
            "SELECT deliverable.state, deliverable.approved_name, deliverable.approved_hash = version.content_hash,"
            " event.content_hash = version.content_hash, length(event.signature) > 500"
            " FROM agency_deliverable AS deliverable"
            " JOIN agency_deliverable_event AS event"
            " ON event.deliverable_id = deliverable.id AND event.action = 'approve'"
            " JOIN agency_deliverable_version AS version ON version.id = event.version_id"
        )
        assert row == [["approved", "Ines Koch", "t", "t", "t"]]

    def test_07_trail_cannot_be_edited(self, agency, people):
        """Not by an administrator's call, not by SQL; and the check of the trail says that it is whole."""
        boss = people.page("boss")
        web.go_home(boss)
        events = [int(row[0]) for row in agency.sql("SELECT id FROM agency_deliverable_event ORDER BY id")]
        with agency.provoked("An approval trail cannot be changed", "An approval trail cannot be deleted"):
            for method, arguments in (("write", [events, {"comment": "never said"}]), ("unlink", [events])):
                answer = call(boss, "agency.deliverable.event", method, arguments)
                assert "approval trail cannot be" in answer["error"]["data"]["message"]
        _open_deliverable(boss)
        web.tab(boss, "Trail")
        people.shoot(boss, "walk-07-trail", full_page=True)
        web.smart_button(boss, "Verify Trail")
        expect(boss.locator(".o_notification").last).to_contain_text("entries fit")
        actions = agency.sql("SELECT action FROM agency_deliverable_event ORDER BY id")
        assert [row[0] for row in actions] == ["submit", "pass", "request_changes", "submit", "pass", "approve"]


def _open_deliverable(page):
    web.open_menu(page, "Deliver", "Deliverables")
    web.open_record(page, "Content plan")


def _tick_everything(page):
    web.tab(page, "Checklist")
    boxes = page.locator(".o_field_widget[name='checklist_ids'] .o_data_row input[type=checkbox]")
    expect(boxes).not_to_have_count(0)
    for index in range(boxes.count()):
        boxes.nth(index).click()
        web.wait_idle(page)


def _write(page, text):
    """Type over what stands in the editor of a dialogue; Odoo 17's takes what is filled in at once twice."""
    page.locator(".modal .odoo-editor-editable, .modal .note-editable").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def _in_dialogue(page, name, text):
    box = page.locator(f".modal .o_field_widget[name='{name}'] input, .modal .o_field_widget[name='{name}'] textarea")
    box.first.fill(text)
    box.first.press("Tab")
