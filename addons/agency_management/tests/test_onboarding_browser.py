from odoo.tests import tagged

from .test_portal_steps import StepsPortalCommon
from .test_timer_browser import HELPERS


@tagged("post_install", "-at_install")
class TestOnboardingBrowser(StepsPortalCommon):
    """The client does what is theirs, in a real browser as wide as a phone."""

    browser_size = "375x812"

    def walk(self, page, steps):
        """Run steps on a page of the client; pages that follow are loaded into a frame, so that the script lives on."""
        self.browser_js(
            self.path,
            HELPERS
            + """
            const frame = document.createElement("iframe");
            frame.style.cssText = "width: 375px; height: 700px";
            const inside = () => frame.contentDocument;
            // a page is there when it has its translations: one that is left before complains of them
            const fetched = () => frame.contentWindow.performance.getEntriesByType("resource");
            const load = async (start) => {
                await new Promise((done) => {
                    frame.addEventListener("load", () => done(), { once: true });
                    start();
                });
                await until(() => fetched().some((one) => one.name.includes("/translations")), "translations");
            };
            const go = async (address) => {
                await load(() => { frame.src = address; });
                await until(() => inside().readyState === "complete", address);
            };
            const find = (selector) => until(() => inside().querySelector(selector), selector);
            const press = async (selector) => {
                const button = await find(selector);
                await load(() => button.click());
            };
            const fill = async (label, value) => {
                const text = await until(
                    () => [...inside().querySelectorAll("label")].find((one) => one.textContent.includes(label)), label
                );
                inside().getElementById(text.htmlFor).value = value;
            };
            const says = (text) => until(() => inside().body.textContent.includes(text), text);
            const narrow = () => {
                const wide = inside().documentElement.scrollWidth;
                if (wide > 376) { throw new Error("the page is " + wide + " pixels wide"); }
            };
            run(async () => {
                document.body.append(frame);
                await go(PAGE);
                narrow();
            """.replace("PAGE", repr(page))
            + steps
            + "});",
            ready="document.readyState === 'complete' && !!document.querySelector('.o_agency_page')",
            login=self.member_a.login,
            timeout=120,
        )

    def test_tick_the_access(self):
        self.walk(
            self.access._portal_url(),
            """
            await press(".o_agency_once button[type='submit']");
            await says("Please tick the box");
            (await find("#agency_granted")).click();
            await press(".o_agency_once button[type='submit']");
            await says("We try the access");
            """,
        )
        self.assertEqual(self.access.access_claimed_by_id, self.member_a)

    def test_fill_in_the_form(self):
        self.walk(
            self.form._portal_url(),
            """
            await fill("Goal", "Sell more");
            await fill("Site", "nowhere");
            await press(".o_agency_once button[type='submit']:not([name])");
            await says("Please answer this question.");
            await says("This is no web address");
            narrow();
            const goal = [...inside().querySelectorAll("textarea")].map((one) => one.value);
            if (goal[0] !== "Sell more") { throw new Error("lost what was typed: " + goal); }
            await fill("Tone", "Relaxed");
            await fill("Site", "alpha.example");
            await press("button[name='save']");
            await says("Your answers so far are saved");
            await press(".o_agency_once button[type='submit']:not([name])");
            await says("We have your answers");
            """,
        )
        self.assertEqual(self.form.answer_ids.mapped("value"), ["Sell more", "Relaxed", "https://alpha.example"])
        self.assertEqual(self.form.state, "done")

    def test_pick_a_time_and_move_it(self):
        self.walk(
            self.meeting_path + "?tz=UTC",
            """
            const first = (await find(".o_agency_slots button")).value;
            await press(".o_agency_slots button");
            await says("It's a date");
            narrow();
            await press(".o_agency_move");
            const others = [...inside().querySelectorAll(".o_agency_slots button")].map((one) => one.value);
            const other = others.find((one) => one !== first);
            await press(`.o_agency_slots button[value='${other}']`);
            await says("It's a date");
            if (inside().querySelector(".o_agency_slots")) { throw new Error("still asks for a time"); }
            """,
        )
        event = self.onboarding.meeting_id
        self.assertEqual((len(self.onboarding.meeting_event_ids), self.pick.state), (1, "done"))
        slots = [start.replace(tzinfo=None) for start, _end in self.onboarding._meeting_slots("UTC")]
        self.assertIn(event.start, slots[:2], "among the first times on offer")

    def test_the_time_zone_of_the_device_is_used(self):
        self.member_a.tz = "Asia/Tokyo"
        self.walk(
            self.meeting_path,
            """
            const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
            const known = [...inside().querySelectorAll("#agency_tz option")].some((one) => one.value === here);
            const shown = known ? here : "Asia/Tokyo";
            await until(() => inside().querySelector("#agency_tz")?.value === shown, "the zone " + shown);
            """,
        )
