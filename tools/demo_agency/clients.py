"""Who asks the agency for work. Plain data: what each wrote, when, and what became of it."""


def asks(company, contact, domain, phone, budget, channels, goals, text, **more):
    """:return dict: values of the form of the website, as somebody of a company fills it in"""
    first = contact.replace("Dr. ", "").split()[0].lower()
    return {
        "partner_name": company,
        "contact_name": contact,
        "email_from": f"{first}@{domain}",
        "phone": phone,
        "site_url": f"https://www.{domain}",
        "monthly_ad_budget": budget,
        "channel_codes": channels,
        "goal_codes": goals,
        "description": text,
    } | more


#: the four whose story goes on after the enquiry; days are counted back from today
CLIENTS = {
    "linden": {
        "values": asks(
            "Linden Dental Group", "Dr. Amara Linden", "lindendental.example", "+1 503 555 0133", 2500,
            ["seo"], ["leads"],
            "Three practices, few new patients from search. We want to be on the first page nearby.",
        ),
        "utm": {"source": "Google", "medium": "organic", "campaign": "Local search"},
        "package": "local",
        "lead": 92,
        "order": 89,
        "login": None,
        "address": {"street": "40 Alder Street", "city": "Eugene", "zip": "97401"},
    },
    "harbor": {
        "values": asks(
            "Harbor & Pine Furniture", "June Harper", "harborpine.example", "+1 503 555 0142", 12000,
            ["seo", "content", "paid_search"], ["online_sales", "traffic"],
            "Our shop lives on paid clicks. We want search and content to carry half of the sales.",
            site_stack="Shopify",
        ),
        "utm": {"source": "LinkedIn", "medium": "paid social", "campaign": "Search Growth spring"},
        "package": "growth",
        "lead": 91,
        "order": 86,
        "login": "june",
        "address": {"street": "7 Dock Road", "city": "Astoria", "zip": "97103"},
    },
    "kestrel": {
        "values": asks(
            "Kestrel Outdoor", "Theo Lang", "kestreloutdoor.example", "+1 541 555 0177", 6000,
            ["content", "organic_social"], ["leads", "brand"],
            "We rent out gear and guide tours. The blog is old and nobody finds the tours.",
            site_stack="WordPress",
        ),
        "utm": {"source": "Newsletter", "medium": "email", "campaign": "Content Engine launch"},
        "package": "content",
        "lead": 71,
        "order": 64,
        "login": "theo",
        "address": {"street": "210 Summit Avenue", "city": "Bend", "zip": "97701"},
    },
    "solstice": {
        "values": asks(
            "Solstice Yoga Studios", "Priya Raman", "solsticeyoga.example", "+1 971 555 0158", 3500,
            ["content", "seo"], ["retention", "traffic"],
            "Two studios, a third one opens next spring. We need pages for it and people who find them.",
        ),
        "utm": {"source": "Google", "medium": "organic"},
        "package": "content",
        "lead": 18,
        "quote": 11,
        "login": None,
        "address": {"street": "3 Juniper Lane", "city": "Portland", "zip": "97214"},
    },
}  # fmt: skip

#: those who did not become clients (yet): (days ago, hour, company, contact, domain, ad budget, channels, goals,
#: (source, medium), what became of it: "lost:<reason>" after some days, "answered", "opportunity",
#: "late" (answered too late), "again" (the same person writes once more), "new")
ENQUIRIES = [
    (88, 9.2, "Bluebird Bakery", "Nora Field", "bluebirdbakery.example", 400, ["organic_social"], ["brand"],
     ("Instagram", "social"), "lost:budget"),
    (82, 14.0, "Granite Tools", "Sam Becker", "granitetools.example", 8000, ["paid_search", "seo"], ["leads"],
     ("Google", "cpc"), "lost:agency"),
    (75, 10.5, "Marlow Law", "Ellen Marlow", "marlowlaw.example", 5000, ["seo"], ["leads"],
     ("Referral", "word of mouth"), "lost:timing"),
    (66, 16.1, "Fern & Fable Books", "Iris Cole", "fernfable.example", 900, ["email", "content"], ["online_sales"],
     ("Google", "organic"), "lost:silent"),
    (59, 11.3, "Polar Fitness", "Max Orr", "polarfitness.example", 4000, ["paid_social"], ["leads"],
     ("LinkedIn", "paid social"), "lost:price_only"),
    (51, 8.7, "Atlas Freight", "Gwen Ito", "atlasfreight.example", 15000, ["seo", "paid_search"], ["leads"],
     ("Google", "organic"), "lost:in_house"),
    (44, 13.4, "Copper Kettle Coffee", "Leo Marsh", "copperkettle.example", 2200, ["content"], ["online_sales"],
     ("Newsletter", "email"), "late"),
    (37, 15.0, "Vista Solar", "Ana Prieto", "vistasolar.example", 20000, ["seo", "content", "paid_search"],
     ["leads", "brand"], ("LinkedIn", "paid social"), "opportunity"),
    (35, 9.3, "Vista Solar", "Ana Prieto", "vistasolar.example", 20000, ["video"], ["leads"],
     ("Google", "organic"), "again"),
    (29, 9.9, "Tidewater Hotels", "Hal Brooks", "tidewaterhotels.example", 9000, ["seo", "display"],
     ["online_sales"], ("Google", "cpc"), "opportunity"),
    (23, 12.2, "Nimbus Payroll", "Kit Sato", "nimbuspayroll.example", 7000, ["content", "seo"], ["leads"],
     ("Referral", "word of mouth"), "answered"),
    (16, 10.6, "Alpenglow Hotels", "Greta Moser", "alpenglowhotels.example", 12000, ["content", "seo"],
     ["online_sales", "brand"], ("Referral", "word of mouth"), "opportunity"),
    (13, 10.1, "Orchard Pets", "Bea Quinn", "orchardpets.example", 1500, ["marketplace"], ["online_sales"],
     ("Instagram", "social"), "lost:fit"),
    (9, 14.6, "Meridian Clinics", "Owen Shaw", "meridianclinics.example", 11000, ["seo", "paid_search"], ["leads"],
     ("Google", "organic"), "opportunity"),
    (5, 9.4, "Lumen Lighting", "Vera Holt", "lumenlighting.example", 3200, ["seo"], ["online_sales"],
     ("Google", "organic"), "answered"),
    (1, 15.8, "Redwood Cabins", "Finn Avery", "redwoodcabins.example", 4500, ["content", "video"], ["leads"],
     ("Newsletter", "email"), "new"),
]  # fmt: skip
ENQUIRY_TEXT = "We look for an agency that takes care of our marketing. Could you make us an offer?"
