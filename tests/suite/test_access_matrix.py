"""Executes ``tests/access_matrix.csv``: what each role may and may not do with each model of the suite."""

import csv
from contextlib import contextmanager
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from . import builders
from .access_context import CLIENT, STAFF, AccessContext

MATRIX = Path(__file__).parent.parent / "access_matrix.csv"
OPERATIONS = ("create", "read", "write", "delete")


class Rollback(Exception):
    """Ends a trial whatever came of it."""


def read_matrix():
    """:return: list of rows (dict by column) of the matrix"""
    with MATRIX.open(newline="") as stream:
        return list(csv.DictReader(stream))


@tagged("post_install", "-at_install", "access_matrix")
class TestAccessMatrix(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.rows = read_matrix()
        cls.builders = builders.load()
        cls.ctx = AccessContext(cls.env)
        cls.env.flush_all()

    @contextmanager
    def _trial(self):
        """Everything done inside is undone."""
        try:
            with self.env.cr.savepoint():
                yield
                raise Rollback
        except Rollback:
            pass
        finally:
            self.env.invalidate_all()

    def _values(self, model, scope):
        return self.builders[f"build_{model.replace('.', '_')}"](self.env, self.ctx, scope)

    def _record(self, model, scope):
        function = self.builders.get(f"record_{model.replace('.', '_')}")
        if function:
            return function(self.env, self.ctx, scope)
        return self.env[model].create(self._values(model, scope))

    def _written(self, model, scope):
        function = self.builders.get(f"write_{model.replace('.', '_')}")
        if function:
            return function(self.env, self.ctx, scope)
        plain = {
            name: value
            for name, value in self._values(model, scope).items()
            if self.env[model]._fields[name].type in ("char", "text", "float", "integer", "boolean", "date")
        }
        self.assertTrue(plain, f"write_{model.replace('.', '_')} is missing: {model} has no plain field to write")
        name = next(iter(plain))
        return {name: plain[name]}

    def _may(self, action):
        """:return bool: whether the acting user could do it; it is undone"""
        allowed = False
        with self._trial():
            try:
                with self.env.cr.savepoint():
                    allowed = bool(action())
            except UserError:
                allowed = False
        return allowed

    def _try(self, model, scope):
        """:return dict: operation -> True when the acting user could do it"""
        as_user = self.env(user=self.ctx.user)[model]

        def create():
            as_user.create(values).flush_recordset()
            return True

        def read():
            return as_user.search([("id", "in", record.ids)]).read(["id"])

        def write():
            mine = as_user.browse(record.ids)
            mine.write(values)
            mine.flush_recordset()
            return True

        def delete():
            as_user.browse(record.ids).unlink()
            return True

        got = {}
        with self._trial():
            values = self._values(model, scope)
            self.env.flush_all()
            got["create"] = self._may(create)
        with self._trial():
            record = self._record(model, scope)
            values = self._written(model, scope)
            self.env.flush_all()
            self.env.invalidate_all()
            for action in (read, write, delete):
                got[action.__name__] = self._may(action)
        return got

    @mute_logger(
        "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db", "odoo.models.unlink"
    )
    def test_matrix(self):
        """Every row holds, allowed and refused, on real records and as the real users."""
        wrong = []
        for row in self.rows:
            self.ctx.for_row(row["role"], row["scope"])
            with self.subTest(model=row["model"], role=row["role"], scope=row["scope"]):
                for operation, allowed in self._try(row["model"], row["scope"]).items():
                    if allowed != (row[operation] == "1"):
                        wrong.append(
                            "{model} {role} {scope}: ".format(**row)
                            + f"{operation} is {'allowed' if allowed else 'refused'}"
                        )
        self.assertFalse(wrong, "\n".join(["The matrix says otherwise:", *wrong]))

    def test_every_model_is_in_the_matrix(self):
        """A model of the suite, SQL views included, without its rows fails, so does a row for one that is gone."""
        ours = {
            name
            for name, model in self.env.registry.items()
            if not model._abstract and not model._transient and model._original_module.startswith("agency_")
        }
        expected = {(name, role, scope) for name in ours for role in (*STAFF, CLIENT) for scope in ("own", "other")}
        got = [(row["model"], row["role"], row["scope"]) for row in self.rows]
        self.assertEqual(sorted(got), sorted(expected))

    def test_matrix_holds_only_marks(self):
        """A cell is 1 or 0, nothing else."""
        self.assertEqual({row[operation] for row in self.rows for operation in OPERATIONS}, {"0", "1"})
