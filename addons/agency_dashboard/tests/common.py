"""Builders of this addon's tests."""

import base64
from datetime import date, timedelta

from odoo.addons.agency_crm.tests.common import AgencyBuilders, AgencyCommon
from odoo.addons.agency_dashboard.core.reader import Fact

SEARCH_HEADER = "Date,Clicks,Impressions,CTR,Position\n"


class DashboardBuilders(AgencyBuilders):
    """Builders as class methods, so that ``TransactionCase`` and ``HttpCase`` share them."""

    @classmethod
    def new_source(cls, client, provider="search_console", account="www.example.com", **values):
        """:return: a data source of a client"""
        return cls.env["agency.data.source"].create(
            {"client_id": client.id, "provider": provider, "account": account, "timezone": "Europe/Paris"} | values
        )

    @classmethod
    def new_import(cls, client, text, filename="Dates.csv", **values):
        """:return: an import that was not run yet; ``text`` is the file, as text or bytes"""
        data = text if isinstance(text, bytes) else text.encode()
        return cls.env["agency.metric.import"].create(
            {"client_id": client.id, "file": base64.b64encode(data), "filename": filename, "account": "www.example.com"}
            | values
        )

    @classmethod
    def store(cls, source, *rows):
        """Store values directly.

        :param rows: (day, span_days, {dimension: value}, {metric: value})
        :return dict: the counts of the ingestion
        """
        facts = [
            Fact(date.fromisoformat(day), span_days, tuple(sorted(dimensions.items())), values)
            for day, span_days, dimensions, values in rows
        ]
        return cls.env["agency.metric.fact"]._ingest(source, facts)

    @classmethod
    def store_days(cls, source, first, days, dimensions=None, **metrics):
        """Store the same values for many days in a row."""
        start = date.fromisoformat(first)
        return cls.store(
            source,
            *(((start + timedelta(days=offset)).isoformat(), 1, dimensions or {}, metrics) for offset in range(days)),
        )


class DashboardCommon(DashboardBuilders, AgencyCommon):
    """Base of this addon's ORM tests."""
