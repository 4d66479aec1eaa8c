"""What the steps of the walk share."""

import re
import time

CLIENT_MAIL = "ines@larkspur.example"
COMPANY = "Larkspur Garden GmbH"


def value(server, query):
    """The single value a query returns, as text."""
    rows = server.sql(query)
    assert len(rows) == 1, f"{query} returned {rows}"
    return rows[0][0]


def wait_value(server, query, wanted, seconds=40):
    """Wait until a query returns a text; fails with what it returned last."""
    end = time.monotonic() + seconds
    while (found := value(server, query)) != wanted and time.monotonic() < end:
        time.sleep(0.3)
    assert found == wanted, f"{query} returned {found}, not {wanted}, after {seconds} s"


JOBS_TO_RUN = """
SELECT count(*) FROM queue_job
WHERE state IN ('wait_dependencies', 'pending', 'enqueued', 'started')
AND (eta IS NULL OR eta <= now() AT TIME ZONE 'utc')
"""
#: left out are stock's clean-up, which takes long and is called an error when the server stops meanwhile, and the
#: question for news, which needs the network
NIGHTLY = "active AND interval_type <> 'minutes' AND cron_name !~ 'Auto-vacuum|Update Notification'"


def pass_night(server, seconds=120):
    """Let the server's scheduler do everything that is done hourly or more rarely, and the jobs that come of it.

    What fails on the way is in the log, which fails the run.
    """
    server.sql(f"UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc' - interval '1 minute' WHERE {NIGHTLY}")
    server.wake()
    due = f"SELECT count(*) FROM ir_cron WHERE {NIGHTLY} AND nextcall <= now() AT TIME ZONE 'utc'"
    wait_value(server, due, "0", seconds)
    wait_value(server, JOBS_TO_RUN, "0", seconds)


def call(page, model, method, args, kwargs=None):
    """Call a method of a model as the person of a page, by the very route the web client uses.

    :return: dict with ``result`` or ``error``
    """
    return page.evaluate(
        """async ([model, method, args, kwargs]) => {
            const body = JSON.stringify({params: {model, method, args, kwargs}});
            const headers = {"Content-Type": "application/json"};
            return await (await fetch("/web/dataset/call_kw", {method: "POST", headers, body})).json();
        }""",
        [model, method, args, kwargs or {}],
    )


#: what the confirmation of the walk's order makes: table -> rows
CREATED = {
    "agency_onboarding": 1,
    "project_project": 1,
    "project_task": 2,
    "project_milestone": 1,
    "agency_deliverable": 1,
    "agency_retainer": 1,
    "agency_team_proposal": 1,
}


def created(server):
    """:return: dict table -> number of rows made for the order"""
    conditions = {
        "project_project": "WHERE agency_order_id IS NOT NULL",
        "project_task": "WHERE project_id IN (SELECT id FROM project_project WHERE agency_order_id IS NOT NULL)",
    }
    return {table: int(value(server, f"SELECT count(*) FROM {table} {conditions.get(table, '')}")) for table in CREATED}


def submit_demo_payment(page):
    """Send off a payment of what the page asks for, by the demo provider; what comes of it is for the caller to see."""
    form = page.locator("button[name='o_payment_submit_button']:visible")
    link = page.locator("a:has-text('Pay'):visible")
    form.or_(link).first.wait_for()
    # after a signature the dialogue opens by itself, and takes what it was told out of the address
    opens = "allow_payment=yes" in page.url or page.locator("body.modal-open").count()
    if not opens and not form.count():
        link.first.click()
    form.first.wait_for()
    option = page.locator("input[name='o_payment_radio'][data-provider-code='demo']:visible")
    if option.count():
        option.first.check()
    number = page.locator("#customer_input:visible")
    if number.count():
        number.fill("4242424242424242")
    form.first.click()


def pay_with_demo(page):
    """Pay what the page asks for with the demo provider, and wait until the payment was seen through."""
    submit_demo_payment(page)
    page.wait_for_url(re.compile(r"/payment/status"))
    page.wait_for_url(re.compile(r"/my/(orders|invoices|agency)"))


def open_acceptance(page, name):
    """Open the dialogue by which a quotation is signed and type a name, without sending it off.

    The signature is drawn into a box that has no width until the dialogue stands; what is sent before that is refused
    as missing.

    :return: locator of the button that sends it
    """
    page.evaluate(
        """() => document.querySelector("#modalaccept").addEventListener(
            "shown.bs.modal", event => event.target.dataset.shown = "1")"""
    )
    page.locator("[data-bs-target='#modalaccept']:visible").first.click()
    dialogue = page.locator("#modalaccept[data-shown]")
    dialogue.locator("input.o_web_sign_name_input").fill(name)
    return dialogue.locator(".o_portal_sign_submit:not([disabled])")


def sign(page, name):
    """Type a name below a deliverable and draw a signature, without sending it off."""
    page.fill("#agency_sign_name", name)
    pad = page.locator("#agency_sign_pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + 24 * step, box["y"] + box["height"] / 2 + (18 if step % 2 else -18))
    page.mouse.up()
