import psycopg2

from odoo import models
from odoo.exceptions import UserError

from ..core import agency_import_catalogue as catalogue
from ..core.agency_import_errors import Problem, RowError
from .agency_import_lookup import Lookup, changes

#: nobody is written to because of an import, and what is created has no history yet
QUIET = {
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
}


class AgencyImportKind(models.AbstractModel):
    """How rows of one kind become records; each kind is a model of its own that inherits this one.

    A run finds everything its rows refer to first, with a fixed number of queries, and then works on one row after
    the other, each in its own savepoint. Rows that change nothing cost no query.
    """

    _name = "agency.import.kind"
    _description = "Import of One Kind of Rows"

    #: key of ``core.agency_import_catalogue.KINDS``
    _kind = None
    #: model of the records
    _target = None
    #: documented name of a column -> field that takes its value as it is
    _plain_fields = {}

    def _run(self, batch, sheet, rows, dry):
        """Work on rows.

        :param batch: ``agency.import``
        :param list rows: ``TypedRow`` without problems
        :param bool dry: whether all of it will be taken back
        :return list: dicts with ``line_no``, ``action``, ``message`` and ``res_id``
        """
        self = self.with_context(**QUIET, tracking_disable=dry or self.env.context.get("tracking_disable", False))
        look = Lookup(self.env, batch.company_id)
        self._find_all(batch, rows, look)
        return [self._run_row(batch, sheet, row, look, dry) for row in rows]

    def _run_row(self, batch, sheet, row, look, dry):
        """:return dict: what became of one row"""
        result = {"line_no": row.line_no, "action": "error", "message": None, "res_id": None}
        try:
            record = self._find(row, look)
            values = self._values(batch, row, look, record)
            todo = self._changes(row, look, record, values) if record else values
            if record and not todo and not self._needs_key(row, look, record):
                return result | {"action": "unchanged", "res_id": record.id}
            with self.env.cr.savepoint():
                action = "update" if record else "create"
                if record:
                    self._update(batch, row, look, record, todo)
                else:
                    record = self._create(batch, row, look, values, dry)
                if row.values.get("ref"):
                    look.bind(self._kind, row.values["ref"], record)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            self._failed(row, look)
            return result | {"message": batch._problem_text(self._problem(error), sheet)}
        # what a dry run creates is gone afterwards
        return result | {"action": action, "res_id": None if dry and action == "create" else record.id}

    def _problem(self, error):
        """:return: :class:`Problem` in which people are told of an error"""
        if isinstance(error, RowError):
            return error.problem
        if isinstance(error, UserError):
            return Problem("refused", params={"error": error.args[0]})
        if isinstance(error, psycopg2.IntegrityError):
            name = error.diag.constraint_name or ""
            if "ir_model_data" in name:
                return Problem("taken")
            constraint = self.env["ir.model.constraint"].search([("name", "=", name)], limit=1)
            if constraint.message:
                return Problem("refused", params={"error": constraint.message})
        return Problem("unexpected", params={"kind": type(error).__name__, "error": str(error).strip()})

    # ------------------------------------------------------------------ what each kind says

    def _find_all(self, batch, rows, look):
        """Find all that the rows refer to."""
        self._find_before(batch, rows, look)
        look.own = look.by_ref(self._kind, self._target, [row.values.get("ref") for row in rows])
        look.natural = {}
        candidates = self._candidates(rows, look)
        for record in candidates:
            for key in self._natural_keys(record):
                look.natural.setdefault(key, []).append(record)
        look.bound_ids = look.bound(self._kind, candidates) if candidates else set()
        self._find_after(batch, rows, look)

    def _find_before(self, batch, rows, look):
        """Find what is needed to find the records themselves, clients for example."""

    def _find_after(self, batch, rows, look):
        """Find what the records need besides."""

    def _candidates(self, rows, look):
        """:return: records the rows may mean by what they are called"""
        return self.env[self._target]

    def _natural_keys(self, record):
        """:return list: what a record may be called by rows; hashable"""
        return []

    def _natural_key_of(self, row, look):
        """:return list: what a row calls its record, the surest first"""
        return []

    def _find(self, row, look):
        """:return: the record of a row; empty when there is none yet"""
        ref = row.values.get("ref")
        own = look.own.get(row.key[1]) if ref else None
        if own:
            return own
        for key in self._natural_key_of(row, look):
            found = look.natural.get(key, [])
            if ref:
                # a record imported under another reference is another one
                found = [record for record in found if record.id not in look.bound_ids]
            if len(found) > 1:
                raise RowError("same_name", count=len(found))
            if found:
                return found[0]
        return self.env[self._target]

    def _needs_key(self, row, look, record):
        """:return bool: whether the reference of the row is not remembered yet"""
        return bool(row.values.get("ref")) and look.own.get(row.key[1]) != record

    def _values(self, batch, row, look, record):
        """:return dict: values for the ORM, of the columns that are filled in

        :param record: what will be changed; empty when one will be created
        """
        return {
            field: float(value) if catalogue.KINDS[self._kind].by_name[name].type in ("amount", "number") else value
            for name, field in self._plain_fields.items()
            if (value := row.values.get(name)) is not None
        }

    def _changes(self, row, look, record, values):
        """:return: what of the values the record does not hold yet; empty when nothing"""
        return changes(record, values)

    def _create(self, batch, row, look, values, dry):
        """:return: the record made from values"""
        return self.env[self._target].with_context(tracking_disable=True).create(values)

    def _update(self, batch, row, look, record, values):
        record.write(values)

    def _failed(self, row, look):
        """Forget what a row made that was taken back."""
