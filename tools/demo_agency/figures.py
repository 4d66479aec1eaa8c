"""Exports as Search Console and GA4 give them, made up: a site that grows, busy on workdays. Pure, deterministic."""

import csv
import datetime
import io
import random

CHANNELS = {
    "Organic Search": (0.46, 0.031),
    "Direct": (0.21, 0.028),
    "Paid Search": (0.16, 0.044),
    "Organic Social": (0.11, 0.012),
    "Referral": (0.06, 0.025),
}


def days_until(last, count):
    """:return list: so many days, the last one being ``last``"""
    return [last - datetime.timedelta(days=count - 1 - index) for index in range(count)]


def visits(days, first_level, growth, seed):
    """:return list: visits of each day: a trend over the whole span, quieter week-ends, some noise"""
    rng = random.Random(seed)
    span = max(1, len(days) - 1)
    week = (1.08, 1.12, 1.1, 1.04, 0.96, 0.8, 0.9)
    return [
        round(first_level * (1 + growth * index / span) * week[day.weekday()] * rng.uniform(0.92, 1.08))
        for index, day in enumerate(days)
    ]


def search_by_day(days, level, growth, seed):
    """:return bytes: CSV by date: clicks, impressions, click rate, average position"""
    rng = random.Random(seed + 1)
    rows = []
    for index, (day, clicks) in enumerate(zip(days, visits(days, level, growth, seed))):
        impressions = round(clicks * rng.uniform(22, 26))
        position = 14.5 - 4.5 * index / len(days) + rng.uniform(-0.4, 0.4)
        rows.append([day.isoformat(), clicks, impressions, _percent(clicks, impressions), f"{position:.2f}"])
    return _csv(["Date", "Clicks", "Impressions", "CTR", "Position"], rows)


def search_by_query(days, queries, level, growth, seed):
    """:param dict queries: search term -> (share of the clicks, position on the first day)
    :return bytes: CSV by date and query, as the API's export gives it
    """
    rng = random.Random(seed + 2)
    rows = []
    for index, (day, total) in enumerate(zip(days, visits(days, level, growth, seed))):
        for query, (share, position) in queries.items():
            clicks = round(total * share * rng.uniform(0.8, 1.2))
            impressions = max(clicks, round(total * share * 24 * rng.uniform(0.9, 1.1)))
            place = max(1.0, position * (1 - 0.35 * index / len(days)) + rng.uniform(-0.3, 0.3))
            rate = clicks / impressions if impressions else 0.0
            rows.append([day.isoformat(), query, clicks, impressions, f"{rate:.6f}", f"{place:.4f}"])
    return _csv(["date", "query", "clicks", "impressions", "ctr", "position"], rows)


def search_by_page(days, pages, level, growth, seed, site):
    """:param dict pages: path -> share of the clicks
    :return bytes: CSV by date and address of a page
    """
    rng = random.Random(seed + 4)
    rows = []
    for day, total in zip(days, visits(days, level, growth, seed)):
        for number, (path, share) in enumerate(pages.items()):
            clicks = round(total * share * rng.uniform(0.85, 1.15))
            impressions = round(total * share * 24 * rng.uniform(0.9, 1.1)) + clicks
            rate = clicks / impressions if impressions else 0.0
            place = 4 + 1.8 * number + rng.uniform(-0.3, 0.3)
            rows.append([day.isoformat(), f"https://{site}{path}", clicks, impressions, f"{rate:.6f}", f"{place:.4f}"])
    return _csv(["date", "page", "clicks", "impressions", "ctr", "position"], rows)


def views_by_page(days, pages, level, growth, seed, name):
    """:return bytes: GA4 exploration by date and path of a page: views"""
    rng = random.Random(seed + 5)
    rows = [
        [f"{day:%Y%m%d}", path, round(total * share * rng.uniform(1.5, 1.8))]
        for day, total in zip(days, visits(days, level * 2.1, growth, seed + 3))
        for path, share in pages.items()
    ]
    return _exploration(days, name, ["Date", "Page path and screen class", "Views"], rows)


def people_by_day(days, level, growth, seed, name):
    """:return bytes: GA4 exploration by date: how many people came"""
    rng = random.Random(seed + 6)
    rows = []
    for day, total in zip(days, visits(days, level * 2.1, growth, seed + 3)):
        rows.append([f"{day:%Y%m%d}", round(total * rng.uniform(0.78, 0.84))])
    return _exploration(days, name, ["Date", "Active users"], rows)


def traffic_by_channel(days, level, growth, seed, name):
    """:return bytes: GA4 exploration by date and channel: sessions, engaged sessions, key events"""
    rng = random.Random(seed + 3)
    rows = []
    for day, total in zip(days, visits(days, level * 2.1, growth, seed + 3)):
        for channel, (share, rate) in CHANNELS.items():
            sessions = round(total * share * rng.uniform(0.9, 1.1))
            figures = [sessions, round(sessions * rng.uniform(0.58, 0.68)), round(sessions * rate)]
            rows.append([f"{day:%Y%m%d}", channel, *figures])
    columns = [
        "Date",
        "Session primary channel group (Default Channel Group)",
        "Sessions",
        "Engaged sessions",
        "Key events",
    ]
    return _exploration(days, name, columns, rows)


def _exploration(days, name, columns, rows):
    """:return bytes: CSV of an exploration: whose and of which days it is, a row of totals, the rows"""
    line = "# ----------------------------------------"
    head = [line, f"# {name} - GA4", "# Free form-Free form 1", f"# {days[0]:%Y%m%d}-{days[-1]:%Y%m%d}", line, ""]
    dimensions = [column for column in columns if isinstance(rows[0][columns.index(column)], str)]
    totals = [sum(row[place] for row in rows) for place in range(len(dimensions), len(columns))]
    grand_total = [*[""] * len(dimensions), *totals, "Grand total"]
    return "\n".join(head).encode() + b"\n" + _csv(columns, [grand_total, *rows])


def _percent(part, whole):
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def _csv(columns, rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode()
