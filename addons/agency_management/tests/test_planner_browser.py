import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import file_open

from .planner_common import PlannerBuilders

CASES = "agency_management/static/tests/planner_layout_cases.js"


@tagged("post_install", "-at_install")
class TestPlannerLooks(PlannerBuilders, HttpCase):
    """AGM-1: what the planner shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_planner_world()
        today = fields.Date.today()
        cls.monday = today - timedelta(days=today.weekday())
        cls.friday = cls.monday + timedelta(days=4)

    def test_arithmetic(self):
        """The layout module against its tables; it needs no screen, but the browser's own engine."""
        with file_open(CASES) as file:
            cases = file.read()
        self.in_planner('const layout = odoo.loader.modules.get("@agency_management/planner/planner_layout");' + cases)

    def test_grid(self):
        self.new_booking(self.ann, self.monday, self.friday, 24)
        self.new_booking(self.bob, self.monday, self.friday, 48, state="tentative")
        self.new_booking(self.role_code, self.monday, self.friday, 10)
        self.in_planner(
            """
            same("rows", names(), ["Code", "Ann", "Bob"]);
            const texts = (name) => cells(name)[0].getAttribute("aria-label").split(": ")[1];
            same("Ann", texts("Ann"), "24 of 40 hours booked, 16 free");
            same("Bob", texts("Bob"), "48 of 40 hours booked, 8 over, 48 of them tentative");
            same("Code", texts("Code"), "10 hours needed, nobody named");
            same("columns", cells("Ann").length, 12);
            """
        )

    def test_weeks_days_and_back(self):
        self.new_booking(self.ann, self.monday + timedelta(days=7), self.friday + timedelta(days=7), 10)
        self.in_planner(
            """
            const columns = () => [...document.querySelectorAll(".o_agency_planner_column")];
            const first = columns().map((one) => one.textContent);
            const second = columns()[1].title;
            columns()[1].click();
            await until(() => columns().length === 14, "fourteen days");
            same("the first day", second.endsWith(columns()[0].title), true);
            same("two hours a day", [0, 1, 2, 3, 4].map((day) => says("Ann", day, "6 free")), Array(5).fill(true));
            same("Saturday", says("Ann", 5, "no working time"), true);
            await click(".o_planner_back");
            await until(() => columns().length === 12, "twelve weeks");
            same("the same weeks", columns().map((one) => one.textContent), first);
            await click(".o_planner_next");
            await until(() => columns()[0].textContent === first[6], "half a screen later");
            await click(".o_planner_previous");
            await until(() => columns()[0].textContent === first[0], "half a screen back");
            await click(".o_planner_next");
            await until(() => columns()[0].textContent === first[6], "later again");
            await click(".o_planner_today");
            await until(() => columns()[0].textContent === first[0], "today");
            await click("[data-scale=half_year]");
            await until(() => columns().length === 26, "half a year");
            """
        )

    def test_filters(self):
        other = self.env["project.project"].create({"name": "Other", "partner_id": self.new_client("Other Planner").id})
        self.new_booking(self.bob, self.monday, self.friday, 8, project=other)
        self.bob.department_id = self.env["hr.department"].create({"name": "Workshop"})
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Planner tools",
                "skill_ids": [(0, 0, {"name": "Sketching"})],
                "skill_level_ids": [(0, 0, {"name": "Expert", "level_progress": 100, "default_level": True})],
            }
        )
        self.env["hr.employee.skill"].create(
            {
                "employee_id": self.ann.id,
                "skill_type_id": skill_type.id,
                "skill_id": skill_type.skill_ids.id,
                "skill_level_id": skill_type.skill_level_ids.id,
            }
        )
        self.in_planner(
            """
            const filter = async (name, text, expected) => {
                await click(`[data-filter=${name}] > button`);
                const labels = () => [...document.querySelectorAll(`[data-filter=${name}] label`)];
                const choice = await until(() => labels().find((one) => one.textContent.includes(text)), text);
                choice.querySelector("input").click();
                await until(() => JSON.stringify(names()) === JSON.stringify(expected), `${name}: ${expected}`);
            };
            same("everybody", names(), ["Ann", "Bob"]);
            await filter("role_ids", "Code", ["Bob"]);
            await filter("role_ids", "Design", ["Ann", "Bob"]);
            await click(".o_planner_clear");
            await until(() => names().length === 2 && !document.querySelector(".o_planner_clear"), "no filter");
            await filter("skill_ids", "Sketching", ["Ann"]);
            await click(".o_planner_clear");
            await until(() => names().length === 2, "everybody again");
            await filter("department_ids", "Workshop", ["Bob"]);
            await click(".o_planner_clear");
            await until(() => names().length === 2, "everybody once more");
            await filter("client_ids", "Other Planner", ["Bob"]);
            await type(".o_agency_planner_search", "ann");
            await until(() => document.querySelector(".o_agency_planner_empty"), "nobody");
            await click(".o_agency_planner_empty button");
            await until(() => names().length === 2, "everybody at last");
            await type(".o_agency_planner_search", "design");
            await until(() => JSON.stringify(names()) === '["Ann"]', "Ann by her role");
            """
        )

    def test_groups_lead_to_their_people(self):
        self.in_planner(
            """
            const select = document.querySelector(".o_agency_planner select");
            select.value = "role";
            select.dispatchEvent(new Event("change", { bubbles: true }));
            await until(() => JSON.stringify(names()) === '["Code","Design"]', "roles");
            await tap(rowOf("Design").querySelector(".o_agency_planner_name"));
            await until(() => JSON.stringify(names()) === '["Ann"]', "who designs");
            """
        )

    def test_nobody_to_plan_with(self):
        (self.ann | self.bob).agency_role_id = False
        help_text = """
            const help = await see(".o_agency_planner_empty");
            same("what to do", help.querySelector(".h4").textContent, "Nobody to plan with yet");
            await click(".o_agency_planner_empty button");
            await until(() => document.querySelector(".o_list_view"), "the roles");
            """
        self.in_planner(help_text, starts="")

    def test_who_may_not_book_looks(self):
        self.new_booking(self.ann, self.monday, self.friday, 24)
        self.in_planner(
            """
            await open("Ann");
            const box = await bar("Ann", "Relaunch");
            const [x, y] = middle(box);
            await drag(box, [x, y], [x + 200, y]);
            same("nothing carried", document.querySelectorAll(".o_ghost").length, 0);
            same("no form either", document.querySelectorAll(".modal").length, 0);
            await tap(barOf("Ann", "Relaunch"));
            await see(".modal .o_form_view");
            same("nothing to save", document.querySelectorAll(".modal .o_form_button_save").length, 0);
            same("nothing to book", document.querySelectorAll(".o_planner_book").length, 0);
            """,
            login=self.member.login,
        )
        self.assertEqual(self.env["agency.booking"].search([]).start_date, self.monday)

    def test_five_hundred_people(self):
        self.env["hr.employee"].create(
            [
                {"name": f"Person {number:03}", "agency_role_id": self.role_code.id, "tz": "Europe/Berlin"}
                for number in range(498)
            ]
        )
        self.in_planner(
            """
            const most = () => {
                const nodes = document.querySelectorAll("*").length;
                if (nodes > 1500) { throw new Error(`${nodes} nodes`); }
            };
            const badge = document.querySelector(".o_agency_planner_summary .badge");
            same("people", badge.textContent, "500");
            most();
            for (const top of [0.5, 1, 0.2]) {
                grid().scrollTop = top * grid().scrollHeight;
                await new Promise((done) => setTimeout(done, 100));
                most();
            }
            await press("End", { ctrlKey: true });
            await until(() => names().includes("Person 497"), "the last one");
            const box = grid().getBoundingClientRect();
            const last = rowOf("Person 497").getBoundingClientRect();
            same("in sight", last.bottom <= box.bottom + 1 && last.top >= box.top, true);
            same("read out", Boolean(document.getElementById(grid().getAttribute("aria-activedescendant"))), true);
            await click("[data-scale=half_year]");
            await until(() => document.querySelectorAll(".o_agency_planner_column").length === 26, "half a year");
            most();
            """
        )


@tagged("post_install", "-at_install")
class TestPlannerEdits(PlannerBuilders, HttpCase):
    """AGM-1: bookings are made, moved, resized and deleted, by pointer and by keyboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_planner_world()
        today = fields.Date.today()
        cls.monday = today - timedelta(days=today.weekday())
        cls.friday = cls.monday + timedelta(days=4)
        cls.week = timedelta(days=7)

    def bookings(self):
        return self.env["agency.booking"].search([])

    def assertBooked(self, *expected):
        """Person or role, first day, last day, hours of all bookings."""
        self.env.invalidate_all()
        self.assertEqual(
            sorted(
                (one.employee_id.name or one.role_id.name, one.start_date, one.end_date, one.hours)
                for one in self.bookings()
            ),
            sorted(expected),
        )

    def test_drag_to_another_week_and_undo(self):
        self.new_booking(self.ann, self.monday, self.friday, 24)
        self.in_planner(
            """
            await open("Ann");
            let box = await bar("Ann", "Relaunch");
            const [x, y] = middle(box);
            const week = cells("Ann")[0].getBoundingClientRect().width;
            await drag(box, [x, y], [x + week, y]);
            await notice("Relaunch");
            await until(() => says("Ann", 1, "16 free"), "the week after");
            """
        )
        self.assertBooked(("Ann", self.monday + self.week, self.friday + self.week, 24))
        self.in_planner(
            """
            await open("Ann");
            let box = await bar("Ann", "Relaunch");
            const [x, y] = middle(box);
            const week = cells("Ann")[0].getBoundingClientRect().width;
            await drag(box, [x, y], [x + week, y]);
            const said = await notice("Relaunch");
            said.querySelector(".o_notification_buttons button").click();
            await notice("Undone");
            await until(() => says("Ann", 1, "16 free"), "where it was");
            """
        )
        self.assertBooked(("Ann", self.monday + self.week, self.friday + self.week, 24))

    def test_drag_to_somebody_else_and_to_a_role(self):
        self.new_booking(self.ann, self.monday, self.friday, 24)
        self.new_booking(self.role_code, self.monday, self.friday, 8)
        self.in_planner(
            """
            await open("Code");
            await open("Ann");
            let box = await bar("Ann", "Relaunch");
            let [x, y] = middle(box);
            await drag(box, [x, y], [x, middle(cells("Bob")[0])[1]]);
            await until(() => !barOf("Ann", "Relaunch"), "taken away from Ann");
            await until(() => says("Bob", 0, "16 free"), "given to Bob");
            box = await bar("Code", "Relaunch");
            [x, y] = middle(box);
            await drag(box, [x, y], [x, middle(cells("Ann")[0])[1]]);
            await bar("Ann", "Relaunch");
            await until(() => !rowOf("Code"), "nobody is looked for any more");
            """
        )
        self.assertBooked(("Bob", self.monday, self.friday, 24), ("Ann", self.monday, self.friday, 8))

    def test_drag_an_edge(self):
        self.new_booking(self.ann, self.monday, self.friday, 20)
        self.in_planner(
            """
            await open("Ann");
            let box = await bar("Ann", "Relaunch");
            const day = cells("Ann")[0].getBoundingClientRect().width / 7;
            let edge = box.getBoundingClientRect().right - 3;
            const y = middle(box)[1];
            await drag(box, [edge, y], [edge + 7 * day, y]);
            await until(() => barOf("Ann", "40 h"), "twice the time");
            """
        )
        self.assertBooked(("Ann", self.monday, self.friday + self.week, 40))

    def test_escape_lets_go(self):
        self.new_booking(self.ann, self.monday, self.friday, 20)
        self.in_planner(
            """
            await open("Ann");
            const box = await bar("Ann", "Relaunch");
            const [x, y] = middle(box);
            await drag(box, [x, y], [x + 300, y], false);
            await see(".o_ghost");
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
            await until(() => !document.querySelector(".o_ghost"), "let go");
            point(box, "pointerup", x + 300, y);
            """
        )
        self.assertBooked(("Ann", self.monday, self.friday, 20))

    def test_drag_an_empty_range_to_book(self):
        self.new_absence(self.ann, f"{self.monday + self.week} 08:00", f"{self.monday + self.week} 17:00")
        self.in_planner(
            """
            const [x, y] = middle(cells("Ann")[0]);
            const [toX] = middle(cells("Ann")[1]);
            await drag(cells("Ann")[0], [x, y], [toX, y]);
            await see(".modal .o_form_view");
            const input = await see(".modal .o_field_widget[name=project_id] input");
            input.focus();
            input.click();
            input.value = "Relaunch";
            input.dispatchEvent(new Event("input", { bubbles: true }));
            const offers = () => [...document.querySelectorAll(".o-autocomplete--dropdown-item")];
            const choice = await until(() => offers().find((one) => one.textContent.trim() === "Relaunch"), "an offer");
            choice.querySelector("a").click();
            await until(() => input.value === "Relaunch", "the project");
            await click(".modal .o_form_button_save");
            await until(() => !document.querySelector(".modal"), "saved");
            await notice("Ann has time off between");
            await until(() => says("Ann", 0, "0 free"), "a full week");
            """
        )
        # what was free: 40 hours in the first week, 32 in the second
        self.assertBooked(("Ann", self.monday, self.friday + self.week, 72))

    def test_moved_into_time_off(self):
        self.new_booking(self.ann, self.monday, self.friday, 20)
        self.new_absence(self.ann, f"{self.monday + self.week} 08:00", f"{self.friday + self.week} 17:00")
        self.in_planner(
            """
            await open("Ann");
            const box = await bar("Ann", "Relaunch");
            const [x, y] = middle(box);
            await drag(box, [x, y], [x + cells("Ann")[0].getBoundingClientRect().width, y]);
            await notice("Ann has time off between");
            """
        )

    def test_refused_when_overbooked(self):
        self.env.company.agency_overbooking = "refuse"
        self.new_booking(self.ann, self.monday, self.friday, 24)
        self.new_booking(self.bob, self.monday, self.friday, 32)
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.in_planner(
                """
                await open("Ann");
                const box = await bar("Ann", "Relaunch");
                const [x, y] = middle(box);
                await drag(box, [x, y], [x, middle(cells("Bob")[0])[1]]);
                await notice("Bob is booked for 56.0 of 40.0 hours");
                await bar("Ann", "Relaunch");
                """
            )
        self.assertIn("Bob is booked for 56.0 of 40.0 hours", logs.output[0])
        self.assertBooked(("Ann", self.monday, self.friday, 24), ("Bob", self.monday, self.friday, 32))

    def test_two_drag_the_same_booking(self):
        """What somebody else changed after it was drawn is not overwritten: who was faster is named, the row is new."""
        booking = self.new_booking(self.ann, self.monday, self.friday, 24)
        change = [[booking.id], {"hours": 16}]
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.in_planner(
                """
                await open("Ann");
                const box = await bar("Ann", "24 h");
                // somebody else, in another window
                const params = { model: "agency.booking", method: "write", args: %s, kwargs: {} };
                const answer = await fetch("/web/dataset/call_kw", {
                    method: "POST",
                    headers: { "Content-Type": "application/json" },
                    body: JSON.stringify({ params }),
                });
                same("the other one's change", (await answer.json()).result, true);
                const [x, y] = middle(box);
                await drag(box, [x, y], [x + 200, y]);
                await notice("changed this booking at");
                await bar("Ann", "16 h");
                await press("ArrowDown");
                """
                % json.dumps(change)
            )
        self.assertIn("changed this booking at", logs.output[0])
        self.assertBooked(("Ann", self.monday, self.friday, 16))

    def test_keyboard(self):
        self.new_booking(self.ann, self.monday, self.friday, 20)
        self.in_planner(
            """
            // the first row's name: opened, then down to its booking
            await press("Home", { ctrlKey: true });
            await press("Home");
            await press(" ");
            await bar("Ann", "Relaunch");
            await press("ArrowDown");
            same("on the booking", grid().getAttribute("aria-activedescendant"), barOf("Ann", "Relaunch").id);
            // taken along and let go
            await press("ArrowRight", { shiftKey: true });
            await see(".o_ghost");
            await press("Escape");
            same("let go", document.querySelectorAll(".o_ghost").length, 0);
            // a week later, a week longer, to Bob
            await press("ArrowRight", { shiftKey: true });
            await press("ArrowRight", { shiftKey: true, ctrlKey: true });
            await press("ArrowDown", { shiftKey: true });
            await press("Enter");
            await until(() => says("Bob", 1, "20 free"), "Bob has it");
            await press("z", { ctrlKey: true });
            await until(() => says("Ann", 0, "20 free"), "Ann has it back");
            // a range of two weeks from a cell
            await press("Home", { ctrlKey: true });
            await press("Home");
            await press("ArrowRight");
            await press("ArrowRight", { shiftKey: true });
            same("two weeks", document.querySelectorAll(".o_chosen").length, 2);
            await press("Enter");
            await see(".modal .o_field_widget[name=employee_id]");
            const shown = (name) => {
                const field = document.querySelector(`.modal .o_field_widget[name=${name}]`);
                return field.querySelector("input")?.value || field.textContent.trim();
            };
            same("days", [shown("start_date") !== "", shown("start_date") === shown("end_date")], [true, false]);
            same("hours that are free", shown("hours"), "60:00");
            await click(".modal .o_form_button_cancel");
            await until(() => !document.querySelector(".modal"), "closed");
            await until(() => document.activeElement === grid(), "back in the grid");
            // the form of a booking
            await press("ArrowDown");
            await press("Enter");
            await see(".modal .o_field_widget[name=project_id]");
            await click(".modal .o_form_button_cancel");
            await until(() => document.activeElement === grid() && !document.querySelector(".modal"), "back again");
            await press("Delete");
            await click(".modal-footer .btn-primary");
            await until(() => !barOf("Ann", "Relaunch"), "deleted");
            """
        )
        self.assertBooked()

    def test_taken_along_is_what_is_put_down(self):
        self.new_booking(self.ann, self.monday, self.friday, 20)
        self.in_planner(
            """
            await open("Ann");
            await press("ArrowDown");
            await press("ArrowRight", { shiftKey: true });
            await press("ArrowRight", { shiftKey: true, ctrlKey: true });
            await press("ArrowDown", { shiftKey: true });
            await press("Enter");
            await until(() => says("Bob", 2, "20 free"), "Bob has it");
            """
        )
        self.assertBooked(("Bob", self.monday + self.week, self.friday + 2 * self.week, 40))


@tagged("post_install", "-at_install")
class TestRemoveAsSeen(PlannerBuilders, TransactionCase):
    """Deleting is refused, as moving is, when somebody else changed the booking meanwhile."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_planner_world()

    def test_remove(self):
        booking = self.new_booking(self.ann, "2027-03-15", "2027-03-19", 8).with_user(self.planner)
        seen = booking._planner_rows()[0]["write_date"]
        self.env.cr.execute(
            "UPDATE agency_booking SET write_date = write_date + interval '1 second' WHERE id = %s", [booking.id]
        )
        booking.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "changed this booking"):
            booking.remove(seen)
        self.assertTrue(booking.exists())
        booking.remove(booking._planner_rows()[0]["write_date"])
        self.assertFalse(booking.exists())
