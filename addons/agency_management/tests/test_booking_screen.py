from odoo import fields
from odoo.tests import HttpCase, tagged

from .capacity_common import CapacityBuilders

#: succeeds as soon as every view shows its booking; an error of the web client fails the test by itself
SEES_BOOKING = """
    const shows = {
        timeline: ".oe_timeline_view .vis-item-content",
        calendar: ".o_calendar_view .fc-event",
        kanban: ".o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
        list: ".o_list_view .o_data_row",
    };
    const wait = (selector, text) => new Promise((found) => {
        const look = () => {
            const node = [...document.querySelectorAll(selector)].find((one) => one.textContent.includes(text));
            node ? found(node) : setTimeout(look, 100);
        };
        look();
    });
    (async () => {
        await wait(shows.list, "Screen project");
        for (const view of ["timeline", "calendar", "kanban"]) {
            document.querySelector(".o_switch_view.o_" + view).click();
            await wait(shows[view], "Screen project");
        }
        console.log("test successful");
    })();
"""


@tagged("post_install", "-at_install")
class TestBookingScreen(CapacityBuilders, HttpCase):
    """The views of bookings work in the web client: the timeline of OCA and the templates are compiled there alone."""

    def test_views_open(self):
        type(self).calendar = self.new_calendar()
        planner = self.new_staff("screen_planner", "project_manager")
        person = self.new_person("Screen person", self.new_role("Screen"))
        project = self.env["project.project"].create({"name": "Screen project"})
        today = fields.Date.today()
        self.new_booking(person, today, today, 3, project=project)
        self.env["agency.booking"].search([("project_id", "!=", project.id)]).unlink()
        action = self.env.ref("agency_management.agency_booking_action")
        self.browser_js(f"/web#action={action.id}", SEES_BOOKING, ready="true", login=planner.login)
