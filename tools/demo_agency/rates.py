"""What an hour costs whom: a second currency, rate cards, the quotation of a client abroad."""

from odoo import Command, fields

from . import selling

#: units of a currency for one of the company's
EURO = 0.92
#: name -> (currency, tiers, industries, prices of an hour by role)
CARDS = {
    "Key Accounts": (
        "USD",
        ["key"],
        [],
        {"strategist": 140, "seo": 116, "writer": 98, "designer": 107, "dev": 121, "ads": 116, "analyst": 130},
    ),
    "Health Care": ("USD", [], ["Q"], {"strategist": 158, "writer": 118, "seo": 130}),
    "Europe": (
        "EUR",
        [],
        [],
        {"strategist": 142, "seo": 118, "writer": 99, "designer": 109, "dev": 124, "ads": 118, "analyst": 132},
    ),
}
#: company of an enquiry -> days ago; what it is quoted besides a package, in hours by role
ABROAD = "Alpenglow Hotels"
QUOTED, PACKAGE = 6, "content"
HOURS = {"strategist": 12, "designer": 24, "dev": 16}
#: client -> tier
TIERS = {
    "northgate": "key",
    "cascade": "key",
    "bramble": "key",
    "harbor": "regular",
    "alder": "regular",
    "harvest": "regular",
    "kestrel": "regular",
    "foxhollow": "occasional",
    "pinnacle": "occasional",
}


def tell(world, story):
    """Put the sorting of the clients and the quotation abroad into the story."""
    story.at(25, 15, sort_clients, world)
    story.at(QUOTED, 14, quote_abroad, world)


def make_cards(world):
    """Olga writes down what an hour of each role costs, and for whom."""
    env = world.env
    euro = env.ref("base.EUR")
    euro.active = True
    env["res.currency.rate"].create(
        {"currency_id": euro.id, "company_id": env.company.id, "name": fields.Date.today(), "rate": EURO}
    )
    for number, (name, (currency, tiers, industries, prices)) in enumerate(CARDS.items(), 1):
        world.by("admin", env["product.pricelist"]).create(
            {
                "name": name,
                "agency_rate_card": True,
                "sequence": 10 * number,
                "currency_id": env.ref(f"base.{currency}").id,
                "agency_tier_ids": [Command.set([_tier(world, code).id for code in tiers])],
                "agency_industry_ids": [
                    Command.set([env.ref(f"base.res_partner_industry_{code}").id for code in industries])
                ],
                "item_ids": [
                    Command.create(
                        {"agency_role_id": world.roles[code].id, "compute_price": "fixed", "fixed_price": price}
                    )
                    for code, price in prices.items()
                ],
            }
        )


def _tier(world, code):
    return world.env.ref(f"agency_management.agency_client_tier_{code}")


def sort_clients(world):
    """Mara says how important each client is."""
    for key, code in TIERS.items():
        world.by("mara", world.clients[key].partner).client_tier_id = _tier(world, code)


def quote_abroad(world):
    """A hotel group in Austria gets a package and hours of three roles, in its own currency."""
    client = world.leads[ABROAD].partner_id.commercial_partner_id
    world.by("mara", client).write(
        {
            "quote_currency_id": world.env.ref("base.EUR").id,
            "country_id": world.env.ref("base.at").id,
            "client_tier_id": _tier(world, "regular").id,
        }
    )
    order = selling.quote(world, ABROAD, PACKAGE)
    order.write(
        {
            "order_line": [
                Command.create({"product_id": world.roles[code].product_id.id, "product_uom_qty": planned})
                for code, planned in HOURS.items()
            ]
        }
    )
    order.action_quotation_sent()
