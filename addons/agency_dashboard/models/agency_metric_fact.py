import io

from odoo import api, fields, models


class UncheckedMany2one(fields.Many2one):
    """A many2one without a foreign key.

    Three key lookups for each of millions of rows cost twice what storing the row does. The targets are never deleted
    under a fact: sources delete their facts first, metrics and dimension sets are not deleted at all.
    """

    def update_db_foreign_key(self, model, column):
        """Add none."""


class AgencyMetricFact(models.Model):
    """One figure: source, metric, dimension set, day, value.

    Millions of rows: no chatter, no log columns, one unique index over all but the value, which also serves every
    reader. Rows are written by :meth:`_ingest` only; nobody has the right to create or change one by hand.
    """

    _name = "agency.metric.fact"
    _description = "Metric Value"
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "metric_id"

    source_id = UncheckedMany2one("agency.data.source", required=True, readonly=True)
    metric_id = UncheckedMany2one("agency.metric", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="Day at the property; the last day of a range.")
    dimension_id = UncheckedMany2one("agency.dimension.set", required=True, readonly=True)
    value = fields.Float(required=True, readonly=True)
    about = fields.Char("About", related="dimension_id.display_name")
    span_days = fields.Integer(related="dimension_id.span_days")

    _sql_constraints = [
        (
            "fact_unique",
            "UNIQUE(source_id, metric_id, date, dimension_id)",
            "There is already a value for this source, metric, day and dimension set.",
        ),
    ]

    @api.model
    def _ingest(self, source, facts):
        """Store facts in bulk: new ones are added, different ones replaced, equal ones left untouched.

        Runs in the caller's transaction, so that the facts and the record of their import stand or fall together.

        :param source: ``agency.data.source`` record
        :param facts: iterable of ``core.reader.Fact``; a (day, dimensions) pair occurs once
        :return dict: ``inserted``, ``changed``, ``unchanged``: numbers of values
        """
        facts = list(facts)
        self.env.flush_all()
        metric_ids = self.env["agency.metric"]._id_by_key()
        dimension_ids = self.env["agency.dimension.set"]._resolve({(fact.span_days, fact.dimensions) for fact in facts})
        buffer, total = io.StringIO(), 0
        for fact in facts:
            dimension_id = dimension_ids[fact.span_days, fact.dimensions]
            for key, value in fact.values.items():
                buffer.write(f"{metric_ids[key]}\t{fact.day}\t{dimension_id}\t{value!r}\n")
                total += 1
        buffer.seek(0)
        inserted, changed = self._merge(source, buffer)
        self.invalidate_model()
        return {"inserted": inserted, "changed": changed, "unchanged": total - inserted - changed}

    @api.model
    def _merge(self, source, buffer):
        """Copy rows (metric, date, dimension set, value as tab-separated text) to a staging table and merge them.

        Equal rows are filtered before the upsert: ON CONFLICT would lock, and so rewrite, each of them.

        :return: (rows inserted, rows changed)
        """
        cr = self.env.cr
        cr.execute(
            "CREATE TEMP TABLE IF NOT EXISTS agency_metric_staging "
            "(metric_id int4, date date, dimension_id int4, value float8) ON COMMIT DROP"
        )
        cr.execute("TRUNCATE agency_metric_staging")
        cr.copy_expert("COPY agency_metric_staging (metric_id, date, dimension_id, value) FROM STDIN", buffer)
        cr.execute("ANALYZE agency_metric_staging")
        cr.execute(
            """
            WITH merged AS (
                INSERT INTO agency_metric_fact AS fact (source_id, metric_id, date, dimension_id, value)
                SELECT %(source)s, staged.metric_id, staged.date, staged.dimension_id, staged.value
                  FROM agency_metric_staging staged
                  LEFT JOIN agency_metric_fact stored
                    ON stored.source_id = %(source)s
                   AND stored.metric_id = staged.metric_id
                   AND stored.date = staged.date
                   AND stored.dimension_id = staged.dimension_id
                 WHERE stored.id IS NULL OR stored.value IS DISTINCT FROM staged.value
                 ORDER BY staged.metric_id, staged.date, staged.dimension_id
                ON CONFLICT (source_id, metric_id, date, dimension_id)
                DO UPDATE SET value = EXCLUDED.value WHERE fact.value IS DISTINCT FROM EXCLUDED.value
                RETURNING xmax = 0 AS is_new
            )
            SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged
            """,
            {"source": source.id},
        )
        return cr.fetchone()
