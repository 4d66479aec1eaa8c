"""People in front of their browsers: logging in, looking at pages, keeping pictures of them."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import webclient

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
#: How long a page may take on a busy machine; what takes longer is broken.
PATIENCE_MS = 40000
expect.set_options(timeout=PATIENCE_MS)


class People:
    """One browser context a person, each with its own cookies; console errors and failed requests are kept."""

    def __init__(self, browser, url, artefacts):
        self.browser, self.url, self.artefacts = browser, url, Path(artefacts)
        self.pages = {}
        self.problems = []

    def page(self, login=None, password=None, viewport=None, anonymous=False):
        """The page of a person (None: an anonymous visitor), logged in the first time it is asked for.

        :param str login: login of the user; the password equals it unless given
        :param bool anonymous: whoever it is logs in otherwise, for example by the link of an invitation
        :param dict viewport: width and height in pixels, the desktop's unless given
        """
        viewport = viewport or DESKTOP
        key = (login, viewport["width"])
        if key not in self.pages:
            context = self.browser.new_context(viewport=viewport, base_url=self.url, locale="en-US", timezone_id="UTC")
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            webclient.watch(page)
            page.on("pageerror", lambda error: self.problems.append(f"{login}: {error}"))
            page.on("console", lambda entry: self._console(login, entry))
            if login and not anonymous:
                self.log_in(page, login, password or login)
            self.pages[key] = page
        return self.pages[key]

    def _console(self, login, entry):
        # a refused page is an expected answer of some steps; what the browser prints of it is not an error of ours
        expected = r"status of (400|403|404|422|429)|ERR_INTERNET_DISCONNECTED|ERR_ABORTED"
        # stock's themes ask for fonts elsewhere, which a machine without a network cannot give
        elsewhere = "Failed to load resource" in entry.text and not entry.location["url"].startswith(self.url)
        if entry.type == "error" and not elsewhere and not re.search(expected, entry.text):
            self.problems.append(f"{login}: {entry.text} {entry.location['url']}")

    def log_in(self, page, login, password):
        """Log in by the form, as a person does."""
        page.goto("/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_url(re.compile(r"/(web|odoo|my)(?!/login)"))

    def close(self):
        """Close every window."""
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()

    def shoot(self, page, name, full_page=False):
        """Keep a screenshot of what a person sees.

        :param str name: file name without extension
        """
        self.artefacts.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(400)
        page.screenshot(path=str(self.artefacts / f"{name}.png"), full_page=full_page)
