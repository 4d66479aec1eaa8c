"""A team member works a day: the clock, the week, its approval, and what the manager sees of it."""

import re

from playwright.sync_api import expect

from . import webclient as web
from .walk_common import call, value, wait_value

#: a project of a client with hours to spend; Tess is booked on one of its tasks on Tuesday of last week
DAY = """
from datetime import timedelta
from odoo import Command, fields
from odoo.addons.agency_crm.tests.common import AgencyBuilders

class Builders(AgencyBuilders):
    pass

Builders.env = env
users = {user.login: user for user in env["res.users"].search([("login", "in", ("manager", "maker"))])}
boss, tess = (users[login].employee_id for login in ("manager", "maker"))
today = fields.Date.context_today(env.user)
# weeks begin on Sunday in American English
monday = today - timedelta(days=today.isoweekday() % 7 + 6)
tess.write({"parent_id": boss.id, "agency_time_from": monday, "tz": "UTC"})
client = Builders.new_client("Larkspur Garden")
project = env["project.project"].create({
    "name": "Garden site",
    "partner_id": client.id,
    "user_id": users["manager"].id,
    "allow_timesheets": True,
    "allocated_hours": 40,
})
layout, texts = env["project.task"].create([
    {"name": name, "project_id": project.id, "user_ids": [Command.set(users["maker"].ids)], "allocated_hours": hours}
    for name, hours in (("Page layout", 8), ("Texts", 6))
])
env["agency.booking"].create({
    "employee_id": tess.id,
    "project_id": project.id,
    "task_id": texts.id,
    "start_date": monday + timedelta(days=1),
    "end_date": monday + timedelta(days=1),
    "hours": 3,
    "state": "confirmed",
})
env["project.project"].create({"name": "Our own house", "allow_timesheets": True})
env.cr.commit()
"""
LINES = (
    "SELECT task.name, line.name, round(line.unit_amount * 60), line.agency_approval_state"
    " FROM account_analytic_line AS line JOIN project_task AS task ON task.id = line.task_id"
    " JOIN res_users AS users ON users.id = line.user_id AND users.login = 'maker' ORDER BY line.id"
)
LAST_WEEK = "SELECT state FROM agency_timesheet_week WHERE hours_logged > 2 ORDER BY start_date LIMIT 1"


class Day:
    """From the clock in the morning to the manager's overview."""

    def test_1_clock(self, agency, people):
        """Started in the top bar, the clock survives a reload and books what it measured."""
        maker = people.page("maker")
        web.go_home(maker)
        maker.click(".o_agency_timer_toggle")
        maker.fill(".o_agency_timer_description", "First sketch")
        maker.fill(".o_agency_timer_search", "Page layout")
        expect(maker.locator(".o_agency_timer_result")).to_have_count(1)
        people.shoot(maker, "day-1-start")
        maker.click(".o_agency_timer_result")
        maker.click(".o_agency_timer_start")
        wait_value(agency, "SELECT count(*) FROM agency_timer", "1")
        agency.sql("UPDATE agency_timer SET started_at = started_at - interval '65 minutes'")
        maker.reload()
        expect(maker.locator(".o_agency_timer_clock")).to_contain_text("1:05")
        maker.click(".o_agency_timer_toggle")
        expect(maker.locator(".o_agency_timer_kind")).to_be_visible()
        people.shoot(maker, "day-1-running")
        maker.click(".o_agency_timer_stop")
        wait_value(agency, "SELECT count(*) FROM agency_timer", "0")
        assert agency.sql(LINES) == [["Page layout", "First sketch", "65", "draft"]]

    def test_2_week(self, agency, people):
        """What was booked is taken over, the rest typed with the keyboard alone; the budget burns while typing."""
        maker = people.page("maker")
        web.open_menu(maker, "Deliver", "My Week")
        expect(maker.locator(".o_agency_week_row")).to_have_count(1)
        expect(maker.locator(".o_agency_week_row_total")).to_have_text("1:05")
        people.shoot(maker, "day-2-this-week")
        _last_week(maker)
        expect(maker.locator(".o_agency_week_empty")).to_be_visible()
        expect(maker.locator(".o_agency_week_suggestion")).to_contain_text("Texts")
        people.shoot(maker, "day-2-empty-week")
        maker.click(".o_agency_week_accept")
        expect(maker.locator(".o_agency_week_suggestion")).to_have_count(0)
        expect(_cell(maker, "Texts", "Tue")).to_have_value("3:00")
        maker.click(".o_agency_week_add")
        maker.fill(".o_agency_week_search", "Page layout")
        expect(maker.locator(".o_agency_week_result")).to_have_count(1)
        people.shoot(maker, "day-2-add-row")
        maker.press(".o_agency_week_search", "Enter")
        expect(maker.locator(".o_agency_week_row")).to_have_count(2)
        _cell(maker, "Page layout", "Mon").click()
        maker.keyboard.type("6,5")
        burn = _row(maker, "Page layout").locator(".o_agency_week_burn").first
        expect(burn).to_contain_text("7:35 of 8:00")
        expect(burn.locator(".bg-warning")).to_be_visible()
        people.shoot(maker, "day-2-typing")
        maker.keyboard.press("Tab")
        maker.keyboard.type("1h30")
        maker.keyboard.press("Enter")
        expect(_cell(maker, "Page layout", "Mon")).to_have_value("6:30")
        expect(_cell(maker, "Page layout", "Tue")).to_have_value("1:30")
        expect(maker.locator(".o_agency_week_saving")).to_have_text("Saved")
        expect(maker.locator(".o_agency_week_total")).to_have_text("11:00")
        expect(burn.locator(".bg-danger")).to_be_visible()
        _cell(maker, "Page layout", "Wed").click()
        maker.keyboard.type("soon")
        maker.keyboard.press("Enter")
        expect(maker.locator(".o_agency_week_error")).to_contain_text("is no time")
        people.shoot(maker, "day-2-refused")
        _cell(maker, "Page layout", "Wed").press("Escape")
        expect(maker.locator(".o_agency_week_error")).to_have_count(0)
        _cell(maker, "Page layout", "Mon").press("Alt+ArrowDown")
        maker.fill(".o_agency_week_note", "Grid and colours")
        maker.press(".o_agency_week_note", "Tab")
        expect(maker.locator(".o_agency_week_saving")).to_have_text("Saved")
        people.shoot(maker, "day-2-entries")
        maker.click(".o_agency_week_panel .btn-close")
        maker.click(".o_agency_week_submit")
        expect(maker.locator(".o_agency_week_state")).to_have_text("Submitted")
        expect(_cell(maker, "Page layout", "Mon")).not_to_be_editable()
        people.shoot(maker, "day-2-submitted")
        assert agency.sql(LINES) == [
            ["Page layout", "First sketch", "65", "draft"],
            ["Texts", "/", "180", "submitted"],
            ["Page layout", "Grid and colours", "390", "submitted"],
            ["Page layout", "/", "90", "submitted"],
        ]
        line = int(value(agency, "SELECT id FROM account_analytic_line WHERE name = 'Grid and colours'"))
        with agency.provoked("submitted"):
            answer = call(maker, "account.analytic.line", "write", [[line], {"unit_amount": 1}])
            assert "submitted" in answer["error"]["data"]["message"]

    def test_3_approval(self, agency, people):
        """The manager sends the week back with a reason; handed in again it is approved, and locked."""
        manager, maker = people.page("manager"), people.page("maker")
        web.open_menu(manager, "Deliver", "Time to Approve")
        row = manager.locator(".o_data_row", has_text="Tess Maker")
        # expected and missing are there although no nightly run has been
        expect(row.locator("td[name='hours_expected']")).to_have_text("40:00")
        expect(row.locator("td[name='hours_missing']")).to_have_text("29:00")
        people.shoot(manager, "day-3-approve")
        web.open_record(manager, "Tess Maker")
        people.shoot(manager, "day-3-week")
        web.press_named(manager, "action_send_back")
        web.fill(manager, "reason", "Which grid?")
        web.press(manager, "Send Back")
        wait_value(agency, LAST_WEEK, "draft")
        web.open_menu(maker, "Deliver", "My Week")
        _last_week(maker)
        maker.click(".o_agency_week_submit")
        expect(maker.locator(".o_agency_week_state")).to_have_text("Submitted")
        web.open_menu(manager, "Deliver", "Time to Approve")
        web.open_record(manager, "Tess Maker")
        web.smart_button(manager, "Grid")
        expect(manager.locator(".o_agency_week_approve")).to_be_visible()
        people.shoot(manager, "day-3-grid")
        manager.click(".o_agency_week_approve")
        expect(manager.locator(".o_agency_week_state")).to_have_text("Approved")
        assert [row[3] for row in agency.sql(LINES)] == ["draft", "approved", "approved", "approved"]
        web.open_menu(maker, "Deliver", "My Week")
        _last_week(maker)
        expect(maker.locator(".o_agency_week_state")).to_have_text("Approved")
        expect(_cell(maker, "Page layout", "Mon")).not_to_be_editable()
        expect(maker.locator(".o_agency_week_submit")).to_have_count(0)
        people.shoot(maker, "day-3-approved")

    def test_4_overview(self, agency, people):
        """Who has time missing, and how much of the working hours is billable."""
        manager = people.page("manager")
        web.open_menu(manager, "Plan", "Missing Time")
        # not the present week, of which everybody's time is missing still
        expect(manager.locator(".o_data_row")).to_have_count(1)
        expect(manager.locator(".o_data_row")).to_contain_text("Tess Maker")
        people.shoot(manager, "day-4-missing")
        week = agency.sql(
            "SELECT hours_expected, hours_logged, hours_missing FROM agency_timesheet_week AS week"
            " JOIN hr_employee AS person ON person.id = week.employee_id AND person.name = 'Tess Maker'"
            " ORDER BY start_date LIMIT 1"
        )
        assert [[float(number) for number in row] for row in week] == [[40, 11, 29]]
        web.open_menu(manager, "Measure", "Utilisation")
        expect(manager.locator("div.o_pivot")).to_contain_text("Tess Maker")
        # 12 hours and 5 minutes of what people have had until today, not the mean of their shares
        expect(manager.locator("div.o_pivot tbody tr").first).to_contain_text("12:05")
        people.shoot(manager, "day-4-utilisation")
        manager.locator(".o_switch_view.o_graph").click()
        web.wait_idle(manager)
        expect(manager.locator(".o_graph_renderer canvas")).to_be_visible()
        people.shoot(manager, "day-4-utilisation-graph")
        web.open_menu(manager, "Measure", "Time Analysis")
        expect(manager.locator(".o_graph_renderer canvas")).to_be_visible()
        people.shoot(manager, "day-4-analysis")


def _last_week(page):
    label = page.locator(".o_agency_week_label")
    present = label.inner_text()
    page.click(".o_agency_week_previous")
    expect(label).not_to_have_text(present)


def _row(page, name):
    return page.locator(".o_agency_week_row", has_text=name)


def _cell(page, name, weekday):
    """The input of a row on a weekday; weeks begin where the person's language says."""
    heads = page.locator(".o_agency_week_table thead th").all_inner_texts()
    index = next(number for number, head in enumerate(heads) if re.match(rf"{weekday}\b", head)) - 1
    return _row(page, name).locator(f"input[data-index='{index}']")
