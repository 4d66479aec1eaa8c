from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .time_common import TimeBuilders

#: The previous week is over whatever day the tests run on, so every day of it takes time.
GRID_HELPERS = (
    HELPERS
    + """
const cell = (position, index) => see(`.o_agency_week_input[data-position="${position}"][data-index="${index}"]`);
const press = (input, key, options = {}) =>
    input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }));
const typeIn = async (position, index, text) => {
    const input = await cell(position, index);
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return input;
};
const tab = (input) => {
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const inputs = [...document.querySelectorAll(".o_agency_week_input")];
    inputs[inputs.indexOf(input) + 1].focus();
};
const shows = (position, index, text) => {
    const selector = `.o_agency_week_input[data-position="${position}"][data-index="${index}"]`;
    return until(() => document.querySelector(selector)?.value === text, `${text} in row ${position}, day ${index}`);
};
const reads = (selector, text) =>
    until(() => document.querySelector(selector)?.textContent.trim() === text, `${text} in ${selector}`);
// what the same person does meanwhile in another window
const otherWindow = async (model, method, ...args) => {
    const answer = await fetch(`/web/dataset/call_kw/${model}/${method}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: { model, method, args, kwargs: {} } }),
    });
    const { result, error } = await answer.json();
    if (error) { throw new Error(error.data.message); }
    return result;
};
const lastWeek = async () => {
    const label = (await see(".o_agency_week_label")).textContent;
    await click(".o_agency_week_previous");
    await until(() => document.querySelector(".o_agency_week_label")?.textContent !== label, "the week before");
};
"""
)


class MyWeekCommon(TimeBuilders, HttpCase):
    def last_monday(self):
        """:return datetime.date: the first day of the week before this one, where Alan is: his Monday begins earlier"""
        today = datetime.now(ZoneInfo(self.alan.tz)).date()
        return today - timedelta(days=today.weekday() + 7)

    def in_browser(self, steps):
        action = self.env.ref("agency_management.agency_time_grid_action").id
        self.browser_js(
            f"/web#action={action}",
            GRID_HELPERS + "run(async () => {" + steps + "});",
            ready="!!document.querySelector('.o_agency_week_previous')",
            login=self.author.login,
            timeout=120,
        )


@tagged("post_install", "-at_install")
class TestMyWeekBrowser(MyWeekCommon):
    """The weekly grid in a real browser: type, tab, save, submit, locked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_time_world()
        cls.project_a.allocated_hours = 4

    def lines(self):
        found = self.env["account.analytic.line"].search([("employee_id", "=", self.alan.id)], order="date, id")
        return [
            (
                line.date.weekday(),
                line.task_id.name,
                line.name,
                round(line.unit_amount * 60),
                line.agency_approval_state,
            )
            for line in found
        ]

    def test_a_week(self):
        self.in_browser(
            """
            await lastWeek();
            await see(".o_agency_week_empty");
            await click(".o_agency_week_add");
            await type(".o_agency_week_search", "Write copy");
            await until(() => document.querySelectorAll(".o_agency_week_result").length === 1, "one task");
            await click(".o_agency_week_result");
            await see(".o_agency_week_remove");
            // typed, and on to the next day
            const monday = await typeIn(0, 0, "1,5");
            // the budget says at once what that would make of it
            const burn = () => document.querySelector(".o_agency_week_burn").textContent;
            await until(() => burn().includes("1:30 of 4:00") && burn().includes("38%"), "the burn while typing");
            monday.value = "1,5x";
            monday.dispatchEvent(new Event("input", { bubbles: true }));
            await until(() => burn().includes("0:00 of 4:00"), "no burn for what is no time");
            tab(await typeIn(0, 0, "1,5"));
            await shows(0, 0, "1:30");
            await reads(".o_agency_week_saving", "Saved");
            await until(() => document.activeElement.dataset.index === "1", "the focus on Tuesday");
            // the next day is typed before the answer for this one has come
            tab(await typeIn(0, 1, "90m"));
            tab(await typeIn(0, 2, "0:45"));
            await shows(0, 1, "1:30");
            await shows(0, 2, "0:45");
            await reads(".o_agency_week_total", "3:45");
            await until(() => burn().includes("3:45 of 4:00"), "the burn of what is saved");
            // arrows move
            const input = await cell(0, 2);
            input.focus();
            input.select();
            press(input, "ArrowLeft");
            await until(() => document.activeElement.dataset.index === "1", "the focus on Tuesday again");
            // the budget of four hours is nearly spent
            await until(() => document.querySelector(".o_agency_week_burn .bg-warning"), "a warning");
            """
        )
        self.assertEqual(
            self.lines(),
            [
                (0, "Write copy", "/", 90, "draft"),
                (1, "Write copy", "/", 90, "draft"),
                (2, "Write copy", "/", 45, "draft"),
            ],
        )
        self.in_browser(
            """
            await lastWeek();
            await shows(0, 0, "1:30");
            // what cannot be read stays where it was typed, with the reason beside it
            press(await typeIn(0, 3, "two hours"), "Enter");
            const error = await see(".o_agency_week_error");
            if (!error.textContent.includes("is no time")) { throw new Error(error.textContent); }
            await shows(0, 3, "two hours");
            await reads(".o_agency_week_saving", "1 not saved");
            press(await cell(0, 3), "Escape");
            await shows(0, 3, "");
            await reads(".o_agency_week_saving", "Saved");
            // a description, and a second entry in the same cell
            (await cell(0, 0)).focus();
            press(await cell(0, 0), "ArrowDown", { altKey: true });
            await type(".o_agency_week_note", "Headlines");
            await reads(".o_agency_week_saving", "Saved");
            await type(".o_agency_week_new_note", "Teaser");
            await type(".o_agency_week_new_hours", "0:30");
            await click(".o_agency_week_new_add:not([disabled])");
            await shows(0, 0, "2:00");
            await until(() => document.querySelectorAll(".o_agency_week_entry").length === 2, "two entries");
            await click(".o_agency_week_panel .btn-close");
            if (!(await cell(0, 0)).readOnly) { throw new Error("two entries can be overwritten by one number"); }
            // hand in
            await click(".o_agency_week_submit");
            await reads(".o_agency_week_state", "Submitted");
            const locked = await cell(0, 1);
            if (!locked.readOnly || locked.dataset.lock !== "submitted") { throw new Error("not locked"); }
            await click(".o_agency_week_take_back");
            await reads(".o_agency_week_state", "Open");
            await click(".o_agency_week_submit");
            await reads(".o_agency_week_state", "Submitted");
            """
        )
        self.assertEqual(
            self.lines(),
            [
                (0, "Write copy", "Headlines", 90, "submitted"),
                (0, "Write copy", "Teaser", 30, "submitted"),
                (1, "Write copy", "/", 90, "submitted"),
                (2, "Write copy", "/", 45, "submitted"),
            ],
        )
        week = self.env["agency.timesheet.week"].search(
            [("employee_id", "=", self.alan.id), ("state", "=", "submitted")]
        )
        week.with_user(self.manager).action_approve()
        self.in_browser(
            """
            await lastWeek();
            await reads(".o_agency_week_state", "Approved");
            const input = await cell(0, 0);
            if (!input.readOnly || input.dataset.lock !== "approved") { throw new Error("not locked"); }
            if (document.querySelector(".o_agency_week_submit")) { throw new Error("approved, and to be submitted"); }
            """
        )

    def test_whoever_saves_first_wins(self):
        monday = self.last_monday()
        line = self.log(1, day=monday, task_id=self.copy_task.id)
        self.in_browser(
            f"""
            await lastWeek();
            await shows(0, 0, "1:00");
            const input = await typeIn(0, 0, "3");
            await otherWindow("account.analytic.line", "write", [{line.id}], {{ unit_amount: 2 }});
            press(input, "Enter");
            const error = await see(".o_agency_week_error");
            if (!error.textContent.includes("changed this to 2:00")) {{ throw new Error(error.textContent); }}
            await shows(0, 0, "3");
            press(await cell(0, 0), "Enter");
            await until(() => !document.querySelector(".o_agency_week_error"), "no error any more");
            await shows(0, 0, "3:00");
            """
        )
        self.assertEqual(self.lines(), [(0, "Write copy", "Work", 180, "draft")])

    def test_a_booking_taken_over_in_two_windows(self):
        """What the other window has entered is not doubled; the second one is told what is there."""
        monday = self.last_monday()
        self.env["agency.booking"].create(
            {
                "employee_id": self.alan.id,
                "project_id": self.project_a.id,
                "task_id": self.copy_task.id,
                "start_date": monday,
                "end_date": monday,
                "hours": 3,
                "state": "confirmed",
            }
        )
        self.in_browser(
            f"""
            await lastWeek();
            const enter = await see(".o_agency_week_accept");
            const other = await otherWindow("agency.time.grid", "save", "{monday}", [{{
                ref: "other",
                project_id: {self.project_a.id},
                task_id: {self.copy_task.id},
                kind_id: {self.kinds["client"].id},
                date: "{monday}",
                entry_id: false,
                stamp: "",
                was_minutes: 0,
                hours: "3:00",
            }}]);
            if (!other.results[0].ok) {{ throw new Error(other.results[0].message); }}
            enter.click();
            const error = (await see(".o_agency_week_error")).textContent;
            if (!error.includes("3:00 was entered here meanwhile")) {{ throw new Error(error); }}
            """
        )
        self.assertEqual(self.lines(), [(0, "Write copy", "/", 180, "draft")])


@tagged("post_install", "-at_install")
class TestMyWeekOnAPhone(MyWeekCommon):
    """The weekly grid where there is little room."""

    browser_size = "375,812"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_time_world()

    def test_one_line_of_buttons(self):
        self.log(1, day=self.last_monday(), task_id=self.copy_task.id)
        self.in_browser(
            """
            await lastWeek();
            const submit = await see(".o_agency_week_submit");
            const buttons = [...document.querySelectorAll(".o_agency_week_copy, .o_agency_week_add"), submit];
            const boxes = buttons.map((button) => button.getBoundingClientRect());
            const places = JSON.stringify(boxes);
            if (new Set(boxes.map((box) => box.top)).size !== 1) { throw new Error("more than one line: " + places); }
            if (boxes[2].right > innerWidth || boxes[0].height > 40) { throw new Error("cut or broken: " + places); }
            """
        )
