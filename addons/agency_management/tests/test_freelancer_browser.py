from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .browser_common import HELPERS
from .freelancer_common import FreelancerBuilders


@tagged("post_install", "-at_install")
class TestFreelancerBrowser(FreelancerBuilders, HttpCase):
    """From the list of hours to the vendor bill, and the freelancer's page, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.build_time_world()
        cls.build_freelancer_world()

    def in_browser(self, url, user, steps):
        self.browser_js(url, HELPERS + "run(async () => {" + steps + "});", ready="true", login=user.login, timeout=90)

    def test_an_accountant_bills_the_hours(self):
        # the dialogue offers the month before this one
        line = self.work(1.5, day=fields.Date.context_today(self.frida).replace(day=1) - timedelta(days=1))
        action = self.env.ref("agency_management.agency_freelancer_time_action")
        self.in_browser(
            f"/web#action={action.id}",
            self.accountant,
            """
            const text = () => document.body?.textContent || "";
            await until(() => text().includes("Frida Free"), "the freelancer");
            await click(".o_control_panel button[name=action_make_bills]");
            await until(() => document.querySelector(".modal .o_data_row"), "the line of the freelancer");
            await click(".modal .modal-footer button[name=action_make_bills]");
            await until(() => document.querySelector(".o_form_view [name=invoice_line_ids] .o_data_row"), "the bill");
            """,
        )
        self.assertRecordValues(
            line.agency_vendor_line_id.move_id,
            [{"partner_id": self.studio.id, "state": "draft", "amount_untaxed": 90.0}],
        )

    def test_hr_keeps_vendor_and_rates(self):
        self.frida.agency_vendor_id = False
        action = self.env.ref("hr.open_view_employee_list_my")
        self.in_browser(
            f"/web#action={action.id}&id={self.frida.id}&model=hr.employee&view_type=form",
            self.hr,
            """
            await click(".o_notebook a[name=agency_freelancer]");
            await see(".o_field_widget[name=agency_freelancer_rate_ids] .o_data_row");
            await until(() => document.body.textContent.includes("No vendor: say who sends the bills"), "what lacks");
            await see("button[name=action_agency_freelancer_time]");
            if (document.querySelector("button[name=action_agency_vendor_bills]")) {
                throw new Error("HR managers do not keep the books");
            }
            """,
        )

    def test_the_planner_shows_freelancers_alone(self):
        role = self.env["agency.role"].create({"name": "Copy", "code": "free_copy"})
        (self.frida | self.alan).agency_role_id = role
        action = self.env.ref("agency_management.agency_planner_action")
        self.in_browser(
            f"/web#action={action.id}",
            self.manager,
            """
            const rows = () => document.querySelector(".o_agency_planner")?.textContent || "";
            await until(() => rows().includes("Alan Author") && rows().includes("Frida Free"), "both");
            await click("[data-filter=employment_ids] button");
            const choices = () => [...document.querySelectorAll("[data-filter=employment_ids] label")];
            const isWanted = (one) => one.textContent.trim() === "Freelancers";
            (await until(() => choices().find(isWanted), "choice")).click();
            await until(() => !rows().includes("Alan Author") && rows().includes("Frida Free"), "Frida alone");
            """,
        )
