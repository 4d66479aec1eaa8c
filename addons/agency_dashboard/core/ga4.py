"""Google Analytics 4: report and exploration downloads.

A standard report (Share this report > Download file > CSV) starts with comment lines. As found in importers and test
fixtures of public repositories (looked up in November 2026)::

    # ----------------------------------------
    # Traffic acquisition: Session primary channel group (Default Channel Group)
    # Account: Example
    # Property: Example - GA4
    # ----------------------------------------
    #
    # All Users
    # Start date: 20261001
    # End date: 20261031

followed by the table. Its columns:

* Traffic acquisition: ``Session primary channel group (Default Channel Group)`` (before 2024 ``Session default channel
  group``), Sessions, Engaged sessions, Engagement rate, Average engagement time per session, Events per session, Event
  count, Key events (before 2024 Conversions), Session key event rate, Total revenue; older files also Users
* Pages and screens: ``Page path and screen class``, Views, Active users, Views per active user, Average engagement time
  per active user, Event count, Key events, Total revenue

Overview cards put several tables in one file, time as a counter (``Nth day``: ``0000`` is the start date). An
exploration names its range ``# 20261001-20261031``, may have a ``Date`` column (``20261031``) and a row of grand totals
whose dimensions are empty. Tables without a date hold one value for the whole range.

Rates and averages are left out: they are computed from sums. Revenue is left out until a source knows its currency.
"""

import re

from .columns import DATE, DIMENSION, MEASURE, NTH_DAY, Column, Provider, table
from .numbers import parse_date
from .periods import Period

KEY = "ga4"

_HEADERS = table(
    (Column(DATE), "Date", "Datum", "Fecha"),
    (Column(NTH_DAY), "Nth day"),
    (
        Column(DIMENSION, "channel"),
        "Session primary channel group (Default Channel Group)",
        "Session primary channel group",
        "Session default channel group",
        "Session default channel grouping",
        "Default channel group",
        "Sitzung - primäre Channelgruppe (Standard-Channelgruppe)",
    ),
    (
        Column(DIMENSION, "page"),
        "Page path and screen class",
        "Page path",
        "Page path + query string",
        "Seitenpfad und Bildschirmklasse",
        "Seitenpfad",
    ),
    (Column(DIMENSION, "country"), "Country", "Land", "País", "Pays"),
    (Column(DIMENSION, "device"), "Device category", "Gerätekategorie"),
    (Column(MEASURE, "ga_sessions", "count"), "Sessions", "Sitzungen", "Sesiones"),
    (
        Column(MEASURE, "ga_engaged_sessions", "count"),
        "Engaged sessions",
        "Sitzungen mit Interaktionen",
        "Sessions avec engagement",
    ),
    (Column(MEASURE, "ga_users", "count"), "Active users", "Users", "Aktive Nutzer", "Utilisateurs actifs"),
    (Column(MEASURE, "ga_new_users", "count"), "New users", "Neue Nutzer", "Nouveaux utilisateurs"),
    (Column(MEASURE, "ga_views", "count"), "Views", "Aufrufe", "Vues", "Vistas"),
    (Column(MEASURE, "ga_events", "count"), "Event count", "Ereignisanzahl"),
    (Column(MEASURE, "ga_key_events", "decimal"), "Key events", "Conversions", "Schlüsselereignisse"),
    (
        Column(MEASURE, "engagement_time", "seconds"),
        "Average engagement time per session",
        "Durchschnittliche Interaktionsdauer pro Sitzung",
    ),
)


def _derive(measures):
    """Stored metrics of one row. Time per session is stored as seconds in all, so that it can be added up."""
    metrics = {key: value for key, value in measures.items() if key != "engagement_time" and value is not None}
    time, sessions = measures.get("engagement_time"), measures.get("ga_sessions")
    if time is not None and sessions is not None:
        metrics["ga_engagement_seconds"] = round(time * sessions, 4)
    return metrics


def _period(comments):
    """:return: the range named in the comment lines, or None"""
    start = end = None
    for line in comments:
        if found := re.search(r"(\d{4}-?\d{2}-?\d{2})\s*-\s*(\d{4}-?\d{2}-?\d{2})$", line):
            return Period(parse_date(found[1]), parse_date(found[2]))
        if found := re.search(r"(?:start date|startdatum|date de début|fecha de inicio)\D*(\d{8})", line, re.I):
            start = parse_date(found[1])
        if found := re.search(r"(?:end date|enddatum|date de fin|fecha de finalización)\D*(\d{8})", line, re.I):
            end = parse_date(found[1])
    return Period(start, end) if start and end and start <= end else None


def _clean(dimension, text):
    return text.casefold() if dimension == "device" else text


PROVIDER = Provider(KEY, _HEADERS, _derive, _period, _clean)
