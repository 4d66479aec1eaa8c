"""What the agency sells: services and the packages made of them. Plain data."""

#: (name, role, hours, offset in working days, duration, milestone, shown to the client)
AUDIT_TASKS = [
    ("Crawl the site and read its logs", "seo", 34, 0, 8, "Audit done", True),
    ("Keyword research", "seo", 32, 5, 8, "Audit done", True),
    ("Look at competitors", "strategist", 18, 5, 6, "Audit done", False),
    ("Write the audit report", "seo", 22, 13, 6, "Audit done", True),
]
PLAN_TASKS = [
    ("Interview the team", "strategist", 14, 0, 5, "Plan agreed", True),
    ("Topics and content calendar", "writer", 34, 5, 10, "Plan agreed", True),
    ("Templates for articles", "designer", 20, 8, 6, "Plan agreed", False),
]
PAGE_TASKS = [
    ("Wireframes", "designer", 22, 14, 6, "Pages live", True),
    ("Texts of the pages", "writer", 26, 20, 10, "Pages live", True),
    ("Design of the pages", "designer", 30, 26, 10, "Pages live", True),
    ("Publish and measure", "seo", 12, 36, 4, "Pages live", False),
]
SITE_TASKS = [
    ("Sitemap and content model", "strategist", 18, 0, 5, "Concept agreed", True),
    ("Design system", "designer", 46, 5, 10, "Concept agreed", True),
    ("Build templates", "dev", 92, 12, 18, "Site live", True),
    ("Move content and redirects", "seo", 40, 24, 10, "Site live", False),
    ("Measurement plan and tags", "dev", 22, 28, 6, "Site live", False),
    ("Tests and launch", "dev", 32, 34, 6, "Site live", True),
]
#: service -> task -> the tasks it waits for
WAITS = {
    "site": {
        "Design system": ["Sitemap and content model"],
        "Build templates": ["Design system"],
        "Move content and redirects": ["Sitemap and content model"],
        "Tests and launch": ["Build templates", "Move content and redirects"],
    },
}
#: key -> values; ``tasks``, ``deliverables`` and ``requirements`` become records of their own
SERVICES = {
    "audit": {
        "name": "SEO Audit",
        "channels": ["seo"],
        "summary": "What keeps your site from being found, and what to do about it first.",
        "description": "<p>We crawl your site, read its logs and search data, and compare you with the sites that "
        "rank above you. You get a report that says what to change, in which order, and what it is worth.</p>",
        "list_price": 13500,
        "duration_days": 20,
        "tasks": AUDIT_TASKS,
        "deliverables": [
            ("Keyword map", "document", 12, "Audit done"),
            ("Audit report", "report", 19, "Audit done"),
        ],
        "requirements": [
            ("Brand guide", "document", "Logo, colours and fonts, as PDF or ZIP."),
            ("Access to Search Console", "access", "Invite data@brightwater.example as a user with full access."),
        ],
    },
    "plan": {
        "name": "Content Strategy",
        "channels": ["content"],
        "summary": "A plan for what to publish, where and why.",
        "description": "<p>We interview your team, study your audience and write a plan for six months: topics, "
        "formats, owners and the figures by which you will see that it works.</p>",
        "list_price": 8600,
        "duration_days": 16,
        "tasks": PLAN_TASKS,
        "deliverables": [("Content plan", "document", 15, "Plan agreed")],
        "requirements": [("Audience research", "document", "What you know about your customers: surveys, interviews.")],
    },
    "pages": {
        "name": "Landing Pages",
        "channels": ["content", "seo"],
        "summary": "Four pages that turn visitors into enquiries.",
        "description": "<p>Wireframes, texts and design of four pages, published on your site and measured.</p>",
        "list_price": 11200,
        "duration_days": 40,
        "tasks": PAGE_TASKS,
        "deliverables": [
            ("Page texts", "copy", 30, "Pages live"),
            ("Page designs", "design", 37, "Pages live"),
        ],
        "requirements": [("Product pictures", "document", "High resolution, as ZIP.")],
    },
    "site": {
        "name": "Website Build",
        "channels": ["seo", "content"],
        "summary": "A fast site your team can run, built on what people look for.",
        "description": "<p>Concept, design system, templates, content and redirects, measured from the first day.</p>",
        "list_price": 42000,
        "duration_days": 40,
        "tasks": SITE_TASKS,
        "deliverables": [
            ("Site concept", "document", 10, "Concept agreed"),
            ("Design system", "design", 15, "Concept agreed"),
            ("Launch checklist", "report", 38, "Site live"),
        ],
        "requirements": [("Access to the website", "access", "An account that may publish pages and change DNS.")],
    },
    "seo_care": {
        "name": "SEO Care",
        "channels": ["seo"],
        "summary": "Technical upkeep, rankings and a monthly report.",
        "description": "<p>Every month we fix what the crawl finds, improve the pages with the most to win and tell "
        "you in plain words what changed.</p>",
        "pricing_model": "retainer",
        "list_price": 13900,
        "effort": [("seo", 48), ("strategist", 16)],
    },
    "content_care": {
        "name": "Content Care",
        "channels": ["content", "organic_social"],
        "summary": "Four articles a month, written, checked and published.",
        "description": "<p>Four articles a month by people who know your field, with pictures, checked by a second "
        "pair of eyes and published.</p>",
        "pricing_model": "retainer",
        "list_price": 11400,
        "effort": [("writer", 44), ("designer", 18), ("strategist", 8)],
    },
    "ads_care": {
        "name": "Paid Media Care",
        "channels": ["paid_search", "paid_social", "display"],
        "summary": "Campaigns planned, run and reported, budget by budget.",
        "description": "<p>Search, shopping and social campaigns, with weekly tests and one report that adds up.</p>",
        "pricing_model": "retainer",
        "list_price": 15800,
        "effort": [("ads", 70), ("analyst", 24), ("dev", 30), ("strategist", 12)],
    },
    "workshop": {
        "name": "Workshop by the Hour",
        "channels": ["seo", "content", "paid_search", "paid_social"],
        "summary": "An experienced strategist at your table.",
        "description": "<p>Positioning, measuring, planning: bring the question, we bring the method.</p>",
        "pricing_model": "hourly",
        "list_price": 150,
        "effort": [("strategist", 1)],
    },
}
#: key -> values; packages of a family are compared side by side, one of each tier
FAMILIES = {
    "found": {"name": "Be Found", "summary": "People look for what you do and should meet you first."},
    "site": {"name": "A Site That Works", "summary": "A site that is fast and yours, also with what comes after."},
}
#: key -> values; ``lines`` are (service, one-off or monthly, price, add-on)
PACKAGES = {
    "growth": {
        "family": "found",
        "name": "Search Growth",
        "tier": "premium",
        "summary": "Audit and strategy first, then care for search and content every month.",
        "description": "<p>For companies whose buyers look them up before they call. We learn first what your "
        "pages are missing, then the same team puts it right and keeps publishing.</p>",
        "scope": "<p>SEO audit and content strategy, then technical care and four articles a month.</p>",
        "timeline_text": "<p>Audit after four weeks, content plan two weeks later, care from the first day.</p>",
        "duration_days": 40,
        "deposit_percent": 50,
        "minimum_term_months": 12,
        "included_hours": 220,
        "hours_budget": 200,
        "lines": [
            ("audit", "one_off", 13500, False),
            ("plan", "one_off", 8600, False),
            ("seo_care", "monthly", 13900, False),
            ("content_care", "monthly", 11400, False),
            ("pages", "one_off", 11200, True),
        ],
    },
    "content": {
        "family": "found",
        "name": "Content Engine",
        "tier": "standard",
        "summary": "A plan, four pages that convert, and fresh articles every month.",
        "description": "<p>For teams with much to tell and nobody to write it. You bring what you know, "
        "we ask, write, illustrate and publish.</p>",
        "scope": "<p>Content strategy and four landing pages, then four articles a month.</p>",
        "timeline_text": "<p>Plan after three weeks, pages live after eight.</p>",
        "duration_days": 38,
        "deposit_percent": 40,
        "minimum_term_months": 6,
        "included_hours": 120,
        "hours_budget": 160,
        "lines": [
            ("plan", "one_off", 8600, False),
            ("pages", "one_off", 11200, False),
            ("content_care", "monthly", 11400, False),
            ("seo_care", "monthly", 13900, True),
        ],
    },
    "local": {
        "family": "found",
        "name": "Local Start",
        "tier": "basic",
        "summary": "Be found by the people around you.",
        "description": "<p>For practices, shops and offices that live from their neighbourhood. One site, "
        "one contact, a report every month.</p>",
        "scope": "<p>SEO audit of one site, then technical care every month.</p>",
        "timeline_text": "<p>Audit after four weeks, care from the first day.</p>",
        "duration_days": 22,
        "deposit_percent": 50,
        "minimum_term_months": 0,
        "included_hours": 70,
        "hours_budget": 110,
        "lines": [("audit", "one_off", 9800, False), ("seo_care", "monthly", 5900, False)],
    },
    "full": {
        "family": "site",
        "name": "Full Service",
        "tier": "premium",
        "summary": "Site, search, content and paid media from one team.",
        "description": "<p>For those who would rather brief one team than five. A project manager of ours "
        "keeps the parts in step, and the portal shows where each of them stands.</p>",
        "scope": "<p>Content strategy and a new website, then care for search, content and campaigns.</p>",
        "timeline_text": "<p>Plan after three weeks, site live after eleven, care from the first day.</p>",
        "duration_days": 56,
        "deposit_percent": 40,
        "minimum_term_months": 12,
        "included_hours": 400,
        "hours_budget": 420,
        "lines": [
            ("plan", "one_off", 8600, False),
            ("site", "one_off", 42000, False),
            ("seo_care", "monthly", 13900, False),
            ("content_care", "monthly", 11400, False),
            ("ads_care", "monthly", 15800, False),
        ],
    },
    "relaunch": {
        "family": "site",
        "name": "Website Relaunch",
        "tier": "standard",
        "summary": "A new site for what you already do well.",
        "description": "<p>For businesses that have outgrown their website. You see each template before it "
        "is built, and no old address leads nowhere.</p>",
        "scope": "<p>Concept, design system, templates, content and redirects; launch with measurement.</p>",
        "timeline_text": "<p>Concept after three weeks, site live after eight.</p>",
        "duration_days": 40,
        "deposit_percent": 40,
        "minimum_term_months": 0,
        "included_hours": 0,
        "hours_budget": 260,
        "lines": [("site", "one_off", 42000, False)],
    },
}
#: package -> hours of its project
BUDGETS = {key: values["hours_budget"] for key, values in PACKAGES.items()}
