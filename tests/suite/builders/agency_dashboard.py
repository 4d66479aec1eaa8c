"""Builders of agency_dashboard's models."""

import base64
from datetime import date

from odoo.addons.agency_dashboard.core.reader import Fact


def _source(env, ctx):
    return env["agency.data.source"].create(build_agency_data_source(env, ctx, None))


def build_agency_metric(env, ctx, scope):
    name = ctx.unique("Metric")
    return {
        "name": name,
        "short_name": name,
        "key": name,
        "provider": "ga4",
        "unit": "count",
        "good": "up",
        "additivity": "additive",
    }


def build_agency_data_source(env, ctx, scope):
    return {"account": ctx.unique("property"), "client_id": ctx.client.id, "provider": "ga4"}


def build_agency_dimension_set(env, ctx, scope):
    query = ctx.unique("query")
    return {"query": query, "kind": "query", "hash": query}


def build_agency_metric_fact(env, ctx, scope):
    return {
        "value": 1.0,
        "source_id": _source(env, ctx).id,
        "metric_id": env.ref("agency_dashboard.metric_ga_sessions").id,
        "dimension_id": env["agency.dimension.set"].create(build_agency_dimension_set(env, ctx, scope)).id,
        "date": "2026-10-01",
    }


def record_agency_metric_fact(env, ctx, scope):
    """Facts are written by the ingestion only."""
    source = _source(env, ctx)
    fact = Fact(date(2026, 10, 1), 1, (("query", ctx.unique("query")),), {"search_clicks": 1.0})
    env["agency.metric.fact"]._ingest(source, [fact])
    return env["agency.metric.fact"].search([("source_id", "=", source.id)])


def build_agency_metric_import(env, ctx, scope):
    return {
        "filename": ctx.unique("Dates") + ".csv",
        "client_id": ctx.client.id,
        "file": base64.b64encode(b"Date,Clicks,Impressions\n2026-10-01,1,2\n"),
    }


def build_agency_metric_import_error(env, ctx, scope):
    record = env["agency.metric.import"].create(build_agency_metric_import(env, ctx, scope))
    return {"reason": "No figures in this row.", "import_id": record.id, "line_no": 2}
