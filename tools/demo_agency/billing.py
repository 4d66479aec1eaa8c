"""Invoices: the nightly run, who pays when, and the retainer that ends."""

from dateutil.relativedelta import relativedelta

from odoo import fields

from odoo.addons.queue_job.job import Job

BILLING_CHANNEL = "root.agency_billing"
MEASURING = "_job_agency_measure"
PAID_AFTER_DAYS = 2


def run_jobs(world, *domain):
    """Run what waits for the job runner, at the moment it was enqueued; with a domain only what fits it."""
    for record in world.env["queue.job"].search([("state", "=", "pending"), *domain], order="date_created, id"):
        job = Job.load(world.env, record.uuid)
        job.perform()
        job.set_done()
        job.store()


def nightly(world, thorough):
    """What the scheduled actions do at night, in a process that remembers nothing of the day.

    :param bool thorough: measure projects, too: once a week is enough, hours are written down once a week
    """
    world.env.invalidate_all()
    world.env["agency.retainer"]._cron_bill()
    world.env["crm.lead"]._cron_agency_first_response()
    world.env["sale.order"]._cron_chase()
    world.env["agency.deliverable"]._cron_remind_reviewers()
    world.env["agency.document.request"]._cron_remind()
    run_jobs(world, *(() if thorough else (("method_name", "!=", MEASURING),)))
    mark_sent(world)


def last_night(world):
    """Everything is measured as of today."""
    world.env.invalidate_all()
    world.env["project.project"]._cron_agency_measure()
    run_jobs(world)
    # what was found is told, too
    run_jobs(world)


def quiet_night(world, thorough):
    """A night long ago, one of two weeks: what has become due is billed, together.

    :param bool thorough: run the other jobs, too (projects are measured and so on): once a quarter is enough
    """
    if thorough:
        world.env.invalidate_all()
        run_jobs(world)
    if world.env["agency.retainer"].search_count([("next_invoice_date", "<=", fields.Date.today())]):
        world.env["agency.retainer"]._cron_bill()
        run_jobs(world, ("channel", "=", BILLING_CHANNEL))
        mark_sent(world)


def pay_due(world, clients):
    """Clients who pay in time transfer what was invoiced some days ago; Ada books all of it."""
    moves = world.env["account.move"].search(
        [
            ("client_id", "in", [client.partner.id for client in clients if client.order]),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial")),
            ("invoice_date", "<", fields.Date.subtract(fields.Date.today(), days=PAID_AFTER_DAYS)),
        ]
    )
    if moves:
        _pay(world, moves)


def mark_sent(world):
    """The invoices posted last night have been mailed (without printing them, see ``backdate``)."""
    moves = world.env["account.move"].search(
        [("state", "=", "posted"), ("move_type", "=", "out_invoice"), ("is_move_sent", "=", False)]
    )
    moves.write({"is_move_sent": True})


def open_invoices(world, client):
    """:return: posted invoices of a client with something to pay, the oldest first"""
    return world.env["account.move"].search(
        [
            ("client_id", "=", client.partner.id),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial")),
        ],
        order="invoice_date_due, id",
    )


def pay_oldest(world, client):
    """The client transfers what the oldest open invoice asks for; Ada books it."""
    move = open_invoices(world, client)[:1]
    if not move:
        raise AssertionError(f"{client.key} has nothing to pay on {fields.Date.today()}")
    _pay(world, move)


def _pay(world, moves):
    wizard = world.env["account.payment.register"].with_context(active_model="account.move", active_ids=moves.ids)
    payments = wizard.create({"payment_date": fields.Date.today()})._create_payments()
    payments.write({"user_id": world.users["ada"].id} if "user_id" in payments._fields else {})


def invoice_order(world, client):
    """Ada makes the order's final invoice; the deposit is deducted."""
    moves = client.order._create_invoices(final=True)
    moves.invoice_date = fields.Date.today()
    moves.action_post()
    moves.write({"is_move_sent": True})


def cancel_retainer(world, client, months):
    """The client gives notice to the end of a period.

    :param int months: periods that are still worked and paid
    """
    end = client.retainer.start_date + relativedelta(months=months, days=-1)
    client.retainer._cancel(end, "in_house", "Hired somebody of their own. Happy with the work, may come back.")


def pause(world, client):
    """The client stops for a while: no work, no invoices, no hard feelings."""
    world.by("ada", client.retainer).action_pause()
    client.retainer.message_post(
        body="Closed for the season. Work goes on when the new programme is out.", subtype_xmlid="mail.mt_note"
    )


def part(world, client):
    """All is paid: Paul closes the projects, by which the client becomes a former one, and it loses its access."""
    for project in client.project | client.care:
        world.by("paul", project).write({"last_update_status": "done"})
    client.partner.member_ids.unlink()
    client.project.message_post(body="Files handed over, accesses removed.", subtype_xmlid="mail.mt_note")


def plan_reminder(world, client):
    """Ada will ask for the overdue invoice, Paul will talk about the hours, Hugo about next year."""
    today = fields.Date.today()
    for record, login, kind, days, summary in (
        (open_invoices(world, client)[:1], "ada", "call", 2, "Ask when the invoice will be paid"),
        (client.project, "paul", "meeting", 3, "Talk about the hours beyond the budget"),
        (client.retainer, "mara", "todo", 9, "Prepare the offer for next year"),
        (world.employees["nina"], "hugo", "meeting", 12, "Appraisal"),
    ):
        record.activity_schedule(
            f"mail.mail_activity_data_{kind}",
            date_deadline=fields.Date.add(today, days=days),
            summary=summary,
            user_id=world.users[login].id,
        )
