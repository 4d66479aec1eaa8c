"""Quotations that are open: one waits for an approval, one is chased, one is compared with what it could be."""

from odoo import Command, fields

from . import winning

#: company of an enquiry -> (days ago, package, what happens to the quotation)
QUOTATIONS = {
    "Vista Solar": (12, "growth", "chased"),
    "Tidewater Hotels": (3, "full", "discount"),
    "Meridian Clinics": (5, "content", "scenarios"),
}
DISCOUNT = 18.0


def tell(world, story):
    """Put the open quotations into the story."""
    steps = {"chased": send, "discount": ask_for_discount, "scenarios": compare}
    for company, (days, package, outcome) in QUOTATIONS.items():
        story.at(days, 14, steps[outcome], world, company, package)


def quote(world, company, package):
    """:return: a draft quotation by Mara"""
    lead, mara = world.leads[company], world.users["mara"]
    order = world.by("mara", world.env["sale.order"]).create(
        {
            "partner_id": lead.partner_id.id,
            "opportunity_id": lead.id,
            "user_id": mara.id,
            "team_id": lead.team_id.id,
        }
    )
    order._apply_package(world.packages[package].with_user(mara))
    winning.expect_package(lead, world.packages[package])
    return order


def send(world, company, package):
    """It is sent, and nobody answers: the reminders of the nightly run follow."""
    quote(world, company, package).action_quotation_sent()
    stage = world.env["crm.stage"].search([("is_won", "=", False)], order="sequence desc", limit=1)
    world.leads[company].write({"stage_id": stage.id, "probability": 50})


def ask_for_discount(world, company, package):
    """Mara wants to give more away than she may, and asks."""
    order = quote(world, company, package)
    order.order_line.filtered(lambda line: line.price_unit).write({"discount": DISCOUNT})
    wizard = order.env["agency.price.approval"].create(
        {
            "order_id": order.id,
            "decision": "request",
            "comment": "They have an offer of somebody else, and would sign for two years.",
        }
    )
    wizard.action_confirm()


def compare(world, company, package):
    """Three ways to do it, side by side; hours of a clinic's project are priced by the card of its industry."""
    client = world.by("mara", world.leads[company].partner_id.commercial_partner_id)
    client.industry_id = world.env.ref("base.res_partner_industry_Q")
    order = quote(world, company, package)
    order.action_view_scenarios()
    scenarios = order.env["agency.quote.scenario"]
    quoted = order.scenario_ids
    later = fields.Date.add(quoted.start_date, days=28)
    writers = [world.employees[login].id for login in ("tess", "kim")]
    scenarios.create(
        [
            _like(quoted, "A month later", {}, start_date=later),
            _like(quoted, "Two writers, dearer", {"writer": writers}, price=1.08 * quoted.price),
        ]
    )


def _like(quoted, name, people, **changes):
    """:return dict: values of a scenario like another one

    :param dict people: code of a role -> ids of the people named for it
    """
    return {
        "name": name,
        "order_id": quoted.order_id.id,
        "start_date": quoted.start_date,
        "duration_days": quoted.duration_days,
        "price": quoted.price,
        "line_ids": [
            Command.create(
                {
                    "role_id": line.role_id.id,
                    "hours": line.hours,
                    "employee_ids": [Command.set(people.get(line.role_id.code, []))],
                }
            )
            for line in quoted.line_ids
        ],
    } | changes
