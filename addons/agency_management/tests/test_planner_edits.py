import json
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, tagged

from .planner_common import PlannerBuilders


@tagged("post_install", "-at_install")
class TestPlannerEdits(PlannerBuilders, HttpCase):
    """AGM-1: bookings are made, moved, resized and deleted, by pointer and by keyboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_planner_world()
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
