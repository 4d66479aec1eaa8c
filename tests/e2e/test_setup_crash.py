"""Confirming an order sets everything up once, whatever crashes, whoever else does the same, whatever fails.

The server really dies (SIGKILL) inside the transaction, just after one of the creations; see ``barrier``. What one
undisturbed confirmation adds to each table of the database is the measure: after crash and retry it must be the same.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from . import webclient as web
from .barrier import Barrier, refusal
from .crash_setup import (
    MOMENTS,
    Growth,
    activities,
    deposit,
    job_of,
    run_cron,
    run_job,
    send_mails,
    set_up,
    state,
    wait_postponed,
)
from .mailbox import text_of, wait_for_mail
from .rpc import Session, message
from .walk_common import CREATED, pay_with_demo, submit_demo_payment, value, wait_value

SET_UP_DONE = "UPDATE OF setup_state ON sale_order"
STAFF_MOMENTS = [*(statement for statements in MOMENTS.values() for statement in statements), SET_UP_DONE]
#: where the payment's post-processing is interrupted, and who takes it up again
PAID_MOMENTS = [
    ("INSERT ON agency_onboarding", "cron"),
    ("INSERT ON project_task", "page"),
    ("INSERT ON agency_deliverable", "cron"),
    ("INSERT ON agency_retainer", "page"),
    ("INSERT ON agency_team_proposal", "cron"),
    ("INSERT ON account_move", "page"),
    ("INSERT ON account_payment", "cron"),
]
QUOTATIONS = [
    "model",
    "paid model",
    *STAFF_MOMENTS,
    *(f"paid: {moment}" for moment, _who in PAID_MOMENTS),
    *(
        "two staff",
        "staff first",
        "client first",
        "page and cron",
        "failed once",
        "failed twice",
        "killed job",
        "signed",
    ),
]

#: what a confirmation makes besides what the walk counts
MADE = CREATED | {
    "agency_onboarding_step": 7,
    "agency_document_request": 1,
    "agency_deliverable_check": 3,
    "agency_retainer_line": 1,
    "agency_team_proposal_line": 2,
    "account_analytic_account": 1,
    "dms_directory": 11,
}
#: what paying the deposit makes besides that: one invoice and the entry of one payment
PAID = {"payment_transaction": 1, "account_payment": 1, "account_move": 2, "account_partial_reconcile": 1}

#: a signature, as the page sends it
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
#: of an order's ``deposit``: one payment, seen through, with one invoice of the right amount, paid
INVOICED_ONCE = [["posted", "t", "t", "done", "t"]]
POST_PROCESSING = "payment.cron_post_process_payment_tx"
#: what the page of a paid order greets the client with
THANKS = "[name=agency_thanks]"


@pytest.fixture(scope="module")
def orders(server):
    """The quotations by name, on a fresh agency."""
    told = set_up(server, QUOTATIONS)
    assert told["steps"] == list(MOMENTS), "a step of the set-up is not crashed at"
    return told["orders"]


@pytest.fixture(scope="module")
def staff(server, orders):
    """Two people who confirm orders, by login."""
    return {login: Session(server.url, server.database, login) for login in ("sales", "boss")}


@pytest.fixture(scope="module")
def made(server, orders, staff):
    """What one confirmation makes that nothing disturbs: table -> rows."""
    growth = Growth(server)
    answer = confirm(staff["sales"], orders["model"])
    assert answer.get("result") is True, answer
    made = growth()
    assert part(made, MADE) == MADE
    return made


@pytest.fixture(scope="module")
def made_by_payment(server, orders, client):
    """What one payment makes that nothing disturbs, the confirmation included: table -> rows."""
    growth = Growth(server)
    with client(orders["paid model"]) as page:
        pay_with_demo(page)
    made = growth()
    assert part(made, MADE | PAID) == MADE | PAID
    return made


@pytest.fixture(scope="module")
def client(browser, server):
    """Opens the page of an order as its client, who has nothing but the link."""

    class Window:
        def __init__(self, order):
            self.context = browser.new_context(base_url=server.url, locale="en-US", timezone_id="UTC")
            self.page = self.context.new_page()
            self.page.goto(order["url"])

        def __enter__(self):
            return self.page

        def __exit__(self, *_exception):
            self.context.close()

    return Window


@pytest.fixture(autouse=True)
def alive(server):
    """Leave a server behind that runs, whatever a test did with it."""
    yield
    if not server.pid:
        server.start()


@pytest.fixture
def background():
    """Runs what has to go on while the test looks on."""
    with ThreadPoolExecutor() as pool:
        yield pool.submit


def part(grown, tables):
    """:return: dict, of what grew only certain tables"""
    return {table: grown[table] for table in tables if table in grown}


def confirm(session, order):
    """Press Confirm on an order."""
    return session.call("sale.order", "action_confirm", [order["id"]])


# ---------------------------------------------------------------------------------------------- killed while confirming


@pytest.mark.parametrize("moment", STAFF_MOMENTS)
def test_killed_while_somebody_confirms(server, orders, staff, made, background, moment):
    """Nothing is left of the confirmation that died; the next one makes everything; one more makes nothing."""
    order, growth = orders[moment], Growth(server)
    with Barrier(server, moment) as barrier:
        answer = background(confirm, staff["sales"], order)
        barrier.reached()
        barrier.kill()
        with pytest.raises(OSError):
            answer.result()
    assert (growth(), state(server, order)) == ({}, ["sent", "none"])
    server.start()
    again = confirm(staff["sales"], order)
    assert again.get("result") is True, again
    assert (growth(), state(server, order)) == (made, ["sale", "done"])
    with server.provoked("WARNING odoo.http: .*not in a state requiring confirmation"):
        assert "not in a state requiring confirmation" in message(confirm(staff["boss"], order))
    assert growth() == made


@pytest.mark.parametrize(("moment", "who"), PAID_MOMENTS)
def test_killed_after_the_client_paid(server, orders, client, made_by_payment, moment, who):
    """The payment stands, and the rest is made up for without anybody's help: by the scheduler or by the open page."""
    order, growth = orders[f"paid: {moment}"], Growth(server)
    with client(order) as page:
        with Barrier(server, moment) as barrier:
            submit_demo_payment(page)
            barrier.reached()
            barrier.kill()
        assert (state(server, order), deposit(server, order)) == (["sent", "none"], [["", "", "", "done", "f"]])
        if who == "cron":
            page.context.close()
        server.start()
        if who == "cron":
            run_cron(server, POST_PROCESSING, lambda: state(server, order) == ["sale", "done"])
            send_mails(server)
        else:
            expect(page.locator(THANKS)).to_be_visible()
    assert (state(server, order), deposit(server, order)) == (["sale", "done"], INVOICED_ONCE)
    assert growth() == made_by_payment


def test_killed_after_the_client_signed(server, orders, background):
    """Where a signature is all it takes: Odoo 17 keeps it and lets nobody sign twice, so a job confirms instead."""
    order, growth = orders["signed"], Growth(server)
    sign = Session(server.url).post
    where, signature = order["url"].replace("?", "/accept?"), {"name": "Ines Koch", "signature": PIXEL}
    with Barrier(server, "INSERT ON project_project") as barrier:
        answer = background(sign, where, signature)
        barrier.reached()
        barrier.kill()
        with pytest.raises(OSError):
            answer.result()
    assert (state(server, order), part(growth(), MADE)) == (["sent", "none"], {})
    server.start()
    if value(server, f"SELECT signed_by IS NOT NULL FROM sale_order WHERE id = {order['id']}") == "t":
        assert "not in a state requiring customer signature" in sign(where, signature)["result"]["error"]
        run_job(server, order, "confirm_signed")
        wait_value(server, f"SELECT state FROM queue_job WHERE {job_of(order, 'confirm_signed')}", "done")
    else:
        assert "redirect_url" in sign(where, signature)["result"]
    assert (state(server, order), part(growth(), MADE)) == (["sale", "done"], MADE)
    assert "has been confirmed" in text_of(wait_for_mail(server, order["client"], f"Order .*{order['name']}"))


# ---------------------------------------------------------------------------------------------- two at once


def test_two_people_confirm_at_once(server, orders, staff, made, background):
    """Both are in the middle of it at the same time: one confirms, the other is told that there is nothing to do."""
    order, growth = orders["two staff"], Growth(server)
    with (
        server.provoked(
            "ERROR odoo.sql_db: bad query: [\\s\\S]*could not serialize access due to concurrent update",
            "WARNING odoo.http: .*not in a state requiring confirmation",
        ),
        Barrier(server, "INSERT ON agency_onboarding") as barrier,
    ):
        first = background(confirm, staff["sales"], order)
        barrier.reached()
        second = background(confirm, staff["boss"], order)
        barrier.blocked()
        barrier.open()
        assert first.result().get("result") is True, first.result()
        assert "not in a state requiring confirmation" in message(second.result())
    assert (growth(), state(server, order)) == (made, ["sale", "done"])


def test_client_pays_while_somebody_confirms(server, orders, staff, client, made_by_payment, background):
    """The confirmation wins; the payment finds the order confirmed and has its invoice."""
    order, growth = orders["staff first"], Growth(server)
    with client(order) as page, Barrier(server, "INSERT ON agency_onboarding") as barrier:
        answer = background(confirm, staff["sales"], order)
        barrier.reached()
        submit_demo_payment(page)
        barrier.blocked()
        barrier.open()
        assert answer.result().get("result") is True, answer.result()
        expect(page.locator(THANKS)).to_be_visible()
    assert (state(server, order), deposit(server, order)) == (["sale", "done"], INVOICED_ONCE)
    assert part(growth(), MADE | PAID) == MADE | PAID


def test_somebody_confirms_while_the_client_pays(server, orders, staff, client, made_by_payment, background):
    """The payment wins; who confirms is told that there is nothing to do."""
    order, growth = orders["client first"], Growth(server)
    with (
        server.provoked("WARNING odoo.http: .*not in a state requiring confirmation"),
        Barrier(server, "INSERT ON agency_onboarding") as barrier,
        client(order) as page,
    ):
        submit_demo_payment(page)
        barrier.reached()
        answer = background(confirm, staff["boss"], order)
        barrier.blocked()
        barrier.open()
        assert "not in a state requiring confirmation" in message(answer.result())
        expect(page.locator(THANKS)).to_be_visible()
    assert (state(server, order), deposit(server, order)) == (["sale", "done"], INVOICED_ONCE)
    assert growth() == made_by_payment


def test_page_and_scheduler_see_a_payment_through_at_once(server, orders, client, made_by_payment):
    """The scheduler gives way to the client's page and finds nothing left to do."""
    order, growth = orders["page and cron"], Growth(server)
    with Barrier(server, "INSERT ON account_move") as barrier, client(order) as page:
        submit_demo_payment(page)
        barrier.reached()
        run_cron(server, POST_PROCESSING, barrier.is_blocked)
        barrier.open()
        expect(page.locator(THANKS)).to_be_visible()
    assert (state(server, order), deposit(server, order)) == (["sale", "done"], INVOICED_ONCE)
    assert growth() == made_by_payment


# ---------------------------------------------------------------------------------------------- failed after a payment

REASON = "no team can be proposed today"
PROVOKED = (
    f"ERROR odoo.sql_db: bad query: [\\s\\S]*{REASON}",
    f"WARNING odoo.addons.agency_management.models.sale_order_setup: Set-up of order S\\d+ failed[\\s\\S]*{REASON}",
)
LAST_STEP = "INSERT ON agency_team_proposal"


def pay_and_fail(server, client, people, order, shot):
    """The client pays, the last step of the set-up fails: thanked, invoiced, nothing made, the owner told."""
    with client(order) as page:
        pay_with_demo(page)
        expect(page.locator(THANKS)).to_contain_text(
            "Thank you. We have your payment of $ 3,105.00, and your order is confirmed."
        )
        expect(page.locator("body")).not_to_contain_text(REASON)
        people.shoot(page, f"{shot}-client")
    assert (state(server, order), deposit(server, order)) == (["sale", "failed"], INVOICED_ONCE)
    assert "has been confirmed" in text_of(wait_for_mail(server, order["client"], f"Order .*{order['name']}"))
    wait_for_mail(server, "sales@agency.example.com", f"{order['name']}.*Set-up failed")
    assert activities(server, order) == [["Set-up failed", "sales"]]
    owner = people.page("sales")
    web.open_form(owner, "sale.order", order["id"])
    expect(owner.locator(".alert-danger:visible")).to_contain_text(REASON)
    expect(owner.locator(".o-mail-Activity:visible")).to_contain_text("Set-up failed")
    people.shoot(owner, f"{shot}-owner")
    # the first retry, a moment after the failure, is over before the cause goes away
    wait_postponed(server, order)
    return owner


def test_failed_after_a_payment_and_retried_by_itself(server, orders, client, people, made_by_payment):
    """As long as the cause is there the job fails and stays; once it is gone, its next try completes the set-up."""
    order, growth = orders["failed once"], Growth(server)
    with server.provoked(*PROVOKED), refusal(server, LAST_STEP, REASON):
        owner = pay_and_fail(server, client, people, order, "setup-failed")
        assert part(growth(), MADE) == {}
        run_job(server, order)
        wait_value(server, f"SELECT retry FROM queue_job WHERE {job_of(order)}", "2")
        wait_postponed(server, order)
        assert state(server, order) == ["sale", "failed"]
    run_job(server, order)
    wait_value(server, f"SELECT state FROM queue_job WHERE {job_of(order)}", "done")
    assert (state(server, order), deposit(server, order)) == (["sale", "done"], INVOICED_ONCE)
    assert activities(server, order) == []
    assert part(growth(), MADE | PAID) == MADE | PAID
    web.open_form(owner, "sale.order", order["id"])
    expect(owner.locator(".alert-danger:visible")).to_have_count(0)


def test_failed_after_a_payment_and_retried_by_its_owner(server, orders, client, people, made_by_payment):
    """The owner presses Retry Now: told the reason while it is there, done once it is gone; the job finds it done."""
    order, growth = orders["failed twice"], Growth(server)
    with server.provoked(*PROVOKED):
        with refusal(server, LAST_STEP, REASON):
            owner = pay_and_fail(server, client, people, order, "setup-failed-again")
            web.press_named(owner, "action_agency_retry_setup")
            expect(owner.locator(".o_notification")).to_contain_text(REASON)
            people.shoot(owner, "setup-retried-in-vain")
            assert (state(server, order), len(activities(server, order))) == (["sale", "failed"], 1)
        web.press_named(owner, "action_agency_retry_setup")
    wait_value(server, f"SELECT setup_state FROM sale_order WHERE id = {order['id']}", "done")
    expect(owner.locator(".alert-danger:visible")).to_have_count(0)
    assert activities(server, order) == []
    assert part(growth(), MADE | PAID) == MADE | PAID
    run_job(server, order)
    wait_value(server, f"SELECT state FROM queue_job WHERE {job_of(order)}", "done")
    assert part(growth(), MADE) == MADE


def test_killed_while_the_job_retries(server, orders, client, people, made_by_payment):
    """The job that dies is taken up again by the runner of the next server."""
    order, growth = orders["killed job"], Growth(server)
    with server.provoked(*PROVOKED), refusal(server, LAST_STEP, REASON), client(order) as page:
        pay_with_demo(page)
        wait_postponed(server, order)
    with Barrier(server, LAST_STEP) as barrier:
        run_job(server, order)
        barrier.reached()
        barrier.kill()
    # the runner takes a job for dead ten seconds after it was given out: let them have passed
    server.sql(f"UPDATE queue_job SET date_enqueued = date_enqueued - interval '1 minute' WHERE {job_of(order)}")
    with server.provoked("WARNING odoo.addons.queue_job.jobrunner.runner: Re-queued dead job"):
        server.start()
        wait_value(server, f"SELECT state FROM queue_job WHERE {job_of(order)}", "done")
    assert (state(server, order), deposit(server, order)) == (["sale", "done"], INVOICED_ONCE)
    assert part(growth(), MADE | PAID) == MADE | PAID
