"""Figures of the clients' sites, imported from files as the providers give them."""

import base64
import datetime

from . import figures

#: days of figures; Search Console and GA4 give what was before the agency came, too
DAYS = 540
#: client -> (clicks a day at first, growth over the time, search terms with share and first position)
SITES = {
    "harbor": (
        88,
        1.15,
        {
            "harbor and pine": (0.16, 1.4),
            "oak dining table": (0.14, 9.2),
            "solid wood bench": (0.11, 7.5),
            "handmade furniture oregon": (0.08, 5.1),
            "pine bookshelf": (0.07, 12.8),
            "how to oil oak": (0.06, 14.3),
            "walnut desk": (0.05, 16.0),
            "dining table for eight": (0.04, 18.4),
        },
    ),
    "kestrel": (
        41,
        0.8,
        {
            "kestrel outdoor": (0.21, 1.2),
            "kayak rental bend": (0.15, 6.4),
            "guided hikes oregon": (0.1, 11.0),
            "snowshoe tour": (0.07, 9.7),
            "climbing gear rental": (0.06, 8.8),
            "smith rock guide": (0.05, 15.2),
        },
    ),
    "northgate": (
        240,
        0.85,
        {
            "northgate insurance": (0.24, 1.2),
            "home insurance seattle": (0.12, 14.6),
            "car insurance quote": (0.1, 18.2),
            "renters insurance washington": (0.08, 9.9),
            "umbrella policy cost": (0.05, 11.4),
        },
    ),
    "cascade": (
        170,
        0.7,
        {
            "cascade credit union": (0.28, 1.1),
            "credit union vancouver": (0.14, 6.8),
            "first car loan": (0.09, 13.1),
            "student account": (0.06, 15.7),
        },
    ),
    "bramble": (
        96,
        0.5,
        {
            "bramble toys": (0.2, 1.3),
            "wooden train set": (0.13, 12.2),
            "toys for three year olds": (0.09, 16.4),
            "montessori shelf": (0.07, 9.1),
        },
    ),
    "linden": (
        31,
        0.22,
        {"linden dental": (0.3, 1.1), "dentist eugene": (0.12, 13.5), "teeth whitening": (0.08, 17.0)},
    ),
}


#: pages are told of so many days: this month and the whole last one
PAGE_DAYS = 62
#: client -> path of a page -> share of the visits
PAGES = {
    "harbor": {"/": 0.24, "/tables": 0.19, "/benches": 0.13, "/journal/how-to-oil-oak": 0.1, "/shelves": 0.08},
    "kestrel": {"/": 0.22, "/kayaks": 0.18, "/tours/winter": 0.14, "/gear": 0.09, "/journal/smith-rock": 0.06},
    "northgate": {"/": 0.27, "/home": 0.16, "/car": 0.13, "/agents": 0.09, "/guides/umbrella-policy": 0.05},
    "cascade": {"/": 0.31, "/loans/first-car": 0.14, "/accounts/student": 0.1, "/branches": 0.09, "/join": 0.07},
    "bramble": {"/": 0.2, "/trains": 0.17, "/age/three": 0.12, "/shelves": 0.08, "/gifts": 0.08},
    "linden": {"/": 0.29, "/eugene": 0.17, "/whitening": 0.11, "/team": 0.09, "/contact": 0.07},
}


def import_files(world, client, seed):
    """Import searches by day, term and page, visits by channel, people by day, views by page."""
    level, growth, queries = SITES[client.key]
    today = datetime.date.fromordinal(datetime.date.today().toordinal())
    # search figures come two days late
    search = figures.days_until(today - datetime.timedelta(days=2), DAYS)
    visits = figures.days_until(today - datetime.timedelta(days=1), DAYS)
    late, now = search[-PAGE_DAYS:], visits[-PAGE_DAYS:]
    name, pages = client.partner.name, PAGES[client.key]
    # over a short span a site does not grow; it is where it came to
    reached = level * (1 + growth)
    site = client.partner.site_url.removeprefix("https://").rstrip("/")
    files = [
        ("Dates.csv", figures.search_by_day(search, level, growth, seed)),
        ("Queries by day.csv", figures.search_by_query(search, queries, level, growth, seed)),
        ("Pages by day.csv", figures.search_by_page(late, pages, reached, 0, seed, site)),
        ("Channels.csv", figures.traffic_by_channel(visits, level, growth, seed, name)),
        ("Users.csv", figures.people_by_day(visits, level, growth, seed, name)),
        ("Pages and screens.csv", figures.views_by_page(now, pages, reached, 0, seed, name)),
    ]
    imports = world.env["agency.metric.import"].create(
        [
            {"client_id": client.partner.id, "file": base64.b64encode(content), "filename": name, "account": site}
            for name, content in files
        ]
    )
    imports.action_import()
    bad = imports.filtered(lambda one: one.state != "done" or one.rows_bad)
    if bad:
        raise AssertionError(f"{client.key}: {bad.mapped(lambda one: (one.filename, one.failure, one.rows_bad))}")
