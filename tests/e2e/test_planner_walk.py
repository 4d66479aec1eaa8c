"""A project manager plans a week in the planner, with the mouse and with the keyboard, as it is done in the office."""

import re

import pytest
from playwright.sync_api import expect

from . import webclient as web
from .walk_common import call, value, wait_value

PLANNED = """
from datetime import datetime, time, timedelta
from odoo import fields

today = fields.Date.today()
monday = today - timedelta(days=today.weekday())
project = env["project.project"].create({"name": "Garden shop", "color": 4})
tess = env["hr.employee"].search([("name", "=", "Tess Maker")])
env["agency.booking"].create(
    [
        {
            "employee_id": tess.id,
            "project_id": project.id,
            "start_date": monday,
            "end_date": monday + timedelta(days=4),
            "hours": 24,
            "state": "confirmed",
        },
        {
            "role_id": env["agency.role"].search([("code", "=", "writer")]).id,
            "project_id": project.id,
            "start_date": monday + timedelta(days=7),
            "end_date": monday + timedelta(days=11),
            "hours": 12,
        },
    ]
)
env["resource.calendar.leaves"].create(
    {
        "name": "Away",
        "resource_id": tess.resource_id.id,
        "calendar_id": tess.resource_calendar_id.id,
        "date_from": datetime.combine(monday + timedelta(days=14), time(0)),
        "date_to": datetime.combine(monday + timedelta(days=15), time(23, 59)),
        "time_type": "leave",
    }
)
env.cr.commit()
"""
BOOKED = (
    "SELECT e.name, b.start_date - date_trunc('week', now())::date AS first,"
    " b.end_date - date_trunc('week', now())::date AS last, round(b.hours::numeric, 1)"
    " FROM agency_booking AS b LEFT JOIN hr_employee AS e ON e.id = b.employee_id ORDER BY b.id"
)


@pytest.fixture(scope="module")
def agency(server, agency_set_up):
    """An agency with people, one of them booked and away later on."""
    server.reset(PLANNED, base=agency_set_up)
    return server


def test_project_manager_plans_a_week(agency, people):
    """Looks who has time, books, moves, hands over, takes back, and sees what somebody else did meanwhile."""
    manager = people.page("manager")
    _open(manager)
    expect(_row(manager, "Writer")).to_contain_text("Nobody named yet")
    expect(_cell(manager, "Tess Maker", 0)).to_have_attribute("aria-label", re.compile("24 of 40 .*, 16 free"))
    expect(_cell(manager, "Tess Maker", 2)).to_have_attribute("aria-label", re.compile("16 off"))
    people.shoot(manager, "planner-weeks")

    # who is booked for what
    _row(manager, "Tess Maker").locator(".o_agency_planner_name").first.click()
    bar = _row(manager, "Tess Maker").locator("[data-planner-bar]")
    expect(bar).to_contain_text("Garden shop")
    # a week later, by mouse; the message takes it back
    _drag(manager, bar, _cell(manager, "Tess Maker", 0), _cell(manager, "Tess Maker", 1))
    expect(_cell(manager, "Tess Maker", 1)).to_have_attribute("aria-label", re.compile("24 of 40"))
    people.shoot(manager, "planner-moved")
    manager.locator(".o_notification button", has_text="Undo").click()
    expect(_cell(manager, "Tess Maker", 0)).to_have_attribute("aria-label", re.compile("24 of 40"))
    assert agency.sql(BOOKED)[0] == ["Tess Maker", "0", "4", "24.0"]

    # the unnamed writer's hours are given to Tess, by keyboard
    manager.keyboard.press("Control+Home")
    manager.keyboard.press("Home")
    manager.keyboard.press("Space")
    expect(_row(manager, "Writer").locator("[data-planner-bar]")).to_contain_text("12 h")
    manager.keyboard.press("ArrowDown")
    names = manager.locator("[data-planner-row] .o_agency_planner_who > span:first-child").all_inner_texts()
    for _step in range(names.index("Tess Maker")):
        manager.keyboard.press("Shift+ArrowDown")
    people.shoot(manager, "planner-carried")
    manager.keyboard.press("Enter")
    expect(_cell(manager, "Tess Maker", 1)).to_have_attribute("aria-label", re.compile("12 of 40"))
    wait_value(agency, "SELECT count(*) FROM agency_booking WHERE employee_id IS NULL", "0")

    # two more weeks are drawn over and booked; she is away in the second one, and the message says so
    start, end = (_middle(_cell(manager, "Tess Maker", column)) for column in (1, 2))
    manager.mouse.move(*start)
    manager.mouse.down()
    manager.mouse.move(*end, steps=5)
    manager.mouse.up()
    web.choose(manager, "project_id", "Garden shop")
    people.shoot(manager, "planner-book")
    web.save_dialogue(manager)
    expect(manager.locator(".o_notification", has_text="has time off")).to_be_visible()
    assert agency.sql(BOOKED)[-1] == ["Tess Maker", "7", "18", "52.0"]
    people.shoot(manager, "planner-over-time-off")
    manager.locator(".o_notification .o_notification_close").last.click()

    # the days of the week
    manager.locator(".o_agency_planner_column").nth(1).click()
    expect(manager.locator(".o_agency_planner_column")).to_have_count(14)
    web.wait_idle(manager)
    people.shoot(manager, "planner-days")
    manager.locator(".o_planner_back").click()
    expect(manager.locator(".o_agency_planner_column")).to_have_count(12)

    # somebody else was faster
    boss = people.page("boss")
    web.go_home(boss)
    first = int(value(agency, "SELECT min(id) FROM agency_booking"))
    assert call(boss, "agency.booking", "write", [[first], {"hours": 20}])["result"]
    bar = _row(manager, "Tess Maker").locator("[data-planner-bar]", has_text="24 h")
    with agency.provoked("changed this booking at"):
        _drag(manager, bar, _cell(manager, "Tess Maker", 0), _cell(manager, "Tess Maker", 3))
        expect(manager.locator(".o_notification", has_text="Olga Owner changed this booking")).to_be_visible()
    expect(_row(manager, "Tess Maker").locator("[data-planner-bar]", has_text="20 h")).to_be_visible()
    people.shoot(manager, "planner-conflict")
    # stock 19.0 asks for things on the internet, which this machine need not have
    assert [problem for problem in people.problems if "ERR_NAME_NOT_RESOLVED" not in problem] == []


def test_team_member_looks(agency, people):
    """Whoever does not plan sees the same and changes nothing."""
    maker = people.page("maker")
    _open(maker)
    expect(maker.locator(".o_planner_book")).to_have_count(0)
    _row(maker, "Tess Maker").locator(".o_agency_planner_name").first.click()
    bar = _row(maker, "Tess Maker").locator("[data-planner-bar]").first
    before = agency.sql(BOOKED)
    _drag(maker, bar, _cell(maker, "Tess Maker", 0), _cell(maker, "Tess Maker", 2))
    web.wait_idle(maker)
    assert agency.sql(BOOKED) == before
    expect(maker.locator(".modal")).to_have_count(0)
    people.shoot(maker, "planner-team-member")


def _open(page):
    web.open_menu(page, "Plan", "Planner")
    expect(page.locator(".o_agency_planner_scroller")).to_be_visible()


def _row(page, name):
    first_line = page.locator(f".o_agency_planner_who > span:first-child:text-is('{name}')")
    return page.locator("[data-planner-row]", has=first_line)


def _cell(page, name, column):
    return _row(page, name).locator(".o_agency_planner_cell").nth(column)


def _middle(element):
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _drag(page, bar, one, other):
    """Drag a booking as far as two cells are apart."""
    x, y = _middle(bar)
    far = _middle(other)[0] - _middle(one)[0]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + far, y, steps=6)
    page.mouse.up()
    web.wait_idle(page)
