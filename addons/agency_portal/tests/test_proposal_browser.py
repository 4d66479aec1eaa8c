from odoo.tests import HttpCase, tagged

from .common import PortalBuilders

# The form is sent inside a frame as wide as a phone, because a script does not survive the change of its own page.
SEND_INCOMPLETE = """
(async () => {
    const frame = document.createElement("iframe");
    frame.width = 375;
    frame.height = 800;
    const loaded = () => new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    const first = loaded();
    frame.src = "/request-proposal";
    document.body.prepend(frame);
    await first;
    const before = frame.contentDocument;
    before.getElementById("partner_name").value = "Harbour & Co";
    before.getElementById("email_from").value = "dana@";
    before.getElementById("channel_codes-seo").click();
    const second = loaded();
    before.querySelector(".agency-form button[type=submit]").click();
    await second;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const page = frame.contentDocument;
    const problems = Object.entries({
        focus: page.activeElement.id === "contact_name",
        text: page.getElementById("partner_name").value === "Harbour & Co",
        chosen: page.getElementById("channel_codes-seo").checked,
        "not chosen": !page.getElementById("channel_codes-email").checked,
        message: (page.getElementById("email_from-error") || page.body).textContent.includes("valid e-mail"),
        honeypot: page.getElementById("nickname").offsetParent === null,
        width: page.documentElement.scrollWidth <= 375,
    }).filter((check) => !check[1]);
    if (problems.length) {
        console.error("wrong: " + problems.map((check) => check[0]).join(", "));
    } else {
        console.log("test successful");
    }
})();
"""


@tagged("post_install", "-at_install")
class TestProposalBrowser(PortalBuilders, HttpCase):
    def test_incomplete_form_in_a_browser(self):
        """The page comes back with everything typed and the focus on the first field that needs attention."""
        self.env["agency.rate.limit"].search([]).unlink()
        self.browser_js("/services", SEND_INCOMPLETE, ready="document.readyState === 'complete'", timeout=60)
