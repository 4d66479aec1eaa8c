"""What the agency sells: services and the packages made of them, all on the website."""

from odoo import Command

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
#: key -> values; ``tasks``, ``deliverables`` and ``requirements`` become records of their own
SERVICES = {
    "audit": {
        "name": "SEO Audit",
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
    "seo_care": {
        "name": "SEO Care",
        "summary": "Technical upkeep, rankings and a monthly report.",
        "description": "<p>Every month we fix what the crawl finds, improve the pages with the most to win and tell "
        "you in plain words what changed.</p>",
        "pricing_model": "retainer",
        "list_price": 13900,
        "effort": [("seo", 48), ("strategist", 16)],
    },
    "content_care": {
        "name": "Content Care",
        "summary": "Four articles a month, written, checked and published.",
        "description": "<p>Four articles a month by people who know your field, with pictures, checked by a second "
        "pair of eyes and published.</p>",
        "pricing_model": "retainer",
        "list_price": 11400,
        "effort": [("writer", 44), ("designer", 18), ("strategist", 8)],
    },
    "workshop": {
        "name": "Workshop by the Hour",
        "summary": "An experienced strategist at your table.",
        "description": "<p>Positioning, measuring, planning: bring the question, we bring the method.</p>",
        "pricing_model": "hourly",
        "list_price": 150,
        "effort": [("strategist", 1)],
    },
}
#: key -> values; ``lines`` are (service, one-off or monthly, price, add-on)
PACKAGES = {
    "growth": {
        "name": "Search Growth",
        "tier": "premium",
        "summary": "Audit and strategy first, then care for search and content every month.",
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
        "name": "Content Engine",
        "tier": "standard",
        "summary": "A plan, four pages that convert, and fresh articles every month.",
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
        "name": "Local Start",
        "tier": "basic",
        "summary": "Be found by the people around you.",
        "scope": "<p>SEO audit of one site, then technical care every month.</p>",
        "timeline_text": "<p>Audit after four weeks, care from the first day.</p>",
        "duration_days": 22,
        "deposit_percent": 50,
        "minimum_term_months": 0,
        "included_hours": 70,
        "hours_budget": 110,
        "lines": [("audit", "one_off", 9800, False), ("seo_care", "monthly", 5900, False)],
    },
}
ASSUMPTIONS = "<p>One contact decides within three working days. Media budgets are paid by the client directly.</p>"
CHECKLIST = "Facts and figures agree with their sources\nSpelling and brand voice\nWorks on a phone"


def create_services(env, roles):
    """:return dict: key -> ``agency.service``, on the website"""
    return {
        key: env["agency.service"].create(_service_values(values, roles, 10 * number))
        for number, (key, values) in enumerate(SERVICES.items(), 1)
    }


def _service_values(values, roles, sequence):
    plain = {
        name: value for name, value in values.items() if name not in ("tasks", "deliverables", "requirements", "effort")
    }
    tasks = values.get("tasks", [])
    hours = {}
    for _name, role, planned, *_rest in tasks:
        hours[role] = hours.get(role, 0) + planned
    hours = hours or dict(values.get("effort", []))
    return plain | {
        "sequence": sequence,
        "is_published": True,
        "effort_ids": [Command.create({"role_id": roles[role].id, "hours": one}) for role, one in hours.items()],
        "task_template_ids": [
            Command.create(
                {
                    "name": name,
                    "role_id": roles[role].id,
                    "hours": planned,
                    "offset_days": offset,
                    "duration_days": duration,
                    "milestone": milestone,
                    "client_visible": visible,
                    "sequence": 10 * number,
                }
            )
            for number, (name, role, planned, offset, duration, milestone, visible) in enumerate(tasks, 1)
        ],
        "deliverable_template_ids": [
            Command.create(
                {"name": name, "type": kind, "offset_days": offset, "milestone": milestone, "checklist": CHECKLIST}
            )
            for name, kind, offset, milestone in values.get("deliverables", [])
        ],
        "requirement_ids": [
            Command.create({"name": name, "kind": kind, "description": text})
            for name, kind, text in values.get("requirements", [])
        ],
    }


def create_packages(env, services):
    """:return dict: key -> ``agency.service.package``, published and on the website"""
    packages = {}
    for number, (key, values) in enumerate(PACKAGES.items(), 1):
        lines = [
            Command.create(
                {
                    "service_id": services[service].id,
                    "billing": billing,
                    "price_unit": price,
                    "is_addon": addon,
                    "sequence": 10 * place,
                }
            )
            for place, (service, billing, price, addon) in enumerate(values["lines"], 1)
        ]
        packages[key] = env["agency.service.package"].create(
            {name: value for name, value in values.items() if name != "lines"}
            | {
                "sequence": 10 * number,
                "description": f"<p>{values['summary']}</p>{values['scope']}",
                "assumptions": ASSUMPTIONS,
                "line_ids": lines,
            }
        )
        packages[key].action_publish()
        packages[key].is_published = True
    return packages
