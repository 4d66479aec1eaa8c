"""The eight clients besides those of ``clients.py``, and the second orders of two of them. Plain data."""

from .clients import asks

#: days are counted back from today; ``review`` is when the quarterly report was handed in, ``care_hours`` a budget of
#: the ongoing work that differs from twelve months of included hours (0: nobody set one), ``milestone`` one of the
#: ongoing work that is late
MORE_CLIENTS = {
    "northgate": {
        "values": asks(
            "Northgate Insurance", "Helen Marsh", "northgateinsurance.example", "+1 206 555 0111", 40000,
            ["seo", "content", "paid_search"], ["leads", "brand"],
            "Forty agents live on leads that get dearer every year. We want our own, and a site that brings them.",
        ),
        "utm": {"source": "Referral", "medium": "word of mouth"},
        "package": "full",
        "lead": 548,
        "order": 540,
        "address": {"street": "900 Union Street", "city": "Seattle", "zip": "98101"},
        "care_hours": 7000,
        "review": 9,
    },
    "alder": {
        "values": asks(
            "Alder Ridge Winery", "Marcus Bell", "alderridgewinery.example", "+1 503 555 0161", 5000,
            ["content", "email"], ["online_sales", "brand"],
            "We sell half of our wine at the door. The other half should find us online.",
        ),
        "utm": {"source": "Newsletter", "medium": "email"},
        "package": "content",
        "lead": 502,
        "order": 494,
        "address": {"street": "15 Vineyard Lane", "city": "Newberg", "zip": "97132"},
        "care_hours": 2000,
        "review": 30,
    },
    "cascade": {
        "values": asks(
            "Cascade Credit Union", "Dana Whitlock", "cascadecu.example", "+1 360 555 0172", 30000,
            ["seo", "paid_search", "content"], ["leads", "retention"],
            "Members leave for banks with better apps. We want the young ones to hear of us first.",
        ),
        "utm": {"source": "Google", "medium": "organic"},
        "package": "full",
        "lead": 424,
        "order": 414,
        "address": {"street": "61 Broadway", "city": "Vancouver", "zip": "98660"},
        "care_hours": 6000,
        "review": 12,
    },
    "pinnacle": {
        "values": asks(
            "Pinnacle Robotics", "Victor Hale", "pinnaclerobotics.example", "+1 541 555 0114", 9000,
            ["seo"], ["leads"],
            "Our buyers are engineers. They search for part numbers and land on our competitors.",
        ),
        "utm": {"source": "LinkedIn", "medium": "paid social"},
        "package": "local",
        "lead": 331,
        "order": 322,
        "address": {"street": "2200 Innovation Drive", "city": "Corvallis", "zip": "97330"},
        "care_hours": 0,
    },
    "foxhollow": {
        "values": asks(
            "Fox Hollow Theatre", "Celia Vance", "foxhollowtheatre.example", "+1 503 555 0185", 2000,
            ["content", "organic_social"], ["online_sales"],
            "Full on Saturdays, empty on Tuesdays. We want to tell people what is on.",
        ),
        "utm": {"source": "Instagram", "medium": "social"},
        "package": "content",
        "lead": 299,
        "order": 290,
        "pause": 45,
        "address": {"street": "8 Curtain Row", "city": "Salem", "zip": "97301"},
    },
    "bramble": {
        "values": asks(
            "Bramble Toys", "Rosa Lindgren", "brambletoys.example", "+1 971 555 0190", 26000,
            ["paid_social", "paid_search", "content"], ["online_sales"],
            "Three months of the year make all of our sales. We want the other nine to help.",
        ),
        "utm": {"source": "LinkedIn", "medium": "paid social", "campaign": "Search Growth spring"},
        "package": "full",
        "lead": 238,
        "order": 228,
        "address": {"street": "77 Orchard Court", "city": "Beaverton", "zip": "97005"},
        "review": 20,
    },
    "harvest": {
        "values": asks(
            "Harvest Table Grocers", "Sam Ortega", "harvesttable.example", "+1 458 555 0126", 14000,
            ["seo", "content"], ["traffic", "online_sales"],
            "Nine shops, one website that nobody visits. Delivery starts in spring.",
        ),
        "utm": {"source": "Google", "medium": "organic"},
        "package": "growth",
        "lead": 186,
        "order": 178,
        "address": {"street": "430 Market Street", "city": "Medford", "zip": "97501"},
        "review": 6,
        "milestone": ("Delivery pages live", 4),
    },
    "summit": {
        "values": asks(
            "Summit Eyewear", "Lia Novak", "summiteyewear.example", "+1 503 555 0117", 16000,
            ["seo", "content", "paid_social"], ["online_sales", "brand"],
            "We opened our fifth shop and want to sell frames online next year.",
        ),
        "utm": {"source": "Referral", "medium": "word of mouth"},
        "package": "growth",
        "lead": 22,
        "quote": 13,
        "order": 6,
        "address": {"street": "19 Lens Street", "city": "Portland", "zip": "97205"},
    },
}  # fmt: skip

#: a second order of a client: who ordered what, and how late its work is done (days after its planned end)
SITES = {
    "cascade_site": {"client": "cascade", "package": "relaunch", "order": 44, "late": 9},
    "bramble_site": {"client": "bramble", "package": "relaunch", "order": 26, "late": 0},
}

#: enquiries before the last three months, as in ``clients.ENQUIRIES``
EARLIER_ENQUIRIES = [
    (531, 10.1, "Basalt Climbing", "Wes Turner", "basaltclimbing.example", 1200, ["organic_social"], ["brand"],
     ("Instagram", "social"), "lost:budget"),
    (486, 9.6, "Riverstone Homes", "Judy Park", "riverstonehomes.example", 11000, ["seo"], ["leads"],
     ("Google", "organic"), "lost:agency"),
    (447, 14.2, "Tamarack Outfitters", "Ned Fuller", "tamarack.example", 6000, ["paid_search"], ["online_sales"],
     ("Google", "cpc"), "lost:price_only"),
    (391, 11.0, "Oakmont Schools", "Rita Sims", "oakmontschools.example", 3000, ["content"], ["brand"],
     ("Referral", "word of mouth"), "lost:timing"),
    (352, 15.4, "Silverline Transit", "Paula Kerr", "silverlinetransit.example", 18000, ["seo", "content"], ["leads"],
     ("LinkedIn", "paid social"), "lost:in_house"),
    (311, 8.9, "Blue Heron Spa", "Tina Moss", "blueheronspa.example", 1500, ["organic_social"], ["online_sales"],
     ("Instagram", "social"), "lost:budget"),
    (264, 13.1, "Ironwood Gyms", "Cal Ruiz", "ironwoodgyms.example", 7000, ["paid_social"], ["leads"],
     ("LinkedIn", "paid social"), "lost:silent"),
    (209, 10.8, "Quartz Analytics", "Erin Lowe", "quartzanalytics.example", 9000, ["seo", "content"], ["leads"],
     ("Newsletter", "email"), "lost:agency"),
    (156, 16.3, "Larkspur Flowers", "Ada Finch", "larkspurflowers.example", 900, ["seo"], ["online_sales"],
     ("Google", "organic"), "lost:fit"),
    (118, 9.2, "Stonebridge Legal", "Hugh Barr", "stonebridgelegal.example", 6500, ["seo"], ["leads"],
     ("Google", "organic"), "lost:timing"),
]  # fmt: skip
