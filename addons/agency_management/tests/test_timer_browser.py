from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .deliverable_common import DeliverableBuilders


@tagged("post_install", "-at_install")
class TestTimerBrowser(DeliverableBuilders, HttpCase):
    """The clock in the top bar, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_deliverable_world()
        cls.env["hr.employee"].create({"name": cls.author.name, "user_id": cls.author.id})
        cls.task = cls.env["project.task"].create(
            {"name": "Write copy", "project_id": cls.project_a.id, "user_ids": [(4, cls.author.id)]}
        )

    def in_browser(self, steps):
        self.browser_js(
            "/web",
            HELPERS + "run(async () => {" + steps + "});",
            ready="!!document.querySelector('.o_agency_timer:not(.d-none)')",
            login=self.author.login,
            timeout=90,
        )

    def test_start_reload_stop(self):
        self.in_browser(
            """
            await click(".o_agency_timer_toggle");
            await type(".o_agency_timer_description", "Headlines");
            await type(".o_agency_timer_search", "Write copy");
            await until(() => document.querySelectorAll(".o_agency_timer_result").length === 1, "one task");
            await click(".o_agency_timer_result");
            await click(".o_agency_timer_start");
            await see(".o_agency_timer_clock");
            """
        )
        timer = self.env["agency.timer"].search([("user_id", "=", self.author.id)])
        self.assertRecordValues(timer, [{"task_id": self.task.id, "description": "Headlines"}])
        timer.started_at -= timedelta(minutes=90)
        self.in_browser(
            """
            const clock = await see(".o_agency_timer_clock");
            await until(() => clock.textContent.startsWith("1:30"), "an hour and a half");
            await click(".o_agency_timer_toggle");
            await see(".o_agency_timer_target");
            await click(".o_agency_timer_stop");
            await until(() => document.body.textContent.includes("1:30 h booked"), "notice");
            await until(() => !document.querySelector(".o_agency_timer_clock"), "stopped clock");
            """
        )
        line = self.env["account.analytic.line"].search([("user_id", "=", self.author.id)])
        self.assertRecordValues(line, [{"task_id": self.task.id, "name": "Headlines", "unit_amount": 1.5}])
        self.assertFalse(timer.exists())

    def test_forgotten_clock(self):
        timer = self.env["agency.timer"].with_user(self.author)
        timer.timer_start(task_id=self.task.id)
        timer._running().started_at -= timedelta(hours=20)
        self.in_browser(
            """
            await click(".o_agency_timer_toggle");
            await click(".o_agency_timer_stop");
            await type(".o_agency_timer_hours", "7,5");
            await click(".o_agency_timer_confirm");
            await until(() => document.body.textContent.includes("7:30 h booked"), "notice");
            """
        )
        line = self.env["account.analytic.line"].search([("user_id", "=", self.author.id)])
        self.assertEqual(line.unit_amount, 7.5)

    def test_kind_and_reminder(self):
        timer = self.env["agency.timer"].with_user(self.author)
        timer.timer_start(task_id=self.task.id)
        timer._running().write({"reminder": "long", "reminded_at": timer._running().started_at})
        self.in_browser(
            """
            await see(".o_agency_timer_reminder");
            await click(".o_agency_timer_toggle");
            const says = await see(".o_agency_timer_forgotten");
            if (!says.textContent.includes("Is that right?")) { throw new Error(says.textContent); }
            await click(".o_agency_timer_keep");
            await until(() => !document.querySelector(".o_agency_timer_reminder"), "no reminder any more");
            const kinds = await see(".o_agency_timer_kind");
            kinds.value = [...kinds.options].find((option) => option.textContent === "Goodwill and rework").value;
            kinds.dispatchEvent(new Event("change", { bubbles: true }));
            await until(() => !document.querySelector(".o_agency_timer_billable").checked, "not billable");
            """
        )
        running = timer._running()
        self.assertEqual((running.kind_id.code, running.reminder), ("goodwill", False))

    def test_buttons_on_the_task(self):
        action = self.env.ref("project.action_view_my_task").id
        self.browser_js(
            f"/web#action={action}&id={self.task.id}&model=project.task&view_type=form",
            HELPERS
            + """run(async () => {
                await click("button[name='action_agency_timer_start']");
                await see(".o_agency_timer_clock");
                await click("button[name='action_agency_timer_stop']");
                await until(() => !document.querySelector(".o_agency_timer_clock"), "stopped clock");
                await see("button[name='action_agency_timer_start']");
            });""",
            ready="!!document.querySelector(\"button[name='action_agency_timer_start']\")",
            login=self.author.login,
            timeout=90,
        )
        self.assertFalse(self.env["agency.timer"].search([("user_id", "=", self.author.id)]))
