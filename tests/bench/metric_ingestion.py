"""How fast figures are stored: against a raw COPY of the same rows, and against the ORM in batches of 1,000.

The raw COPY writes into a table with the columns, indexes and keys of the store, emptied before, so that both sides pay
for them. Both sides begin with the same Python rows.

The budget against the ORM is 5: even the raw COPY is only 10 to 14 times as fast as the ORM on a table this narrow
(docs/decisions/0006-metric-store-without-foreign-keys.md).
"""

import io
import time
from datetime import date, timedelta

from odoo.addons.agency_dashboard.core.reader import Fact

DAYS, QUERIES = 100, 250
METRICS = ("search_clicks", "search_impressions", "search_position_weight")
ORM_ROWS = 5000
COPY_BUDGET, ORM_BUDGET = 0.4, 5


def run(env):
    """Measure, and leave nothing behind.

    :param env: environment of a database with agency_dashboard installed; rolled back by this function
    :return: list of dict, one a budget
    """
    try:
        return _measure(env)
    finally:
        env.cr.rollback()


def _measure(env):
    facts_model = env["agency.metric.fact"]
    client = env["res.partner"].create({"name": "Bench", "is_company": True, "client_state": "active"})
    sources = env["agency.data.source"].create(
        [{"client_id": client.id, "provider": "search_console", "account": f"bench {n}"} for n in range(4)]
    )
    start = date(2026, 1, 1)
    facts = [
        Fact(
            start + timedelta(days=day),
            1,
            (("query", f"bench query {query}"),),
            {key: float(day * query % 97 + 1) for key in METRICS},
        )
        for day in range(DAYS)
        for query in range(QUERIES)
    ]
    rows = DAYS * QUERIES * len(METRICS)
    # the dimension sets exist from the first export on: both sides begin with them
    facts_model._ingest(sources[0], facts[:QUERIES])
    env.cr.execute("TRUNCATE agency_metric_fact")

    copied = min(_timed(lambda: _raw_copy(env, sources[1], facts)) for _ in range(3))
    ingested = []
    for _ in range(3):
        env.cr.execute("TRUNCATE agency_metric_fact")
        ingested.append(_timed(lambda: facts_model._ingest(sources[2], facts)))
    ours = min(ingested)
    by_orm = _timed(lambda: _orm_create(env, sources[3], facts)) * rows / ORM_ROWS
    return [
        {
            "bench": "metric_ingestion_copy",
            "ratio": round(copied / ours, 3),
            "budget": COPY_BUDGET,
            "ok": copied / ours >= COPY_BUDGET,
            "rows": rows,
            "seconds": round(ours, 3),
            "reference_seconds": round(copied, 3),
        },
        {
            "bench": "metric_ingestion_orm",
            "ratio": round(by_orm / ours, 1),
            "budget": ORM_BUDGET,
            "ok": by_orm / ours >= ORM_BUDGET,
            "rows": rows,
            "seconds": round(ours, 3),
            "reference_seconds": round(by_orm, 3),
        },
    ]


def _timed(function):
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def _raw_copy(env, source, facts):
    metric_ids = env["agency.metric"]._id_by_key()
    env.cr.execute("TRUNCATE agency_metric_fact")
    env.cr.execute("SELECT query, id FROM agency_dimension_set WHERE kind = 'query' AND span_days = 1")
    dimension_ids = dict(env.cr.fetchall())
    buffer = io.StringIO()
    for fact in facts:
        for key, value in fact.values.items():
            buffer.write(
                f"{source.id}\t{metric_ids[key]}\t{fact.day}\t{dimension_ids[fact.dimensions[0][1]]}\t{value}\n"
            )
    buffer.seek(0)
    env.cr.copy_expert("COPY agency_metric_fact (source_id, metric_id, date, dimension_id, value) FROM STDIN", buffer)


def _orm_create(env, source, facts):
    metric_ids = env["agency.metric"]._id_by_key()
    env.cr.execute("SELECT query, id FROM agency_dimension_set WHERE kind = 'query' AND span_days = 1")
    dimension_ids = dict(env.cr.fetchall())
    values = [
        {
            "source_id": source.id,
            "metric_id": metric_ids[key],
            "date": fact.day,
            "dimension_id": dimension_ids[fact.dimensions[0][1]],
            "value": value,
        }
        for fact in facts
        for key, value in fact.values.items()
    ][:ORM_ROWS]
    for index in range(0, len(values), 1000):
        env["agency.metric.fact"].create(values[index : index + 1000])
        env.flush_all()
