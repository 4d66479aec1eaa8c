import base64
import io

from PIL import Image

from odoo.tests import tagged

from .portal_common import PortalCommon
from .test_timer_browser import HELPERS


@tagged("post_install", "-at_install")
class TestPortalBrowser(PortalCommon):
    """Signing in a real browser."""

    def ink(self, deliverable):
        """:return: share of dark dots in the picture of the signature"""
        picture = Image.open(io.BytesIO(base64.b64decode(deliverable.event_ids.sorted("id")[-1].signature)))
        alpha = picture.convert("RGBA").getchannel("A").tobytes()
        return sum(value > 0 for value in alpha) / len(alpha)

    def sign(self, deliverable, steps):
        # the page that follows is only told by the server's answer: a script does not survive the navigation
        self.browser_js(
            f"/my/agency/deliverables/{deliverable.id}",
            HELPERS
            + """run(async () => {
                const form = await see(".o_agency_sign");
                // the pad is as wide as the page once its script runs, never the default of an untouched canvas
                await until(() => form.querySelector("canvas").width !== 300, "signature pad");
                const sent = new Promise((done) => {
                    form.addEventListener("submit", async (ev) => {
                        ev.preventDefault();
                        await new Promise((others) => setTimeout(others, 100));
                        const body = new URLSearchParams(new FormData(form));
                        const answer = await fetch(form.action, { method: "POST", body });
                        done(answer.url);
                    });
                });
                const pad = form.querySelector("canvas");
                const box = pad.getBoundingClientRect();
                const point = (name, x, y) => pad.dispatchEvent(new PointerEvent(name, {
                    bubbles: true, pointerId: 1, clientX: box.left + x, clientY: box.top + y,
                }));
                pad.setPointerCapture = () => {};
                """
            + steps
            + """
                form.querySelector(".o_agency_sign_submit").click();
                const url = await sent;
                if (!url.includes("done=approved")) { throw new Error("not approved: " + url); }
            });""",
            ready="!!document.querySelector('.o_agency_sign') && document.readyState === 'complete'",
            login=self.member_a.login,
            timeout=90,
        )

    def test_drawn_signature(self):
        deliverable = self.new_deliverable("Drawn")
        self.show(deliverable)
        self.sign(
            deliverable,
            "point('pointerdown', 20, 20); point('pointermove', 120, 90);"
            "point('pointermove', 200, 30); point('pointerup', 200, 30);",
        )
        self.assertEqual(deliverable.state, "approved")
        self.assertGreater(self.ink(deliverable), 0.001)

    def test_typed_signature(self):
        deliverable = self.new_deliverable("Typed")
        self.show(deliverable)
        self.sign(deliverable, "")
        self.assertRecordValues(deliverable, [{"state": "approved", "approved_name": "Anna Alpha"}])
        self.assertGreater(self.ink(deliverable), 0.001)
