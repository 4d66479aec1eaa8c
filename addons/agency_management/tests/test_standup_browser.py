from odoo import fields
from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .deliverable_common import DeliverableBuilders

#: What leaves the page on its way out is counted, and kept from the server.
UNLOAD = (
    HELPERS
    + """
const saves = [];
navigator.sendBeacon = (route) => { saves.push(route); return true; };
const leave = async () => {
    window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    await new Promise((done) => setTimeout(done, 300));
};
const same = (found, wanted, what) => {
    if (found !== wanted) { throw new Error(`${what}: ${found}, not ${wanted}`); }
};
"""
)


@tagged("post_install", "-at_install")
class TestStandupBrowser(DeliverableBuilders, HttpCase):
    """Closing the page saves what somebody typed into the note of today, and no proposal nobody has looked at."""

    #: typed words that nobody saved are what this is about
    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.build_deliverable_world()
        cls.employee = cls.env["hr.employee"].create({"name": cls.author.name, "user_id": cls.author.id})
        cls.env["agency.booking"].create(
            {
                "employee_id": cls.employee.id,
                "project_id": cls.project_a.id,
                "start_date": fields.Date.today(),
                "end_date": fields.Date.today(),
                "hours": 4,
                "state": "confirmed",
            }
        )

    def in_browser(self, steps):
        action = self.env.ref("agency_management.agency_standup_action_today").id
        self.browser_js(
            f"/web#action={action}",
            UNLOAD + "run(async () => {" + steps + "});",
            ready="!!document.querySelector('.o_field_widget[name=plan] textarea')",
            login=self.author.login,
            timeout=120,
        )

    def test_closing_the_page(self):
        self.in_browser(
            """
            const plan = await see(".o_field_widget[name=plan] textarea");
            same(plan.value.includes("Alpha relaunch"), true, "the proposal");
            await leave();
            same(saves.length, 0, "saved without a word typed");
            plan.value += ", then lunch";
            plan.dispatchEvent(new Event("input", { bubbles: true }));
            await leave();
            same(saves.length, 1, "saved what was being typed");
            await leave();
            same(saves.length, 1, "saved once");
            """
        )
        self.assertFalse(self.env["agency.standup"].search([("user_id", "=", self.author.id)]))

    def test_saved_by_hand_as_proposed(self):
        self.in_browser(
            """
            await click(".o_form_button_save");
            await see(".o_form_status_indicator_buttons.invisible");
            """
        )
        note = self.env["agency.standup"].search([("user_id", "=", self.author.id)])
        self.assertEqual(note.plan, "Alpha relaunch")
