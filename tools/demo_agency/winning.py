"""From the enquiry to the paid deposit."""

import base64
import io

from odoo import Command, fields

from . import clients, portfolio

LOST_AFTER_DAYS = 9
#: what an opportunity brings once, as long as nobody has looked at it
FIRST_GUESS = 9000


def enquire(world, client):
    """The form of the website is sent."""
    client.lead = world.env["crm.lead"]._agency_intake(client.spec["values"], client.spec["utm"])


def answer(world, lead, text):
    """Mara answers; the clock of the first response stops."""
    world.by("mara", lead).message_post(
        body=text, message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=lead.partner_id.ids
    )


def answer_client(world, client):
    """Mara answers an enquiry of a company that becomes a client."""
    answer(world, client.lead, "Thank you! When may I call you this week? Twenty minutes are enough to begin with.")


def convert(world, client):
    """The lead becomes an opportunity with a client and its contact."""
    world.by("mara", client.lead).action_agency_convert()
    country = world.env.ref("base.us")
    terms = world.env.ref("account.account_payment_term_15days")
    client.partner.write(
        client.spec["address"]
        | {"country_id": country.id, "email": client.lead.email_from, "property_payment_term_id": terms.id}
    )
    client.contact.write({"property_payment_term_id": terms.id})


def quote(world, client):
    """Mara makes the quotation from a package and sends it."""
    order = offer(world, client)
    client.order = order.sudo().with_env(world.env)
    stage = world.env["crm.stage"].search([("is_won", "=", False)], order="sequence desc", limit=1)
    client.lead.write({"stage_id": stage.id, "probability": 60})
    expect_package(client.lead, order.package_id)


def expect_package(lead, package):
    """The opportunity brings what is offered."""
    expect(lead, package.one_off_total, package.monthly_total)


def expect(lead, one_off, monthly):
    """Mara fills in what an opportunity will bring; what it brings in the first year follows, as in the form."""
    lead.write({"expected_one_off": one_off, "expected_mrr": monthly})
    lead._onchange_expected_amounts()


def offer(world, client):
    """:return: the quotation as Mara has made and sent it"""
    package = world.packages[client.spec["package"]]
    order = world.by("mara", world.env["sale.order"]).create(
        {
            "partner_id": client.contact.id,
            # a client who orders again is no opportunity
            "opportunity_id": "client" not in client.spec and client.lead.id,
            "user_id": world.users["mara"].id,
            "team_id": client.lead.team_id.id,
        }
    )
    order._apply_package(package.with_user(world.users["mara"]))
    order.action_quotation_sent()
    order.message_post(body="Sent by e-mail, presented in a call.", subtype_xmlid="mail.mt_note")
    return order


def order_again(world, client, account):
    """Somebody who is a client already is offered more."""
    client.lead, client.member = account.lead, account.member
    client.order = offer(world, client).sudo().with_env(world.env)


def sign_and_pay(world, client):
    """The client signs the quotation and pays the deposit by the demo provider, which confirms the order."""
    order = client.order
    order.write(
        {
            "signed_by": client.contact.name,
            "signed_on": fields.Datetime.now(),
            "signature": signature(client.contact.name),
        }
    )
    pay_online(world, order, order._get_prepayment_required_amount())
    if order.state != "sale" or order.setup_state != "done":
        raise AssertionError(f"Order of {client.key}: {order.state}, set-up {order.setup_state} {order.setup_error}")


def pay_online(world, record, amount):
    """Pay an order or an invoice as the payment page does: transaction, confirmation, what follows from it."""
    provider = world.env.ref("payment.payment_provider_demo")
    method = provider.with_context(active_test=False).payment_method_ids[:1]
    link = "sale_order_ids" if record._name == "sale.order" else "invoice_ids"
    transaction = world.env["payment.transaction"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "reference": f"{record.name}-{len(record.transaction_ids) + 1}",
            "amount": amount,
            "currency_id": record.currency_id.id,
            "partner_id": record.partner_id.id,
            "operation": "online_direct",
            link: [Command.set(record.ids)],
        }
    )
    transaction._set_done()
    # from Odoo 18 on it has another name
    process = getattr(transaction, "_post_process", None) or transaction._finalize_post_processing
    process()
    return transaction


def signature(name):
    """:return bytes: a drawn line as wide as a name, PNG in base64"""
    from PIL import Image, ImageDraw  # the server brings it

    picture = Image.new("RGB", (320, 96), "white")
    points = [(24 + 11 * index, 48 + (ord(letter) * 7 % 41) - 20) for index, letter in enumerate(name)]
    ImageDraw.Draw(picture).line(points, fill=(28, 42, 92), width=3, joint="curve")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


# the others


def tell_enquiries(world, story):
    """Put the enquiries that led to no client into the story."""
    for row in [*portfolio.EARLIER_ENQUIRIES, *clients.ENQUIRIES]:
        days, hour, outcome = row[0], row[1], row[-1]
        story.at(days, hour, _enquire_other, world, row)
        if outcome == "late":
            story.after(days, 2, hour, _answer_other, world, row)
        elif outcome not in ("new", "again"):
            story.at(days, hour + 1.4, _answer_other, world, row)
        if outcome.startswith("lost:"):
            story.at(max(1, days - LOST_AFTER_DAYS), 16, _lose, world, row)
        elif outcome == "opportunity":
            story.after(days, 1, 11, _develop, world, row)


def _enquire_other(world, row):
    _days, _hour, company, contact, domain, budget, channels, goals, (source, medium), _outcome = row
    world.leads[company] = world.env["crm.lead"]._agency_intake(
        clients.asks(company, contact, domain, False, budget, channels, goals, clients.ENQUIRY_TEXT),
        {"source": source, "medium": medium},
    )


def _answer_other(world, row):
    answer(world, world.leads[row[2]], "Thank you for your request. I have two questions before I can make an offer.")


def _lose(world, row):
    reason = world.env.ref(f"agency_crm.lost_reason_{row[-1].partition(':')[2]}")
    world.by("mara", world.leads[row[2]]).action_set_lost(lost_reason_id=reason.id)


def _develop(world, row):
    lead = world.leads[row[2]]
    world.by("mara", lead).action_agency_convert()
    stages = world.env["crm.stage"].search([("is_won", "=", False)], order="sequence")
    lead.write({"stage_id": stages[min(1, len(stages) - 1)].id, "probability": 30})
    # nothing is offered yet: a guess from what they spend on advertising
    expect(lead, FIRST_GUESS, FIRST_GUESS // 2 + row[5] // 5)
    world.by("mara", lead).activity_schedule(
        "mail.mail_activity_data_call",
        date_deadline=fields.Date.add(fields.Date.today(), days=max(4, row[0])),
        summary="Talk about the offer",
        user_id=world.users["mara"].id,
    )
