from datetime import timedelta

from odoo.tests import HttpCase, tagged
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

    def test_roles_that_are_short_lead_to_their_jobs(self):
        """HR-4: a role that is short has a button, which proposes the job once and opens it."""
        self.env.company.write({"agency_shortage_weeks": 3, "agency_shortage_share": 20.0})
        first, last = self.monday + timedelta(weeks=1), self.friday + timedelta(weeks=4)
        self.new_booking(self.role_code, first, last, 400)
        show_roles = """
            const job = (name) => rowOf(name).querySelector(".o_planner_job");
            const roles = async () => {
                const select = document.querySelector(".o_agency_planner select");
                select.value = "role";
                select.dispatchEvent(new Event("change", { bubbles: true }));
                await until(() => names().join() === "Code,Code,Design", "roles");
            };
            same("nothing about jobs among people", document.querySelectorAll(".o_planner_job").length, 0);
            await roles();
        """
        self.in_planner(
            show_roles
            + """
            const buttons = [...document.querySelectorAll(".o_planner_job")];
            const owner = (one) => one.closest("[data-planner-row]").dataset.plannerRow.split(":")[0];
            same("one button, on the row of the people", buttons.map(owner), ["role"]);
            same("what it says", buttons[0].textContent.trim(), "Propose Job");
            same("how much", buttons[0].title.startsWith("240 hours are missing, first in the week of"), true);
            same("reachable by keyboard", buttons[0].tabIndex, 0);
            buttons[0].focus();
            point(buttons[0], "pointerdown", ...middle(buttons[0]));
            buttons[0].click();
            await until(() => document.querySelector(".o_form_view .o_field_widget[name=missing_hours]"), "request");
            """
        )
        request = self.env["agency.job.request"].search([("role_id", "=", self.role_code.id)])
        self.assertRecordValues(
            request,
            [{"state": "proposed", "origin": "manual", "missing_hours": 240.0, "create_uid": self.planner.id}],
        )
        self.in_planner(
            show_roles
            + """
            const button = document.querySelector(".o_planner_job");
            same("asked for already", button.textContent.trim(), "Job Request: Proposed");
            button.click();
            await until(() => document.querySelector(".o_form_view .o_field_widget[name=missing_hours]"), "request");
            """
        )
        self.assertEqual(self.env["agency.job.request"].search([("role_id", "=", self.role_code.id)]), request)
        # who may not propose a job is not asked to
        self.in_planner(
            show_roles
            + """
            same("no button", document.querySelectorAll(".o_planner_job").length, 0);
            """,
            login=self.member.login,
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
            same("nothing to type into", document.querySelectorAll(".modal .o_field_widget input").length, 0);
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
class TestPlannerOnAPhone(PlannerBuilders, HttpCase):
    """The planner where there is little room."""

    browser_size = "375,812"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_planner_world()

    def test_filters_wait_until_they_are_asked_for(self):
        self.in_planner(
            """
            const seen = (selector) => Boolean(document.querySelector(selector)?.offsetParent);
            const bar = document.querySelector(".o_agency_planner_bar_top");
            same("no filters", seen("[data-filter=role_ids]"), false);
            same("two lines of tools", bar.offsetHeight < 110, true);
            document.querySelector(".o_planner_filters").click();
            await until(() => seen("[data-filter=role_ids]"), "filters");
            await click("[data-filter=role_ids] > button");
            const choices = await until(() => document.querySelector(".o_agency_planner_choices"), "choices");
            const { left, right } = choices.getBoundingClientRect();
            same("choices in sight", left >= 0 && right <= innerWidth, true);
            choices.querySelector("input[type=checkbox]").click();
            await until(() => names().join() === "Bob", "whoever codes");
            document.querySelector(".o_planner_filters").click();
            await until(() => !seen("[data-filter=role_ids]"), "no filters again");
            same("one in use", document.querySelector(".o_planner_filters").textContent.includes("1"), true);
            """
        )

    def test_sums_fit_their_columns(self):
        for number in range(9):
            self.new_person(f"Designer {number}", self.role_design)
        self.new_booking(self.ann, self.monday, self.friday, 110)
        self.in_planner(
            """
            const sum = document.querySelector(".o_agency_planner_summary .o_agency_planner_cell");
            same("a share", sum.textContent, "330\\n25%");
            same("within its column", sum.scrollWidth <= sum.clientWidth, true);
            same("in full for readers", sum.getAttribute("aria-label").includes("110 of 440 hours booked"), true);
            """
        )
