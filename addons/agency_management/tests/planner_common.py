"""What the tests of the planner in a browser share."""

from datetime import timedelta

from odoo import fields

from .browser_common import HELPERS
from .capacity_common import CapacityBuilders

#: A pointer and a keyboard, as far as the planner needs them.
PLANNER = (
    HELPERS
    + """
const grid = () => document.querySelector(".o_agency_planner_scroller");
const ready = () => until(() => grid() && !document.querySelector(".o_agency_planner_body.o_busy"), "the planner");
const rowOf = (name) => [...document.querySelectorAll("[data-planner-row]")].find(
    (row) => row.querySelector(".o_agency_planner_who span").textContent === name
);
const row = (name) => until(() => rowOf(name), name);
const names = () => [...document.querySelectorAll("[data-planner-row]")].map(
    (one) => one.querySelector(".o_agency_planner_who span").textContent
);
const cells = (name) => [...rowOf(name).querySelectorAll(".o_agency_planner_cell")];
// whether the words for a cell have a part: there is not always room for them in the cell
const says = (name, column, part) => cells(name)[column].getAttribute("aria-label").split(/, |: /).includes(part);
const barOf = (name, text) => [...(rowOf(name)?.querySelectorAll("[data-planner-bar]") || [])].find(
    (bar) => bar.textContent.includes(text)
);
const bar = (name, text) => until(() => barOf(name, text), `${text} of ${name}`);
const point = (element, type, x, y) => element.dispatchEvent(
    new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, pointerType: "mouse", clientX: x, clientY: y })
);
const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
};
const drag = async (element, [x, y], [toX, toY], drop = true) => {
    point(element, "pointerdown", x, y);
    for (let step = 1; step <= 4; step++) {
        point(element, "pointermove", x + ((toX - x) * step) / 4, y + ((toY - y) * step) / 4);
        await new Promise((done) => setTimeout(done, 30));
    }
    if (!document.elementFromPoint(toX, toY)) {
        throw new Error(`${toX}, ${toY} is not in the window of ${innerWidth} by ${innerHeight}`);
    }
    if (drop) {
        point(document.elementFromPoint(toX, toY), "pointerup", toX, toY);
    }
};
const press = async (key, how = {}) => {
    grid().focus();
    grid().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how }));
    await new Promise((done) => setTimeout(done, 40));
};
const tap = async (element) => {
    const [x, y] = middle(element);
    point(element, "pointerdown", x, y);
    point(element, "pointerup", x, y);
};
const open = async (name) => {
    if (!(await row(name)).classList.contains("o_open")) {
        await tap(rowOf(name).querySelector(".o_agency_planner_name"));
        await until(() => rowOf(name).classList.contains("o_open"), `${name} opened`);
    }
};
const notice = (text) => until(
    () => [...document.querySelectorAll(".o_notification")].find((one) => one.textContent.includes(text)),
    `notice ${text}`
);
const same = (what, found, expected) => {
    const [one, other] = [found, expected].map((value) => JSON.stringify(value));
    if (one !== other) {
        throw new Error(`${what}: ${one} instead of ${other}`);
    }
};
"""
)


class PlannerBuilders(CapacityBuilders):
    """A small agency whose planner is looked at from its manager's chair."""

    #: large enough for all that is dragged about; with the comma that Chromium wants: 17.0 hands it on as it is
    browser_size = "1440,920"

    @classmethod
    def build_planner_world(cls):
        """Three people in two roles with nothing booked; ``monday`` and ``friday`` of the present week."""
        today = fields.Date.today()
        cls.monday = today - timedelta(days=today.weekday())
        cls.friday = cls.monday + timedelta(days=4)
        cls.calendar = cls.new_calendar()
        cls.env.company.resource_calendar_id = cls.calendar
        cls.env["hr.employee"].search([("agency_role_id", "!=", False)]).agency_role_id = False
        cls.env["agency.booking"].search([]).unlink()
        cls.role_design = cls.new_role("Design")
        cls.role_code = cls.new_role("Code")
        cls.project = cls.env["project.project"].create(
            {"name": "Relaunch", "partner_id": cls.new_client("Acme Planner").id}
        )
        cls.planner = cls.new_staff("planner_manager", "project_manager")
        cls.member = cls.new_staff("planner_member", "team_member")
        cls.ann = cls.new_person("Ann", cls.role_design)
        cls.bob = cls.new_person("Bob", cls.role_code)

    def in_planner(self, steps, login=None, starts="await ready();"):
        """Run steps in the planner, opened by a person; first what makes sure that it is there."""
        action = self.env.ref("agency_management.agency_planner_action").id
        self.browser_js(
            f"/web#action={action}",
            PLANNER + "run(async () => {" + starts + steps + "});",
            ready="!!document.querySelector('.o_agency_planner')",
            login=login or self.planner.login,
            timeout=120,
        )
