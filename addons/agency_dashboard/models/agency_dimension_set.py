import hashlib
import io
import json

from odoo import _, api, fields, models
from odoo.tools import SQL

#: dimensions a set can name, in the order people read them
DIMENSIONS = ("query", "page", "country", "device", "channel", "appearance")


class AgencyDimensionSet(models.Model):
    """What a figure is about: a query, a page, a channel, a combination of them, or the whole site.

    Stored once and found again by hash, so that a fact holds one number instead of many texts. A set also says how
    many days its values cover: exports without dates hold one value for a whole range, and such values must never be
    mixed with daily ones.
    """

    _name = "agency.dimension.set"
    _description = "Dimension Set"
    _log_access = False
    _order = "id"

    hash = fields.Char(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True, index=True, help="Names of the dimensions, or total.")
    span_days = fields.Integer(
        "Days", required=True, default=1, readonly=True, help="Days a value covers, the last one being its date."
    )
    query = fields.Char(readonly=True)
    page = fields.Char(readonly=True)
    country = fields.Char(readonly=True)
    device = fields.Char(readonly=True)
    channel = fields.Char(readonly=True)
    appearance = fields.Char("Search Appearance", readonly=True)

    _sql_constraints = [
        ("hash_unique", "UNIQUE(hash)", "This set of dimensions exists already."),
        ("span_positive", "CHECK(span_days > 0)", "A value covers at least one day."),
    ]

    @api.depends(*DIMENSIONS)
    def _compute_display_name(self):
        for record in self:
            parts = [record[name] for name in DIMENSIONS if record[name]]
            record.display_name = " · ".join(parts) or _("Whole site")

    @api.model
    def _hash(self, span_days, dimensions):
        """:return str: hash of a set; ``dimensions`` is a sorted tuple of (name, value)"""
        return hashlib.sha1(json.dumps([span_days, dimensions], ensure_ascii=False).encode()).hexdigest()

    @api.model
    def _resolve(self, sets):
        """Find or make dimension sets, in bulk.

        :param sets: iterable of (span_days, sorted tuple of (name, value))
        :return: dict set -> id
        """
        by_hash = {self._hash(*one): one for one in set(sets)}
        cr = self.env.cr
        cr.execute("SELECT hash, id FROM agency_dimension_set WHERE hash = ANY(%s)", [list(by_hash)])
        ids = dict(cr.fetchall())
        missing = [digest for digest in by_hash if digest not in ids]
        if missing:
            buffer = io.StringIO()
            for digest in missing:
                span_days, dimensions = by_hash[digest]
                values = dict(dimensions)
                kind = "+".join(sorted(values)) or "total"
                cells = [digest, kind, str(span_days), *(values.get(name) for name in DIMENSIONS)]
                buffer.write("\t".join(map(copy_cell, cells)) + "\n")
            buffer.seek(0)
            columns = SQL(", ").join(map(SQL.identifier, ("hash", "kind", "span_days", *DIMENSIONS)))
            cr.execute(
                "CREATE TEMP TABLE IF NOT EXISTS agency_dimension_staging ("
                "hash varchar, kind varchar, span_days int4, query varchar, page varchar, country varchar, "
                "device varchar, channel varchar, appearance varchar) ON COMMIT DROP"
            )
            cr.execute("TRUNCATE agency_dimension_staging")
            cr.copy_expert(SQL("COPY agency_dimension_staging (%s) FROM STDIN", columns).code, buffer)
            # somebody else may have made the same set a moment ago: theirs is as good as ours
            cr.execute(
                SQL(
                    "INSERT INTO agency_dimension_set (%(columns)s) SELECT %(columns)s FROM agency_dimension_staging "
                    "ON CONFLICT (hash) DO NOTHING",
                    columns=columns,
                )
            )
            cr.execute("SELECT hash, id FROM agency_dimension_set WHERE hash = ANY(%s)", [missing])
            ids.update(cr.fetchall())
        return {one: ids[digest] for digest, one in by_hash.items()}


def copy_cell(value):
    """:return str: a value as PostgreSQL's COPY text format wants it"""
    if value is None:
        return r"\N"
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
