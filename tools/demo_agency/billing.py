"""Invoices: the nightly run, who pays when, and the retainer that ends."""

from dateutil.relativedelta import relativedelta

from odoo import fields


def nightly(world):
    """What the scheduled actions do at night, in a process that remembers nothing of the day."""
    world.env.invalidate_all()
    world.env["agency.retainer"]._cron_bill()
    world.env["crm.lead"]._cron_agency_first_response()
    mark_sent(world)


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
    wizard = world.env["account.payment.register"].with_context(active_model="account.move", active_ids=move.ids)
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


def part(world, client):
    """All is paid and closed: the client is a former one."""
    client.partner._set_client_state("former")
    client.project.message_post(body="Files handed over, accesses removed.", subtype_xmlid="mail.mt_note")
